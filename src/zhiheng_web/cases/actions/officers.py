"""Which account is whose, and how a name is read. The officers themselves come from the ledger."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.cases import indexing, naming
from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.intake.models import Book
from zhiheng_web.lib import policy
from zhiheng_web.lib.words import Text

DEED = "cases.keep_officers"


def link_account(actor: Any, *, officer: Officer, account: Account | None, reason: str = "") -> Officer:
    """Say whose account an officer's is, None for nobody's: from then on that person reads the officer's cases.

    Raises Refusal where the account is another officer's.
    """
    policy.demand(actor, DEED, officer.body)
    if account is not None:
        other = Officer.objects.filter(account=account).exclude(pk=officer.pk).first()
        if other is not None:
            raise Refusal(Fault("account_taken", Place(), *_TAKEN, f"{other.code} {other.name}"))
    with acts.act(actor, DEED, reason=reason):
        officer.account = account
        officer.save()
    return officer


def link_by_number(actor: Any, *, officers: list[Officer]) -> int:
    """Link officers without an account to the one that bears their number; returns how many were linked.

    An account that is already an officer's, or a number that two accounts bear, is left alone.
    """
    for officer in officers:
        policy.demand(actor, DEED, officer.body)
    accounts: dict[str, list[Account]] = {}
    codes = [officer.code for officer in officers if officer.account_id is None]
    for account in Account.objects.filter(officer_id__in=codes, officer=None, is_active=True):
        accounts.setdefault(account.officer_id, []).append(account)
    linked = 0
    with acts.act(actor, DEED):
        for officer in officers:
            found = accounts.get(officer.code, [])
            if officer.account_id is None and len(found) == 1:
                officer.account = found[0]
                officer.save()
                linked += 1
    return linked


def correct_initials(actor: Any, *, officer: Officer, initials: str) -> Officer:
    """Say by which pinyin initials an officer is found, where a name of several readings was read wrongly."""
    policy.demand(actor, DEED, officer.body)
    bare = naming.plain(initials)[:100]
    if not bare or not bare.isascii():
        raise Refusal(Fault("initials_unreadable", Place(), *_INITIALS, initials))
    with acts.act(actor, DEED):
        officer.initials = bare
        officer.save()
        cases = Case.objects.filter(Q(lead=officer) | Q(second=officer), is_current=True).order_by()
        for book in Book.objects.filter(pk__in=cases.values("book_id")).select_related("body"):
            codes = set(cases.filter(book=book).values_list("code", flat=True))
            indexing.index_touched(book, indexing.Touched(codes=codes))
    return officer


_TAKEN = (
    Text("这个账号已对应另一名人员", "the account is another officer's already"),
    Text("先解除那一名人员的对应", "unlink that officer first"),
)
_INITIALS = (
    Text("拼音首字母只用字母", "initials are letters"),
    Text("例如“林知远”写 lzy", "林知远, for instance, is lzy"),
)
