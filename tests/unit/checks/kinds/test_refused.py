"""`refused`: the table of complaints that were not accepted; every engine runs it. As of Sunday 30 June 2024."""

from __future__ import annotations

from pathlib import Path

from adapters.checked_ledgers import Row, Told, checked, found_as_told, ledger, rule


def _complaint(complaint_id: str, at: str, accepted: str, **columns: str) -> Row:
    return {"complaint_id": complaint_id, "received_at": at, "accepted": accepted, "unit_id": "U1", **columns}


LEDGER = ledger(
    complaints=[
        _complaint("accepted", "2024-03-01", "是"),
        _complaint("refused", "2024-03-01", "否"),
        _complaint("refused-at-night", "2024-03-01T23:59:59", "否"),
        _complaint("not-said", "2024-03-01", ""),
        _complaint("on-the-day-of-the-run", "2024-06-30T12:00", "否"),
        _complaint("after-the-run", "2024-07-01", "否"),
        _complaint("before-the-law", "2022-04-30", "否"),
        _complaint("on-the-first-day-of-the-law", "2022-05-01", "否"),
        _complaint("on-the-last-day-of-another", "2023-12-31", "否", channel="电话"),
        _complaint("by-letter", "2024-03-01", "否", channel="信件"),
        _complaint("by-telephone", "2024-03-01", "否", channel="电话"),
        _complaint("of-no-unit", "2024-03-01", "否", unit_id=""),
    ]
)

CHECKS = [
    rule(
        "t-refused-complaint",
        "refused",
        "subject: complaint\nversions: [{from: 2022-05-01, until: null, citation: petition-regulations-34}]",
    ),
    rule(
        "t-refused-by-telephone",
        "refused",
        """
subject: complaint
applies: {channel: [电话, 网站]}
versions: [{from: 2023-01-01, until: 2024-01-01, citation: XH-18}]
""",
    ),
]


def _refused(one: str, at: str = "2024-03-01", unit: str | None = "U1", check: str = "t-refused-complaint") -> Told:
    return (check, one, unit, at[:19], None, None, None, {"from": at, "what": "accepted"})


FOUND = [
    _refused("refused"),
    _refused("refused-at-night", "2024-03-01T23:59:59+08:00"),
    _refused("on-the-day-of-the-run", "2024-06-30T12:00:00+08:00"),
    _refused("on-the-first-day-of-the-law", "2022-05-01"),
    _refused("on-the-last-day-of-another", "2023-12-31"),
    _refused("on-the-last-day-of-another", "2023-12-31", check="t-refused-by-telephone"),
    _refused("by-letter"),
    _refused("by-telephone"),
    _refused("of-no-unit", unit=None),
]

EXAMINED = {"t-refused-complaint": 9, "t-refused-by-telephone": 1}


def test_it_finds_complaints_not_accepted_and_no_others(tmp_path: Path) -> None:
    found = checked(tmp_path, LEDGER, CHECKS)
    found_as_told(found, FOUND)
    assert found.examined == EXAMINED


def test_it_cannot_be_judged_where_acceptance_is_never_entered(tmp_path: Path) -> None:
    silent = [{name: value for name, value in row.items() if name != "accepted"} for row in LEDGER["complaints"]]
    assert set(checked(tmp_path, {**LEDGER, "complaints": silent}, CHECKS).examined.values()) == {None}
