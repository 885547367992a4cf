"""The training register: half days, one year, sums of done and planned days, what is missing to fifteen."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from adapters.web_reviews import make_officer
from adapters.web_world import World
from web.training.conftest import course_values, refused
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import policy
from zhiheng_web.officers.panels import panels_of
from zhiheng_web.training.actions import courses as actions
from zhiheng_web.training.models import Course
from zhiheng_web.training.queries import courses as queries

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 6, 30)


def _course(world: World, **more: Any) -> Course:
    office = world.person("evaluation_office", "P")
    return actions.keep_course(actor=office, body=world.body("P"), values=course_values(**more))


def _attend(world: World, course: Course, officer: Officer) -> int:
    office = world.person("evaluation_office", "P")
    return int(actions.enrol(actor=office, course=course, officers=[officer])[0].pk)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"days": Decimal("1.25")}, "no_half_days"),
        ({"days": Decimal(0)}, "no_half_days"),
        ({"days": Decimal("2.5")}, "too_many_days"),
        ({"ends_on": date(2020, 1, 1)}, "wrong_days"),
        ({"starts_on": date(2026, 12, 31), "ends_on": date(2027, 1, 1)}, "two_years"),
        ({"title": " "}, "missing"),
    ],
)
def test_it_refuses_impossible_courses(world: World, more: dict[str, Any], code: str) -> None:
    with refused(code):
        _course(world, **more)


def test_it_sums_the_days_done_and_planned(world: World) -> None:
    officer = make_officer(world, "A")
    for day, days in ((date(2026, 3, 2), "1.5"), (date(2026, 6, 29), "2"), (date(2026, 9, 1), "0.5")):
        told = {"starts_on": day, "ends_on": day + timedelta(days=1), "days": Decimal(days)}
        _attend(world, _course(world, **told), officer)
    _attend(world, _course(world, starts_on=date(2025, 3, 2), ends_on=date(2025, 3, 3)), officer)  # another year
    standing = queries.standing_of(officer, 2026, TODAY)
    # 1.5 + 2 done, 0.5 planned, 15 asked for: 15 - 4 = 11 missing
    assert (standing.done, standing.planned, standing.missing) == (Decimal("3.5"), Decimal("0.5"), Decimal(11))
    assert standing.state[0].zh == "差 11 天"
    assert standing.state[1] == "warn"
    assert queries.standing_of(officer, 2026, date(2027, 1, 1)).state[1] == "bad"


def test_who_came_half_the_time_or_not_at_all_has_no_more(world: World) -> None:
    officer, other = make_officer(world, "A"), make_officer(world, "B")
    course, office = _course(world), world.person("evaluation_office", "P")
    one, two = _attend(world, course, officer), _attend(world, course, other)
    actions.record_days(actor=office, course=course, days={one: Decimal("0.5"), two: None})
    year = course.starts_on.year
    after = date(year, 12, 31)
    assert queries.standing_of(officer, year, after).done == Decimal("0.5")
    assert queries.standing_of(other, year, after).done == 0
    with refused("too_many_days"):
        actions.record_days(actor=office, course=course, days={one: Decimal("2.5")})


def test_a_withdrawn_course_counts_no_more(world: World) -> None:
    officer, course = make_officer(world, "A"), _course(world)
    _attend(world, course, officer)
    actions.withdraw_course(actor=world.person("evaluation_office", "P"), course=course, reason="登记重复")
    assert queries.standing_of(officer, course.starts_on.year, date(2099, 1, 1)).done == 0


def test_the_nearest_body_says_how_many_days_are_asked(world: World) -> None:
    officer = make_officer(world, "A1")
    assert queries.standing_of(officer, 2026, TODAY).asked == 15
    office = world.person("evaluation_office", "P")
    actions.arrange(actor=office, body=world.body("P"), values={"days_a_year": Decimal(10)})
    assert queries.standing_of(officer, 2026, TODAY).asked == 10
    city = world.person("evaluation_office", "A")
    actions.arrange(actor=city, body=world.body("A"), values={"days_a_year": Decimal("12.5")})
    assert queries.standing_of(officer, 2026, TODAY).asked == Decimal("12.5")


def test_a_unit_keeps_its_own_register_and_no_other(world: World) -> None:
    unit = world.person("legal_officer", "A")
    course = actions.keep_course(actor=unit, body=world.body("A"), values=course_values())
    with pytest.raises(policy.Denied):
        actions.keep_course(actor=unit, body=world.body("B"), values=course_values())
    with refused("foreign"):
        actions.enrol(actor=unit, course=course, officers=[make_officer(world, "B")])
    names = {one.body.code for one in queries.officers_for(unit)}
    assert names <= {"A"}


def test_the_own_page_of_an_officer_shows_their_training(world: World) -> None:
    officer = make_officer(world, "A")
    _attend(world, _course(world), officer)
    (panel,) = [one for one in panels_of(officer.account, officer) if one.title.zh == "培训"]
    told = {fact.text.zh: fact.value for fact in panel.facts}
    assert told["今年已培训（天）"] == "2 / 15"
