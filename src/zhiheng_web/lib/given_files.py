"""Stored files as answers, all in one way: their kind is not guessed at, and no browser or proxy keeps them."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404

from zhiheng_web.lib import store

#: What browsers may show in their own window; everything else is only ever downloaded.
SHOWN_INLINE = frozenset({"image/jpeg", "image/png", "application/pdf"})


def given_file(digest: str, *, name: str, media_type: str, as_attachment: bool = True) -> FileResponse:
    """Answer with a stored file; who may have it the caller has asked. Raises Http404 where it is not kept."""
    try:
        file = store.open_stored(digest)
    except (ValueError, FileNotFoundError):
        raise Http404 from None
    answer = FileResponse(file, as_attachment=as_attachment, filename=name, content_type=media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def shown_file(digest: str, *, name: str, media_type: str) -> FileResponse:
    """Answer with a stored file that opens in the browser where it is a photo or a PDF."""
    return given_file(digest, name=name, media_type=media_type, as_attachment=media_type not in SHOWN_INLINE)


def told_file(*media_types: str) -> dict[str, Any]:
    """Return what describes an operation of the API that answers with a file (`openapi_extra`)."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {"responses": {"200": {"content": dict.fromkeys(media_types, binary)}}}


__all__ = ["SHOWN_INLINE", "given_file", "shown_file", "told_file"]
