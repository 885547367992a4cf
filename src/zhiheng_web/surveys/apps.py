"""Satisfaction surveys as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class SurveysConfig(AppConfig):
    """Satisfaction surveys."""

    name = "zhiheng_web.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Enter this app's deeds, and say how the digests of its answers are computed again."""
        declare_deeds(self)
        # Sealing knows the models, which exist only once the apps are loaded.
        from zhiheng_web.audit.verification import register_batch
        from zhiheng_web.surveys import sealing

        register_batch(sealing.KIND, sealing.digest_of, sealing.keys)
