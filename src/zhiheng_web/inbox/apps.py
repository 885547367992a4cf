"""The inbox as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class InboxConfig(AppConfig):
    """The inbox."""

    name = "zhiheng_web.inbox"
    label = "inbox"

    def ready(self) -> None:
        """Enter this app's deeds and menu."""
        declare_deeds(self)
