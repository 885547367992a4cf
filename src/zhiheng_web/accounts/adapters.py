"""Where the sign-in library asks what we allow: nobody signs up, only known and valid accounts come in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhiheng_web.accounts import events
from zhiheng_web.accounts.models import Account
from zhiheng_web.accounts.wordings import ERRORS, MFA_ERRORS
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text, say


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by account name; there is no sign-up. Every coming and going stands in the trail."""

    error_messages = {**DefaultAccountAdapter.error_messages, **ERRORS}  # noqa: RUF012

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are made by the administrators."""
        return False

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        """Turn away an account that is deactivated or past its last day, whichever way it came."""
        if not user.is_valid_on(clock.today()):
            clear_login(request)
            events.tell("accounts.fail_sign_in", user, known=False, address=events.address_of(request), how="invalid")
            turned_away: HttpResponse = self.respond_user_inactive(request, user)
            return turned_away
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def login(self, request: HttpRequest, user: Account) -> None:
        """Sign in and enter it."""
        super().login(request, user)
        events.signed_in(request, user)

    def logout(self, request: HttpRequest) -> None:
        """Enter the end and sign out."""
        events.signed_out(request)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Enter a failure."""
        events.failed(request, str(credentials.get("username", "")), "password")

    def set_password(self, user: Account, password: str) -> None:
        """Set the password that the owner has chosen: it counts as changed."""
        with acts.act(user, "accounts.change_password"):
            user.set_password(password)
            user.must_change_password = False
            user.password_changed_at = clock.now()
            user.save()

    def clean_password(self, password: str, user: Account | None = None) -> str:
        """Return the password if it keeps the rules. Raises ValidationError, also for the present one again."""
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError(ERRORS["same_as_current"], code="same_as_current")
        cleaned: str = super().clean_password(password, user)
        return cleaned

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: accounts have no mail address; the trail tells."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: ours in name and words, and the last one stays where a second factor is required."""

    error_messages = {**DefaultMFAAdapter.error_messages, **MFA_ERRORS}  # noqa: RUF012

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return whether this factor may go."""
        if settings.TWO_FACTORS != "required":
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:
        """Return a name for a new security key."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return say(Text(f"安全密钥 {number}", f"Security key {number}"))


class OutsideAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in through an identity provider, for accounts that exist here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Return False: an outside identity opens no account of its own."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Link an outside identity with the account of the same name at its first coming.

        Later the provider's own number of the person decides; a second identity that claims the name is turned away.
        """
        if sociallogin.is_existing:
            return
        claimed = sociallogin.account.extra_data
        told = claimed.get("userinfo") or claimed.get("id_token") or claimed
        account = Account.objects.filter(name=str(told.get(settings.OIDC_NAME_CLAIM, ""))).first()
        taken = account and SocialAccount.objects.filter(user=account, provider=sociallogin.account.provider).exists()
        if account is None or taken or not account.is_valid_on(clock.today()):
            events.tell("accounts.fail_sign_in", account, known=False, address=events.address_of(request), how="oidc")
            raise ImmediateHttpResponse(render(request, "accounts/unknown_outside.html", status=403))
        with acts.act(account, "accounts.link_outside_identity") as one:
            one.note(events.KIND, str(account.pk), {"provider": sociallogin.account.provider})
            sociallogin.connect(request, account)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: accounts have no mail address; the trail tells."""
