"""The waterfall: its axis, the length of its bars, the order of its lines."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assets.html_tree import read_page
from zhiheng.domain.texts import Text
from zhiheng.reports.html.waterfall import NARROWEST, RIGHT, Scale, Step, draw_waterfall


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        (("100", "96.8", "110.8"), "90", "115"),
        (("100",), "99.5", "100"),
        (("100", "0"), "0", "100"),
        (("100", "99.6"), "99", "100"),
    ],
)
def test_it_chooses_an_axis_around_the_values(values: tuple[str, ...], low: str, high: str) -> None:
    scale = Scale.over([Decimal(value) for value in values])

    assert (scale.low, scale.high) == (Decimal(low), Decimal(high))
    assert len(scale.lines()) <= 8


def test_it_maps_the_axis_to_the_drawing() -> None:
    scale = Scale(Decimal(90), Decimal(110), Decimal(5))

    assert scale.at(Decimal(90)) == NARROWEST
    assert scale.at(Decimal(110)) == RIGHT
    assert scale.at(Decimal(100)) == (NARROWEST + RIGHT) / Decimal(2)


def test_it_draws_a_bar_from_one_total_to_the_next() -> None:
    steps = [
        Step(Text("满分", "Full"), Decimal(100), Decimal(100), "total"),
        Step(Text("D03"), Decimal(100), Decimal("98.6"), "loss"),
        Step(Text("得分", "Score"), Decimal("98.6"), Decimal("98.6"), "total"),
    ]
    scale = Scale.over([Decimal(100), Decimal("98.6")])
    bars = read_page(draw_waterfall("云岭市", steps)).all("rect")

    assert [bar.attributes["class"] for bar in bars] == ["total", "loss", "total"]
    assert Decimal(bars[1].attributes["x"]) == scale.at(Decimal("98.6"))
    assert Decimal(bars[1].attributes["width"]) == scale.at(Decimal(100)) - scale.at(Decimal("98.6"))


def test_it_writes_the_number_beside_each_bar() -> None:
    steps = [
        Step(Text("满分", "Full"), Decimal(100), Decimal(100), "total"),
        Step(Text("B01"), Decimal(100), Decimal(108), "gain"),
        Step(Text("D03"), Decimal(108), Decimal("106.6"), "loss"),
    ]
    told = [node.text for node in read_page(draw_waterfall("x", steps)).all("text", "told")]

    assert told == ["100", "+8", "−1.4"]
