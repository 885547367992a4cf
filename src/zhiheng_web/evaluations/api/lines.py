"""A line of a body's evaluation, as what an operation is about."""

from __future__ import annotations

from django.http import Http404

from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.reading import whatif
from zhiheng_web.evaluations.reading.lines import LineOf
from zhiheng_web.lib.schemas import RuleId


def line_of(assessment_id: int, rule_id: RuleId) -> LineOf:
    """Return a line for a body. Raises Http404 where nothing of this id is asked of it."""
    assessment = queries.assessment(assessment_id)
    if not any(ask.id == rule_id for _, _, asks in whatif.asks_for(assessment) for ask in asks):
        raise Http404
    return LineOf(assessment, rule_id)
