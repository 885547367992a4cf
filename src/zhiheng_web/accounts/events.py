"""What happens at the door, entered in the trail: sign-ins and their ends, failures, second factors."""

from __future__ import annotations

from typing import Any

from allauth.mfa import signals as mfa_signals
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.http import HttpRequest

from zhiheng_web.accounts import doors
from zhiheng_web.accounts.models import Account, SignIn
from zhiheng_web.audit import acts, states
from zhiheng_web.lib import clock

KIND = states.kind_of(Account)
#: Where a session keeps when it was last heard of.
SEEN = "seen_at"


def tell(deed: str, account: Account | None, *, known: bool = True, **facts: Any) -> None:
    """Enter an event about an account; `known` is False where we cannot know that it was its owner."""
    with acts.act(account if known else None, deed) as one:
        one.note(KIND, str(account.pk) if account else "unknown", facts)


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from."""
    return str(request.META.get("REMOTE_ADDR") or "")


def signed_in(request: HttpRequest, account: Account) -> None:
    """Enter a sign-in and list it among those of the account."""
    with acts.act(account, "accounts.sign_in") as one:
        one.note(KIND, str(account.pk), {"address": address_of(request)})
        request.session[SEEN] = clock.now().isoformat()
        SignIn.objects.update_or_create(
            session_key=request.session.session_key or "",
            defaults={
                "account": account,
                "began_at": clock.now(),
                "seen_at": clock.now(),
                "address": address_of(request),
                "agent": str(request.META.get("HTTP_USER_AGENT", ""))[:200],
            },
        )


def signed_out(request: HttpRequest, deed: str = "accounts.sign_out") -> None:
    """Enter the end of a sign-in; to be called before the session goes."""
    account = request.user
    if isinstance(account, Account):
        SignIn.objects.filter(session_key=request.session.session_key).update(ended_at=clock.now())
        tell(deed, account, address=address_of(request))


def failed(request: HttpRequest, name: str, how: str) -> None:
    """Enter a failure at the door. A name that no account has is not kept: it may be a password typed too early."""
    account = Account.objects.filter(name=name).first()
    newly = getattr(request, "axes_failures_since_start", None)
    deed = "accounts.lock_account" if getattr(request, "axes_locked_out", False) and newly else "accounts.fail_sign_in"
    tell(deed, account, known=False, address=address_of(request), how=how)


def end_sign_ins(account: Account) -> int:
    """End all sign-ins of an account now; return how many there were."""
    running = SignIn.objects.filter(account=account, ended_at=None)
    Session.objects.filter(session_key__in=running.values("session_key")).delete()
    return running.update(ended_at=clock.now())


def end_sign_in(sign_in: SignIn) -> None:
    """End one sign-in now: its session goes."""
    Session.objects.filter(session_key=sign_in.session_key).delete()
    sign_in.ended_at = clock.now()
    sign_in.save()


@receiver(mfa_signals.authenticator_added)
def _added(user: Account, authenticator: Any, **_: Any) -> None:
    tell("accounts.add_second_factor", user, sort=authenticator.type)


@receiver(mfa_signals.authenticator_removed)
def _removed(user: Account, authenticator: Any, **_: Any) -> None:
    tell("accounts.drop_second_factor", user, sort=authenticator.type)


@receiver(mfa_signals.authenticator_reset)
def _renewed(user: Account, authenticator: Any, **_: Any) -> None:
    tell("accounts.renew_recovery_codes", user, sort=authenticator.type)


@receiver(mfa_signals.authentication_failed)
def _wrong_code(request: HttpRequest, user: Account, **_: Any) -> None:
    doors.count_failure(request, user.name)
    failed(request, user.name, "code")
