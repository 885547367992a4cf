"""Giving evidence out: always as a download, in the browser's own window only what cannot carry scripts."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from zhiheng_web.documents import files, queries
from zhiheng_web.documents.models import Evidence
from zhiheng_web.lib import store
from zhiheng_web.lib.gates import does


@does("documents.read_evidence", target=queries.evidence)
def download_evidence(request: HttpRequest, evidence: Evidence) -> HttpResponseBase:
    """Give a piece of evidence out as a file."""
    return _given(evidence, as_attachment=True)


@does("documents.read_evidence", target=queries.evidence)
def preview_evidence(request: HttpRequest, evidence: Evidence) -> HttpResponseBase:
    """Show a photo or a PDF in the browser; every other kind is downloaded."""
    return _given(evidence, as_attachment=evidence.media_type not in files.SHOWN_INLINE)


def _given(evidence: Evidence, *, as_attachment: bool) -> FileResponse:
    try:
        file = store.open_stored(evidence.digest)
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(file, as_attachment=as_attachment, filename=evidence.name, content_type=evidence.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
