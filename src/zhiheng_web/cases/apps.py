"""Cases and their files as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class CasesConfig(AppConfig):
    """Cases and their files."""

    name = "zhiheng_web.cases"
    label = "cases"

    def ready(self) -> None:
        """Enter this app's deeds into the policy table."""
        declare_deeds(self)
