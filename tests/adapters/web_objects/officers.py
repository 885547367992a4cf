"""Objects of officers' months: a published month of the body, the line of its officer, what follows from it.

Bureau and unit are the same body here; the officer is the one whose account is `officer@code`.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from adapters.web_objects import provides
from adapters.web_objects.cases import officer_of
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock
from zhiheng_web.officers import models, rules


def _saved(made: Any) -> Any:
    with acts.act(None, "tests.make_world"):
        made.save()
    return made


def _first() -> date:
    return (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)


def month_of(world: World, code: str) -> models.Month:
    """Return the published month of a body, made once."""
    body = world.body(code)
    found: models.Month | None = models.Month.objects.filter(organiser=body).first()
    if found is None:
        found = models.Month(organiser=body, month=_first(), state="published", published_at=clock.now())
        found.rules, found.facts = rules.MonthRules().model_dump(mode="json"), {"files": 0}
        _saved(found)
    return found


def line_of(world: World, code: str) -> models.MonthLine:
    """Return the line of the body's officer, made once."""
    month, officer = month_of(world, code), officer_of(world, code)
    found: models.MonthLine | None = month.lines.filter(officer=officer).first()
    if found is None:
        found = models.MonthLine(month=month, officer=officer, body=officer.body, name=officer.name)
        _saved(found)
    return found


@provides("officers:month_id")
def month(world: World, code: str) -> int:
    """Return a published month of the body."""
    return int(month_of(world, code).pk)


@provides("officers:line_id")
def line(world: World, code: str) -> int:
    """Return the line of the body's officer."""
    return int(line_of(world, code).pk)


@provides("officers:comment_id")
def comment(world: World, code: str) -> int:
    """Return a comment on the line."""
    by = world.person("reviewer", code)
    return int(_saved(models.Comment(line=line_of(world, code), text="试", by=by)).pk)


@provides("officers:tracking_id")
def tracking(world: World, code: str) -> int:
    """Return what is tracked about the body's officer."""
    body, one = world.body(code), officer_of(world, code)
    made = models.Tracking(organiser=body, body=body, kind="key_person", officer=one, reason="试")
    made.closing_condition = "试"
    return int(_saved(made).pk)


@provides("officers:accountability_id")
def accountability(world: World, code: str) -> int:
    """Return a matter of the body's officer, who has been told of it."""
    body, one = world.body(code), officer_of(world, code)
    made = models.Accountability(organiser=body, body=body, officer=one, trigger="refused", state="hearing")
    made.fault, made.measure_proposed, made.told_at = "试", "试", clock.now()
    made.proposed_by = world.person("evaluation_office", code)
    return int(_saved(made).pk)


@provides("officers:award_id")
def award(world: World, code: str) -> int:
    """Return an award that the body decided."""
    body = world.body(code)
    made = models.Award(organiser=body, body=body, title="试", period_from=_first(), period_to=clock.today())
    made.reason, made.decided_on, made.decided_by = "试", clock.today(), world.person("leader", code)
    return int(_saved(made).pk)


@provides("officers:allocation_id")
def allocation(world: World, code: str) -> int:
    """Return a computation of shares of the body."""
    made = models.Allocation(organiser=world.body(code), title="试", amount=Decimal("1.00"), origin="试")
    made.period_from, made.period_to, made.rules = _first(), clock.today(), {"on": True, "gate": "3"}
    made.made_by = world.person("evaluation_office", code)
    return int(_saved(made).pk)
