"""The addresses of the ground storey: how a reader wants pages to look, and in which language."""

from django.urls import path

from zhiheng_web.lib.display import choose_display, choose_language
from zhiheng_web.lib.gates import does

urlpatterns = [
    path("language/", does("lib.choose_language")(choose_language), name="language"),
    path("display/", does("lib.choose_display")(choose_display), name="display"),
]
