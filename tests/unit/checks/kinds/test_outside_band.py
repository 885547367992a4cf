"""`outside_band`: the table of fines within and outside what the law and the benchmark allow; every engine runs it."""

from __future__ import annotations

from pathlib import Path

from adapters.checked_ledgers import Told, case, checked, found_as_told, ledger, rule

SPOT = {"procedure": "summary"}
ORDINARY = {"procedure": "ordinary"}
CITIZEN = {**SPOT, "party_kind": "citizen"}
SHOP = {**SPOT, "party_kind": "organisation"}
B1 = {**ORDINARY, "benchmark_id": "B1"}

LEDGER = ledger(
    case("citizen-at-the-maximum", "decided 2024-03-01", fine="200", **CITIZEN),
    case("citizen-a-cent-above", "decided 2024-03-01", fine="200.01", **CITIZEN),
    case("citizen-nothing", "decided 2024-03-01", fine="0", **CITIZEN),
    case("shop-at-the-maximum", "decided 2024-03-01", fine="3000", **SHOP),
    case("shop-at-the-minimum", "decided 2024-03-01", fine="100", **SHOP),
    case("shop-below", "decided 2024-03-01", fine="99", **SHOP),
    case("shop-above", "decided 2024-03-01T16:00", fine="3000.5", **SHOP),
    case("party-unknown", "decided 2024-03-01", fine="999999", **SPOT),
    case("fine-unknown", "decided 2024-03-01", **CITIZEN),
    case("undecided", "filed 2024-03-01", fine="999", **CITIZEN),
    case("decided-after-the-run", "decided 2024-07-01", fine="999", **CITIZEN),
    case("old-law-above", "decided 2021-07-14", fine="60", **CITIZEN),
    case("new-law-within", "decided 2021-07-15", fine="60", **CITIZEN),
    # 1 500 000 written where 150 yuan was meant; 0.05 where it was 0.05 wan, 500 yuan.
    case("yuan-for-wan", "decided 2024-03-01", fine="1500000", **CITIZEN),
    case("wan-for-yuan", "decided 2024-03-01", fine="0.05", **SHOP),
    case("another-kind", "decided 2024-03-01", fine="999", kind="compulsion", **CITIZEN),
    case("within-the-band", "decided 2023-05-04", fine="3000", **B1),
    case("at-its-minimum", "decided 2023-05-04", fine="1000", **B1),
    case("at-its-maximum", "decided 2023-05-04", fine="5000", **B1),
    case("below-it", "decided 2023-05-04", fine="999.99", **B1),
    case("above-it", "decided 2023-05-04", fine="5000.01", **B1),
    case("in-wan", "decided 2023-05-04", fine="0.3", **B1),
    case("on-its-last-day", "decided 2023-12-31", fine="3000", **B1),
    case("the-day-after", "decided 2024-01-01", fine="3000", **B1),
    case("on-its-first-day", "decided 2021-07-15", fine="3000", **B1),
    case("the-day-before", "decided 2021-07-14", fine="3000", **B1),
    case("above-and-out-of-force", "decided 2024-01-01", fine="5001", **B1),
    case("no-benchmark", "decided 2024-03-01", fine="3000", **ORDINARY),
    case("no-minimum", "decided 2024-03-01", fine="0.01", benchmark_id="B2", **ORDINARY),
    case("no-minimum-above", "decided 2024-03-01", fine="2500", benchmark_id="B2", **ORDINARY),
    case("no-maximum", "decided 2024-03-01", fine="99999999", benchmark_id="B3", **ORDINARY),
    case("no-maximum-below", "decided 2024-03-01", fine="4999", benchmark_id="B3", **ORDINARY),
    benchmarks=[
        {"benchmark_id": "B1", "minimum": "1000", "maximum": "5000", "from": "2021-07-15", "until": "2024-01-01"},
        {"benchmark_id": "B2", "maximum": "2000"},
        {"benchmark_id": "B3", "minimum": "5000"},
    ],
)

CHECKS = [
    rule(
        "t-outside-band-spot",
        "outside_band",
        """
applies: {kind: penalty, procedure: summary}
parameters: {amount: fine}
versions:
- from: 1996-10-01
  until: 2021-07-15
  citation: penalty-law-2017-33
  parameters: {bounds: {citizen: {maximum: 50}, organisation: {maximum: 1000}}}
- from: 2021-07-15
  until: null
  citation: penalty-law-51
  parameters: {bounds: {citizen: {maximum: 200}, organisation: {minimum: 100, maximum: 3000}}}
""",
    ),
    rule(
        "t-outside-band-benchmark",
        "outside_band",
        "applies: {procedure: ordinary}\nparameters: {amount: fine, benchmark: true}",
    ),
    rule(
        "t-outside-band-paid",
        "outside_band",
        "parameters: {amount: paid, bounds: {citizen: {maximum: 1}}}",
    ),
]


def _spot(one: str, at: str, what: str, amount: str, limit: str) -> Told:
    return ("t-outside-band-spot", one, "U1", at[:19], None, amount, limit, {"from": at, "what": what})


def _band(one: str, at: str, what: str, amount: str, limit: str, benchmark: str = "B1") -> Told:
    detail = {"from": at, "related": [benchmark], "what": what}
    return ("t-outside-band-benchmark", one, "U1", at, None, amount, limit, detail)


FOUND = [
    _spot("citizen-a-cent-above", "2024-03-01", "above", "200.01", "200"),
    _spot("shop-below", "2024-03-01", "below", "99", "100"),
    _spot("shop-above", "2024-03-01T16:00:00+08:00", "above", "3000.5", "3000"),
    _spot("old-law-above", "2021-07-14", "above", "60", "50"),
    _spot("yuan-for-wan", "2024-03-01", "yuan_as_wan", "1500000", "200"),
    _spot("wan-for-yuan", "2024-03-01", "wan_as_yuan", "0.05", "100"),
    _band("below-it", "2023-05-04", "below", "999.99", "1000"),
    _band("above-it", "2023-05-04", "above", "5000.01", "5000"),
    _band("in-wan", "2023-05-04", "wan_as_yuan", "0.3", "1000"),
    _band("the-day-after", "2024-01-01", "not_in_force", "3000", "5000"),
    _band("the-day-before", "2021-07-14", "not_in_force", "3000", "5000"),
    _band("above-and-out-of-force", "2024-01-01", "above", "5001", "5000"),
    _band("no-minimum-above", "2024-03-01", "above", "2500", "2000", "B2"),
    _band("no-maximum-below", "2024-03-01", "below", "4999", "5000", "B3"),
]

EXAMINED = {
    # 16 cases, less: party or fine unknown, undecided by the day of the run (2), another kind.
    "t-outside-band-spot": 11,
    "t-outside-band-benchmark": 15,
    "t-outside-band-paid": None,
}


def test_it_finds_fines_outside_their_band_and_nothing_else(tmp_path: Path) -> None:
    found = checked(tmp_path, LEDGER, CHECKS)
    found_as_told(found, FOUND)
    assert found.examined == EXAMINED


def test_it_judges_the_band_alike_whatever_law_the_rule_names(tmp_path: Path) -> None:
    # In force without end: only what is decided is judged all the same.
    everywhere = rule("t-outside-band-always", "outside_band", "parameters: {bounds: {citizen: {maximum: 200}}}")
    found = checked(tmp_path, LEDGER, [everywhere])
    assert {finding["case_id"] for finding in found.findings} == {
        *("citizen-a-cent-above", "yuan-for-wan", "another-kind"),
    }
