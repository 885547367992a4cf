"""`zhiheng deadline` at its door: what it prints, what it refuses, with which exit status."""

from __future__ import annotations

import json
from typing import Any

import pytest
import typer

from zhiheng.cli import console, deadlines
from zhiheng.domain.refusals import Refusal


class Outcome:
    """What a run of the command left behind."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def data(self) -> dict[str, Any]:
        """Return what was printed, read as JSON."""
        value: dict[str, Any] = json.loads(self.out)
        return value


class Door:
    """The command on an app of its own, ended as `zhiheng.cli.main` ends it."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.app = typer.Typer(add_completion=False, rich_markup_mode=None)
        self.app.callback()(lambda: None)  # keeps the name of a command that stands alone
        deadlines.attach(self.app)

    def __call__(self, *arguments: str) -> Outcome:
        try:
            status = self.app(["deadline", *arguments], standalone_mode=False) or 0
        except Refusal as refusal:
            with pytest.raises(SystemExit) as left:
                console.refuse(refusal)
            status = left.value.code
        captured = self.capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    def json(self, *arguments: str) -> dict[str, Any]:
        outcome = self(*arguments, "--format", "json")
        assert (outcome.status, outcome.err) == (0, "")
        return outcome.data


@pytest.fixture
def door(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Door:
    monkeypatch.delenv("ZHIHENG_LANG", raising=False)
    return Door(capsys)


def test_it_prints_the_members_of_the_contract(door: Door) -> None:
    found = door.json("--from", "2026-09-30", "--days", "7", "--working")
    october = ["08", "09", "10", "12", "13", "14", "15"]  # the 10th is a make-up Saturday
    assert list(found)[:4] == ["from", "due", "provisional", "days"]
    assert found["from"] == "2026-09-30"
    assert found["due"] == "2026-10-15"
    assert found["provisional"] is False
    assert found["days"] == [f"2026-10-{day}" for day in october]
    assert (found["unit"], found["number"], found["rolled"], found["remaining"]) == ("working_days", 7, False, 0)


@pytest.mark.parametrize("text", ["20260930", "2026/9/30", "2026年9月30日", "２０２６-09-30"])
def test_it_reads_the_date_in_the_usual_forms(door: Door, text: str) -> None:
    assert door.json("--from", text, "--days", "７", "--working")["due"] == "2026-10-15"


def test_it_counts_months_and_moves_their_end(door: Door) -> None:
    assert door.json("--from", "2026-01-31", "--months", "1")["due"] == "2026-02-28"  # a make-up Saturday
    moved = door.json("--from", "2026-09-01", "--months", "1")
    assert (moved["due"], moved["rolled"]) == ("2026-10-08", True)
    kept = door.json("--from", "2026-09-01", "--months", "1", "--no-roll")
    assert (kept["due"], kept["rolled"]) == ("2026-10-01", False)


def test_it_counts_calendar_days(door: Door) -> None:
    assert door.json("--from", "2026-09-18", "--calendar-days", "15")["due"] == "2026-10-08"  # 3 October, moved
    assert door.json("--from", "2026-09-18", "--calendar-days", "15", "--no-roll")["due"] == "2026-10-03"


def test_it_gives_a_provisional_day_in_a_year_without_notice(door: Door) -> None:
    found = door.json("--from", "2026-12-25", "--days", "10", "--working")
    assert (found["due"], found["provisional"], found["years_without_notice"]) == ("2027-01-08", True, [2027])
    told = door("--from", "2026-12-25", "--days", "10", "--working")
    assert "（暂定）" in told.out
    assert "2027 年没有可用的放假安排通知" in told.out


def test_it_leaves_suspended_days_out_whatever_strokes_the_dates_have(door: Door) -> None:
    for span in ("2026-10-09/2026-10-12:鉴定", "2026/10/9/2026/10/12：鉴定", "20261009/20261012: 鉴定"):
        found = door.json("--from", "2026-09-30", "--days", "7", "--working", "--suspended", span)
        assert found["due"] == "2026-10-20"  # 15 October and the three days lost: 16, 19, 20
        assert found["suspended"] == [{"from": "2026-10-09", "to": "2026-10-12", "ground": "鉴定"}]


def test_it_takes_several_suspensions(door: Door) -> None:
    twice = ("--suspended", "2026-10-09/2026-10-09", "--suspended", "2026-10-12/2026-10-12")
    found = door.json("--from", "2026-09-30", "--days", "3", "--working", *twice)
    assert found["days"] == ["2026-10-08", "2026-10-10", "2026-10-13"]


def test_it_gives_no_day_while_a_suspension_has_no_end(door: Door) -> None:
    halt = ("--from", "2026-09-30", "--days", "7", "--working", "--suspended", "2026-10-12/:听证")
    found = door.json(*halt)
    assert (found["due"], found["remaining"], len(found["days"])) == (None, 4, 3)
    assert found["suspended"] == [{"from": "2026-10-12", "to": None, "ground": "听证"}]
    assert "中止尚无止日" in door(*halt).out
    assert "suspended without end" in door(*halt, "--lang", "en").out


def test_it_prints_the_days_with_what_they_are(door: Door) -> None:
    told = door("--from", "2026-09-30", "--days", "7", "--working")
    assert told.status == 0
    assert "届满日 2026-10-15 星期四。" in told.out
    assert "2026-10-10 星期六" in told.out and "调休上班（国庆节）" in told.out
    assert "放假不计：2026-10-01, 2026-10-02, 2026-10-05, 2026-10-06, 2026-10-07（国庆节）" in told.out


def test_it_speaks_english(door: Door) -> None:
    told = door("--from", "2026-09-01", "--months", "1", "--lang", "en")
    assert "1 month from 2026-09-01 Tuesday (that day not counted): due 2026-10-08 Thursday." in told.out
    assert "Civil Code art. 203" in told.out


def test_it_shortens_a_long_table_and_never_the_json(door: Door) -> None:
    told = door("--from", "2026-01-01", "--calendar-days", "200")
    assert "全部日期见 --format json" in told.out
    assert "│ 5 " in told.out and "│ 196 " in told.out and "│ 100 " not in told.out
    assert len(door.json("--from", "2026-01-01", "--calendar-days", "200")["days"]) == 200


START = ("--from", "2026-09-30")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((*START, "--days", "7"), ("--working", "--calendar-days")),
        (START, ("--days N --working", "--months N", "--calendar-days N")),
        ((*START, "--working"), ("--days N --working",)),
        ((*START, "--days", "7", "--working", "--months", "1"), ("--months N",)),
        ((*START, "--months", "1", "--calendar-days", "3"), ("--calendar-days N",)),
        ((*START, "--months", "1", "--working"), ("--working",)),
        ((*START, "--days", "0", "--working"), ("0",)),
        ((*START, "--days", "-7", "--working"), ("-7",)),
        ((*START, "--calendar-days", "七"), ("七",)),
        ((*START, "--calendar-days", "1.5"), ("1.5",)),
        ((*START, "--months", "999999"), ("999999", "1200")),
        ((*START, "--months", "9" * 30), ("9" * 30,)),
        (("--days", "7", "--working"), ("--from", "2026年9月30日")),
        (("--from", "2026-02-29", "--months", "1"), ("2026-02-29", "--from")),
        (("--from", "30/09/2026", "--months", "1"), ("30/09/2026",)),
        (("--from", "9999-12-31", "--months", "1"), ("9999",)),
        ((*START, "--months", "1", "--suspended", "2026-10-01"), ("2026-10-01", "--suspended")),
        ((*START, "--months", "1", "--suspended", "2026-10-01/2026-02-30"), ("2026-02-30",)),
        ((*START, "--months", "1", "--suspended", "2026-10-05/2026-10-01"), ("2026-10-05/2026-10-01",)),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_refuses_with_one_clear_message(
    door: Door, arguments: tuple[str, ...], told: tuple[str, ...], lang: str
) -> None:
    outcome = door(*arguments, "--lang", lang)
    assert (outcome.status, outcome.out) == (2, "")
    lines = outcome.err.strip().splitlines()
    assert len(lines) == 2
    assert ("改法：" if lang == "zh" else "To mend: ") in lines[1]
    assert all(word in lines[1] for word in told)


def test_it_shows_an_example_in_its_help(door: Door) -> None:
    told = door("--help")
    assert told.status == 0
    assert "zhiheng deadline --from 2026-09-30 --days 7 --working" in told.out
