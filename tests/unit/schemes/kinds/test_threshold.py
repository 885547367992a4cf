"""`threshold`: a fixed deduction where a rate does not reach a bound; the bound itself passes."""

from __future__ import annotations

import pytest

from adapters.scoring_rules import faults_of, points_of, rule_of, sentence, unreported

RATE = rule_of('{id: D06-4-a, type: threshold, amount: 3, threshold: 0.95, operator: ">="}')
WHOLE = rule_of("{id: D06-5-a, type: threshold, amount: 1, threshold: 1.0}")
BEYOND = rule_of('{id: X, type: threshold, amount: 3, threshold: 0.95, operator: ">"}')
NINES = "9" * 40


@pytest.mark.parametrize(
    ("written", "reached", "exceeded"),
    [
        ("0.95", "0", "3"),  # 达到95%: the bound itself passes (HN-AMB-04)
        ("95%", "0", "3"),
        ("９５％", "0", "3"),  # full-width
        ("0.9499999999", "3", "3"),
        (f"94.{NINES}%", "3", "3"),  # no rounding on the way
        (f"0.94{NINES}", "3", "3"),
        ("0.9500000001", "0", "0"),
        ("1", "0", "0"),
        ("0", "3", "3"),
        ("1.01", "refused", "refused"),
        ("95", "refused", "refused"),  # 95 is no rate: 95% or 0.95
        ("-0.1", "refused", "refused"),
        ("高", "refused", "refused"),
    ],
)
def test_it_takes_points_below_the_bound(written: str, reached: str, exceeded: str) -> None:
    assert points_of(RATE, written) == reached
    assert points_of(BEYOND, written) == exceeded


def test_it_asks_for_all_where_the_text_does() -> None:
    assert [points_of(WHOLE, rate) for rate in ("1", "100%", "99.99%", "0.999")] == ["0", "0", "1", "1"]


def test_it_takes_nothing_where_nothing_was_reported() -> None:
    # An unknown rate is 0/1 in its column: it must not read as 0 %.
    assert unreported(RATE) == "0"


def test_it_says_what_was_missed() -> None:
    assert sentence(RATE, "94.9%").zh == "0.949 未达到 95%，扣 3 分"
    assert sentence(RATE, "95%").en == "0.95 reaches 95%: nothing taken"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{id: A, type: threshold, amount: 3}", "missing_key"),
        ("{id: A, type: threshold, threshold: 0.9}", "missing_key"),
        ('{id: A, type: threshold, amount: 3, threshold: 0.9, operator: "<"}', "unknown_operator"),
    ],
)
def test_it_refuses_what_it_cannot_read(text: str, fault: str) -> None:
    assert fault in faults_of(text)
