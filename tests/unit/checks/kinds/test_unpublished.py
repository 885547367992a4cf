"""`unpublished`: the table of decisions made public late or not at all; every engine runs it."""

from __future__ import annotations

from pathlib import Path

from adapters.checked_ledgers import Told, case, checked, found_as_told, ledger, rule

SLOW = {"cause": "slow"}

LEDGER = ledger(
    # After Friday 1 March 2024: 4 5 6 7 8 11 12.
    case("on-the-seventh-day", "decided 2024-03-01", "published 2024-03-12"),
    case("on-the-eighth-day", "decided 2024-03-01", "published 2024-03-13"),
    case("at-the-last-minute", "decided 2024-03-01T16:00", "published 2024-03-12T23:59"),
    case("on-a-rest-day-after", "decided 2024-03-04", "published 2024-03-16"),  # until Wednesday 13
    case("over-the-holidays", "decided 2024-04-26", "published 2024-05-09"),  # 28 29 30 6 7 8 9
    case("over-the-holidays-late", "decided 2024-04-26", "published 2024-05-10"),
    case("never", "decided 2024-06-18"),  # 19 20 21 24 25 26 27
    case("never-until-friday", "decided 2024-06-19"),  # 28
    case("not-yet", "decided 2024-06-20"),  # Monday 1 July
    case("after-the-run", "decided 2024-06-18", "published 2024-07-02"),
    case("decided-after-the-run", "decided 2024-07-01"),
    case("published-twice", "decided 2024-03-01", "published 2024-03-05", "published 2024-05-05"),
    case("published-before", "published 2024-02-20", "decided 2024-03-01"),  # out of order, not late
    case("undecided", "filed 2024-03-01"),
    case("exempted", "decided 2024-03-01", "publication_exempted 2024-03-02"),
    case("without-penalty", "decided 2024-03-01", "not_penalised 2024-03-01"),
    case("another-kind", "decided 2024-03-01", kind="licence"),
    case("before-the-law", "decided 2018-12-04"),
    case("on-the-first-day-of-the-law", "decided 2018-12-05", "published 2018-12-17"),  # 6 7 10 11 12 13 14
    # 1 March + 20 days = Thursday 21 March; 10 March + 20 = Saturday 30 → Monday 1 April.
    case("twenty-days", "decided 2024-03-01", "published 2024-03-21", **SLOW),
    case("twenty-one-days", "decided 2024-03-01", "published 2024-03-22", **SLOW),
    case("twenty-days-on-a-saturday", "decided 2024-03-10", "published 2024-04-01", **SLOW),
)

CHECKS = [
    rule(
        "t-unpublished-7-days",
        "unpublished",
        """
applies: {kind: penalty, lacks: [not_penalised, twenty_days]}
parameters: {from: decided, limit: {working_days: 7}, unless: [publication_exempted]}
versions: [{from: 2018-12-05, until: null, citation: three-systems-opinions-6}]
""",
    ),
    rule(
        "t-unpublished-20-days",
        "unpublished",
        "applies: {cause: slow}\nparameters: {from: decided, limit: {days: 20}}",
    ),
]


def _found(one: str, due: str, passed: tuple[int, int], start: str, end: str = "", days: int = 7) -> Told:
    detail = {"from": start, "to": end, "what": "published"} if end else {"from": start, "what": "published"}
    return (f"t-unpublished-{days}-days", one, "U1", end or due, due, str(passed[0]), str(passed[1]), detail)


FOUND = [
    _found("on-the-eighth-day", "2024-03-12", (8, 7), "2024-03-01", "2024-03-13"),
    _found("on-a-rest-day-after", "2024-03-13", (9, 7), "2024-03-04", "2024-03-16"),
    _found("over-the-holidays-late", "2024-05-09", (8, 7), "2024-04-26", "2024-05-10"),
    _found("never", "2024-06-27", (8, 7), "2024-06-18"),
    _found("never-until-friday", "2024-06-28", (7, 7), "2024-06-19"),  # overdue by two days of rest
    _found("after-the-run", "2024-06-27", (8, 7), "2024-06-18"),
    _found("on-the-first-day-of-the-law", "2018-12-14", (8, 7), "2018-12-05", "2018-12-17"),
    _found("twenty-one-days", "2024-03-12", (15, 7), "2024-03-01", "2024-03-22"),
    _found("twenty-days", "2024-03-12", (14, 7), "2024-03-01", "2024-03-21"),
    _found("twenty-days-on-a-saturday", "2024-03-19", (16, 7), "2024-03-10", "2024-04-01"),
    _found("twenty-one-days", "2024-03-21", (21, 20), "2024-03-01", "2024-03-22", 20),
]

EXAMINED = {
    # 22 cases, less: decided after the run, undecided, exempted, no penalty, the licence, the time before.
    "t-unpublished-7-days": 16,
    "t-unpublished-20-days": 3,
}


def test_it_finds_what_was_not_published_in_time_and_nothing_else(tmp_path: Path) -> None:
    found = checked(tmp_path, LEDGER, CHECKS)
    found_as_told(found, FOUND)
    assert found.examined == EXAMINED
