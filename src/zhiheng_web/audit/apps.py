"""The audit trail as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class AuditConfig(AppConfig):
    """The audit trail."""

    name = "zhiheng_web.audit"
    label = "audit"

    def ready(self) -> None:
        """Enter this app's deeds into the policy table."""
        declare_deeds(self)
        # The trail knows its tables, which exist only once the apps are loaded.
        from zhiheng_web.audit import acts, trail

        acts.append_with(trail.append)
