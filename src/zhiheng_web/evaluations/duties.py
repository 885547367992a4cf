"""What waits in an evaluation cycle, collected from the stages."""

from importlib import import_module
from pkgutil import iter_modules

from zhiheng_web.evaluations import duty_sources

for _module in iter_modules(duty_sources.__path__):
    import_module(f"{duty_sources.__name__}.{_module.name}")
