"""Trying out: the cheapest corrections after the engine, and a card with other values. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhiheng import api
from zhiheng.api import Text
from zhiheng_web.evaluations import queries, scoring
from zhiheng_web.evaluations.models import Assessment, Card, Computation
from zhiheng_web.evaluations.reading import answers
from zhiheng_web.evaluations.reading.answers import Ask
from zhiheng_web.evaluations.reading.papers import evaluation_of
from zhiheng_web.evaluations.reading.restoring import rows_behind
from zhiheng_web.evaluations.reading.scorecard import GradeShown, grade_of, signed

VERIFIED = "verified"


def corrections_of(assessment: Assessment, computation: Computation, points: Decimal | None) -> Any:
    """Return the fewest corrections to the next grade, or for so many points. Raises Refusal as the engine does."""
    evaluation = evaluation_of(computation)
    return api.scoring.what_if(evaluation, evaluation.result.unit(assessment.unit_id), points=points)


def asks_for(assessment: Assessment) -> list[tuple[Any, Any, list[Ask]]]:
    """Return what can be tried: item, sub-item and lines, in the order of the text."""
    scheme = queries.scheme_of(assessment.cycle)
    options = api.scoring.settled_options(scheme, assessment.cycle.options)
    return list(answers.asks_of(scheme, assessment.kind, options))


def ask_for(assessment: Assessment, rule_id: str) -> Ask | None:
    """Return how one line is answered; None where the body has no such line."""
    lines = (ask for _, _, asks in asks_for(assessment) for ask in asks)
    return next((ask for ask in lines if ask.id == rule_id and ask.rule is not None), None)


@dataclass(frozen=True, slots=True)
class Tried:
    """A card with other values beside the card as it stands."""

    card: Card
    unit: Mapping[str, Any]
    values: Mapping[str, str]
    scheme: Any

    @property
    def before(self) -> Decimal:
        """Return the score as it stands."""
        return self.card.score

    @property
    def after(self) -> Decimal:
        """Return the score with the other values."""
        return Decimal(self.unit["score"])

    @property
    def change(self) -> Decimal:
        """Return the difference."""
        return self.after - self.before

    @property
    def shown_change(self) -> str:
        """Return the difference with its sign."""
        return signed(self.change)

    @property
    def grade_before(self) -> GradeShown | None:
        """Return the grade as it stands."""
        return grade_of(self.scheme, self.card.grade)

    @property
    def grade_after(self) -> GradeShown | None:
        """Return the grade with the other values."""
        return grade_of(self.scheme, self.unit["grade"] or "")

    @property
    def lines(self) -> list[tuple[str, Text, Decimal, Decimal, Text]]:
        """Return every line whose points change or whose value was changed: before, after, and how it is counted."""
        index = api.reports.cards.SchemeIndex(self.scheme)
        now, then = self.card.rules(), _rules_of(self.unit)
        return [
            (
                rule_id,
                index.rule_text(rule_id),
                Decimal(now[rule_id]["points"]) if rule_id in now else Decimal(0),
                Decimal(told["points"]),
                Text(told["why_zh"], told["why_en"]),
            )
            for rule_id, told in then.items()
            if rule_id in self.values or rule_id not in now or now[rule_id]["points"] != told["points"]
        ]

    @property
    def vetoes(self) -> list[str]:
        """Return the vetoes that would hold."""
        return [veto["id"] for veto in self.unit["vetoes"]]


def tried(assessment: Assessment, card: Card, values: Mapping[str, str]) -> Tried:
    """Return the card of a body as it would be with other values. Raises Refusal as the engine does."""
    rows = rows_behind(card.computation)
    for rule_id, value in values.items():
        key = (assessment.unit_id, rule_id)
        rows.facts = [row for row in rows.facts if (row["unit_id"], row["rule_id"]) != key]
        rows.findings = [row for row in rows.findings if (row["unit_id"], row["rule_id"]) != key]
        rows.fact(assessment.unit_id, rule_id, value, VERIFIED)
        rows.set_aside.add(key)
        rows.replaced.add(key)
    unit = scoring.previewed(assessment, rows)
    return Tried(card, unit, values, queries.scheme_of(assessment.cycle))


def _rules_of(unit: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return Card(unit=unit).rules()
