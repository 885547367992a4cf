"""Writing accounts. One function a deed; each asks the policy itself: the API and commands come this way too."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.accounts import appointments, doors, events, first_run
from zhiheng_web.accounts.models import Account, SignIn
from zhiheng_web.accounts.passwords import make_password_once
from zhiheng_web.audit import acts, trail
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text


def _refuse(code: str, column: str, reason: Text, remedy: Text) -> Refusal:
    return Refusal(Fault(code, Place(column=column), reason, remedy))


def create_first_administrator(
    *, name: str, display_name: str, password: str, body_code: str, body_name: str
) -> Account:
    """Make the first account with the post of system administrator at the root body, and nothing else.

    Raises Refusal where there is an account already: no second way in stays open.
    """
    with acts.act(None, "accounts.create_first_account"):
        # Two who answer the same address at once: the second waits here and finds the account of the first.
        trail.lock()
        if not first_run.is_first_run():
            raise _refuse(
                "not_first",
                "",
                Text("本系统已有账号，首次设置已关闭。", "There are accounts already; the first set-up is closed."),
                Text("请由系统管理员新建账号。", "Ask the system administrator for an account."),
            )
        account = Account(name=name, display_name=display_name, must_change_password=False)
        account.set_password(password)
        account.password_changed_at = clock.now()
        account.save()
        appointments.appoint_first(account, appointments.FirstBody(body_code, body_name))
    first_run.drop_token()
    return account


def create_account(
    *, actor: Any, name: str, display_name: str, officer_id: str = "", valid_until: date | None = None
) -> tuple[Account, str]:
    """Make an account; return it with the password for its first sign-in, which is kept nowhere."""
    policy.demand(actor, "accounts.create_account")
    if Account.objects.filter(name__iexact=name).exists():
        raise _refuse(
            "name_taken",
            "账号 account",
            Text("已有这个账号。", "There is such an account already."),
            Text("换一个账号；同一人不建两个账号。", "Choose another; one person has one account."),
        )
    password = make_password_once()
    with acts.act(actor, "accounts.create_account"):
        account = Account(name=name, display_name=display_name, officer_id=officer_id, valid_until=valid_until)
        account.set_password(password)
        account.save()
    return account, password


def edit_account(
    *,
    actor: Any,
    account: Account,
    version: int,
    display_name: str,
    officer_id: str = "",
    valid_until: date | None = None,
) -> None:
    """Change name, officer number and last day. Raises Refusal where somebody else was quicker, showing both."""
    policy.demand(actor, "accounts.edit_account")
    with acts.act(actor, "accounts.edit_account"):
        stored = Account.objects.select_for_update().get(pk=account.pk)
        if stored.version != version:
            theirs = f"{stored.display_name} / {stored.officer_id or '—'} / {stored.valid_until or '—'}"
            yours = f"{display_name} / {officer_id or '—'} / {valid_until or '—'}"
            raise _refuse(
                "edited_meanwhile",
                "",
                Text(
                    f"此账号刚被别人改过。现在是：{theirs}；您填的是：{yours}。",
                    f"Somebody else has just changed this account. It now says: {theirs}; you wrote: {yours}.",
                ),
                Text("看过现在的内容，再改一次。", "Look at what it says now and change it again."),
            )
        stored.display_name, stored.officer_id, stored.valid_until = display_name, officer_id, valid_until
        stored.version += 1
        stored.save()


def deactivate_account(*, actor: Any, account: Account, reason: str) -> None:
    """Close an account and end its sign-ins. Posts stay as they were: only the security administrator ends them."""
    policy.demand(actor, "accounts.deactivate_account")
    if account.pk == actor.pk:
        raise _refuse(
            "own_account",
            "",
            Text("不能停用自己的账号。", "Nobody deactivates their own account."),
            Text("请由另一名系统管理员停用。", "Ask another system administrator."),
        )
    _set_active(actor, account, active=False, reason=reason)
    events.end_sign_ins(account)


def activate_account(*, actor: Any, account: Account, reason: str) -> None:
    """Open a deactivated account again."""
    policy.demand(actor, "accounts.activate_account")
    _set_active(actor, account, active=True, reason=reason)


def _set_active(actor: Any, account: Account, *, active: bool, reason: str) -> None:
    deed = "accounts.activate_account" if active else "accounts.deactivate_account"
    with acts.act(actor, deed, reason=reason):
        stored = Account.objects.select_for_update().get(pk=account.pk)
        stored.is_active = active
        stored.version += 1
        stored.save()


def _demand_for_other(actor: Any, account: Account, deed: str) -> None:
    policy.demand(actor, deed)
    if account.pk == actor.pk:
        raise _refuse(
            "own_account",
            "",
            Text("不能用管理权限处理自己的账号。", "An administrator's right is not for the own account."),
            Text("请由另一名安全管理员处理。", "Ask another security administrator."),
        )


def reset_password(*, actor: Any, account: Account, reason: str) -> str:
    """Give an account a new password for its next sign-in and end its sign-ins; return the password, kept nowhere.

    Second factors stay: a new password alone opens no account that has one.
    """
    _demand_for_other(actor, account, "accounts.reset_password")
    password = make_password_once()
    with acts.act(actor, "accounts.reset_password", reason=reason):
        stored = Account.objects.select_for_update().get(pk=account.pk)
        stored.set_password(password)
        stored.must_change_password = True
        stored.version += 1
        stored.save()
    events.end_sign_ins(account)
    return password


def unlock_account(*, actor: Any, account: Account, reason: str) -> None:
    """Open the door that failures have closed."""
    _demand_for_other(actor, account, "accounts.unlock_account")
    with acts.act(actor, "accounts.unlock_account", reason=reason) as one:
        one.note(events.KIND, str(account.pk), {"forgotten": doors.unlock(account.name)})


def remove_second_factor(*, actor: Any, account: Account, reason: str) -> None:
    """Remove all second factors of somebody who has lost them, and end their sign-ins."""
    _demand_for_other(actor, account, "accounts.remove_second_factor")
    with acts.act(actor, "accounts.remove_second_factor", reason=reason) as one:
        removed, _ = Authenticator.objects.filter(user=account).delete()
        one.note(events.KIND, str(account.pk), {"removed": removed})
    events.end_sign_ins(account)


def end_sign_in(*, actor: Any, sign_in: SignIn) -> None:
    """End one of one's own sign-ins. Raises Denied for anybody else's."""
    if sign_in.account_id != actor.pk:
        raise policy.Denied(policy.deed_of("accounts.end_sign_in"))
    with acts.act(actor, "accounts.end_sign_in") as one:
        events.end_sign_in(sign_in)
        one.note(events.KIND, str(actor.pk), {"began_at": sign_in.began_at, "address": sign_in.address})
