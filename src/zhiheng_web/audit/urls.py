"""The addresses of the audit trail."""

from __future__ import annotations

from django.urls import path

from zhiheng_web.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.listed, name="list"),
    path("verify/", views.verify, name="verify"),
    path("lines/<int:line_id>/", views.line, name="line"),
    path("objects/<str:kind>/<str:key>/", views.history, name="object"),
]
