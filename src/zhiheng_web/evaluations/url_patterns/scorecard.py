"""The address of a body's scorecard."""

from django.urls import path

from zhiheng_web.evaluations.views import scorecard

urlpatterns = [path("assessments/<int:assessment_id>/scorecard/", scorecard.scorecard, name="scorecard")]
