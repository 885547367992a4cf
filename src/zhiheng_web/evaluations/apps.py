"""Evaluation cycles as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class EvaluationsConfig(AppConfig):
    """Evaluation cycles."""

    name = "zhiheng_web.evaluations"
    label = "evaluations"

    def ready(self) -> None:
        """Enter this app's deeds, and say what of it the verification of the trail can compute again."""
        declare_deeds(self)
        # The cards know their models, which exist only once the apps are loaded.
        from zhiheng_web.audit.verification import register_batch, register_files
        from zhiheng_web.evaluations.scoring import sealing

        register_batch(sealing.KIND, sealing.digest_of_cards, sealing.keys_of_cards)
        register_files(sealing.stored_files)
