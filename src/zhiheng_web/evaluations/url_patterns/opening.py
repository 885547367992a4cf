"""Addresses of cycles, of their preparation, and of assessments."""

from django.urls import path

from zhiheng_web.evaluations.views import opening, preparing

urlpatterns = [
    path("", opening.cycles, name="cycles"),
    path("mine/", opening.my_assessments, name="my_assessments"),
    path("open/", preparing.start, name="open_cycle"),
    path("<int:cycle_id>/", opening.cycle, name="cycle"),
    path("<int:cycle_id>/prepare/<slug:step>/", preparing.prepare, name="prepare"),
    path("<int:cycle_id>/discard/", preparing.discard, name="discard_cycle"),
    path("assessments/<int:assessment_id>/", opening.assessment, name="assessment"),
]
