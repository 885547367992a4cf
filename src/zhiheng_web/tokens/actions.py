"""Making, using and revoking tokens. A token never reaches further than its account: the gate asks for both."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.rest import Bearer
from zhiheng_web.lib.words import Text
from zhiheng_web.tokens import queries
from zhiheng_web.tokens.models import Token

#: How long a token may live; a program whose keeper has gone must not go on for ever.
LONGEST_IN_DAYS = 366
_PREFIX = "zh_"


def make_token(*, actor: Any, name: str, scopes: Collection[str], expires_on: date) -> tuple[Token, str]:
    """Make a token and return it with its secret, which is shown once and kept nowhere.

    Raises Refusal for a day that is past or too far, and for deeds that the account may not do.
    """
    policy.demand(actor, "tokens.make_token")
    today = clock.today()
    if not today <= expires_on <= today + timedelta(days=LONGEST_IN_DAYS):
        reason = Text("有效期须在今天起一年以内", "a token lives from today for at most a year")
        raise Refusal(Fault("bad_period", Place(), reason, Text("改选一个日期", "choose another day"), str(expires_on)))
    allowed = {deed.key for deed in queries.scopes_for(actor)}
    foreign = sorted(set(scopes) - allowed)
    if foreign or not scopes:
        reason = Text("令牌只能含您自己能办的事项，且不能为空", "a token carries deeds that you may do, at least one")
        remedy = Text("从列出的事项中选择", "choose among the deeds listed")
        raise Refusal(Fault("bad_scope", Place(), reason, remedy, ", ".join(foreign)))
    secret = f"{_PREFIX}{secrets.token_urlsafe(32)}"
    token = Token(account=actor, name=name, scopes=sorted(set(scopes)), digest=_digest(secret), expires_on=expires_on)
    with acts.act(actor, "tokens.make_token"):
        token.save()
    return token, secret


def use_token(secret: str) -> Bearer | None:
    """Return whom a secret speaks for, None where it is unknown, expired or revoked, or its account is closed.

    The first use of a day leaves a line in the trail.
    """
    token = Token.objects.select_related("account").filter(digest=_digest(secret)).first()
    today = clock.today()
    if token is None or not token.is_valid_on(today) or not token.account.is_valid_on(today):
        return None
    if token.used_on != today:
        with acts.act(token.account, "tokens.use_token"):
            # Two first uses may come at once; whoever waited finds the day entered.
            fresh = Token.objects.select_for_update().get(pk=token.pk)
            if fresh.used_on != today:
                fresh.used_on = today
                fresh.save()
    return Bearer(token.account, frozenset(token.scopes))


def revoke_token(*, actor: Any, token: Token) -> None:
    """Revoke a token of one's own for good; revoking it twice changes nothing."""
    policy.demand(actor, "tokens.revoke_token")
    if token.account_id != actor.pk:
        raise policy.Denied(policy.deed_of("tokens.revoke_token"))
    if token.revoked_at is not None:
        return
    with acts.act(actor, "tokens.revoke_token"):
        token.revoked_at = clock.now()
        token.save()


def _digest(secret: str) -> str:
    # The secret has 256 random bits: a slow digest would protect nothing that a quick one does not.
    return f"sha256:{hashlib.sha256(secret.encode()).hexdigest()}"
