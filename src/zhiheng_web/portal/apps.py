"""The portal as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class PortalConfig(AppConfig):
    """The portal."""

    name = "zhiheng_web.portal"
    label = "portal"

    def ready(self) -> None:
        """Enter this app's deeds into the policy table."""
        declare_deeds(self)
