"""Case-file review as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class ReviewsConfig(AppConfig):
    """Case-file review."""

    name = "zhiheng_web.reviews"
    label = "reviews"

    def ready(self) -> None:
        """Enter this app's deeds into the policy table."""
        declare_deeds(self)
