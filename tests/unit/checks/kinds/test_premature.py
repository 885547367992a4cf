"""`premature`: the table of what comes too soon; every engine runs it."""

from __future__ import annotations

from pathlib import Path

from adapters.checked_ledgers import Told, case, checked, found_as_told, ledger, rule

OVER = {"cause": "over"}

LEDGER = ledger(
    # After Friday 1 March 2024: 4 5 6 7 8 11 12.
    case("on-the-seventh-day", "hearing_notified 2024-03-01", "hearing_held 2024-03-12"),
    case("on-the-sixth-day", "hearing_notified 2024-03-01", "hearing_held 2024-03-11"),
    case("on-a-saturday", "hearing_notified 2024-03-01", "hearing_held 2024-03-09"),
    case("from-a-saturday", "hearing_notified 2024-03-02", "hearing_held 2024-03-12"),
    case("to-the-minute", "hearing_notified 2024-03-01T23:59", "hearing_held 2024-03-12T00:01"),
    case("on-the-same-day", "hearing_notified 2024-03-01T09:00", "hearing_held 2024-03-01T15:00"),
    # After Friday 26 April: Sunday 28 is worked, 1 to 5 May are not: 28 29 30 6 7 8 9.
    case("made-up-sunday", "hearing_notified 2024-04-26", "hearing_held 2024-05-09"),
    case("made-up-sunday-too-soon", "hearing_notified 2024-04-26", "hearing_held 2024-05-08"),
    case("held-before-the-notice", "hearing_notified 2024-03-12", "hearing_held 2024-03-01"),
    case("not-held", "hearing_notified 2024-03-01"),
    case("not-notified", "hearing_held 2024-03-01"),
    case("held-after-the-run", "hearing_notified 2024-06-28", "hearing_held 2024-07-02"),
    case("waived", "hearing_notified 2024-03-01", "hearing_held 2024-03-04", "hearing_waived 2024-03-02"),
    case("another-kind", "hearing_notified 2024-03-01", "hearing_held 2024-03-04", kind="licence"),
    # The law of the day of the notice: seven days, from 15 July 2021 seven working days.
    case("old-law", "hearing_notified 2021-07-07", "hearing_held 2021-07-14"),
    case("old-law-too-soon", "hearing_notified 2021-07-08", "hearing_held 2021-07-14"),
    case("crosses-the-law", "hearing_notified 2021-07-14", "hearing_held 2021-07-21"),
    case("new-law-too-soon", "hearing_notified 2021-07-15", "hearing_held 2021-07-22"),  # 16 19 20 21 22
    # The tenth working day after 1 March is Friday 15 March: it must be over.
    case("on-the-tenth-day", "demanded 2024-03-01", "court_applied 2024-03-15", **OVER),
    case("on-the-saturday-after", "demanded 2024-03-01", "court_applied 2024-03-16", **OVER),
    case("on-the-eleventh-day", "demanded 2024-03-01", "court_applied 2024-03-18", **OVER),
    case("on-the-saturday-before", "demanded 2024-03-01", "court_applied 2024-03-09", **OVER),
    case("third-day", "notified 2024-03-01", "decided 2024-03-04", **OVER),
    case("fourth-day", "notified 2024-03-01", "decided 2024-03-05", **OVER),
    case("from-a-complaint", "filed 2024-03-04", cause="complaint", complaint_id="of-march"),
    case("from-a-complaint-to-come", "filed 2024-06-28", cause="complaint", complaint_id="of-july"),
    complaints=[
        {"complaint_id": "of-march", "received_at": "2024-03-03"},
        {"complaint_id": "of-july", "received_at": "2024-07-01"},
    ],
)

CHECKS = [
    rule(
        "t-premature-hearing",
        "premature",
        """
applies: {kind: penalty}
parameters: {from: hearing_notified, to: hearing_held, unless: [hearing_waived]}
versions:
- {from: 1996-10-01, until: 2021-07-15, citation: penalty-law-2017-42, parameters: {least: {days: 7}}}
- {from: 2021-07-15, until: null, citation: penalty-law-64, parameters: {least: {working_days: 7}}}
""",
    ),
    rule(
        "t-premature-over",
        "premature",
        "parameters: {from: demanded, to: court_applied, least: {working_days: 10}, over: true}",
    ),
    rule(
        "t-premature-over-days",
        "premature",
        "applies: {cause: over}\nparameters: {from: notified, to: decided, least: {days: 3}, over: true}",
    ),
    rule(
        "t-premature-complaint",
        "premature",
        "parameters: {from: {field: complaint}, to: filed, least: {days: 2}}",
    ),
    rule("t-premature-unknown", "premature", "parameters: {from: rubber_stamped, to: decided, least: {days: 3}}"),
]


def _found(check: str, one: str, start: str, end: str, passed: tuple[int, int], what: str = "hearing_held") -> Told:
    detail = {"from": start, "to": end, "what": what}
    return (check, one, "U1", end.removesuffix("+08:00"), None, str(passed[0]), str(passed[1]), detail)


#: (days that passed, days that must): working days are those after the first day, up to and with the last.
FOUND = [
    _found("t-premature-hearing", "on-the-sixth-day", "2024-03-01", "2024-03-11", (6, 7)),
    _found("t-premature-hearing", "on-a-saturday", "2024-03-01", "2024-03-09", (5, 7)),
    _found("t-premature-hearing", "on-the-same-day", "2024-03-01T09:00:00+08:00", "2024-03-01T15:00:00+08:00", (0, 7)),
    _found("t-premature-hearing", "made-up-sunday-too-soon", "2024-04-26", "2024-05-08", (6, 7)),
    _found("t-premature-hearing", "old-law-too-soon", "2021-07-08", "2021-07-14", (6, 7)),
    _found("t-premature-hearing", "new-law-too-soon", "2021-07-15", "2021-07-22", (5, 7)),
    _found("t-premature-over", "on-the-tenth-day", "2024-03-01", "2024-03-15", (10, 10), "court_applied"),
    _found("t-premature-over", "on-the-saturday-before", "2024-03-01", "2024-03-09", (5, 10), "court_applied"),
    _found("t-premature-over-days", "third-day", "2024-03-01", "2024-03-04", (3, 3), "decided"),
    _found("t-premature-complaint", "from-a-complaint", "2024-03-03", "2024-03-04", (1, 2), "filed"),
]

EXAMINED = {
    # 18 cases, less: wrong order, one step alone (3 with the hearing after the run), waived, the licence.
    "t-premature-hearing": 12,
    "t-premature-over": 4,
    "t-premature-over-days": 2,
    "t-premature-complaint": 1,
    "t-premature-unknown": None,
}


def test_it_finds_what_came_too_soon_and_nothing_else(tmp_path: Path) -> None:
    found = checked(tmp_path, LEDGER, CHECKS)
    found_as_told(found, FOUND)
    assert found.examined == EXAMINED
