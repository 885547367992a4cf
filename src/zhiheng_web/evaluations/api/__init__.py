"""Operations on evaluation cycles, by stage: each module enters its own into the one router."""

from zhiheng_web.evaluations.api import (
    consequences,
    cycles,
    deliberation,
    explaining,
    hearing,
    inspection,
    publication,
    results,
    selfevaluation,
    tolerance,
    verification,
    vetoes,
)
from zhiheng_web.evaluations.api.routing import router

__all__ = [
    "consequences",
    "cycles",
    "deliberation",
    "explaining",
    "hearing",
    "inspection",
    "publication",
    "results",
    "router",
    "selfevaluation",
    "tolerance",
    "verification",
    "vetoes",
]
