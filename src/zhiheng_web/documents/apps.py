"""Evidence and issued documents as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class DocumentsConfig(AppConfig):
    """Evidence and issued documents."""

    name = "zhiheng_web.documents"
    label = "documents"

    def ready(self) -> None:
        """Enter this app's deeds into the policy table."""
        declare_deeds(self)
