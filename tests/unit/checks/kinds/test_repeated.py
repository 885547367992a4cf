"""`repeated`: the table of complaints that came again; every engine runs it. As of Sunday 30 June 2024."""

from __future__ import annotations

from pathlib import Path

from adapters.checked_ledgers import Row, Told, checked, found_as_told, ledger, rule


def _complaints(place: str, issue: str, **received: str) -> list[Row]:
    return [
        {"complaint_id": one.replace("_", "-"), "unit_id": "U1", "place": place, "issue": issue, "received_at": at}
        for one, at in received.items()
    ]


LEDGER = ledger(
    complaints=[
        *_complaints("解放路1号", "油烟", month_1="2024-01-10", month_2="2024-02-10", month_3="2024-03-10T08:00"),
        *_complaints("解放路1号", "油烟", month_4="2024-04-05", month_5="2024-06-30"),
        *_complaints("解放路2号", "油烟", twice_1="2024-01-10", twice_2="2024-01-11"),
        # 1 January + 90 days = 31 March.
        *_complaints("解放路3号", "油烟", ninety_1="2024-01-01", ninety_2="2024-02-15", ninety_3="2024-03-31"),
        *_complaints("解放路4号", "油烟", ninety_one_1="2024-01-01", ninety_one_2="2024-02-15"),
        *_complaints("解放路4号", "油烟", ninety_one_3="2024-04-01"),
        *_complaints("解放路5号", "油烟", written_1="2024-01-01", written_2="2024-01-02"),
        *_complaints("解放路 ５号", "油烟", written_3="2024-01-03"),
        *_complaints("解放路6号", "油烟", issue_1="2024-01-01", issue_2="2024-01-02"),
        *_complaints("解放路6号", "噪声", issue_3="2024-01-03"),
        *_complaints("", "油烟", nowhere_1="2024-01-01", nowhere_2="2024-01-02", nowhere_3="2024-01-03"),
        *_complaints("解放路7号", "油烟", run_1="2024-06-01", run_2="2024-06-02", run_3="2024-07-01"),
        *_complaints("解放路8号", "油烟", day_1="2024-01-01", day_2="2024-01-01", day_3="2024-01-01"),
        *_complaints("解放路9号", "", open_1="2024-01-01", open_2="2024-01-02", open_3="2024-01-03"),
    ]
)

CHECKS = [
    rule(
        "t-repeated-place",
        "repeated",
        "subject: complaint\nparameters: {times: 3, within: {days: 90}, same: [place_key, issue]}",
    ),
    rule(
        "t-repeated-problem",
        "repeated",
        """
subject: complaint
applies: {issue: 油烟}
parameters: {times: 4, within: {days: 365}, same: problem}
versions: [{from: 2024-02-01, until: null, citation: XH-18}]
""",
    ),
    rule(
        "t-repeated-channel",
        "repeated",
        "subject: complaint\nparameters: {times: 2, within: {days: 1}, same: channel}",
    ),
]


def _place(one: str, first: str, start: str, end: str, number: int) -> Told:
    """Return a finding: it names the complaint that opens the span, and the how manieth it is altogether."""
    detail = {"from": start, "related": [first], "to": end, "value": str(number), "what": "place_key+issue"}
    return ("t-repeated-place", one, "U1", end[:19], None, "3", "3", detail)


FOUND = [
    _place("month-3", "month-1", "2024-01-10", "2024-03-10T08:00:00+08:00", 3),
    _place("month-4", "month-2", "2024-02-10", "2024-04-05", 4),
    _place("ninety-3", "ninety-1", "2024-01-01", "2024-03-31", 3),
    _place("written-3", "written-1", "2024-01-01", "2024-01-03", 3),
    _place("day-3", "day-1", "2024-01-01", "2024-01-01", 3),
    # Since February there are four of the five.
    (
        *("t-repeated-problem", "month-5", "U1", "2024-06-30", None, "4", "4"),
        {"from": "2024-02-10", "related": ["month-2"], "to": "2024-06-30", "value": "4", "what": "problem"},
    ),
]

EXAMINED = {
    "t-repeated-place": 24,  # 31, less: no place (3), no issue (3), after the run
    "t-repeated-problem": 10,  # received since February: month 4, ninety 2, ninety-one 2, run 2
    "t-repeated-channel": None,
}


def test_it_finds_complaints_that_came_again_and_no_others(tmp_path: Path) -> None:
    found = checked(tmp_path, LEDGER, CHECKS)
    found_as_told(found, FOUND)
    assert found.examined == EXAMINED


def test_it_cannot_be_judged_without_complaints(tmp_path: Path) -> None:
    found = checked(tmp_path, {"units": LEDGER["units"]}, CHECKS)
    assert set(found.examined.values()) == {None}
    assert "complaints" in found.summary["t-repeated-place"]["not_answerable_en"]
