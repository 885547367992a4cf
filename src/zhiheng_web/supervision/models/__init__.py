"""Stored things of supervision."""

from zhiheng_web.supervision.models.external import ExternalReview, ExternalRow
from zhiheng_web.supervision.models.letters import Letter, LetterProblem, Measure, Reply
from zhiheng_web.supervision.models.months import MonthArrangement, MonthCircular
from zhiheng_web.supervision.models.years import Submission

__all__ = [
    "ExternalReview",
    "ExternalRow",
    "Letter",
    "LetterProblem",
    "Measure",
    "MonthArrangement",
    "MonthCircular",
    "Reply",
    "Submission",
]
