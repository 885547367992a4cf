"""Giving evidence out: always as a download, in the browser's own window only what cannot carry scripts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from zhiheng_web.documents import queries
from zhiheng_web.documents.models import Evidence
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.given_files import given_file, shown_file


@does("documents.read_evidence", target=queries.evidence)
def download_evidence(request: HttpRequest, evidence: Evidence) -> HttpResponseBase:
    """Give a piece of evidence out as a file."""
    return given_file(evidence.digest, name=evidence.name, media_type=evidence.media_type)


@does("documents.read_evidence", target=queries.evidence)
def preview_evidence(request: HttpRequest, evidence: Evidence) -> HttpResponseBase:
    """Show a photo or a PDF in the browser; every other kind is downloaded."""
    return shown_file(evidence.digest, name=evidence.name, media_type=evidence.media_type)
