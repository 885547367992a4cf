"""The officers' months as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class OfficersConfig(AppConfig):
    """The officers' months."""

    name = "zhiheng_web.officers"
    label = "officers"

    def ready(self) -> None:
        """Enter this app's deeds into the policy table."""
        declare_deeds(self)
