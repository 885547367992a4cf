"""A line of a body's evaluation, as what an operation is about."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from zhiheng_web.bodies.models import Body
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.models import Assessment
from zhiheng_web.evaluations.reading import whatif
from zhiheng_web.lib.schemas import RuleId


@dataclass(frozen=True, slots=True)
class LineOf:
    """A rule, or the state of a sub-item, for one body."""

    assessment: Assessment
    rule_id: str

    @property
    def governing_body(self) -> Body:
        """Return the body that is evaluated."""
        return self.assessment.body


def line_of(assessment_id: int, rule_id: RuleId) -> LineOf:
    """Return a line for a body. Raises Http404 where nothing of this id is asked of it."""
    assessment = queries.assessment(assessment_id)
    if not any(ask.id == rule_id for _, _, asks in whatif.asks_for(assessment) for ask in asks):
        raise Http404
    return LineOf(assessment, rule_id)
