"""Accounts as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class AccountsConfig(AppConfig):
    """Accounts."""

    name = "zhiheng_web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Enter this app's deeds into the policy table."""
        declare_deeds(self)
