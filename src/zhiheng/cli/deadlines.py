"""`zhiheng deadline`: reads dates and a length, prints the days counted. The counting itself is done in legaltime."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from itertools import groupby
from typing import Annotated, Any

import typer
from rich.table import Table

from zhiheng.cli import console
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.legaltime import (
    Deadline,
    Suspension,
    WorkingCalendar,
    add_calendar_days,
    add_months,
    add_working_days,
    read_date,
    working_calendar,
)

# A longer list is shortened in the table; JSON always has every day.
_ROWS_SHOWN_WHOLE = 40
_ROWS_AT_EACH_END = 5

_WEEKDAYS = (
    Text("星期一", "Monday"),
    Text("星期二", "Tuesday"),
    Text("星期三", "Wednesday"),
    Text("星期四", "Thursday"),
    Text("星期五", "Friday"),
    Text("星期六", "Saturday"),
    Text("星期日", "Sunday"),
)
_UNITS = {
    "working_days": Text("个工作日", "working day"),
    "calendar_days": Text("日", "calendar day"),
    "months": Text("个月", "month"),
}
_DATE_FORMS = Text(
    "写作 2026-09-30、20260930、2026/9/30 或 2026年9月30日", "write 2026-09-30, 20260930, 2026/9/30 or 2026年9月30日"
)
_LENGTHS = Text(
    "在 --days N --working（工作日）、--calendar-days N（自然日）、--months N（月）中选一种",
    "choose one of --days N --working, --calendar-days N, --months N",
)


def attach(app: typer.Typer) -> None:
    """Register the command `deadline` with `app`."""
    app.command("deadline")(deadline)


def deadline(
    *,
    start: Annotated[
        str, typer.Option("--from", metavar="DATE", help="起算事由发生之日，当日不计入 / day of the event, not counted")
    ] = "",
    days: Annotated[
        str, typer.Option("--days", metavar="N", help="工作日数，须与 --working 同用 / with --working: working days")
    ] = "",
    working: Annotated[bool, typer.Option("--working", help="按工作日计算 / count working days")] = False,
    months: Annotated[str, typer.Option("--months", metavar="N", help="月数 / months")] = "",
    calendar_days: Annotated[str, typer.Option("--calendar-days", metavar="N", help="自然日数 / calendar days")] = "",
    no_roll: Annotated[
        bool, typer.Option("--no-roll", help="末日遇休息日不顺延 / do not move an end that falls on a rest day")
    ] = False,
    suspended: Annotated[
        list[str] | None,
        typer.Option(
            "--suspended",
            metavar="FROM/TO[:GROUND]",
            help="中止期间，首尾两日均不计入，可重复；止日未定写 FROM/ / days not counted, ends included",
        ),
    ] = None,
    format_: console.FormatOption = console.Format.table,
    lang: console.LangOption = console.Lang.zh,
) -> None:
    """计算法定期限，逐日列出所计之日。 / Count a legal deadline and list the days counted.

    \b
    示例 / examples:
      zhiheng deadline --from 2026-09-30 --days 7 --working
      zhiheng deadline --from 2026-01-31 --months 1 --format json
      zhiheng deadline --from 2026-09-30 --calendar-days 15 --suspended 2026-10-09/2026-10-12:鉴定
    """
    calendar = working_calendar("cn")
    unit, number = _read_length(days=days, working=working, months=months, calendar_days=calendar_days)
    start_date = _read_start(start)
    suspensions = [_read_suspension(text) for text in suspended or ()]
    if unit == "working_days":
        counted = add_working_days(start_date, number, calendar=calendar, suspensions=suspensions)
    else:
        add = add_months if unit == "months" else add_calendar_days
        counted = add(start_date, number, calendar=calendar, suspensions=suspensions, roll=not no_roll)
    if format_ is console.Format.json:
        console.print_json(_as_json(counted, unit, number))
    else:
        plural = "" if number == 1 else "s"
        length = Text(f"{number} {_UNITS[unit].zh}", f"{number} {_UNITS[unit].en}{plural}")
        _print_table(counted, calendar, console.say(length))


def _read_length(*, days: str, working: bool, months: str, calendar_days: str) -> tuple[str, int]:
    """Return unit and number of the one length given; raises Refusal where there is none, or more than one."""
    given = {"working_days": days, "months": months, "calendar_days": calendar_days}
    told = {unit: text for unit, text in given.items() if text}
    if len(told) != 1:
        none = Text("没有写期间长度", "no length was given")
        several = Text("一次只能计算一种期间长度", "only one length can be counted at a time")
        raise _refusal("length_missing" if not told else "length_ambiguous", several if told else none, _LENGTHS)
    unit, text = next(iter(told.items()))
    if unit == "working_days" and not working:
        raise _refusal(
            "days_of_what",
            Text("--days 没有说明是工作日还是自然日", "--days does not say whether working or calendar days are meant"),
            Text("工作日加 --working；自然日改用 --calendar-days", "add --working, or use --calendar-days instead"),
            f"--days {text}",
        )
    if unit != "working_days" and working:
        reason = Text("--working 只与 --days 同用", "--working goes with --days only")
        raise _refusal("working_misplaced", reason, _LENGTHS)
    plain = unicodedata.normalize("NFKC", text).strip()
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", plain) or int(plain) < 1:
        reason = Text("期间长度须为正整数", "the length must be a whole number of at least 1")
        remedy = Text(
            "从 1 起写，例如 7；起算当日不计入，没有零日的期间", "start from 1, for example 7; no period has zero days"
        )
        raise _refusal("length_unreadable", reason, remedy, text)
    return unit, int(plain)


def _read_start(text: str) -> date:
    """Return the date of `--from`; raises Refusal where it is missing or no date."""
    if not text:
        reason = Text("没有写起算日 --from", "the starting date --from is missing")
        raise _refusal("date_missing", reason, _DATE_FORMS)
    start_date = read_date(text)
    if start_date is None:
        raise _refusal("date_unreadable", Text("--from 不是有效日期", "--from is not a date"), _DATE_FORMS, text)
    return start_date


def _read_suspension(text: str) -> Suspension:
    """Read `FROM/TO[:GROUND]` or, its end unknown, `FROM/[:GROUND]`; the dates may be written with strokes."""
    span, _, ground = text.replace("：", ":").partition(":")
    for stroke in (place for place, sign in enumerate(span) if sign == "/"):
        first_date, rest = read_date(span[:stroke]), span[stroke + 1 :].strip()
        last_date = read_date(rest)
        if first_date and (last_date or not rest):
            return Suspension(first_date, last_date, ground.strip())
    raise _refusal(
        "suspension_unreadable",
        Text("--suspended 不合格式", "--suspended is not of the expected form"),
        Text(
            "写作 2026-10-09/2026-10-12:鉴定，止日未定写作 2026-10-09/",
            "write 2026-10-09/2026-10-12:appraisal, or 2026-10-09/ while it has no end",
        ),
        text,
    )


def _refusal(code: str, reason: Text, remedy: Text, value: str = "") -> Refusal:
    return Refusal(Fault(code, Place(), reason, remedy, value))


def _as_json(counted: Deadline, unit: str, number: int) -> dict[str, Any]:
    return {
        "from": counted.from_date.isoformat(),
        "due": counted.due.isoformat() if counted.due else None,
        "provisional": counted.provisional,
        "days": [day.isoformat() for day in counted.days],
        "unit": unit,
        "number": number,
        "rolled": counted.rolled,
        "remaining": counted.remaining,
        "suspended": [
            {
                "from": each.first_date.isoformat(),
                "to": each.last_date.isoformat() if each.last_date else None,
                "ground": each.ground,
            }
            for each in counted.suspensions
        ],
        "years_without_notice": list(counted.unknown_years),
    }


def _print_table(counted: Deadline, calendar: WorkingCalendar, length: str) -> None:
    """Print the answer first, then what was not counted, then the days."""
    for text in (_answer(counted, length), *_notes(counted, calendar)):
        console.out.print(console.say(text), soft_wrap=True, markup=False)
    table = Table(
        *(console.say(title) for title in (Text("第几日", "no."), Text("日期", "date"), Text("说明", "note")))
    )
    rows = [(str(place), day) for place, day in enumerate(counted.days, start=1)]
    shortened = len(rows) > _ROWS_SHOWN_WHOLE
    shown = rows[:_ROWS_AT_EACH_END] if shortened else rows
    for place, day in shown:
        table.add_row(place, _dated(day), _described(day, calendar))
    if shortened:
        table.add_row("…", "…", console.say(Text("全部日期见 --format json", "every day: --format json")))
        for place, day in rows[-_ROWS_AT_EACH_END:]:
            table.add_row(place, _dated(day), _described(day, calendar))
    console.out.print(table)


def _answer(counted: Deadline, length: str) -> Text:
    begun = _dated(counted.from_date)
    zh, en = f"自 {begun} 起 {length}（当日不计入）", f"{length} from {begun} (that day not counted)"
    if counted.due is None:
        return Text(
            f"{zh}：中止尚无止日，无法确定届满日；已计 {len(counted.days)} 日，余 {counted.remaining} 日。",
            f"{en}: suspended without end, no due date; {len(counted.days)} counted, {counted.remaining} to go.",
        )
    mark = ("（暂定）", " (provisional)") if counted.provisional else ("", "")
    due = _dated(counted.due)
    return Text(f"{zh}：届满日 {due}{mark[0]}。", f"{en}: due {due}{mark[1]}.")


def _notes(counted: Deadline, calendar: WorkingCalendar) -> list[Text]:
    """Say what moved the date: rolling, suspension, rest days left out, years without a notice."""
    notes: list[Text] = []
    if counted.rolled:
        last = _dated(counted.days[-1])
        notes.append(
            Text(
                f"末日 {last} 为休息日，顺延至休息日结束后的第一个工作日（民法典第二百零三条）。",
                f"The last day, {last}, is a rest day: moved to the next working day (Civil Code art. 203).",
            )
        )
    for each in counted.suspensions:
        zh = f"至 {each.last_date}" if each.last_date else "起，止日未定"
        en = f"to {each.last_date}" if each.last_date else "on, no end yet"
        ground = f"（{each.ground}）" if each.ground else ""
        notes.append(Text(f"中止不计：{each.first_date} {zh}{ground}", f"Suspended: {each.first_date} {en}{ground}"))
    notes += _rests_left_out(counted, calendar)
    if counted.provisional:
        years = ", ".join(str(year) for year in counted.unknown_years)
        notes.append(
            Text(
                f"暂定：{years} 年没有可用的放假安排通知，只按周末休息推算；通知收录后须重新计算。",
                f"Provisional: no holiday notice is known for {years}; only weekends were taken off.",
            )
        )
    return notes


def _rests_left_out(counted: Deadline, calendar: WorkingCalendar) -> list[Text]:
    """Name the holidays that lie between the days counted and were left out; plain weekends need no word."""
    if not counted.days:
        return []
    taken = set(counted.days)
    first, last = counted.from_date.toordinal() + 1, counted.days[-1].toordinal()
    span = (date.fromordinal(ordinal) for ordinal in range(first, last + 1))
    holidays = ((day, calendar.occasion(day)) for day in span if day in calendar.rests and day not in taken)
    notes = []
    for name, group in groupby(holidays, key=lambda pair: pair[1]):
        listed = ", ".join(str(day) for day, _ in group)
        notes.append(Text(f"放假不计：{listed}（{name.zh}）", f"Holidays left out: {listed} ({name.en})"))
    return notes


def _described(day: date, calendar: WorkingCalendar) -> str:
    """Say what a day is; in a year without a notice that is a supposition."""
    mark = Text("", "") if calendar.is_known(day) else Text("（暂定）", " (provisional)")
    return console.say(calendar.occasion(day)) + console.say(mark)


def _dated(day: date) -> str:
    """Write a date with its weekday in the chosen language."""
    weekday = console.say(_WEEKDAYS[day.weekday()])
    return f"{day.isoformat()} {weekday}"
