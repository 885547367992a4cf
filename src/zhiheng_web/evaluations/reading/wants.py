"""What a draft of a cycle still lacks before it can be opened, each with what to do."""

from __future__ import annotations

import csv
from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.bodies.models import Body, LeadingGroup
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.models import Cycle
from zhiheng_web.evaluations.reading.opening import chosen_bodies, kind_of
from zhiheng_web.intake import queries as intake
from zhiheng_web.intake.models import Snapshot
from zhiheng_web.lib import clock


def wants_of(cycle: Cycle) -> list[Fault]:
    """Return everything that keeps a draft from being opened, each with what to do."""
    faults: list[Fault] = []
    try:
        scheme = queries.scheme_of(cycle)
    except Refusal as wrong:
        return list(wrong.faults)
    faults += [
        Fault("left_open", Place(clause=one.path), one.text, _COMPLETE) for one in getattr(scheme, "open_paths", ())
    ]
    bodies = chosen_bodies(cycle)
    if not bodies:
        faults.append(Fault("no_bodies", Place(), *_NO_BODIES))
    faults += [fault for body in bodies for fault in _wants_of_body(scheme, body)]
    if cycle.self_evaluation_due is None:
        faults.append(Fault("no_due_date", Place(), *_NO_DUE))
    faults += _wants_of_group(cycle.leading_group, cycle.organiser)
    faults += _wants_of_snapshot(cycle, bodies)
    return faults


def _wants_of_body(scheme: Any, body: Body) -> list[Fault]:
    if scheme.unit_kinds and kind_of(scheme, body) not in scheme.unit_kinds and (scheme.kind_required or body.kind):
        return [Fault("no_kind", Place(clause=body.name), *_NO_KIND, body.kind)]
    return []


def _wants_of_group(group: LeadingGroup | None, organiser: Body) -> list[Fault]:
    if group is None:
        return [Fault("no_group", Place(clause=organiser.name), *_NO_GROUP)]
    today = clock.today()
    held = {seat.slot for seat in group.seats.all() if seat.is_held_on(today)}
    missing = [text for slot, text in _NEEDED if slot not in held]
    return [
        Fault("no_seat", Place(clause=group.name), Text(f"没有{text.zh}", f"there is no {text.en}"), _FILL_SEAT)
        for text in missing
    ]


def _wants_of_snapshot(cycle: Cycle, bodies: list[Body]) -> list[Fault]:
    if cycle.snapshot is None:
        return [Fault("no_snapshot", Place(), *_NO_SNAPSHOT)]
    known = units_of(cycle.snapshot)
    return [
        Fault("not_in_ledger", Place(file=cycle.snapshot.name, table="units", clause=body.name), *_NOT_THERE, body.code)
        for body in bodies
        if body.code not in known
    ]


def units_of(snapshot: Snapshot) -> frozenset[str]:
    """Return the numbers of the units that a snapshot knows."""
    file = intake.folder_of(snapshot) / "units.csv"
    if not file.is_file():
        return frozenset()
    with file.open(encoding="utf-8", newline="") as lines:
        return frozenset(row["unit_id"] for row in csv.DictReader(lines))


_NEEDED = (
    ("leader", Text("组长", "leader")),
    ("executive_deputy", Text("常务副组长", "executive deputy leader")),
)
_COMPLETE = Text("在“补充”一步填写，或上传补充文件", "fill it in under “Completion”, or upload a completion file")
_NO_BODIES = (
    Text("还没有选被评价单位", "no body has been chosen"),
    Text("在“单位”一步选择", "choose them under “Bodies”"),
)
_NO_KIND = (
    Text("单位类型不是方案所列的类型", "the kind of body is none that the scheme knows"),
    Text("在机构管理中改正单位类型，或不选这个单位", "mend the kind of the body, or leave the body out"),
)
_NO_DUE = (
    Text("没有自评截止日", "there is no due date of the self-evaluation"),
    Text("在“期间和日期”一步填写", "give it under “Period and dates”"),
)
_NO_GROUP = (
    Text("没有选领导小组", "no leading group has been chosen"),
    Text(
        "在“领导小组”一步选择；没有的先在机构管理中建立",
        "choose one; where there is none, set it up under Bodies first",
    ),
)
_FILL_SEAT = Text("在机构管理中补上这个席位", "fill the seat under Bodies")
_NO_SNAPSHOT = (
    Text("没有选台账快照", "no snapshot of a ledger has been chosen"),
    Text("在“台账”一步选择，或现在封存一个", "choose one under “Ledger”, or seal one now"),
)
_NOT_THERE = (
    Text("台账的单位表里没有这个单位", "the ledger's table of units does not hold this body"),
    Text(
        "在台账的单位表补上单位编号后重新封存，或不选这个单位",
        "add it to the ledger and seal again, or leave the body out",
    ),
)
