"""Addresses of evidence."""

from django.urls import path

from zhiheng_web.documents.views import evidence

urlpatterns = [
    path("evidence/<int:evidence_id>/", evidence.download_evidence, name="evidence"),
    path("evidence/<int:evidence_id>/preview/", evidence.preview_evidence, name="evidence_preview"),
]
