"""Stored things of case-file review."""

from zhiheng_web.reviews.models.activities import Activity, ActivityBody, Exclusion
from zhiheng_web.reviews.models.assignments import Assignment, Planting
from zhiheng_web.reviews.models.cards import Card, CardLine
from zhiheng_web.reviews.models.draws import Draw, Population
from zhiheng_web.reviews.models.files import FileReview, StateChange
from zhiheng_web.reviews.models.rounds import Mending, Objection
from zhiheng_web.reviews.models.summaries import Summary

__all__ = [
    "Activity",
    "ActivityBody",
    "Assignment",
    "Card",
    "CardLine",
    "Draw",
    "Exclusion",
    "FileReview",
    "Mending",
    "Objection",
    "Planting",
    "Population",
    "StateChange",
    "Summary",
]
