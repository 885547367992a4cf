"""`overturned`: the table of outcomes against the unit; every engine runs it. As of Sunday 30 June 2024."""

from __future__ import annotations

from pathlib import Path

from adapters.checked_ledgers import Row, Told, case, checked, found_as_told, ledger, rule


def _outcome(outcome_id: str, organ: str, result: str, at: str = "2024-03-01", one: str = "case-1") -> Row:
    row = {"outcome_id": outcome_id, "organ": organ, "result": result, "effective_at": at}
    return {**row, "case_id": one, "unit_id": "U1"}


LEDGER = ledger(
    case("case-1", "decided 2024-01-05"),
    case("case-2", "decided 2024-01-05"),
    outcomes=[
        _outcome("revoked-by-a-court", "court", "revoked"),
        _outcome("revoked-twice", "court", "revoked", "2024-04-01T09:00"),
        _outcome("revoked-in-part", "reconsideration", "partly_revoked", one="case-2"),
        _outcome("revoked-by-a-superior", "superior", "revoked", one="case-2"),
        _outcome("maintained", "court", "maintained", one="case-2"),
        _outcome("of-no-case", "court", "confirmed_illegal", one=""),
        _outcome("on-the-day-of-the-run", "court", "changed", "2024-06-30T10:00", "case-2"),
        _outcome("after-the-run", "court", "changed", "2024-07-01", "case-2"),
        _outcome("before-the-law", "court", "changed", "2021-07-14", "case-2"),
        _outcome("on-the-first-day-of-the-law", "court", "changed", "2021-07-15", "case-2"),
        _outcome("sanctioned", "discipline", "sanction", one=""),
        _outcome("in-the-papers", "public", "incident", one=""),
    ],
)

CHECKS = [
    rule(
        "t-overturned-court",
        "overturned",
        """
subject: outcome
parameters: {organs: [court, reconsideration], results: [revoked, partly_revoked, changed, confirmed_illegal]}
versions: [{from: 2021-07-15, until: null, citation: CQ-34}]
""",
    ),
    rule("t-overturned-anyone", "overturned", "subject: outcome\nparameters: {results: [sanction, incident]}"),
    rule(
        "t-overturned-one-organ",
        "overturned",
        "subject: outcome\napplies: {organ: superior}\nparameters: {results: [revoked]}",
    ),
]


def _found(check: str, outcome: str, one: str | None, result: str, at: str = "2024-03-01") -> Told:
    return (check, one, "U1", at[:19], None, None, None, {"from": at, "related": [outcome], "what": result})


_COURT = "t-overturned-court"

FOUND = [
    _found(_COURT, "revoked-by-a-court", "case-1", "revoked"),
    _found(_COURT, "revoked-twice", "case-1", "revoked", "2024-04-01T09:00:00+08:00"),
    _found(_COURT, "revoked-in-part", "case-2", "partly_revoked"),
    _found(_COURT, "of-no-case", None, "confirmed_illegal"),
    _found(_COURT, "on-the-day-of-the-run", "case-2", "changed", "2024-06-30T10:00:00+08:00"),
    _found(_COURT, "on-the-first-day-of-the-law", "case-2", "changed", "2021-07-15"),
    _found("t-overturned-anyone", "sanctioned", None, "sanction"),
    _found("t-overturned-anyone", "in-the-papers", None, "incident"),
    _found("t-overturned-one-organ", "revoked-by-a-superior", "case-2", "revoked"),
]

EXAMINED = {
    _COURT: 7,  # 9 of these organs, less the one to come and the one of before
    "t-overturned-anyone": 11,
    "t-overturned-one-organ": 1,
}


def test_it_finds_what_was_overturned_and_nothing_else(tmp_path: Path) -> None:
    found = checked(tmp_path, LEDGER, CHECKS)
    found_as_told(found, FOUND)
    assert found.examined == EXAMINED


def test_it_cannot_be_judged_without_outcomes(tmp_path: Path) -> None:
    tables = {name: rows for name, rows in LEDGER.items() if name != "outcomes"}
    assert set(checked(tmp_path, tables, CHECKS).examined.values()) == {None}
