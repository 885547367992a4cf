"""The menu of evaluation cycles, collected from the stages."""

from importlib import import_module
from pkgutil import iter_modules

from zhiheng_web.evaluations import menu_entries

for _module in iter_modules(menu_entries.__path__):
    import_module(f"{menu_entries.__name__}.{_module.name}")
