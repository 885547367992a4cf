"""The addresses of evaluation cycles, collected from the stages."""

from zhiheng_web.evaluations import url_patterns
from zhiheng_web.lib.apps import load_folder

app_name = "evaluations"

urlpatterns = [pattern for module in load_folder(url_patterns) for pattern in module.urlpatterns]
