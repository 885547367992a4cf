"""The addresses of evaluation cycles, collected from the stages."""

from importlib import import_module
from pkgutil import iter_modules

from zhiheng_web.evaluations import url_patterns

app_name = "evaluations"

urlpatterns = [
    pattern
    for module in iter_modules(url_patterns.__path__)
    for pattern in import_module(f"{url_patterns.__name__}.{module.name}").urlpatterns
]
