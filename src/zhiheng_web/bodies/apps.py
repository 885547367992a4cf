"""Bodies as a Django app."""

from django.apps import AppConfig

from zhiheng_web.lib.apps import declare_deeds


class BodiesConfig(AppConfig):
    """Bodies."""

    name = "zhiheng_web.bodies"
    label = "bodies"

    def ready(self) -> None:
        """Enter this app's deeds into the policy table."""
        declare_deeds(self)
        # The actions know the tables, which exist only once the apps are loaded.
        from zhiheng_web.accounts import appointments
        from zhiheng_web.bodies import actions

        appointments.appoint_first_with(actions.appoint_first)
