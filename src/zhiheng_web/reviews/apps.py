"""Case-file review as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class ReviewsConfig(AppConfig):
    """Case-file review."""

    name = "zhiheng_web.reviews"
    label = "reviews"

    def ready(self) -> None:
        """Enter this app's deeds, show reviews on the case page, and say which stored files records name."""
        declare_deeds(self)
        # They know the models, which exist only once the apps are loaded.
        from zhiheng_web.audit.verification import register_files
        from zhiheng_web.cases import masking
        from zhiheng_web.cases.panels import register_panel
        from zhiheng_web.reviews import blindness, case_panel, queries

        masking.register(blindness.blind_cases)
        register_panel("reviews", 50, case_panel.reviews_of)
        register_files(queries.stored_files)
