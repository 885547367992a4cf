"""Reading accounts: found for a page, searched, who is locked; and the policy table as a page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from zhiheng_web.accounts import doors
from zhiheng_web.accounts.models import Account, SignIn
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.policy import REACH_TEXTS, ROLE_TEXTS, Deed, Role
from zhiheng_web.lib.words import Text


def account(account_id: int) -> Account:
    """Return an account. Raises Http404."""
    return get_object_or_404(Account, pk=account_id)


def sign_in(sign_in_id: int) -> SignIn:
    """Return a sign-in that still lasts. Raises Http404."""
    return get_object_or_404(SignIn, pk=sign_in_id, ended_at=None)


def accounts() -> QuerySet[Account]:
    """Return all accounts with the posts of today, in two queries whatever their number."""
    posts = Account._meta.get_field("posts").related_model
    today = clock.today()
    held = posts._default_manager.filter(since__lte=today).exclude(until__lte=today).select_related("body")
    found: QuerySet[Account] = Account.objects.prefetch_related(Prefetch("posts", held, to_attr="posts_now"))
    return found


def matching(rows: QuerySet[Account], typed: str) -> QuerySet[Account]:
    """Return the accounts whose account, name or officer number contains every word that was typed."""
    for word in typed.split():
        rows = rows.filter(Q(name__icontains=word) | Q(display_name__icontains=word) | Q(officer_id__icontains=word))
    return rows


def state_of(one: Account) -> tuple[Text, str]:
    """Return whether an account can be used today, in words, with the tone of its mark."""
    if not one.is_active:
        return Text("已停用", "deactivated"), "neutral"
    if not one.is_valid_on(clock.today()):
        return Text("已到期", "expired"), "warn"
    return Text("有效", "valid"), "good"


@dataclass(frozen=True, slots=True)
class DoorState:
    """How an account stands at the door."""

    opens_at: Any
    factors: tuple[Text, ...]
    running: int
    last: SignIn | None


_FACTORS = {
    "totp": Text("身份验证器", "authenticator app"),
    "webauthn": Text("安全密钥", "security key"),
    "recovery_codes": Text("恢复码", "recovery codes"),
}


def door_state_of(one: Account) -> DoorState:
    """Return how an account stands at the door: locked until when, second factors, sign-ins that last."""
    sorts = Authenticator.objects.filter(user=one).order_by("type").values_list("type", flat=True).distinct()
    return DoorState(
        opens_at=doors.opens_again_at(one.name),
        factors=tuple(_FACTORS[sort] for sort in sorts),
        running=SignIn.objects.filter(account=one, ended_at=None).count(),
        last=SignIn.objects.filter(account=one).first(),
    )


def sign_ins_of(one: Account) -> QuerySet[SignIn]:
    """Return the last twenty sign-ins of an account, the present ones first."""
    return SignIn.objects.filter(account=one).order_by("ended_at", "-began_at")[:20]


def own_sign_in(sign_in_id: int, owner: Any) -> SignIn:
    """Return one of a person's own sign-ins. Raises Http404 for anybody else's."""
    found = sign_in(sign_in_id)
    if found.account_id != owner.pk:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A deed of the policy table: open to everyone, or to these roles, each with its reach."""

    deed: Deed
    everyone: Text | None
    told: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True)
class PolicyGroup:
    """The deeds of one part of the application."""

    text: Text
    rows: tuple[PolicyRow, ...]


#: The parts of the application by the first word of their deeds; one that is not listed shows its own name.
_PARTS = {
    "accounts": Text("账号", "Accounts"),
    "bodies": Text("机构", "Bodies"),
    "audit": Text("审计", "Audit"),
    "intake": Text("数据导入", "Data intake"),
    "documents": Text("文书", "Documents"),
    "rectification": Text("整改", "Rectification"),
    "surveys": Text("满意度调查", "Satisfaction surveys"),
    "evaluations": Text("评价", "Evaluations"),
    "disclosure": Text("公示", "Disclosure"),
    "portal": Text("公众门户", "Public portal"),
    "inbox": Text("待办", "Inbox"),
    "lib": Text("通用", "General"),
}

_NOBODY = Text("不登录也可", "without signing in")
_SELF = Text("登录即可，限于本人", "everyone signed in, about themselves")


def policy_groups(role: str = "") -> Iterator[PolicyGroup]:
    """Yield the policy table as it is in force, by part; with a role only what that role may do.

    Events, which nobody can be granted, are left out.
    """
    groups: dict[str, list[PolicyRow]] = {}
    for deed in policy.every_deed():
        if not (deed.grants or deed.open_to_all or deed.signed_in):
            continue
        if role and not (deed.open_to_all or deed.signed_in or Role(role) in deed.grants):
            continue
        groups.setdefault(deed.key.partition(".")[0], []).append(_row(deed))
    order = {part: number for number, part in enumerate(_PARTS)}
    for part in sorted(groups, key=lambda one: (order.get(one, len(order)), one)):
        yield PolicyGroup(_PARTS.get(part, Text(part, part)), tuple(groups[part]))


def _row(deed: Deed) -> PolicyRow:
    everyone = _NOBODY if deed.open_to_all else _SELF if deed.signed_in else None
    told = tuple((ROLE_TEXTS[role], REACH_TEXTS[deed.grants[role]]) for role in Role if role in deed.grants)
    return PolicyRow(deed, everyone, told)


def policy_roles() -> list[tuple[str, Text]]:
    """Return the roles in the order of the table's columns."""
    return [(role.value, ROLE_TEXTS[role]) for role in Role]
