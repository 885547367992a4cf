"""What people establish, stored without the deeds around it, and the card that follows: for tests of the arithmetic."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.models import (
    Assessment,
    Card,
    Claim,
    Cycle,
    Finding,
    Tolerance,
    Verification,
    Veto,
)

SPRING = datetime(2020, 3, 1, 4, tzinfo=UTC)


def of(cycle: Cycle, code: str) -> Assessment:
    """Return the assessment of a body."""
    return cycle.assessments.select_related("cycle", "body").get(unit_id=code)


def claim(assessment: Assessment, rule_id: str, value: str) -> None:
    """Store a claim."""
    _save(Claim(assessment=assessment, rule_id=rule_id, value=value))


def verify(assessment: Assessment, rule_id: str, taken: str, value: str = "") -> None:
    """Store a verified value."""
    _save(Verification(assessment=assessment, rule_id=rule_id, taken=taken, value=value, reason="查证"))


def find(world: World, assessment: Assessment, rule_id: str, quantity: int, **more: Any) -> Finding:
    """Store a finding of an inspection, verified unless said."""
    told: dict[str, Any] = {"status": "verified", "occurred_at": SPRING, "note": "现场发现", **more}
    told["found_by"] = world.person("evaluation_office", assessment.cycle.organiser.code)
    one = Finding(assessment=assessment, rule_id=rule_id, quantity=quantity, key=f"k{Finding.objects.count()}", **told)
    _save(one)
    return one


def tolerate(world: World, assessment: Assessment, rule_id: str, **more: Any) -> Tolerance:
    """Store a tolerance that was granted."""
    told: dict[str, Any] = {"ground": "F2", "facts": "当事人过错", "status": "granted", **more}
    told["requested_by"] = world.person("evaluation_office", assessment.cycle.organiser.code)
    one = Tolerance(assessment=assessment, rule_id=rule_id, **told)
    _save(one)
    return one


def veto(assessment: Assessment, rule_id: str, status: str, row: str = "") -> None:
    """Store a veto."""
    _save(Veto(assessment=assessment, rule_id=rule_id, status=status, row=row, fact="查实的事实"))


def card(cycle: Cycle, code: str, stage: str = "current") -> Card:
    """Compute a stage now and return the card of a body."""
    return scoring.compute(cycle, stage, actor=None).cards.get(assessment__unit_id=code)


def _save(thing: Any) -> None:
    with acts.act(None, "tests.establish"):
        thing.save()
