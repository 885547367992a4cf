"""`missing`: the table of what is not there though it must be; every engine runs it. As of Sunday 30 June 2024."""

from __future__ import annotations

from pathlib import Path

from adapters.checked_ledgers import Told, case, checked, found_as_told, ledger, rule

STAGE = {"cause": "stage"}
RECORD = {"cause": "record"}
PAPER = {"cause": "paper"}
FIELD = {"cause": "field"}
CLUE = {"cause": "clue"}
FILE = {"cause": "file"}
MONTH = {"cause": "month"}

LEDGER = ledger(
    case("never-notified", "decided 2024-03-01", **STAGE),
    case("notified", "notified 2024-02-20", "decided 2024-03-01", **STAGE),
    case("heard-instead", "hearing_held 2024-02-20", "decided 2024-03-01", **STAGE),
    case("notified-afterwards", "decided 2024-03-01", "notified 2024-03-20", **STAGE),  # out of order, not missing
    case("notified-after-the-run", "decided 2024-06-20T09:30", "notified 2024-07-02", **STAGE),
    case("undecided", "filed 2024-03-01", **STAGE),
    case("decided-after-the-run", "decided 2024-07-02", **STAGE),
    case("without-penalty", "decided 2024-03-01", "not_penalised 2024-03-01", **STAGE),
    case("before-the-law", "decided 2021-07-14", **STAGE),
    case("on-the-first-day-of-the-law", "decided 2021-07-15", **STAGE),
    case("another-kind", "decided 2024-03-01", cause="stage", kind="licence"),
    case("text-alone", "seized 2024-03-01 medium=text", **RECORD),
    case("no-medium", "seized 2024-03-01", **RECORD),
    case("video", "seized 2024-03-01 medium=video", **RECORD),
    case("text-and-audio", "seized 2024-03-01 medium=text", "seized 2024-03-02 medium=audio", **RECORD),
    case("video-of-another-step", "seized 2024-03-01", "inspected 2024-03-01 medium=video", **RECORD),
    case("not-seized", "inspected 2024-03-01", **RECORD),
    case("without-number", "seized 2024-03-01", **PAPER),
    case("with-number", "seized 2024-03-01 no=扣字1号", **PAPER),
    case("with-number-the-second-time", "seized 2024-03-01", "seized 2024-03-05 no=扣字2号", **PAPER),
    case("numbered-decision", "decided 2024-03-01", document_no="罚字1号", **FIELD),
    case("unnumbered-decision", "decided 2024-03-01", **FIELD),
    # 15 working days, 10 June being a holiday: after 5 June until the 27th, after the 6th until the 28th.
    case("time-is-up", "clue_registered 2024-06-05", **CLUE),
    case("time-was-up-on-friday", "clue_registered 2024-06-06", **CLUE),
    case("time-is-up-tomorrow", "clue_registered 2024-06-07", **CLUE),
    case("clue-answered", "clue_registered 2024-05-06", "not_filed 2024-05-07", **CLUE),
    case("clue-answered-too-late", "clue_registered 2024-05-06", "filed 2024-06-28", **CLUE),  # late, not missing
    case("clue-after-the-run", "clue_registered 2024-07-01", **CLUE),
    case("not-archived", "closed 2024-03-29", **FILE),  # + 90 = Thursday 27 June
    case("not-archived-on-a-saturday", "closed 2024-03-31", **FILE),  # + 90 = Saturday 29 June → Monday 1 July
    case("archived", "closed 2024-01-05", "archived 2024-06-28", **FILE),
    case("not-submitted", "closed 2024-05-28", **MONTH),  # until Friday 28 June
    case("not-submitted-on-a-sunday", "closed 2024-05-30", **MONTH),  # until Sunday 30 June → Monday 1 July
)

CHECKS = [
    rule(
        "t-missing-stage",
        "missing",
        """
applies: {kind: penalty, cause: stage}
parameters: {once: decided, stage: [notified, hearing_held], unless: [not_penalised]}
versions: [{from: 2021-07-15, until: null, citation: penalty-law-44}]
""",
    ),
    rule(
        "t-missing-record",
        "missing",
        "applies: {cause: record}\nparameters: {once: seized, stage: seized, medium: [video, audio]}",
    ),
    rule(
        "t-missing-paper",
        "missing",
        "applies: {cause: paper}\nparameters: {once: seized, stage: seized, document: true}",
    ),
    rule("t-missing-field", "missing", "applies: {cause: field}\nparameters: {once: decided, field: document_no}"),
    rule(
        "t-missing-clue",
        "missing",
        "parameters: {once: clue_registered, stage: [filed, not_filed], after: {working_days: 15}}",
    ),
    rule(
        "t-missing-file",
        "missing",
        "applies: {cause: file}\nparameters: {once: closed, stage: archived, after: {days: 90}}",
    ),
    rule(
        "t-missing-month",
        "missing",
        "applies: {cause: month}\nparameters: {once: closed, stage: review_submitted, after: {months: 1}}",
    ),
    rule("t-missing-unknown", "missing", "parameters: {once: decided, stage: rubber_stamped}"),
    rule("t-missing-party", "missing", "parameters: {once: decided, field: party_id}"),
]


def _found(check: str, one: str, at: str, what: str) -> Told:
    return (check, one, "U1", at.removesuffix("+08:00"), None, None, None, {"from": at, "what": what})


def _over(check: str, one: str, start: str, due: str, *, passed: tuple[int, int], what: str) -> Told:
    """Return a finding where time was given: it occurs on the last day of that time."""
    return (check, one, "U1", due, due, str(passed[0]), str(passed[1]), {"from": start, "what": what})


FOUND = [
    _found("t-missing-stage", "never-notified", "2024-03-01", "notified"),
    _found("t-missing-stage", "notified-after-the-run", "2024-06-20T09:30:00+08:00", "notified"),
    _found("t-missing-stage", "on-the-first-day-of-the-law", "2021-07-15", "notified"),
    _found("t-missing-record", "text-alone", "2024-03-01", "seized"),
    _found("t-missing-record", "no-medium", "2024-03-01", "seized"),
    _found("t-missing-record", "video-of-another-step", "2024-03-01", "seized"),
    _found("t-missing-paper", "without-number", "2024-03-01", "seized"),
    _found("t-missing-field", "unnumbered-decision", "2024-03-01", "document_no"),
    # Up to Sunday 30 June; the 28th is the 16th and the 15th working day.
    _over("t-missing-clue", "time-is-up", "2024-06-05", "2024-06-27", passed=(16, 15), what="filed"),
    _over("t-missing-clue", "time-was-up-on-friday", "2024-06-06", "2024-06-28", passed=(15, 15), what="filed"),
    _over("t-missing-file", "not-archived", "2024-03-29", "2024-06-27", passed=(93, 90), what="archived"),
    _over("t-missing-month", "not-submitted", "2024-05-28", "2024-06-28", passed=(33, 31), what="review_submitted"),
]

EXAMINED = {
    "t-missing-stage": 6,  # 11, less: undecided, decided after the run, no penalty, the old law, the licence
    "t-missing-record": 5,
    "t-missing-paper": 3,
    "t-missing-field": 2,
    "t-missing-clue": 4,  # those for which 15 working days lie behind
    "t-missing-file": 3,  # 90 days lie behind, the rest day at their end not yet looked at
    "t-missing-month": 2,
    "t-missing-unknown": None,
    "t-missing-party": None,
}


def test_it_finds_what_is_missing_and_nothing_else(tmp_path: Path) -> None:
    found = checked(tmp_path, LEDGER, CHECKS)
    found_as_told(found, FOUND)
    assert found.examined == EXAMINED


def test_it_says_which_column_is_empty(tmp_path: Path) -> None:
    told = checked(tmp_path, LEDGER, CHECKS).summary["t-missing-party"]
    assert told["not_answerable_en"] == "cases.party_id is missing or empty throughout"
