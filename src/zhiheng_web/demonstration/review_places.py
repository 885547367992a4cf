"""The bureau whose files are reviewed: a county's public security with its legal brigade and five units. Invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body

SINCE = date(2019, 1, 1)
BUREAU = "YX00"
BRIGADE = f"{BUREAU}-S1"
#: Code and name of the units whose files are reviewed.
UNITS = {
    "YX01": "城关派出所",
    "YX02": "东湖派出所",
    "YX03": "石桥派出所",
    "YX04": "治安管理大队",
    "YX05": "交通警察大队",
}
#: So many officers handle cases in each unit.
OFFICERS_EACH = 4


def make_bodies() -> dict[str, Body]:
    """Make bureau, brigade and units; return them by code."""
    made: dict[str, Body] = {}
    with acts.act(None, "demonstration.prepare"):
        _body(made, BUREAU, "云溪县公安局", parent="", level="county")
        _body(made, BRIGADE, "法制大队", parent=BUREAU, level="section")
        for code, name in UNITS.items():
            _body(made, code, name, parent=BUREAU, level="squad")
    return made


def _body(made: dict[str, Body], code: str, name: str, *, parent: str, level: str) -> None:
    one = Body(code=code, name=name, kind="", level=level, since=SINCE)
    one.parent = made[parent] if parent else None
    one.save()
    made[code] = one


def officer_codes(unit: str) -> list[str]:
    """Return the numbers of the officers of a unit."""
    return [f"{unit}-{number:02}" for number in range(1, OFFICERS_EACH + 1)]


def unit_rows() -> list[dict[str, Any]]:
    """Return bureau and units as rows of the ledger's `units`."""
    bureau = {"unit_id": BUREAU, "name": "云溪县公安局", "level": "county"}
    return [bureau, *({"unit_id": code, "name": name, "parent_id": BUREAU} for code, name in UNITS.items())]
