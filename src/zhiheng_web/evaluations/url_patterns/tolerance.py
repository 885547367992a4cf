"""Addresses of tolerances."""

from django.urls import path

from zhiheng_web.evaluations.views import tolerance as views

_HERE = "assessments/<int:assessment_id>/tolerances/"
urlpatterns = [
    path(_HERE, views.tolerances, name="tolerances"),
    path(f"{_HERE}new/", views.request_tolerance, name="request_tolerance"),
    path("tolerances/<int:tolerance_id>/decide/", views.decide_tolerance, name="decide_tolerance"),
]
