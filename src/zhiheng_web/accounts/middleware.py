"""Who is inside and may stay: idle, expired and deactivated accounts go out; a first password is changed first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from zhiheng_web.accounts import events
from zhiheng_web.accounts.models import Account, SignIn
from zhiheng_web.accounts.passwords import AGE_IN_DAYS
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text, say

#: GB/T 22239-2019 8.1.4.1 b asks for a sign-out when idle.
IDLE_IN_MINUTES = 30
#: How often it is written down that somebody is still there.
_SEEN_EVERY = timedelta(minutes=1)
_HAS_SECOND = "has_second_factor"

_IDLE = Text(
    f"超过 {IDLE_IN_MINUTES} 分钟没有操作，已自动退出，请重新登录。",
    f"Signed out after {IDLE_IN_MINUTES} minutes without a sign of you; sign in again.",
)
_INVALID = Text(
    "该账号已停用或已过有效期，请找系统管理员。",
    "This account is deactivated or past its last day; ask the system administrator.",
)
_CHANGE = Text("请先设置您自己的口令，再继续。", "Choose a password of your own first, then go on.")
_SECOND = Text(
    "本系统要求第二验证，请先启用一种，再继续。", "A second factor is required here: set one up first, then go on."
)


class DoorMiddleware:
    """Stands behind the sign-in middleware and looks at everyone who is signed in."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer
        self.second_is_required = settings.TWO_FACTORS == "required"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the door."""
        account = request.user
        if not isinstance(account, Account):
            return self.answer(request)
        if not account.is_valid_on(clock.today()):
            return _out(request, "accounts.shut_out", _INVALID)
        if not _is_awake(request):
            return _out(request, "accounts.idle_out", _IDLE)
        way = self._errand(request, account)
        if way is None or _is_on_the_way(request):
            return self.answer(request)
        url_name, words = way
        messages.warning(request, say(words))
        return HttpResponseRedirect(reverse(url_name), status=303)

    def _errand(self, request: HttpRequest, account: Account) -> tuple[str, Text] | None:
        if _must_change(request, account):
            return "account_change_password", _CHANGE
        if self.second_is_required and not _has_second(request, account):
            return "mfa_index", _SECOND
        return None


def _out(request: HttpRequest, deed: str, words: Text) -> HttpResponse:
    events.signed_out(request, deed)
    logout(request)
    messages.warning(request, say(words))
    return HttpResponseRedirect(reverse("account_login"), status=303)


def _is_awake(request: HttpRequest) -> bool:
    now, written = clock.now(), request.session.get(events.SEEN)
    seen = datetime.fromisoformat(written) if written else now
    if now - seen > timedelta(minutes=IDLE_IN_MINUTES):
        return False
    if not written or now - seen >= _SEEN_EVERY:
        request.session[events.SEEN] = now.isoformat()
        if written:
            SignIn.objects.filter(session_key=request.session.session_key).update(seen_at=now)
    return True


def _must_change(request: HttpRequest, account: Account) -> bool:
    changed = account.password_changed_at
    is_old = changed is not None and clock.now() - changed > timedelta(days=AGE_IN_DAYS)
    if not (account.must_change_password or is_old) or not account.has_usable_password():
        return False
    # Who came in through the identity provider did not use the password kept here.
    methods = {record.get("method") for record in get_authentication_records(request, account)}
    return "socialaccount" not in methods


def _has_second(request: HttpRequest, account: Account) -> bool:
    if not request.session.get(_HAS_SECOND):
        request.session[_HAS_SECOND] = Authenticator.objects.filter(user=account).exists()
    return bool(request.session[_HAS_SECOND])


def _is_on_the_way(request: HttpRequest) -> bool:
    """Say whether a page belongs to the door itself: password, second factor, sign-out, the look of pages."""
    ours = ("account_change_password", "account_logout", "account_reauthenticate", "mfa_index")
    inside = (*(reverse(name) for name in ours), "/language/", "/display/", settings.STATIC_URL)
    return request.path.startswith(inside)
