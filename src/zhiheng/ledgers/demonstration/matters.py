"""What the fictional units have to do with: causes, powers, benchmarks and complaints, as data and as rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhiheng.ledgers.demonstration.people import Row
from zhiheng.ledgers.demonstration.profiles import CITIES, EVERYONE, Profile


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause of cases with the fines of its three grades, in yuan; all amounts are invented."""

    name: str
    fines: tuple[tuple[int, int], tuple[int, int], tuple[int, int]]


GRADES = ("轻微", "一般", "严重")
_SMALL = ((50, 200), (200, 500), (500, 1000))
_MIDDLE = ((500, 2000), (2000, 5000), (5000, 10000))
_LARGE = ((5000, 20000), (20000, 50000), (50000, 100000))

_OF_CITIES = (
    Cause("擅自占用城市道路摆摊经营", _SMALL),
    Cause("在非指定区域露天烧烤", _MIDDLE),
    Cause("擅自设置户外广告设施", _MIDDLE),
    Cause("运输渣土沿途遗撒", _LARGE),
    Cause("随意倾倒建筑垃圾", _MIDDLE),
    Cause("未按规定分类投放生活垃圾", _SMALL),
)
_OF_DETACHMENTS = {
    "municipal_facilities": (
        Cause("擅自挖掘城市道路", _LARGE),
        Cause("损坏城市照明设施", _MIDDLE),
        Cause("擅自占压排水管道", _LARGE),
        Cause("擅自移动窨井盖", _SMALL),
        Cause("在桥梁上架设管线未经同意", _MIDDLE),
    ),
    "landscaping": (
        Cause("擅自砍伐城市树木", _LARGE),
        Cause("损坏城市绿地", _MIDDLE),
        Cause("擅自占用城市绿地", _LARGE),
        Cause("在公园内违规设摊", _SMALL),
        Cause("未按要求养护古树名木", _MIDDLE),
    ),
    "illegal_building": (
        Cause("未取得规划许可建设附属房屋", _LARGE),
        Cause("擅自搭建屋顶构筑物", _LARGE),
        Cause("临时建筑逾期不拆除", _MIDDLE),
        Cause("擅自改变外墙设置阳光房", _MIDDLE),
    ),
}
#: What is licensed and what is enforced, in large ledgers.
LICENCES = ("临时占用城市道路许可", "设置大型户外广告许可", "建筑垃圾处置核准", "临时占用城市绿地许可")
ENFORCEMENTS = ("强制拆除违法建筑物", "强制清除路面障碍物", "代为恢复城市绿地原状")
#: Powers on the list that nobody had occasion to use in the year.
_IDLE_POWERS = ("损毁公共健身设施（当年未发生）", "占用消防登高场地设摊（当年未发生）")


def causes_of(profile: Profile) -> tuple[Cause, ...]:
    """Return the causes that a unit handles."""
    return _OF_CITIES if profile in CITIES else _OF_DETACHMENTS[profile.kind]


def power_item_id(profile: Profile, place: int) -> str:
    """Return the id of the power to punish for the cause at `place`."""
    return f"QZ-{profile.unit_id}-{place + 1:02d}"


def power_item_rows() -> Iterator[Row]:
    """Yield the list of powers of every unit evaluated."""
    for profile in EVERYONE:
        names = [f"对{cause.name}的处罚" for cause in causes_of(profile)]
        for place, name in enumerate((*names, *_IDLE_POWERS)):
            yield {
                "power_item_id": power_item_id(profile, place),
                "unit_id": profile.unit_id,
                "name": name,
                "kind": "行政处罚",
                "basis": f"（虚构）城市管理规定第{place + 11}条",
            }


def benchmark_id(cause: Cause, party_kind: str, grade: int) -> str:
    """Return the id of the benchmark for a cause, a kind of party and a grade from 0 to 2."""
    place = _ALL_CAUSES.index(cause) + 1
    return f"CL-{place:02d}-{'G' if party_kind == 'citizen' else 'D'}{grade + 1}"


def bounds(cause: Cause, party_kind: str, grade: int) -> tuple[int, int]:
    """Return the least and the highest fine in yuan; organisations pay ten times as much."""
    low, high = cause.fines[grade]
    return (low, high) if party_kind == "citizen" else (10 * low, 10 * high)


def benchmark_rows() -> Iterator[Row]:
    """Yield the benchmarks of all causes: two kinds of party, three grades."""
    for place, cause in enumerate(_ALL_CAUSES):
        for party_kind in ("citizen", "organisation"):
            for grade, word in enumerate(GRADES):
                low, high = bounds(cause, party_kind, grade)
                yield {
                    "benchmark_id": benchmark_id(cause, party_kind, grade),
                    "cause": cause.name,
                    "party_kind": party_kind,
                    "grade": word,
                    "minimum": Decimal(low),
                    "maximum": Decimal(high),
                    "from": date(2024, 1, 1),
                    "basis": f"（虚构）裁量基准第{place + 1}项",
                }


_ALL_CAUSES = (*_OF_CITIES, *(cause for causes in _OF_DETACHMENTS.values() for cause in causes))
