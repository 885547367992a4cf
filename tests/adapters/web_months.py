"""Officers' months for tests: files reviewed in the last month with given deductions, the list computed, published.

The bureau is A with its units A1 and A2; `evaluation_office@A` is its brigade.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from adapters.web_review_cards import sign_card
from adapters.web_reviews import make_cases, make_draft, make_file, make_officer, saved
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import clock
from zhiheng_web.officers import rules
from zhiheng_web.officers.actions import months as actions
from zhiheng_web.officers.models import Month, MonthLine
from zhiheng_web.reviews.models import Activity, FileReview

BUREAU, UNIT, OTHER = "A", "A1", "A2"


def last_month() -> date:
    """Return the first day of the month that is over."""
    return (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)


def on(day: int = 10, *, month: date | None = None) -> datetime:
    """Return noon in Shanghai of a day of the last month."""
    first = month or last_month()
    return datetime(first.year, first.month, day, 4, tzinfo=UTC)


def activity_of(world: World, bureau: str = BUREAU, units: Sequence[str] = (UNIT, OTHER), **told: Any) -> Activity:
    """Return the review of a bureau, made once unless something of it is given."""
    found = Activity.objects.filter(organiser=world.body(bureau)).first()
    if found is not None and not told:
        return found
    made = make_draft(world, organiser=bureau, bodies=units, **told)
    made.state, made.opened_at = "open", clock.now()
    kept: Activity = saved(made)
    return kept


def review(
    world: World,
    deduction: str | None,
    *,
    unit: str = UNIT,
    officer: int = 1,
    at: datetime | None = None,
    state: str = "reviewed",
    activity: Activity | None = None,
    second: Officer | None = None,
    **values: Any,
) -> FileReview:
    """Make a file that was reviewed with a deduction, at noon of the tenth of the last month unless said."""
    when = at or on()
    case = make_cases(world, unit, 1, closed_on=clock.day_of(when) - timedelta(days=3))[0]
    case.lead, case.second = make_officer(world, unit, officer), second
    case.save()
    one = make_file(world, activity or activity_of(world), case, state)
    one.lead = case.lead
    one.deduction_first = None if deduction is None else Decimal(deduction)
    one.score_first = None if deduction is None else 100 - Decimal(deduction)
    for name, value in values.items():
        setattr(one, name, value)
    with acts.act(None, "tests.make_world"):
        for change in one.changes.all():
            change.at = when
            change.save()
        if one.settled_at:
            one.settled_at = values.get("settled_at", when)
        one.save()
    return one


def with_card(world: World, one: FileReview, lines: Sequence[Mapping[str, Any]], **place: Any) -> list[Any]:
    """Sign the brigade's card on a file in place of its open assignment, and return its lines."""
    with acts.act(None, "tests.make_world"):
        for assignment in one.assignments.filter(level=2, round=place.get("round", 1)):
            assignment.withdrawn_at = clock.now()
            assignment.save()
    reviewer: Any = world.person("reviewer", one.activity.organiser.code)
    card = sign_card(world, one, lines, by=reviewer, **place)
    return list(card.lines.all())


def problem(deduction: str = "2", **told: Any) -> dict[str, Any]:
    """Return a line of a card."""
    return {"rule_id": "WX-EVIDENCE", "item": "E1", "text": "未附现场照片", "deduction": deduction, "page": "3", **told}


def computed(world: World, *, bureau: str = BUREAU, month: date | None = None) -> Month:
    """Compute the list of the last month."""
    office = world.person("evaluation_office", bureau)
    return actions.compute_month(actor=office, organiser=world.body(bureau), month=month or last_month())


def published(world: World, *, bureau: str = BUREAU) -> Month:
    """Compute and publish the list of the last month."""
    office = world.person("evaluation_office", bureau)
    return actions.publish_month(actor=office, month=computed(world, bureau=bureau))


def line_of(month: Month, world: World, officer: int = 1, unit: str = UNIT) -> MonthLine:
    """Return the line of an officer."""
    found: MonthLine = month.lines.get(officer=make_officer(world, unit, officer))
    return found


def codes(refusal: Any) -> list[str]:
    """Return the codes of a refusal that a test has caught."""
    return [fault.code for fault in refusal.value.faults]


__all__ = [
    "BUREAU",
    "OTHER",
    "UNIT",
    "actions",
    "activity_of",
    "codes",
    "computed",
    "last_month",
    "line_of",
    "make_file",
    "on",
    "problem",
    "published",
    "review",
    "rules",
    "saved",
    "with_card",
]
