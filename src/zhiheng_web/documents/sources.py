"""A port: the app that had a document issued says under which scheme its figures follow. Lower than those who issue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zhiheng_web.documents.models import IssuedDocument

#: Returns the scheme of the library, with its completion, that the result of a document was made under.
Opener = Callable[[IssuedDocument], Any]

_openers: dict[str, Opener] = {}


def register(app_label: str, opener: Opener) -> None:
    """Say who knows the documents whose subject is `app_label.model:id`."""
    _openers[app_label] = opener


def scheme_of(document: IssuedDocument) -> Any:
    """Return the scheme behind a document; None leaves it to the library, which knows the built-in ones."""
    opener = _openers.get(document.subject.partition(".")[0])
    return opener(document) if opener else None
