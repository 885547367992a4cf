"""What the notice of a review and the opinion on a file say, as the facts that their documents are made from."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.documents.queries import subject_of
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import FileReview
from zhiheng_web.reviews.models.cards import MENDED_TEXTS
from zhiheng_web.reviews.queries import rules_of
from zhiheng_web.reviews.reading import rounds as reading

_Words = dict[str, str]


def papers_of(file_review: FileReview) -> QuerySet[IssuedDocument]:
    """Return the documents issued about a file, the latest first."""
    return IssuedDocument.objects.filter(subject=subject_of(file_review))


def notice_facts(file_review: FileReview) -> dict[str, Any]:
    """Return the facts of the notice; the file has just been told."""
    rules, notified = rules_of(file_review.activity), file_review.notified_at
    return {
        **_of_file(file_review, final=False),
        "objections_to": file_review.activity.organiser.name,
        "notified_on": clock.day_of(notified) if notified is not None else None,
        "resubmit_due_on": file_review.due_on if file_review.state == "mending" else None,
        "objection_due_on": reading.objection_due(file_review),
        "objection_in_days": rules.objection_working_days,
    }


def opinion_facts(file_review: FileReview) -> dict[str, Any]:
    """Return the facts of the opinion on a file: of round two where that is done, of round one otherwise."""
    told = reading.counted_of(file_review)
    number = 2 if 2 in told.cards and file_review.deduction_final is not None else 1
    card, case = told.cards[number], file_review.case
    first = told.cards[1]
    good = [line.text for line in told.lines.get(1, ()) if line.kind == "good" and line.text]
    return {
        **_of_file(file_review, final=file_review.deduction_final is not None),
        "second": case.second.name if case.second else "",
        "cause": case.cause,
        "closed_on": case.closed_on,
        "reviewed_on": clock.day_of(card.signed_at) if card.signed_at is not None else None,
        "round": number,
        "good_practice": [*good, *([first.good_practice] if first.good_practice else [])],
        "opinion": card.opinion,
        "fails": first.fails,
    }


def _of_file(file_review: FileReview, *, final: bool) -> dict[str, Any]:
    lead = file_review.lead
    chosen = rules_of(file_review.activity).finding_class(file_review.finding_class)
    return {
        "activity": file_review.activity.title,
        "case_id": file_review.case.code,
        "unit": file_review.body.name,
        "officer": lead.name if lead is not None else "",
        "problems": _problems(file_review, final=final),
        "score": file_review.score_final if final else file_review.score_first,
        "deducted": file_review.deduction_final if final else file_review.deduction_first,
        "finding_class": _words(chosen.text if chosen is not None else Text("", "")),
    }


def _problems(file_review: FileReview, *, final: bool) -> list[dict[str, Any]]:
    rules = rules_of(file_review.activity)
    found = []
    for one in reading.standings(file_review):
        aspect = rules.aspect(one.line.rule_id)
        if one.is_lifted or aspect is None:
            continue
        mended = MENDED_TEXTS[one.mended][0] if final and one.mended else Text("", "")
        is_basic = one.line.kind == "basic"
        found.append(
            {
                "aspect": _words(aspect.name.text),
                "problem": one.line.text,
                "deduction": None if is_basic else one.counted,
                "page": one.line.page,
                "clause": one.line.clause,
                "mend": one.line.mend,
                "mended": _words(mended),
                "is_basic": is_basic,
            }
        )
    return found


def _words(text: Text) -> _Words:
    return {"zh": text.zh, "en": text.of("en")}
