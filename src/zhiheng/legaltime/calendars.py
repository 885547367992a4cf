"""The working calendar: which day is worked, by which notice, and its running number. No period is computed here."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text

WEEKEND = Text("周末", "weekend")
WORKDAY = Text("工作日", "working day")


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """Working days by yearly notice; where there is no notice, Monday to Friday are taken as worked, provisionally.

    `notices`: for each known year the numbers of its notices, empty where the days are known and the number is not.
    `rests`: weekdays on which nobody works, `makeups`: weekend days that are worked, each with its occasion.
    """

    calendar_id: str
    notices: Mapping[int, str]
    rests: Mapping[date, Text]
    makeups: Mapping[date, Text]
    _rest_ordinals: tuple[int, ...] = field(init=False, repr=False)
    _makeup_ordinals: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rest_ordinals", tuple(sorted(day.toordinal() for day in self.rests)))
        object.__setattr__(self, "_makeup_ordinals", tuple(sorted(day.toordinal() for day in self.makeups)))

    @property
    def first_known_year(self) -> int:
        """Return the first year whose working days are known."""
        return min(self.notices)

    @property
    def last_known_year(self) -> int:
        """Return the last year whose working days are known."""
        return max(self.notices)

    def is_known(self, day: date) -> bool:
        """Say whether `day` lies in a year whose notice is known; otherwise what is said of it is provisional."""
        return day.year in self.notices

    def unknown_years(self, first_date: date, last_date: date) -> tuple[int, ...]:
        """Return the years without a notice among those that `first_date` to `last_date` touch."""
        return tuple(year for year in range(first_date.year, last_date.year + 1) if year not in self.notices)

    def is_workday(self, day: date) -> bool:
        """Say whether the State organs work on `day`: weekends made up for are worked, holidays are not."""
        return day in self.makeups if day.weekday() > 4 else day not in self.rests

    def occasion(self, day: date) -> Text:
        """Return what `day` is: a holiday by its name, a make-up workday, a weekend, or a working day."""
        if day in self.makeups:
            name = self.makeups[day]
            return Text(f"调休上班（{name.zh}）", f"make-up workday ({name.en})")
        return self.rests.get(day, WEEKEND if day.weekday() > 4 else WORKDAY)

    def index_of(self, day: date) -> int:
        """Return the number of working days up to `day`, itself included, counted from the year 1.

        The working days after one date up to another are the difference of their indexes.
        """
        ordinal = day.toordinal()
        # 0001-01-01 was a Monday: five weekdays in each full week, then those of the week begun.
        weeks, days = divmod(ordinal, 7)
        weekdays = 5 * weeks + min(days, 5)
        return weekdays - bisect_right(self._rest_ordinals, ordinal) + bisect_right(self._makeup_ordinals, ordinal)

    def day_at(self, index: int) -> date:
        """Return the working day with this index, the inverse of `index_of`.

        Raises Refusal where there is none between the years 1 and 9999.
        """
        days = range(1, date.max.toordinal() + 1)
        place = bisect_left(days, index, key=lambda ordinal: self.index_of(date.fromordinal(ordinal)))
        if index < 1 or place == len(days):
            raise Refusal(
                Fault(
                    "date_out_of_range",
                    Place(),
                    Text("公元1年至9999年之间没有这个工作日", "no such working day between the years 1 and 9999"),
                    Text("核对起算日和期间长度", "check the starting date and the length of the period"),
                    str(index),
                )
            )
        return date.fromordinal(days[place])

    def working_days_between(self, after: date, until: date) -> int:
        """Return the working days after `after`, `until` included; negative where `until` is the earlier.

        The day of the event is not counted (Civil Code art. 201).
        """
        return self.index_of(until) - self.index_of(after)

    def rows(self, first_date: date, last_date: date) -> Iterator[tuple[date, bool, int, bool]]:
        """Yield (day, is worked, index, is provisional) from `first_date` to `last_date`, both included."""
        for ordinal in range(first_date.toordinal(), last_date.toordinal() + 1):
            day = date.fromordinal(ordinal)
            yield day, self.is_workday(day), self.index_of(day), not self.is_known(day)


@cache
def working_calendar(calendar_id: str = "cn") -> WorkingCalendar:
    """Return the built-in calendar `calendar_id`; read once, on first use.

    Raises Refusal naming the calendars there are.
    """
    folder = resources.files("zhiheng").joinpath("rulebook/calendars")
    known = sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    if calendar_id not in known:
        listed = ", ".join(known)
        reason = Text("没有这个工作日历", "there is no such working calendar")
        remedy = Text(f"使用现有的日历：{listed}", f"use one of: {listed}")
        raise Refusal(Fault("unknown_calendar", Place(), reason, remedy, calendar_id))
    text = folder.joinpath(f"{calendar_id}.yaml").read_text(encoding="utf-8")
    return read_calendar(text, file=f"{calendar_id}.yaml")


def read_calendar(text: str, *, file: str = "") -> WorkingCalendar:
    """Read a calendar file (see rulebook/calendars/cn.yaml for its form).

    Raises Refusal where it is no such file, or names a day that its list cannot hold: a weekend among the days off, a
    weekday among the make-up workdays.
    """
    try:
        content = YAML(typ="safe", pure=True).load(text)
        names = {str(zh): Text(str(zh), str(en)) for zh, en in content["names"].items()}
        years: dict[int, dict[str, Any]] = {int(year): entry for year, entry in content["years"].items()}
        notices = {year: str(entry["notice"]) for year, entry in years.items()}
        rests = _days_of(years, "off", names)
        makeups = _days_of(years, "work", names)
        calendar_id = str(content["id"])
    except (YAMLError, KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise Refusal(_ill_formed(file, str(wrong))) from None
    misplaced = [day for day in rests if day.weekday() > 4] + [day for day in makeups if day.weekday() < 5]
    if misplaced or not notices:
        raise Refusal(_ill_formed(file, ", ".join(str(day) for day in misplaced)))
    return WorkingCalendar(calendar_id, notices, rests, makeups)


def _days_of(years: Mapping[int, Mapping[str, Any]], key: str, names: Mapping[str, Text]) -> dict[date, Text]:
    """Read `name MM-DD..MM-DD MM-DD, name …` of each year; raises KeyError or ValueError on another form."""
    days: dict[date, Text] = {}
    for year, entry in years.items():
        for group in filter(None, str(entry[key]).split(",")):
            name, *spans = group.split()
            for span in spans:
                first, _, last = span.partition("..")
                begin, end = (date.fromisoformat(f"{year:04}-{part}").toordinal() for part in (first, last or first))
                if begin > end:
                    raise ValueError(f"{year}: {span}")
                days.update((date.fromordinal(ordinal), names[name]) for ordinal in range(begin, end + 1))
    return days


def _ill_formed(file: str, found: str) -> Fault:
    return Fault(
        "calendar_ill_formed",
        Place(file=file),
        Text("工作日历文件不合格式", "the calendar file is not of the expected form"),
        Text(
            "每年写明 notice、off（周一至周五的放假日）、work（周末的上班日），日期写作“名称 MM-DD..MM-DD”",
            "give each year notice, off (weekdays off) and work (weekend days worked), days as `name MM-DD..MM-DD`",
        ),
        found,
    )
