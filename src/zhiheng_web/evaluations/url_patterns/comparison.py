"""The address of the comparison of a body with the year before and with its kind."""

from django.urls import path

from zhiheng_web.evaluations.views import comparison

urlpatterns = [path("assessments/<int:assessment_id>/comparison/", comparison.comparison, name="comparison")]
