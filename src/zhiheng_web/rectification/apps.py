"""Rectification as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class RectificationConfig(AppConfig):
    """Rectification."""

    name = "zhiheng_web.rectification"
    label = "rectification"

    def ready(self) -> None:
        """Enter this app's deeds into the policy table."""
        declare_deeds(self)
