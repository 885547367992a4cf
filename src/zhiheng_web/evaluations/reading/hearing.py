"""Reading for the page of an objection: each contested line beside its clause, its rows, its value and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from zhiheng.api import Text
from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.evaluations.actions.reviews import OUTCOMES, value_before
from zhiheng_web.evaluations.models import Assessment, Card, Computation, Objection, ObjectionLine, Review
from zhiheng_web.evaluations.reading.result import asks_of, in_words, words_of


@dataclass(frozen=True, slots=True)
class Contested:
    """A contested line as a page shows it. `points` is None of a veto; `review` None while it is unanswered."""

    line: ObjectionLine
    name: Text
    clause: Text
    before: Text
    after: Text
    points: str | None
    why: Text
    rows: tuple[str, ...]
    evidence: list[Any]
    review: Review | None
    outcome: Text | None
    url: str


def lines_of(objection: Objection, *, with_answers: bool) -> list[Contested]:
    """Return the lines of an objection; the answers only where they may be seen."""
    lines = objection.lines.select_related("review", "objection__assessment__cycle", "objection__before")
    return [line_of(line, with_answers=with_answers) for line in lines]


def line_of(line: ObjectionLine, *, with_answers: bool) -> Contested:
    """Return a contested line with what the result told of it."""
    assessment = line.objection.assessment
    name, clause = words_of(assessment, line.rule_id)
    card = card_of(line.objection.before, assessment)
    rule = (card.rules().get(line.rule_id) if card else None) or {}
    vetoes = {veto["id"]: tuple(veto["rows"]) for veto in card.unit["vetoes"]} if card else {}
    review = getattr(line, "review", None) if with_answers else None
    ask = asks_of(assessment).get(line.rule_id)
    return Contested(
        line=line,
        name=name,
        clause=clause,
        before=in_words(ask, value_before(line)),
        after=in_words(ask, review.value_after) if review else Text("", ""),
        points=rule.get("points"),
        why=Text(rule.get("why_zh", ""), rule.get("why_en", "")),
        rows=tuple(rule.get("rows", ())) or vetoes.get(line.rule_id, ()),
        evidence=list(evidence_about(line)),
        review=review,
        outcome=OUTCOMES[review.outcome] if review else None,
        url=reverse("evaluations:rule", args=[assessment.pk, line.rule_id]),
    )


def card_of(computation: Computation | None, assessment: Assessment) -> Card | None:
    """Return the card of a body in a computation, None where either is missing."""
    return computation.cards.filter(assessment=assessment).first() if computation else None
