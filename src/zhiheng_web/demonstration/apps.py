"""The demonstration as a Django app."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """The demonstration."""

    name = "zhiheng_web.demonstration"
    label = "demonstration"
