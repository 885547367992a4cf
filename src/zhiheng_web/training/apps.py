"""Training, bulletins, best and worst ten as a Django app."""

from importlib import import_module

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class TrainingConfig(AppConfig):
    """Training, bulletins, best and worst ten."""

    name = "zhiheng_web.training"
    label = "training"

    def ready(self) -> None:
        """Enter this app's deeds into the policy table, and its panel into the officers' own page."""
        declare_deeds(self)
        import_module("zhiheng_web.training.own_page")
