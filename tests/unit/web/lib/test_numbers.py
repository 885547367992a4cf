"""Numbers: halves rounded up, trailing zeros kept, full-width digits read, floats refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhiheng_web.lib.marks import figure_mark, points_mark, state_mark
from zhiheng_web.lib.numbers import read_decimal, read_percentage, two_places
from zhiheng_web.lib.words import Text, speaking


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("96", "96.00"),
        ("0.005", "0.01"),
        ("2.675", "2.68"),
        ("-0.005", "-0.01"),
        ("-0.004", "0.00"),
        ("1E+2", "100.00"),
    ],
)
def test_it_shows_two_decimals_and_rounds_halves_up(value: str, told: str) -> None:
    assert two_places(Decimal(value)) == told


def test_it_refuses_a_float() -> None:
    with pytest.raises(TypeError, match="float"):
        two_places(0.1)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="str"):
        points_mark("")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("96.5", "96.5"),
        ("１２．５", "12.5"),
        (" 1 234.50 ", "1234.50"),
        ("1,234,567", "1234567"),
        ("－2", "-2"),
        ("−2", "-2"),
        (".5", "0.5"),
    ],
)
def test_it_reads_numbers_as_people_type_them(typed: str, value: str) -> None:
    assert read_decimal(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "NaN", "1e5", "Infinity", "十", "1,23", "1.2.3", "=1+1", "1_000"])
def test_it_takes_nothing_else_for_a_number(typed: str) -> None:
    assert read_decimal(typed) is None


def test_it_reads_percentages_with_and_without_sign() -> None:
    assert [read_percentage(typed) for typed in ("85.5", "85.5%", "８５．５％", " 85.5 % ")] == [Decimal("85.5")] * 4
    assert read_percentage("%") is None


def test_it_opens_a_figure() -> None:
    assert figure_mark(Decimal("1.005"), "/why/?a=1&b=2") == '<a class="zh-figure" href="/why/?a=1&amp;b=2">1.01</a>'
    assert ">3<" in figure_mark(3, "/why/")
    assert ">—<" in figure_mark(None, "/why/")


def test_it_tells_a_state_by_words_and_shape() -> None:
    shapes = {tone: state_mark("甲", tone).split("<svg")[1] for tone in ("neutral", "info", "good", "warn", "bad")}
    assert len(set(shapes.values())) == 5
    with speaking("en"):
        assert "vetoed" in state_mark(Text("已否决", "vetoed"), "bad")
    with pytest.raises(KeyError):
        state_mark("甲", "purple")
