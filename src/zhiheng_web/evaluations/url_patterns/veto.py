"""Addresses of vetoes."""

from django.urls import path

from zhiheng_web.evaluations.views import veto as views

_HERE = "assessments/<int:assessment_id>/vetoes/"
urlpatterns = [
    path(_HERE, views.vetoes, name="vetoes"),
    path(f"{_HERE}new/", views.propose_veto, name="propose_veto"),
    path(f"{_HERE}from-ledger/", views.put_vetoes_forward, name="put_vetoes_forward"),
    path("vetoes/<int:veto_id>/key/", views.turn_key, name="turn_key"),
]
