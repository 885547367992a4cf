"""`duplicated`: the table of what stands in the ledger twice; every engine runs it."""

from __future__ import annotations

from pathlib import Path

from adapters.checked_ledgers import Told, case, checked, found_as_told, ledger, rule

LEDGER = ledger(
    case("event-once", "inspected 2024-03-01T09:00 by=A"),
    case("event-twice", "inspected 2024-03-01T09:00 by=A", "inspected 2024-03-01T09:00 by=A"),
    case("event-three-times", "filed 2024-02-01", *["inspected 2024-03-01"] * 3),
    case("another-minute", "inspected 2024-03-01T09:00", "inspected 2024-03-01T09:01"),
    case("another-officer", "inspected 2024-03-01T09:00 by=A", "inspected 2024-03-01T09:00 by=B"),
    case("another-medium", "inspected 2024-03-01 medium=text", "inspected 2024-03-01 medium=video"),
    case("another-number", "served 2024-03-01 no=1号", "served 2024-03-01 no=2号"),
    case("the-same-number", "served 2024-03-01 no=1号", "filed 2024-03-01", "served 2024-03-01 no=1号"),
    case("another-activity", "inspected 2024-03-01", "investigated 2024-03-01"),
    case("twice-after-the-run", "filed 2024-06-01", "inspected 2024-07-01", "inspected 2024-07-01"),
    case("of-another-kind", "inspected 2024-03-01", "inspected 2024-03-01", kind="inspection"),
    case("no-event"),
    case("number-first", "decided 2024-03-01", document_no="罚字〔2024〕1号"),
    case("number-second", "decided 2024-03-05T10:00", document_no="罚字〔2024〕1号"),
    case("number-third", "decided 2024-04-01", document_no="罚字〔2024〕1号"),
    case("number-undecided", "filed 2024-03-01", document_no="罚字〔2024〕1号"),
    case("number-to-come", "decided 2024-07-01", document_no="罚字〔2024〕1号"),
    case("number-of-its-own", "decided 2024-03-01", document_no="罚字〔2024〕2号"),
    case("number-of-same-instant-a", "decided 2024-03-01", document_no="罚字〔2024〕3号"),
    case("number-of-same-instant-b", "decided 2024-03-01", document_no="罚字〔2024〕3号"),
    case("no-number-a", "decided 2024-03-01"),
    case("no-number-b", "decided 2024-03-01"),
    *(
        case(one, f"decided {at}", *more, fine=fine, party_id=party, place="解放路1号", cause="占道经营")
        for one, at, fine, party, *more in (
            ("fine-first", "2024-03-01", "100", "P1"),
            ("fine-within-a-week", "2024-03-08", "100", "P1"),
            ("fine-in-the-second-week", "2024-03-16", "100", "P1"),
            ("fined-of-another", "2024-03-01", "100", "P2"),
            ("not-fined", "2024-03-02", "0", "P2"),
            ("fined-before-it-was-revoked", "2024-03-01", "100", "P3", "revoked 2024-03-02"),
            ("fined-anew", "2024-03-03", "100", "P3"),
        )
    ),
    officers=[{"officer_id": one, "unit_id": "U1", "name": one, "role": "officer"} for one in "AB"],
)

CHECKS = [
    rule("t-duplicated-events", "duplicated", "applies: {kind: penalty}\nparameters: {of: events}"),
    rule("t-duplicated-number", "duplicated", "parameters: {of: document_no}"),
    rule(
        "t-duplicated-fine",
        "duplicated",
        """
applies: {kind: penalty, lacks: [revoked]}
parameters: {of: fine, within: {days: 7}, by: decided}
versions: [{from: 2021-07-15, until: null, citation: penalty-law-29}]
""",
    ),
    rule("t-duplicated-source", "duplicated", "parameters: {of: fine, same: [power_item_id]}"),
]


def _events(one: str, first: str, copies: int) -> Told:
    return ("t-duplicated-events", one, "U1", first[:19], None, str(copies), "0", {"what": "events"})


def _number(one: str, before: str, start: str, end: str, days: int) -> Told:
    detail = {"from": start, "related": [before], "to": end, "what": "document_no"}
    return ("t-duplicated-number", one, "U1", end[:19], None, str(days), None, detail)


#: `measured`: how many copies too many; the days since the case before.
FOUND = [
    _events("event-twice", "2024-03-01T09:00:00", 1),
    _events("event-three-times", "2024-02-01", 2),
    _events("the-same-number", "2024-03-01", 1),
    _number("number-second", "number-first", "2024-03-01", "2024-03-05T10:00:00+08:00", 4),
    _number("number-third", "number-second", "2024-03-05T10:00:00+08:00", "2024-04-01", 27),
    _number("number-of-same-instant-b", "number-of-same-instant-a", "2024-03-01", "2024-03-01", 0),
    (
        *("t-duplicated-fine", "fine-within-a-week", "U1", "2024-03-08", None, "7", "7"),
        {"from": "2024-03-01", "related": ["fine-first"], "to": "2024-03-08", "what": "party_id+cause+place_key"},
    ),
]

EXAMINED = {
    "t-duplicated-events": 26,  # 29 cases, less: no event, nothing before the run's day, the inspection
    "t-duplicated-number": 6,
    "t-duplicated-fine": 5,
    "t-duplicated-source": None,
}


def test_it_finds_what_stands_there_twice_and_nothing_else(tmp_path: Path) -> None:
    found = checked(tmp_path, LEDGER, CHECKS)
    found_as_told(found, FOUND)
    assert found.examined == EXAMINED
