"""Cases read without names (盲评): the port by which reviews say whose eyes are bound, and what such a reader sees.

Hidden are the body, the officers, the party, the place and the number of the decision. Papers are given as their
blackened copies; where there is none the rules of the review decide, and whoever opens an original is on record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy as copied
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.audit import acts
from zhiheng_web.cases import queries
from zhiheng_web.cases.models import Case, FileDocument, Officer
from zhiheng_web.cases.timeline import Moment
from zhiheng_web.intake.models import Row
from zhiheng_web.lib.words import Text

MASKED = Text("盲评，不显示", "hidden: blind review")
#: Stands for a name within a sentence.
BLANK = "＊＊＊"
SHOWN, WITHHELD = "shown", "withheld"

#: Tells for a person which cases they read blind: the id of the case → what is done with papers of no blackened copy.
Source = Callable[[Any], Mapping[int, str]]

_sources: list[Source] = []


def register(source: Source) -> Source:
    """Let an app above say who reads which cases blind; a second registration of the same changes nothing."""
    if source not in _sources:
        _sources.append(source)
    return source


def blind_cases(person: Any) -> dict[int, str]:
    """Return the cases that a person must see without names: the id → what is done with papers (`shown`, `withheld`).

    Whoever reads a case by another post than a reviewer's, or handled it, knows it already: nothing is hidden there.
    """
    found: dict[int, str] = {}
    for source in _sources:
        for case_id, papers in source(person).items():
            found[case_id] = WITHHELD if WITHHELD in (papers, found.get(case_id)) else SHOWN
    if not found:
        return found
    known = Case.objects.filter(pk__in=found).select_related("body", "lead", "second")
    return {one.pk: found[one.pk] for one in known if not queries.knows_otherwise(person, one)}


def papers_rule(person: Any, case: Case) -> str | None:
    """Return what is done with papers where a person reads a case blind; None where they see it plainly."""
    return blind_cases(person).get(case.pk)


class Names:
    """The names that a case betrays, to be taken out of sentences and titles."""

    def __init__(self, case: Case) -> None:
        told = Row.objects.filter(pk__in=case.rows).values_list("values", flat=True)
        codes = {values.get("officer_id", "") for values in told} - {""}
        officers = set(Officer.objects.filter(code__in=codes).values_list("name", "code"))
        officers |= {(one.name, one.code) for one in (case.lead, case.second) if one is not None}
        named = {name for pair in officers for name in pair} | codes
        named |= {case.body.name, case.body.name_en, case.party, case.place, case.document_no}
        # The longest first: a name may be part of another.
        self._named = sorted((name for name in named if len(name) > 1), key=len, reverse=True)

    def out_of(self, told: str) -> str:
        """Return a text with every name replaced."""
        for name in self._named:
            told = told.replace(name, BLANK)
        return told

    def out_of_both(self, told: Text) -> Text:
        """Return a text in both languages with every name replaced."""
        return Text(self.out_of(told.zh), self.out_of(told.en))


def moments_for(moments: Iterable[Moment], case: Case) -> list[Moment]:
    """Return what happened in a case as a blind reader sees it: who did it, numbers and remarks are left out."""
    names = Names(case)
    return [
        replace(
            one,
            text=names.out_of_both(one.text),
            who="",
            more=one.more if one.kind == "check" else "",
            url=one.url if one.kind == "check" else "",
        )
        for one in moments
    ]


def documents_for(person: Any, case: Case) -> list[FileDocument]:
    """Return the documents of a file in order as a person sees them.

    To a blind reader each is its blackened copy where there is one, the original or `is_withheld` otherwise. Such
    objects are never to be saved: they bear the place of the original and no names.
    """
    originals, rule = list(queries.documents_of(case)), papers_rule(person, case)
    if rule is None:
        return originals
    copies, names = queries.blackened_of(case), Names(case)
    return [_blind(one, copies.get(one.pk), rule, names) for one in originals]


def document_for(person: Any, document: FileDocument) -> FileDocument:
    """Return a document as a person sees it: a blind reader gets the blackened copy in the place of the original.

    `is_withheld` says that they may not open it. Raises Refusal for one that was withdrawn from the file.
    """
    rule = papers_rule(person, document.case)
    if rule is None:
        return document
    original = document.masks or document
    if original.withdrawn_at is not None:
        raise Refusal(Fault("withheld", Place(), *_WITHDRAWN))
    return _blind(original, queries.blackened_of(document.case).get(original.pk), rule, Names(document.case))


def opened(person: Any, document: FileDocument) -> FileDocument:
    """Return the document whose bytes a person gets. Raises Refusal where a blind reader may not open it.

    A blind reader who opens an original may read names in it: that leaves a line in the audit trail.
    """
    seen = document_for(person, document)
    if seen.is_withheld:
        raise Refusal(Fault("withheld", Place(file=seen.title), *_WITHHELD))
    if not seen.is_blackened and papers_rule(person, document.case) is not None:
        told = "盲评时打开未涂黑的原件 an original opened in a blind review"
        with acts.act(person, queries.READ, reason=told) as act:
            act.note("cases.filedocument", str(seen.pk), {"opened": "original", "blind": True, "case": seen.case_id})
    return seen


def _blind(original: FileDocument, copy: FileDocument | None, rule: str, names: Names) -> FileDocument:
    seen = copied(copy or original)
    seen.title, seen.position = names.out_of(original.title), original.position
    seen.page_from, seen.pages = original.page_from, original.pages
    # The name of a file often is that of a person.
    seen.name, seen.uploaded_by = f"document-{seen.pk}{PurePath(seen.name).suffix.lower()}", None
    seen.is_withheld = copy is None and rule == WITHHELD
    return seen


_WITHHELD = (
    Text("盲评：这份文书没有涂黑副本，不向评查员提供", "blind review: there is no blackened copy, it is withheld"),
    Text("请办案单位法制员上传涂黑副本", "ask the unit's legal officer for a blackened copy"),
)
_WITHDRAWN = (
    Text("盲评：这份文书已从卷内撤下，不向评查员提供", "blind review: the document was withdrawn, it is withheld"),
    Text("只评查卷内的文书", "review the documents that are in the file"),
)

__all__ = [
    "MASKED",
    "SHOWN",
    "WITHHELD",
    "Names",
    "blind_cases",
    "document_for",
    "documents_for",
    "moments_for",
    "opened",
    "papers_rule",
    "register",
]
