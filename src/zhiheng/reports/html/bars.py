"""The small bar of a unit in the ranking: what is left of the full points, the bonus on top, a mark at full points."""

from __future__ import annotations

from decimal import Decimal

from zhiheng.domain.numbers import shortest
from zhiheng.domain.score import UnitScore
from zhiheng.reports.html.elements import Markup, tag
from zhiheng.reports.html.wording import attribute

WIDTH, HEIGHT = 150, 12


def draw_bar(unit: UnitScore, *, full: Decimal, most: Decimal) -> Markup:
    """Return the bar on a scale from 0 to `most`; the numbers stand in the cells beside it."""
    base, bonus = _length(unit.base, most), _length(unit.bonus, most)
    mark = str(_length(full, most))
    told = attribute(
        f"基础得分 {shortest(unit.base)}，加分 {shortest(unit.bonus)}",
        f"base {shortest(unit.base)}, bonus {shortest(unit.bonus)}",
    )
    return tag(
        "svg",
        tag("title", attribute(f"{unit.name} 得分", f"score of {unit.name}")),
        tag("desc", told),
        tag("rect", x=0, y=2, width=str(base), height=HEIGHT - 4, class_="total"),
        tag("rect", x=str(base), y=2, width=str(bonus), height=HEIGHT - 4, class_="gain") if bonus else None,
        tag("line", x1=mark, x2=mark, y1=0, y2=HEIGHT, class_="mark"),
        class_="bar",
        role="img",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
    )


def _length(value: Decimal, most: Decimal) -> Decimal:
    share = max(value, Decimal(0)) / most if most else Decimal(0)
    return (share * (WIDTH - 1)).quantize(Decimal("0.1"))
