"""`bands`: the band that holds a rate or a count, under three readings of its boundaries."""

from __future__ import annotations

import pytest

from adapters.scoring_rules import faults_of, points_of, rule_of, sentence, unreported

# D08-2-a (HN-AMB-01): 及以下 wins over an implicit lower end, so 75, 60 and 50 % lie in the lower band.
SATISFACTION = rule_of("""
id: D08-2-a
type: bands
bands:
- {zh: "85%及以上", deduct: 0, lower: 0.85, lower_inclusive: true, upper: 1.0, upper_inclusive: true}
- {zh: "75%-85%以下", deduct: 1, lower: 0.75, lower_inclusive: false, upper: 0.85, upper_inclusive: false}
- {zh: "60%-75%及以下", deduct: 2, lower: 0.60, lower_inclusive: false, upper: 0.75, upper_inclusive: true}
- {zh: "50%-60%及以下", deduct: 3, lower: 0.50, lower_inclusive: false, upper: 0.60, upper_inclusive: true}
- {zh: "50%及以下", deduct: 4, lower: 0.0, lower_inclusive: true, upper: 0.50, upper_inclusive: true}
""")
# 不满 never includes its number, whatever the policy.
EXPLICIT = rule_of("""
id: X
type: bands
bands:
- {zh: "90%以上", deduct: 0, lower: 0.9}
- {zh: "80%以上不满90%", deduct: 1, lower: 0.8, upper: 0.9}
- {zh: "不满80%", deduct: 2, upper: 0.8}
""")
COUNTS = rule_of(
    "{id: D10-2-a, type: bands, bands: [{zh: 未开展过, deduct: 2, count: 0}, {zh: 全年少于2次, deduct: 1, count: 1}, "
    "{zh: 2次及以上, deduct: 0, count_min: 2}]}"
)
POLICIES = ("default", "favour_evaluated", "strict")
NINES = "9" * 40


def under_all(written: str) -> tuple[str, ...]:
    return tuple(points_of(SATISFACTION, written, boundary_policy=policy) for policy in POLICIES)


@pytest.mark.parametrize(
    ("written", "default", "favoured", "strict"),
    [
        ("1", "0", "0", "0"),
        ("0.85", "0", "0", "1"),  # 75%-85%以下 claims 85 where 以下 is read as inclusive
        ("84.99%", "1", "1", "1"),
        (f"84.{NINES}%", "1", "1", "1"),  # no rounding on the way
        ("0.7500000001", "1", "1", "1"),
        ("0.75", "2", "1", "2"),
        ("75%", "2", "1", "2"),
        ("0.7499999999", "2", "2", "2"),
        ("0.60", "3", "2", "3"),
        ("0.50", "4", "3", "4"),
        ("0.4999", "4", "4", "4"),
        ("0", "4", "4", "4"),
        ("1.0001", "refused", "refused", "refused"),
    ],
)
def test_it_takes_the_deduction_of_the_band(written: str, default: str, favoured: str, strict: str) -> None:
    assert under_all(written) == (default, favoured, strict)


@pytest.mark.parametrize("policy", POLICIES)
def test_it_never_widens_an_explicit_exclusion(policy: str) -> None:
    rates = ("0.9", "0.8999", "0.8", "0.7999", "0")
    assert [points_of(EXPLICIT, rate, boundary_policy=policy) for rate in rates] == ["0", "1", "1", "2", "2"]


@pytest.mark.parametrize("policy", POLICIES)
def test_it_claims_no_more_than_is_applied_where_the_words_hold_no_number(policy: str) -> None:
    bands = "{zh: 达到目标, deduct: 0, lower: 0.3}, {zh: 未达到, deduct: 8, upper: 0.3}"
    rule = rule_of(f"{{id: X, type: bands, bands: [{bands}]}}")
    assert [points_of(rule, rate, boundary_policy=policy) for rate in ("0.3", "0.2999")] == ["0", "8"]


@pytest.mark.parametrize(("words", "at_75"), [("75％-85％以下", "1"), ("75%至85%以下", "1"), ("75～85%以下", "1")])
def test_it_reads_the_words_however_they_are_set(words: str, at_75: str) -> None:
    upper = f"{{zh: '{words}', deduct: 1, lower: 0.75, lower_inclusive: false, upper: 0.85}}"
    lower = "{zh: '75%及以下', deduct: 2, upper: 0.75, upper_inclusive: true}"
    rule = rule_of(f"{{id: X, type: bands, bands: [{upper}, {lower}]}}")
    assert points_of(rule, "0.75", boundary_policy="favour_evaluated") == at_75
    assert points_of(rule, "0.75", boundary_policy="strict") == "2"


@pytest.mark.parametrize(
    ("written", "points"),
    [("0", "2"), ("1", "1"), ("2", "0"), ("3", "0"), (str(10**25), "0"), ("无", "2"), ("1.5", "refused")],
)
def test_it_counts_where_its_bands_do(written: str, points: str) -> None:
    assert {points_of(COUNTS, written, boundary_policy=policy) for policy in POLICIES} == {points}


def test_it_takes_nothing_where_nothing_was_reported() -> None:
    # No number is not zero: neither 0 % nor no inspection at all.
    assert (unreported(SATISFACTION), unreported(COUNTS)) == ("0", "0")


def test_it_refuses_a_rate_that_no_band_holds() -> None:
    bands = "{zh: 90%以上, deduct: 0, lower: 0.9}, {zh: 80%以下, deduct: 2, upper: 0.8}"
    gap = rule_of(f"{{id: X, type: bands, bands: [{bands}]}}")
    assert [points_of(gap, rate) for rate in ("0.9", "0.85", "0.8", "0.7")] == ["0", "refused", "refused", "2"]


def test_it_names_the_band() -> None:
    assert sentence(SATISFACTION, "75%").zh == "0.75 属“60%-75%及以下”，扣 2 分"
    assert sentence(SATISFACTION, "75%", boundary_policy="favour_evaluated").zh == "0.75 属“75%-85%以下”，扣 1 分"
    assert sentence(COUNTS, "2").zh == "2 属“2次及以上”，不扣分"


@pytest.mark.parametrize(
    ("bands", "fault"),
    [
        ("{zh: 90%以上, lower: 0.9}", "missing_key"),
        ("{zh: 90%以上, deduct: 0, lower: 九成}", "not_a_number"),
        ("{zh: 90%以上, deduct: 0, lower: 0.9, lower_inclusive: maybe}", "not_a_flag"),
        ("{zh: 90%以上, deduct: 0, lower: 0.9, lower_inclusiv: false}", "unknown_key"),
        ("{zh: 90%以上, deduct: -1, lower: 0.9}", "negative_points"),
    ],
)
def test_it_refuses_a_band_it_cannot_read(bands: str, fault: str) -> None:
    assert fault in faults_of(f"{{id: A, type: bands, bands: [{bands}]}}")
    assert faults_of("{id: A, type: bands}") == ["missing_key"]
