"""Keeping a list and letting go of it."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.inbox.models import KeptList


def keep_list(*, actor: Account, name: str, address: str) -> KeptList:
    """Keep an address of this site under a name; the same name again replaces it. Raises Refusal for other sites."""
    named = name.strip()[:100]
    if not named:
        reason, remedy = Text("没有写名称", "there is no name"), Text("给这个列表起一个名称", "give the list a name")
        raise Refusal(Fault("no_name", Place(), reason, remedy))
    if not address.startswith("/") or not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        reason = Text("只能保存本系统的页面", "only pages of this site can be kept")
        raise Refusal(
            Fault("foreign_address", Place(), reason, Text("在列表页面上保存", "keep it from the page itself"))
        )
    with acts.act(actor, "inbox.keep_list"):
        kept = KeptList.objects.filter(account=actor, name=named).first() or KeptList(account=actor, name=named)
        kept.address = address
        kept.save()
    return kept


def drop_list(*, actor: Account, list_id: int) -> None:
    """Let go of a kept list of one's own; another's, or one that is gone, changes nothing."""
    kept = KeptList.objects.filter(account=actor, pk=list_id).first()
    if kept is not None:
        with acts.act(actor, "inbox.keep_list"):
            kept.delete()
