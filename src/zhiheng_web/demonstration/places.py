"""The bodies of the demonstration: those of the library's ledger, with counties and sections. All invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body

SINCE = date(2019, 1, 1)
PROVINCE, CORPS = "YL00", "LG00"
DETACHMENTS = ("LG01", "LG02", "LG03")
#: Names of counties, two for each city; the first city has three.
_COUNTIES = (
    "临溪 石桥 白鹭 望湖 青禾 落霞 鸣沙 松岭 清漪 丹枫 云脚 雁回 芦川 竹海 "
    "平皋 漱石 长汀 碧浔 双流口 南陌 北渚 秋浦滩 沐阳坡 东篱 西畴 霜林 泊舟 杏坞 桐荫"
).split()
_SECTIONS = (
    (CORPS, "法制处"),
    (CORPS, "综合处（办公室）"),
    (CORPS, "政治处（纪检室）"),
    (PROVINCE, "城市管理和执法监督局"),
)


def make_bodies(units: list[dict[str, str]]) -> dict[str, Body]:
    """Make the bodies of a ledger's `units`, then counties and sections; return them by code."""
    made: dict[str, Body] = {}
    with acts.act(None, "demonstration.prepare"):
        for row in sorted(units, key=lambda one: (bool(one["parent_id"]), one["unit_id"])):
            level = {"省级": "province", "市级": "city", "中队": "squad"}.get(row["level"], row["level"])
            _body(made, row["unit_id"], row["name"], parent=row["parent_id"], kind=row["kind"], level=level)
        for code, name in _SECTIONS:
            number = sum(1 for one in made if one.startswith(f"{code}-S")) + 1
            _body(made, f"{code}-S{number}", name, parent=code, kind="", level="section")
        for place, code in enumerate(cities(made)):
            count = 3 if place == 0 else 2
            for number in range(count):
                name = f"{_COUNTIES[2 * place + number + (1 if place else 0)]}县城市管理和综合执法局"
                _body(made, f"{code}-X{number + 1}", name, parent=code, kind="county", level="county")
    return made


def cities(bodies: dict[str, Body]) -> list[str]:
    """Return the codes of the province's cities, in order."""
    province = bodies[PROVINCE]
    return sorted(code for code, body in bodies.items() if body.parent_id == province.pk and body.level == "city")


def _body(made: dict[str, Body], code: str, name: str, *, parent: str, kind: str, level: str) -> Body:
    one = Body(code=code, name=name, kind=kind, level=level, since=SINCE)
    one.parent = made[parent] if parent else None
    one.save()
    made[code] = one
    return one


def county_rows(bodies: dict[str, Body]) -> list[dict[str, Any]]:
    """Return the counties as rows of the ledger's `units`."""
    return [
        {"unit_id": code, "name": body.name, "parent_id": body.parent.code, "kind": "county", "level": "county"}
        for code, body in sorted(bodies.items())
        if body.level == "county" and body.parent is not None
    ]
