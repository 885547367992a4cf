"""The heat map: units × items, the points each item lost as a number, its share of the item's points as a shade."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from zhiheng.domain.score import ItemScore, UnitScore
from zhiheng.reports.html import anchors
from zhiheng.reports.html.elements import Child, Markup, tag
from zhiheng.reports.html.frame import Head, Reading, cell, code, link, row_head, table
from zhiheng.reports.html.wording import points, say, told

ZERO = Decimal(0)
#: Upper ends of the shades, as shares of an item's points; the last shade is everything above.
_SHADES = tuple(map(Decimal, ("0", "0.1", "0.25", "0.5", "0.75", "1")))


def shade(lost: Decimal, full: Decimal) -> str:
    """Return the class of a cell: `h0` for nothing lost to `h5` for nearly everything."""
    if lost <= 0:
        return "h0"
    if full <= 0:
        return "h1"  # an item without points of its own has no share
    share = lost / full
    return next((f"h{number}" for number, end in enumerate(_SHADES) if share <= end), "h5")


def heat_map(reading: Reading, units: Sequence[UnitScore]) -> Markup | None:
    """Return the heat map with a row of means; None where the units have no items (a scheme of cases)."""
    names = _item_ids(reading, units)
    if not names:
        return None
    heads = [
        Head(say("单位", "Unit")),
        *(_item_head(reading, name) for name in names),
        Head(say("合计", "Total"), number=True),
    ]
    rows = [_row(unit, names) for unit in units]
    caption = say(
        "各单位各项扣分。数字为扣分，底色深浅为占该项分值的比例；点数字看来历",
        "Points lost by unit and item. Shade: share of the item's points; each number opens its derivation",
    )
    return tag(
        "section",
        tag("h2", say("扣分热力图", "Heat map of deductions"), id="heat"),
        _legend(),
        table(caption, heads, rows, id_="heat-table", class_="heat", wide=True, foot=_means(units, names)),
    )


def _item_ids(reading: Reading, units: Sequence[UnitScore]) -> list[str]:
    found = {item.id for unit in units for item in unit.items}
    return [item.id for part in reading.evaluation.scheme.parts for item in part.items if item.id in found]


def _item_head(reading: Reading, item_id: str) -> Head:
    return Head([code(item_id), tag("span", told(reading.name_of_item(item_id)), class_="name")], class_="item-head")


def _row(unit: UnitScore, names: Sequence[str]) -> Markup:
    holder = anchors.of_unit(unit.unit_id)
    by_id = {item.id: item for item in unit.items}
    lost = sum((item.deducted for item in unit.items), ZERO)
    total = link(f"{holder}-table", points(lost))
    cells = [_cell(holder, by_id.get(name)) for name in names]
    return tag("tr", row_head(link(holder, unit.name)), cells, cell(total, number=True, class_="sum"))


def _cell(holder: str, item: ItemScore | None) -> Child:
    if item is None:
        return cell("—", number=True)
    # A bare 0 keeps the map calm; what was lost has two decimals.
    number = points(item.deducted) if item.deducted else tag("data", "0", value="0")
    shown = link(anchors.of_item(holder, item.id), number)
    return cell(shown, number=True, class_=shade(item.deducted, item.points))


def _means(units: Sequence[UnitScore], names: Sequence[str]) -> Markup:
    cells = []
    for name in names:
        lost = [item.deducted for unit in units for item in unit.items if item.id == name]
        cells.append(cell(_mean(lost), number=True))
    totals = [sum((item.deducted for item in unit.items), ZERO) for unit in units]
    return tag("tr", row_head(say("平均", "Mean")), cells, cell(_mean(totals), number=True))


def _mean(values: Sequence[Decimal]) -> Markup:
    mean = sum(values, ZERO) / len(values)
    return points(mean.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _legend() -> Markup:
    words = ("0", "≤ 10%", "≤ 25%", "≤ 50%", "≤ 75%", "> 75%")
    keys = [tag("span", word, class_=f"key h{number}") for number, word in enumerate(words)]
    return tag("p", say("扣分占该项分值：", "Share of the item's points lost: "), keys, class_="legend")
