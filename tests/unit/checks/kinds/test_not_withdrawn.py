"""`not_withdrawn`: the table of annulled decisions that stayed public; every engine runs it."""

from __future__ import annotations

from pathlib import Path

from adapters.checked_ledgers import Row, Told, case, checked, found_as_told, ledger, rule

PUBLIC = "published 2024-02-01"


def _outcome(one: str, at: str, result: str = "revoked") -> Row:
    row = {"outcome_id": f"W-{one}-{at}", "case_id": one, "unit_id": "U1", "organ": "court", "result": result}
    return {**row, "effective_at": at}


LEDGER = ledger(
    # After Friday 1 March 2024: 4 5 6.
    case("on-the-third-day", PUBLIC, "revoked 2024-03-01", "withdrawn 2024-03-06"),
    case("on-the-fourth-day", PUBLIC, "revoked 2024-03-01", "withdrawn 2024-03-07T09:00"),
    case("never-published", "revoked 2024-03-01"),
    case("published-after-the-run", "published 2024-07-01", "revoked 2024-03-01"),
    case("still-public", PUBLIC, "revoked 2024-06-20"),  # 21 24 25
    case("still-public-until-friday", PUBLIC, "revoked 2024-06-25"),  # 26 27 28
    case("may-still-be-public", PUBLIC, "revoked 2024-06-26"),  # Monday 1 July
    case("withdrawn-after-the-run", PUBLIC, "revoked 2024-06-20", "withdrawn 2024-07-02"),
    case("by-an-outcome-alone", PUBLIC, "withdrawn 2024-03-07"),
    case("by-an-outcome-before-the-entry", PUBLIC, "revoked 2024-03-05", "withdrawn 2024-03-07"),
    case("by-an-outcome-after-the-entry", PUBLIC, "revoked 2024-03-01", "withdrawn 2024-03-07"),
    case("by-the-first-of-two-outcomes", PUBLIC, "withdrawn 2024-03-07"),
    case("by-an-outcome-to-come", PUBLIC),
    case("upheld", PUBLIC),
    case("in-force", PUBLIC),
    case("corrected-instead", PUBLIC, "revoked 2024-03-01", "corrected 2024-03-04"),
    case("withdrawn-again", PUBLIC, "revoked 2024-03-01", "withdrawn 2024-03-04", "withdrawn 2024-03-20"),
    case("withdrawn-beforehand", PUBLIC, "withdrawn 2024-02-10", "revoked 2024-03-01"),
    case("before-the-law", "published 2018-11-01", "revoked 2018-12-04"),
    case("on-the-first-day-of-the-law", "published 2018-11-01", "revoked 2018-12-05", "withdrawn 2018-12-11"),  # 6 7 10
    outcomes=[
        _outcome("by-an-outcome-alone", "2024-03-01"),
        _outcome("by-an-outcome-before-the-entry", "2024-03-01"),
        _outcome("by-an-outcome-after-the-entry", "2024-03-05"),
        _outcome("by-the-first-of-two-outcomes", "2024-03-05", "changed"),
        _outcome("by-the-first-of-two-outcomes", "2024-03-01", "partly_revoked"),
        _outcome("by-an-outcome-to-come", "2024-07-01"),
        _outcome("upheld", "2024-03-01", "maintained"),
    ],
)

CHECKS = [
    rule(
        "t-not-withdrawn-3-days",
        "not_withdrawn",
        """
parameters: {from: [{field: outcome}, revoked], limit: {working_days: 3}, unless: [corrected]}
versions: [{from: 2018-12-05, until: null, citation: LPS-24}]
""",
    ),
    rule(
        "t-not-withdrawn-by-the-entry",
        "not_withdrawn",
        "parameters: {from: revoked, limit: {days: 30}, unless: [corrected]}",
    ),
]


def _found(one: str, due: str, passed: int, start: str, end: str = "") -> Told:
    detail = {"from": start, "to": end, "what": "withdrawn"} if end else {"from": start, "what": "withdrawn"}
    return ("t-not-withdrawn-3-days", one, "U1", end[:19] or due, due, str(passed), "3", detail)


FOUND = [
    _found("on-the-fourth-day", "2024-03-06", 4, "2024-03-01", "2024-03-07T09:00:00+08:00"),
    _found("still-public", "2024-06-25", 6, "2024-06-20"),  # 21 24 25 26 27 28
    _found("still-public-until-friday", "2024-06-28", 3, "2024-06-25"),  # and two days of rest
    _found("withdrawn-after-the-run", "2024-06-25", 6, "2024-06-20"),
    _found("by-an-outcome-alone", "2024-03-06", 4, "2024-03-01", "2024-03-07"),
    _found("by-an-outcome-before-the-entry", "2024-03-06", 4, "2024-03-01", "2024-03-07"),
    _found("by-an-outcome-after-the-entry", "2024-03-06", 4, "2024-03-01", "2024-03-07"),
    _found("by-the-first-of-two-outcomes", "2024-03-06", 4, "2024-03-01", "2024-03-07"),
    # What was withdrawn a second time had been public again.
    _found("withdrawn-again", "2024-03-06", 13, "2024-03-01", "2024-03-20"),
    _found("on-the-first-day-of-the-law", "2018-12-10", 4, "2018-12-05", "2018-12-11"),
    (
        *("t-not-withdrawn-by-the-entry", "before-the-law", "U1", "2019-01-03", "2019-01-03", "2035", "30"),
        {"from": "2018-12-04", "what": "withdrawn"},
    ),
]

EXAMINED = {
    # 20 cases, less: not public (2), in force (3 with the outcome to come), corrected, the time before.
    "t-not-withdrawn-3-days": 13,
    "t-not-withdrawn-by-the-entry": 12,
}


def test_it_finds_what_stayed_public_and_nothing_else(tmp_path: Path) -> None:
    found = checked(tmp_path, LEDGER, CHECKS)
    found_as_told(found, FOUND)
    assert found.examined == EXAMINED


def test_it_cannot_judge_by_outcomes_where_the_ledger_has_none(tmp_path: Path) -> None:
    tables = {name: rows for name, rows in LEDGER.items() if name != "outcomes"}
    found = checked(tmp_path, tables, CHECKS)
    assert found.examined["t-not-withdrawn-3-days"] is None
    assert found.examined["t-not-withdrawn-by-the-entry"] == 12
