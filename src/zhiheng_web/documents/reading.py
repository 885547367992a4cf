"""Finding issued documents: who may read which, one of them, the list. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import policy

_READ, _PERSONNEL = "documents.read_issued", "documents.read_personnel"
#: Documents about persons: fewer people read them, and nobody because they are addressed to a body.
PERSONNEL = frozenset({"interview", "admonition", "transfer_proposal", "accountability_letter"})


@dataclass(frozen=True, slots=True)
class Issued:
    """A document as the target of a page: no single body governs it, `may_read` says who reads it."""

    document: IssuedDocument
    governing_body: None = None


def issued(document_id: int) -> Issued:
    """Return a document with its bodies. Raises Http404."""
    chosen = IssuedDocument.objects.select_related("body", "addressee", "issued_by", "corrects")
    return Issued(get_object_or_404(chosen, pk=document_id))


def may_read(person: Any, document: IssuedDocument) -> bool:
    """Return whether a person may read a document."""
    if document.kind in PERSONNEL:
        return policy.may(person, _PERSONNEL, document.body)
    if document.is_public or policy.may(person, _READ, document.body):
        return True
    return document.addressee is not None and policy.may(person, _READ, document.addressee)


def demand_read(person: Any, document: IssuedDocument) -> None:
    """Raise Denied unless a person may read a document."""
    if not may_read(person, document):
        raise policy.Denied(policy.deed_of(_PERSONNEL if document.kind in PERSONNEL else _READ))


def documents_for(person: Any) -> QuerySet[IssuedDocument]:
    """Return the documents that a person may read, the newest first."""
    plain = Q(is_public=True) | policy.within_reach(person, _READ) | policy.within_reach(person, _READ, "addressee")
    about_persons = Q(kind__in=PERSONNEL)
    visible = (plain & ~about_persons) | (about_persons & policy.within_reach(person, _PERSONNEL))
    return IssuedDocument.objects.filter(visible).select_related("body", "addressee", "issued_by", "corrects")
