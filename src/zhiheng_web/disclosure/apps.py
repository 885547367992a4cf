"""The public copy as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class DisclosureConfig(AppConfig):
    """The public copy of published results."""

    name = "zhiheng_web.disclosure"
    label = "disclosure"

    def ready(self) -> None:
        """Enter this app's deeds into the policy table."""
        declare_deeds(self)
