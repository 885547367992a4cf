"""The pages of the sign-in library that we use, each under a deed of the policy table. All others do not exist here."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as outside
from allauth.socialaccount.providers.openid_connect import views as openid
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from zhiheng_web.accounts.models import Account
from zhiheng_web.lib.gates import View, does


def change_password(request: HttpRequest) -> HttpResponse:
    """Change the own password; who comes through an identity provider alone has none here."""
    if isinstance(request.user, Account) and not request.user.has_usable_password():
        return render(request, "accounts/no_password.html", status=404)
    answer: HttpResponse = account.password_change(request)
    return answer


def _open(address: str, view: Any, name: str) -> URLPattern:
    return path(address, _guarded("accounts.sign_in", view), name=name)


def _own(address: str, view: Any, name: str) -> URLPattern:
    return path(address, _guarded("accounts.change_own_account", view), name=name)


def _guarded(deed: str, view: Any) -> View:
    # Codes, secrets and forms for passwords must not stay in a cache.
    return does(deed)(never_cache(view))


urlpatterns = [
    _open("login/", account.login, "account_login"),
    path("logout/", _guarded("accounts.sign_out", account.logout), name="account_logout"),
    _open("inactive/", account.account_inactive, "account_inactive"),
    _own("password/change/", change_password, "account_change_password"),
    _own("reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    _own("2fa/", second.index, "mfa_index"),
    _open("2fa/authenticate/", second.authenticate, "mfa_authenticate"),
    _own("2fa/reauthenticate/", second.reauthenticate, "mfa_reauthenticate"),
    _own("2fa/totp/activate/", totp.activate_totp, "mfa_activate_totp"),
    _own("2fa/totp/deactivate/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _own("2fa/recovery-codes/", recovery.view_recovery_codes, "mfa_view_recovery_codes"),
    _own("2fa/recovery-codes/generate/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _own("2fa/recovery-codes/download/", recovery.download_recovery_codes, "mfa_download_recovery_codes"),
    _own("2fa/webauthn/", keys.list_webauthn, "mfa_list_webauthn"),
    _own("2fa/webauthn/add/", keys.add_webauthn, "mfa_add_webauthn"),
    _own("2fa/webauthn/reauthenticate/", keys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _own("2fa/webauthn/keys/<int:pk>/remove/", keys.remove_webauthn, "mfa_remove_webauthn"),
    _own("2fa/webauthn/keys/<int:pk>/edit/", keys.edit_webauthn, "mfa_edit_webauthn"),
    _open("outside/<str:provider_id>/login/", openid.login, "openid_connect_login"),
    _open("outside/<str:provider_id>/login/callback/", openid.callback, "openid_connect_callback"),
    _open("outside/cancelled/", outside.login_cancelled, "socialaccount_login_cancelled"),
    _open("outside/error/", outside.login_error, "socialaccount_login_error"),
]
