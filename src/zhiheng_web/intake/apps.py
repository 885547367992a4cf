"""The books as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class IntakeConfig(AppConfig):
    """The books."""

    name = "zhiheng_web.intake"
    label = "intake"

    def ready(self) -> None:
        """Enter this app's deeds, and say what of it the verification of the trail can compute again."""
        declare_deeds(self)
        # Queries know the models, which exist only once the apps are loaded.
        from zhiheng_web.audit.verification import register_batch, register_files
        from zhiheng_web.intake import queries
        from zhiheng_web.intake.models import ROWS_KIND

        register_batch(ROWS_KIND, queries.digest_of_batch, queries.keys_of_batches)
        register_files(queries.stored_files)
