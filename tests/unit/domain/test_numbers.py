"""Exact numbers: shortest form, and what counts as a number or a rate in a file."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhiheng.domain.numbers import read_number, read_rate, shortest


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("96.50", "96.5"),
        ("100", "100"),
        ("1E+2", "100"),
        ("0.0", "0"),
        ("-0", "0"),
        ("-1.40", "-1.4"),
        ("1E-7", "0.0000001"),
    ],
)
def test_it_writes_the_shortest_plain_form(number: str, text: str) -> None:
    assert shortest(Decimal(number)) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", "7"), (" ７ ", "7"), ("1,234.5", "1234.5"), ("-1.5", "-1.5"), ("+3", "3"), ("０．５", "0.5")],
)
def test_it_reads_plain_numbers(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "七", "1e3", "NaN", "inf", "1.2.3", "--1", "0x10", ".", "1-2"])
def test_it_reads_nothing_else_as_a_number(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "rate"), [("0.8499", "0.8499"), ("84.99%", "0.8499"), ("８５％", "0.85"), ("100%", "1")]
)
def test_it_reads_rates_as_fractions_of_one(text: str, rate: str) -> None:
    assert read_rate(text) == Decimal(rate)
