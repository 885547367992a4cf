"""Supervision of cases as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class SupervisionConfig(AppConfig):
    """Suggestion letters, the month's circular, results from above."""

    name = "zhiheng_web.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Enter this app's deeds into the policy table."""
        declare_deeds(self)
