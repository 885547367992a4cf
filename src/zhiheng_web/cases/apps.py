"""Cases and their files as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class CasesConfig(AppConfig):
    """Cases and their files."""

    name = "zhiheng_web.cases"
    label = "cases"

    def ready(self) -> None:
        """Enter this app's deeds, follow the books, and say what of it the verification can compute again."""
        declare_deeds(self)
        # They know the models, which exist only once the apps are loaded.
        from zhiheng_web.audit.verification import register_batch, register_files
        from zhiheng_web.cases import checked, following, queries, sealing
        from zhiheng_web.intake.ports import register_follower

        register_follower(following.follow)
        register_batch(sealing.KIND, sealing.digest_of, sealing.keys)
        register_batch(checked.FINDINGS_KIND, checked.digest_of_findings, checked.runs_with_findings)
        register_files(checked.stored_files)
        register_files(queries.stored_files)
