"""The address of what would be if."""

from django.urls import path

from zhiheng_web.evaluations.views import whatif

urlpatterns = [path("assessments/<int:assessment_id>/what-if/", whatif.what_if, name="what_if")]
