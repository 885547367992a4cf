"""Taking bodies from the `units` rows of a ledger: new ones made, known ones brought up to date, moved ones moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.audit import acts, trail
from zhiheng_web.bodies.actions.tree import put_under
from zhiheng_web.bodies.models import KINDS, LEVELS, Body
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.policy import Reach, Role
from zhiheng_web.lib.words import Text

_DEED = "bodies.take_units"
#: Column of the ledger → field; an empty cell leaves what is known.
_FIELDS = {"name": "name", "kind": "kind", "level": "level", "region_code": "region_code", "uscc": "uscc"}
_KEYS = {text.zh: key for key, text in (*KINDS.items(), *LEVELS.items())}
_REASON = "台账导入 taken from the ledger"


@dataclass(frozen=True, slots=True)
class Taken:
    """How many bodies were made, changed, moved and found as they were."""

    created: int = 0
    changed: int = 0
    moved: int = 0
    unchanged: int = 0


def take_units(actor: Any, rows: Iterable[Mapping[str, Any]]) -> Taken:
    """Take `units` rows (unit_id, name, parent_id, kind, level, region_code, uscc): all of them or none.

    Bodies that the rows do not name stay as they are. Raises Refusal with every row that cannot be taken, Denied for
    a body out of reach.
    """
    policy.demand(actor, _DEED)
    units = [_read(row) for row in rows]
    with acts.act(actor, _DEED, reason=_REASON):
        trail.lock()
        known = {body.code: body for body in Body.objects.select_related("parent")}
        _refuse_broken(units, known)
        done = {"created": 0, "changed": 0, "moved": 0, "unchanged": 0}
        for unit in _parents_first(units):
            done[_take(actor, unit, known)] += 1
    return Taken(**done)


def _read(row: Mapping[str, Any]) -> dict[str, str]:
    unit = {name: str(row.get(name) or "").strip() for name in ("unit_id", "parent_id", *_FIELDS)}
    for name in ("kind", "level"):
        # A ledger may say 县级市 where the schemes say county_level_city.
        unit[name] = _KEYS.get(unit[name], unit[name])
    return unit


def _refuse_broken(units: list[dict[str, str]], known: Mapping[str, Body]) -> None:
    ids = [unit["unit_id"] for unit in units]
    faults = []
    for number, unit in enumerate(units, 1):
        code, parent = unit["unit_id"], unit["parent_id"]
        if not code or not unit["name"]:
            faults.append(
                _fault("missing_value", number, "unit_id, name", Text("缺单位编号或名称", "number or name is missing"))
            )
        elif ids.index(code) != number - 1:
            faults.append(
                _fault("duplicate", number, "unit_id", Text("单位编号重复", "the number stands twice"), value=code)
            )
        elif parent and parent not in known and parent not in ids:
            faults.append(
                _fault("unknown_parent", number, "parent_id", Text("没有这个上级单位", "no such parent"), value=parent)
            )
    above = {unit["unit_id"]: unit["parent_id"] for unit in units}
    for number, unit in enumerate(units, 1):
        if not faults and _is_in_circle(unit["unit_id"], above):
            faults.append(
                _fault(
                    "circle",
                    number,
                    "parent_id",
                    Text("上下级成环", "the parents run in a circle"),
                    value=unit["unit_id"],
                )
            )
    if faults:
        raise Refusal(faults)


def _fault(code: str, number: int, column: str, reason: Text, *, value: str = "") -> Fault:
    remedy = Text("改正台账的单位表，重新导入", "correct the units table of the ledger and take it again")
    return Fault(code, Place(table="units", row=number, column=column), reason, remedy, value)


def _is_in_circle(code: str, above: Mapping[str, str]) -> bool:
    here = above[code]
    for _ in above:
        if here == code:
            return True
        here = above.get(here, "")
    return False


def _parents_first(units: list[dict[str, str]]) -> list[dict[str, str]]:
    above = {unit["unit_id"]: unit["parent_id"] for unit in units}

    def depth(unit: dict[str, str]) -> int:
        steps, here = 0, unit["parent_id"]
        while here in above:
            steps, here = steps + 1, above[here]
        return steps

    return sorted(units, key=depth)


def _take(actor: Any, unit: Mapping[str, str], known: dict[str, Body]) -> str:
    body, parent = known.get(unit["unit_id"]), known.get(unit["parent_id"])
    values = {field: unit[column] for column, field in _FIELDS.items() if unit[column]}
    if body is None:
        _demand(actor, parent)
        body = Body(code=unit["unit_id"], parent=parent, **values)
        body.save()
        known[body.code] = body
        return "created"
    policy.demand(actor, _DEED, body)
    moved = parent is not None and parent.pk != body.parent_id
    if moved and parent is not None:
        policy.demand(actor, _DEED, parent)
        # The paths of those beneath change too: read again what the transfer has written.
        put_under(body, parent, on=clock.today(), reason=_REASON)
        known.update(
            {one.code: one for one in Body.objects.filter(path__startswith=body.path).select_related("parent")}
        )
        body = known[body.code]
    differing = {name: value for name, value in values.items() if getattr(body, name) != value}
    if differing:
        for name, value in differing.items():
            setattr(body, name, value)
        body.version += 1
        body.save()
    return "moved" if moved else "changed" if differing else "unchanged"


def _demand(actor: Any, parent: Body | None) -> None:
    """Ask the policy for a new body; a new root belongs to whoever reaches everywhere."""
    if parent is not None:
        policy.demand(actor, _DEED, parent)
        return
    grants = policy.deed_of(_DEED).grants
    if not any(grants.get(Role(post.role)) is Reach.everywhere for post in policy.posts_of(actor)):
        raise policy.Denied(policy.deed_of(_DEED))
