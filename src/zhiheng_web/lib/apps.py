"""The ground storey as a Django app: templates, tags, static files, jobs."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

from django.apps import AppConfig


def load_folder(package: ModuleType) -> list[ModuleType]:
    """Import the modules that lie in a package, in the order of their names: each enters its part by itself."""
    return [import_module(f"{package.__name__}.{one.name}") for one in iter_modules(package.__path__)]


def declare_deeds(config: AppConfig) -> None:
    """Load an app's `deeds` (its part of the policy table), then `menu` where it has one."""
    for name in ("deeds", "menu", "duties"):
        if find_spec(f"{config.name}.{name}"):
            import_module(f"{config.name}.{name}")


class LibConfig(AppConfig):
    """The ground storey."""

    name = "zhiheng_web.lib"
    label = "lib"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the policy's own entries."""
        declare_deeds(self)
