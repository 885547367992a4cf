"""Evaluation cycles for tests of the web application: book, rows, snapshot, opening, and the way to a later state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from adapters.ledger_files import Rows, write_folder
from adapters.web_world import SINCE, World
from zhiheng import api
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body, LeadingGroup, Seat
from zhiheng_web.evaluations import scoring, states
from zhiheng_web.evaluations.actions import opening as actions
from zhiheng_web.evaluations.models import Assessment, Claim, Cycle, Submission
from zhiheng_web.evaluations.procedures import procedure_for
from zhiheng_web.intake.actions.adding import add_ledger
from zhiheng_web.intake.actions.books import keep_book
from zhiheng_web.intake.actions.snapshots import take_snapshot
from zhiheng_web.intake.models import Book, Snapshot
from zhiheng_web.lib import clock
from zhiheng_web.lib.policy import Role

FROM, TO, AS_OF = date(2020, 1, 1), date(2021, 1, 1), date(2020, 11, 15)

#: Bodies of Chongqing: the corps with three detachments, one of each kind.
_CORPS = (
    ("CQ", "检验执法总队", None, "", "city"),
    ("CQ1", "检验市政公用设施支队", "CQ", "municipal_facilities", "squad"),
    ("CQ2", "检验城市园林绿化支队", "CQ", "landscaping", "squad"),
    ("CQ3", "检验城市违法建筑支队", "CQ", "illegal_building", "squad"),
)
DETACHMENTS = ("CQ1", "CQ2", "CQ3")

#: What the ledger of a scheme holds for the first, the second … evaluated body: findings and facts by rule.
#: Hunan, first body: 7 × 0.2 (D03-2-a) are taken; the second reports a rate of 0.9 for D08-2-a.
_FINDINGS = {
    "hunan-2020": (("D03-2-a", 7), ("D03-2-a", 11)),
    "chongqing-interim": (("DED-FILE-BASIC", 2), ("DED-CONDUCT", 1), ("DED-FILE-BASIC", 1)),
}
_FACTS = {
    "hunan-2020": (("D08-2-a", "75%"), ("D08-2-a", "0.9")),
    "chongqing-interim": (("IND-CLOSE", "0.95"), ("IND-CLOSE", "0.85"), ("IND-CLOSE", "0.7")),
}


def make_corps(world: World) -> Body:
    """Add the bodies of Chongqing to a world and return the corps; once only."""
    if "CQ" not in world.bodies:
        with acts.act(None, "tests.make_world"):
            for code, name, parent, kind, level in _CORPS:
                body = Body(code=code, name=name, kind=kind, level=level, since=SINCE)
                body.parent = world.bodies[parent] if parent else None
                body.save()
                world.bodies[code] = body
    return world.bodies["CQ"]


def make_snapshot(world: World, *, scheme: str, organiser: Body, bodies: Sequence[str]) -> Snapshot:
    """Bring a small ledger of these bodies into a book of the organiser and seal it."""
    name = f"{scheme} {Book.objects.filter(body=organiser).count() + 1}"
    book = keep_book(
        None, body=organiser, name=name, period_from=FROM, period_to=TO, as_of=AS_OF, findings_complete=["all"]
    )
    with TemporaryDirectory() as place:
        folder = write_folder(Path(place) / "ledger", _tables(world, scheme, bodies))
        add_ledger(None, book, folder, source="tests")
    return take_snapshot(None, book, name="检验快照")


def _tables(world: World, scheme: str, bodies: Sequence[str]) -> dict[str, Rows]:
    units = [("unit_id", "name", "parent_id", "kind")]
    known = [world.bodies[code] for code in bodies]
    known += [body for body in world.bodies.values() if body.parent in known and body not in known]
    for body in known:
        parent = body.parent.code if body.parent in known else ""
        units.append((body.code, body.name, parent, body.kind))
    findings = [("finding_id", "unit_id", "rule_id", "quantity", "occurred_at", "evidence", "status")]
    facts = [("unit_id", "rule_id", "value", "source")]
    for number, code in enumerate(bodies):
        for rule_id, quantity in _FINDINGS.get(scheme, ())[number : number + 1]:
            findings.append((f"F{number}", code, rule_id, str(quantity), "2020-03-01", "巡查记录", "verified"))
        for rule_id, value in _FACTS.get(scheme, ())[number : number + 1]:
            facts.append((code, rule_id, value, "核实"))
    return {"units": units, "findings": findings, "facts": facts}


def make_group(world: World, organiser: Body) -> LeadingGroup:
    """Make a leading group of the organiser: leader, executive deputy, office, and members that represent bodies."""
    with acts.act(None, "tests.make_cycle"):
        group = LeadingGroup(body=organiser, name=f"{organiser}评价工作领导小组", since=SINCE)
        group.save()
        for slot, role in (("leader", Role.leader), ("executive_deputy", Role.executive_deputy)):
            account = world.person(role, organiser.code)
            Seat(group=group, slot=slot, person=account.display_name, account=account, since=SINCE).save()
        for body in (one for one in world.bodies.values() if one.parent == organiser):
            account = world.person(Role.unit_head, body.code)
            seat = Seat(group=group, slot="member", person=account.display_name, account=account, since=SINCE)
            seat.represents = body
            seat.save()
    return group


def make_cycle(
    world: World,
    scheme: str = "hunan-2020",
    bodies: Sequence[str] = ("A", "B"),
    state: str = "self_evaluation",
    *,
    due: date | None = None,
    previous: Cycle | None = None,
) -> Cycle:
    """Open a cycle over these bodies and bring all of its assessments to a state.

    `chongqing-interim` is organised by the corps over its three detachments, with the fictional completion. The
    self-evaluation is due in ten days unless said. A `draft` cycle is not opened; `published` ends at its state alone.
    """
    organiser = make_corps(world) if scheme == "chongqing-interim" else world.body("P")
    codes = DETACHMENTS if scheme == "chongqing-interim" and tuple(bodies) == ("A", "B") else tuple(bodies)
    cycle = make_draft(world, scheme=scheme, organiser=organiser, bodies=codes, due=due, previous=previous)
    if state == "draft":
        return cycle
    office = world.person(Role.evaluation_office, organiser.code)
    actions.open_cycle(office, cycle=cycle, version=cycle.version)
    bring_to(world, cycle, state)
    return Cycle.objects.get(pk=cycle.pk)


def make_draft(
    world: World,
    *,
    scheme: str,
    organiser: Body,
    bodies: Sequence[str],
    due: date | None = None,
    previous: Cycle | None = None,
) -> Cycle:
    """Make a cycle that is still being prepared, with its snapshot and its leading group."""
    completion = ""
    if scheme == "chongqing-interim":
        file = files("zhiheng") / "rulebook/schemes/chongqing/chongqing-interim/completion-demo.yaml"
        completion = file.read_text(encoding="utf-8")
    read = api.open_scheme(scheme)
    cycle = Cycle(organiser=organiser, title=f"{organiser}检验评价", year=FROM.year, period_from=FROM, period_to=TO)
    cycle.as_of, cycle.self_evaluation_due = AS_OF, due or clock.today() + timedelta(days=10)
    cycle.scheme_id, cycle.scheme_version, cycle.scheme_digest = read.id, read.version, read.digest
    cycle.completion, cycle.fictional = completion, bool(completion)
    cycle.procedure = procedure_for(scheme).as_data()
    cycle.leading_group = make_group(world, organiser)
    cycle.snapshot = make_snapshot(world, scheme=scheme, organiser=organiser, bodies=bodies)
    cycle.previous = previous
    cycle.preparation = {"bodies": [world.body(code).pk for code in bodies]}
    with acts.act(None, "tests.make_cycle"):
        cycle.save()
    return cycle


def bring_to(world: World, cycle: Cycle, state: str) -> None:
    """Bring all assessments of a cycle to a state along the procedure; on the way each hands its claims in."""
    office = world.person(Role.evaluation_office, cycle.organiser.code)
    for assessment in cycle.assessments.select_related("cycle", "body"):
        with acts.act(office, "tests.make_cycle"):
            for step in _way(cycle, assessment.state, state):
                if assessment.state == "self_evaluation":
                    hand_in(world, assessment)
                states.advance(assessment, step, actor=office)
    if state != "self_evaluation":
        scoring.compute(cycle, "claimed", actor=office)
        scoring.compute(cycle, "current", actor=office)


def hand_in(world: World, assessment: Assessment, **claims: str) -> Submission:
    """Store claims (`D03_2_a="2"` is the claim for D03-2-a) and the submission of the head of the body."""
    head = world.person(Role.unit_head, assessment.body.code)
    told = {rule_id.replace("_", "-"): value for rule_id, value in claims.items()}
    with acts.act(head, "tests.make_cycle"):
        for rule_id, value in told.items():
            Claim(assessment=assessment, rule_id=rule_id, value=value, saved_by=head).save()
        content: list[Any] = [[rule_id, value] for rule_id, value in sorted(told.items())]
        submission = Submission(assessment=assessment, number=assessment.submissions.count() + 1, content=content)
        submission.declaration, submission.declared_by = "内容属实", head
        submission.content_digest = api.digests.digest_of(content)
        submission.save()
    return submission


def _way(cycle: Cycle, start: str, end: str) -> list[str]:
    """Return the states between, the shortest way of the procedure."""
    procedure = states.procedure_of(cycle)
    ways: list[list[str]] = [[start]]
    while ways:
        way = ways.pop(0)
        if way[-1] == end:
            return way[1:]
        ways += [[*way, one] for one in procedure.state(way[-1]).next if one not in way]
    raise ValueError(f"no way from {start} to {end}")
