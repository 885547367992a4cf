"""`fabricated`: the table of records that look made up, and of those that only seem so; every engine runs it."""

from __future__ import annotations

from pathlib import Path

from adapters.checked_ledgers import Told, case, checked, found_as_told, ledger, rule

COPY = {"cause": "copy"}
FORM = {"cause": "form"}
NOTE = {"cause": "note"}
HOUR = {"cause": "hour"}
SITE = {"cause": "site"}
RUSH = {"cause": "rush"}

NORTH, SOUTH = "中山路1号", "人民路9号"


def _month(unit: str, *days: str) -> list[tuple[dict[str, str], list[dict[str, str]]]]:
    """Return cases of a unit decided on these days."""
    return [
        case(f"{unit}-{number:02}", f"decided {day}", unit_id=unit, cause="month") for number, day in enumerate(days)
    ]


LEDGER = ledger(
    case("photo-first", "inspected 2024-03-01 digest=D1", **COPY),
    case("photo-copied", "inspected 2024-03-02T10:00 digest=D1", **COPY),
    case("photo-copied-again", "investigated 2024-03-05 digest=D1", **COPY),
    case("photo-twice-in-one-case", "inspected 2024-03-01 digest=D2", "inspected 2024-03-02 digest=D2", **COPY),
    case("form-of-another-step", "served 2024-03-01 digest=D3", **COPY),
    case("form-of-another-step-2", "served 2024-03-02 digest=D3", **COPY),
    case("photo-before-the-run", "inspected 2024-06-01 digest=D4", **COPY),
    case("photo-copied-after-the-run", "inspected 2024-07-01 digest=D4", **COPY),
    case("two-photos", "inspected 2024-03-01 digest=D5", "investigated 2024-03-02 digest=D6", **COPY),
    case("both-copied", "inspected 2024-04-01 digest=D5", "investigated 2024-04-02 digest=D6", **COPY),
    case("photo-of-another-kind", "inspected 2024-03-01 digest=D1", cause="copy", kind="licence"),
    case("no-photo", "inspected 2024-03-01", **COPY),
    *(case(f"form-{number}", f"inspected 2024-03-0{number} digest=D7", **FORM) for number in (1, 2, 3)),
    case("words", "investigated 2024-03-01 note=当事人承认占用道路经营蔬菜水果的事实。", **NOTE),
    case("words-copied", "investigated 2024-03-02 note=当事人承认：占用道路经营蔬菜、水果的事实！", **NOTE),
    case("words-too-short", "investigated 2024-03-01 note=情况属实，同意。", **NOTE),
    case("words-too-short-2", "investigated 2024-03-02 note=情况属实，同意。", **NOTE),
    case("other-words", "investigated 2024-03-03 note=当事人承认占用道路经营服装鞋帽的事实。", **NOTE),
    case("at-three", "filed 2024-02-01", "decided 2024-03-01T03:00", **HOUR),
    case("at-one-past-midnight", "discussed 2024-03-01T00:01", "decided 2024-03-01T09:00", **HOUR),
    case("at-midnight", "decided 2024-03-01T00:00", **HOUR),  # that is a date without a time of day
    case("a-second-before-five", "decided 2024-03-01T04:59:59", **HOUR),
    case("at-five", "decided 2024-03-01T05:00", **HOUR),
    case("twice-at-night", "discussed 2024-03-01T02:00", "decided 2024-03-02T02:30", **HOUR),
    case("inspected-at-night", "inspected 2024-03-01T02:00", "decided 2024-03-02", **HOUR),
    case("at-night-after-the-run", "filed 2024-06-01", "decided 2024-07-01T02:00", **HOUR),
    case("north", "inspected 2024-03-01T09:00 by=A", place=NORTH, **SITE),
    case("south-ten-minutes-on", "inspected 2024-03-01T09:10 by=A", place=SOUTH, **SITE),
    case("north-eleven-minutes-on", "inspected 2024-03-01T09:21 by=A", place=NORTH, **SITE),
    case("north-again-at-once", "inspected 2024-03-01T09:22 by=A", place="中山路 1 号", **SITE),
    case("south-by-another", "inspected 2024-03-01T09:22 by=B", place=SOUTH, **SITE),
    case("south-on-a-date", "inspected 2024-03-02 by=A", place=SOUTH, **SITE),
    case("nowhere", "inspected 2024-03-01T09:23 by=A", **SITE),
    case("south-in-writing", "served 2024-03-01T09:24 by=A", place=SOUTH, **SITE),
    case("north-at-noon", "inspected 2024-04-01T12:00 by=B", place=NORTH, **SITE),
    case("south-at-noon", "seized 2024-04-01T12:00 by=B", place=SOUTH, **SITE),
    case("north-after-the-run", "inspected 2024-07-01T12:00 by=B", place=NORTH, **SITE),
    case("south-after-the-run", "inspected 2024-07-01T12:01 by=B", place=SOUTH, **SITE),
    case("in-59-seconds", "filed 2024-03-01T09:00:00", "decided 2024-03-01T09:00:59", **RUSH),
    case(
        "in-a-minute", "filed 2024-03-01T09:00:00", "notified 2024-03-01T09:00:30", "decided 2024-03-01T09:01", **RUSH
    ),
    case("in-61-seconds", "filed 2024-03-01T09:00:00", "decided 2024-03-01T09:01:01", **RUSH),
    case("on-one-date", "filed 2024-03-01", "decided 2024-03-01", **RUSH),
    case("decided-before-filed", "filed 2024-03-01T09:00:30", "decided 2024-03-01T09:00:00", **RUSH),
    case("filed-alone", "filed 2024-03-01T09:00", **RUSH),
    # 8 of 10 in the last three days of March; 7 of 10; all, but only 9; February ends on the 29th.
    *_month("U2", *["2024-03-29"] * 3, *["2024-03-30"] * 3, *["2024-03-31"] * 2, "2024-03-28", "2024-03-01"),
    *_month("U3", *["2024-03-29"] * 7, *["2024-03-28"] * 3),
    *_month("U4", *["2024-03-31"] * 9),
    *_month("U5", *["2024-02-27"] * 5, *["2024-02-29T17:30"] * 5, "2024-03-01"),
    units=[{"unit_id": f"U{number}", "name": f"第{number}中队"} for number in range(1, 6)],
    officers=[{"officer_id": one, "unit_id": "U1", "name": one, "role": "officer"} for one in "AB"],
)

CHECKS = [
    rule(
        "t-fabricated-digest",
        "fabricated",
        "applies: {kind: penalty, cause: copy}\nparameters: {sign: same_digest, activities: [inspected, investigated]}",
    ),
    rule("t-fabricated-form", "fabricated", "applies: {cause: form}\nparameters: {sign: same_digest, at_most: 2}"),
    rule("t-fabricated-text", "fabricated", "parameters: {sign: same_text, activities: [investigated]}"),
    rule(
        "t-fabricated-time",
        "fabricated",
        """
applies: {cause: hour}
parameters: {sign: impossible_time, activities: [discussed, decided], hours: [0, 5]}
""",
    ),
    rule(
        "t-fabricated-places",
        "fabricated",
        "applies: {cause: site}\nparameters: {sign: two_places, activities: [inspected, seized], minutes: 10}",
    ),
    rule(
        "t-fabricated-minute",
        "fabricated",
        "applies: {cause: rush}\nparameters: {sign: one_minute, activities: [filed, notified, decided], minutes: 1}",
    ),
    rule(
        "t-fabricated-month-end",
        "fabricated",
        """
applies: {cause: month}
parameters: {sign: month_end, activities: [decided], share: 0.8, days: 3, least: 10}
""",
    ),
]


def _copied(check: str, one: str, before: str, start: str, end: str, *, holders: int, what: str) -> Told:
    detail = {"from": start, "related": [before], "to": end, "what": what}
    return (check, one, "U1", end.removesuffix("+08:00"), None, str(holders), "1", detail)


def _between(check: str, one: str, start: str, end: str, *, seconds: tuple[int, int], **detail: object) -> Told:
    told = {"from": f"{start}+08:00", "to": f"{end}+08:00", **detail}
    return (check, one, "U1", end, None, str(seconds[0]), str(seconds[1]), told)


def _odd(one: str, first: str, times: int) -> Told:
    return ("t-fabricated-time", one, "U1", first, None, str(times), "0", {"what": "0-5"})


_DIGEST, _PLACES, _MINUTE = "t-fabricated-digest", "t-fabricated-places", "t-fabricated-minute"
_AT = "2024-03-02T10:00:00+08:00"

FOUND = [
    # `measured`: the cases that hold the copy.
    _copied(_DIGEST, "photo-copied", "photo-first", "2024-03-01", _AT, holders=3, what="digest"),
    _copied(_DIGEST, "photo-copied-again", "photo-copied", _AT, "2024-03-05", holders=3, what="digest"),
    _copied(_DIGEST, "both-copied", "two-photos", "2024-03-01", "2024-04-01", holders=2, what="digest"),
    _copied("t-fabricated-text", "words-copied", "words", "2024-03-01", "2024-03-02", holders=2, what="note_key"),
    # `measured`: how many steps at night; the finding stands at the first event of the case.
    _odd("at-three", "2024-02-01", 1),
    _odd("at-one-past-midnight", "2024-03-01T00:01:00", 1),
    _odd("a-second-before-five", "2024-03-01T04:59:59", 1),
    _odd("twice-at-night", "2024-03-01T02:00:00", 2),
    # `measured` and `limit`: seconds.
    _between(
        *(_PLACES, "south-ten-minutes-on", "2024-03-01T09:00:00", "2024-03-01T09:10:00"),
        seconds=(600, 600),
        related=["north"],
        what="two_places",
    ),
    _between(
        *(_PLACES, "south-at-noon", "2024-04-01T12:00:00", "2024-04-01T12:00:00"),
        seconds=(0, 600),
        related=["north-at-noon"],
        what="two_places",
    ),
    _between(
        _MINUTE, "in-59-seconds", "2024-03-01T09:00:00", "2024-03-01T09:00:59", seconds=(59, 60), what="one_minute"
    ),
    _between(_MINUTE, "in-a-minute", "2024-03-01T09:00:00", "2024-03-01T09:01:00", seconds=(60, 60), what="one_minute"),
    # `measured`: those of the last days; `limit`: all of the month; no case is named.
    ("t-fabricated-month-end", None, "U2", "2024-03-31", None, "8", "10", {"value": "0.8", "what": "month_end"}),
    ("t-fabricated-month-end", None, "U5", "2024-02-29", None, "10", "10", {"value": "0.8", "what": "month_end"}),
]

EXAMINED = {
    _DIGEST: 10,  # every case of the kind with an event before the day of the run
    "t-fabricated-form": 3,
    "t-fabricated-text": 83,  # all but the three with nothing before the run
    "t-fabricated-time": 8,
    _PLACES: 10,
    _MINUTE: 4,
    "t-fabricated-month-end": 40,
}


def test_it_finds_what_looks_made_up_and_nothing_else(tmp_path: Path) -> None:
    found = checked(tmp_path, LEDGER, CHECKS)
    found_as_told(found, FOUND)
    assert found.examined == EXAMINED


def test_it_cannot_compare_digests_and_texts_where_there_are_none(tmp_path: Path) -> None:
    bare = [{name: row[name] for name in ("case_id", "activity", "at")} for row in LEDGER["events"]]
    examined = checked(tmp_path, {**LEDGER, "events": bare}, CHECKS).examined
    assert [examined[check] for check in (_DIGEST, "t-fabricated-text", _PLACES)] == [None, None, None]
