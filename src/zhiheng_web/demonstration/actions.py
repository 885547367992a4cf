"""Preparing the demonstration once; to begin again, delete its folder. Everything in it is invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from zhiheng_web.accounts.models import Account
from zhiheng_web.bodies.models import Body
from zhiheng_web.demonstration import cycles, ledgers, people, places, present, review_story
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text

Tell = Callable[[Text], None]


def is_prepared() -> bool:
    """Return whether the demonstration stands already."""
    return Body.objects.filter(code=places.PROVINCE).exists()


def prepare(home: Path, tell: Tell | None = None) -> list[people.SignIn]:
    """Make the demonstration unless it stands; return the sign-ins to print.

    Raises RuntimeError in an installation that is not a demonstration.
    """
    if not settings.DEMONSTRATION:
        raise RuntimeError("the demonstration is only made where ZHIHENG_DEMONSTRATION is set")
    if not is_prepared():
        _make(tell or (lambda text: None))
    return people.sign_ins()


def _make(tell: Tell) -> None:
    year = this_year(clock.today())
    tell(Text("正在编造演示数据：省、总队、人员……", "Inventing the demonstration: province, corps, people …"))
    with clock.pretending(cycles.at(date(year - 2, 10, 8))), TemporaryDirectory(prefix="zhiheng-") as place:
        folder = ledgers.write_year(Path(place) / "ledger", year, cases=1)
        bodies = places.make_bodies(ledgers.read_units(folder))
        made = people.make_people(bodies)
        people.make_groups(bodies, made)
    for story in stories(bodies, made):
        _tell_story(story, year, tell)
    review_story.make(tell)


def this_year(today: date) -> int:
    """Return the year under way: one whose ledger, kept until mid-November, is complete."""
    return today.year if today > ledgers.as_of(today.year) + timedelta(days=1) else today.year - 1


def stories(bodies: Mapping[str, Body], made: Mapping[str, Account]) -> list[cycles.Story]:
    """Return the two organisers' stories: the corps under Chongqing's measures, the province under Hunan's."""
    corps = [bodies[code] for code in places.DETACHMENTS]
    cities = [bodies[code] for code in places.cities(dict(bodies))]
    counties = places.county_rows(dict(bodies))
    return [
        cycles.Story(bodies[places.CORPS], "chongqing-interim", corps, made, "corps-", "det"),
        cycles.Story(bodies[places.PROVINCE], "hunan-2020", cities, made, "", "city", counties),
    ]


def _tell_story(story: cycles.Story, year: int, tell: Tell) -> None:
    previous: Any = None
    for past in (year - 2, year - 1):
        tell(Text(f"{story.organiser.name}：{past} 年度，走完全程", f"{story.organiser.name}: {past}, from end to end"))
        start = cycles.working(date(past, 11, 17), 1)
        cycle, claims = cycles.open_year(story, past, on=start, due=cycles.working(start, 8), previous=previous)
        cycles.finish_year(story, cycle, claims, start=start)
        previous = cycle
    tell(Text(f"{story.organiser.name}：{year} 年度，进行中", f"{story.organiser.name}: {year}, under way"))
    present.begin(story, year, previous)
