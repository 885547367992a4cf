"""Operations on officers' months, by topic: every module here enters its own into the one router."""

import pkgutil
from importlib import import_module

from zhiheng_web.officers.api.routing import router

for _module in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["router"]
