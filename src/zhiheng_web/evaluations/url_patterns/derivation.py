"""Addresses of the derivation of a line, and of its rows."""

from django.urls import path

from zhiheng_web.evaluations.views import derivation

_RULE = "assessments/<int:assessment_id>/rules/<str:rule_id>/"

urlpatterns = [
    path(_RULE, derivation.rule, name="rule"),
    path(f"{_RULE}rows/", derivation.rule_rows, name="rule_rows"),
]
