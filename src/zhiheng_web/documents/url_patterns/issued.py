"""Addresses of issued documents."""

from django.urls import path

from zhiheng_web.documents.views import issued

urlpatterns = [
    path("issued/", issued.listed, name="issued"),
    path("issued/<int:document_id>/", issued.shown, name="issued_document"),
    path("issued/<int:document_id>/word/", issued.word, name="issued_word"),
    path("issued/<int:document_id>/pdf/", issued.pdf, name="issued_pdf"),
    path("issued/<int:document_id>/check/", issued.check, name="check_issued"),
]
