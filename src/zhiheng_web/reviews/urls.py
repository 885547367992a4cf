"""The addresses of case-file review, collected from the stages."""

from zhiheng_web.lib.apps import load_folder
from zhiheng_web.reviews import url_patterns

app_name = "reviews"

urlpatterns = [pattern for module in load_folder(url_patterns) for pattern in module.urlpatterns]
