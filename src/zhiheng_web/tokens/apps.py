"""Tokens as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class TokensConfig(AppConfig):
    """Tokens."""

    name = "zhiheng_web.tokens"
    label = "tokens"

    def ready(self) -> None:
        """Enter this app's deeds into the policy table and answer for the bearers of tokens."""
        declare_deeds(self)
        # The tables exist only once the apps are loaded.
        from zhiheng_web.lib import rest
        from zhiheng_web.tokens import actions

        rest.read_tokens_with(actions.use_token)
