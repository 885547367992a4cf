"""Addresses of publications."""

from django.urls import path

from zhiheng_web.evaluations.views import publication

_ONE = "publications/<int:publication_id>/"

urlpatterns = [
    path("<int:cycle_id>/publication/", publication.gate, name="publish_gate"),
    path("<int:cycle_id>/publication/confirm/", publication.publish, name="publish"),
    path(_ONE, publication.publication, name="publication"),
    path(f"{_ONE}bundle/", publication.bundle, name="publication_bundle"),
    path(f"{_ONE}word/", publication.report_word, name="publication_word"),
    path(f"{_ONE}pdf/", publication.report_pdf, name="publication_pdf"),
    path(f"{_ONE}correct/", publication.correct, name="correct_publication"),
]
