"""What waits before the cards: reminders at seven, three and one days, what is overdue, what is to be assigned."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from adapters.web_reviews import make_activity, saved
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock
from zhiheng_web.lib.duties import Duty, duties_of
from zhiheng_web.reviews.actions import population
from zhiheng_web.reviews.models import Assignment, FileReview


def _due(one: FileReview, days: int) -> None:
    one.due_on = clock.today() + timedelta(days=days)
    saved(one)


def _mine(world: World, role: str, code: str, key: str) -> list[Duty]:
    return [duty for duty in duties_of(world.person(role, code)) if duty.key.startswith(key)]


def test_it_reminds_seven_three_and_one_days_before_and_once_it_is_late(world: World) -> None:
    files = list(make_activity(world, cases=6, bodies=("A",)).files.order_by("case__code"))
    for one, days in zip(files, (20, 8, 7, 3, 1, -1), strict=True):
        _due(one, days)
    told = {duty.what.zh for duty in _mine(world, "legal_officer", "A", "reviews.submit_file")}
    codes = [one.case.code for one in files]
    assert told == {
        f"送评案卷 {codes[0]}",
        f"送评案卷 {codes[1]}",
        f"送评案卷 {codes[2]}（7 天内到期）",
        f"送评案卷 {codes[3]}（3 天内到期）",
        f"送评案卷 {codes[4]}（1 天内到期）",
        f"送评案卷 {codes[5]}（已逾期，系统已记违反程序）",
    }


def test_it_sorts_what_is_due_by_its_day_and_gathers_what_is_far(world: World) -> None:
    files = list(make_activity(world, cases=6, bodies=("A",)).files.all())
    for number, one in enumerate(files):
        _due(one, 10 + number)
    (together,) = _mine(world, "unit_head", "A", "reviews.submit_file")
    assert together.what.zh.startswith("送评 6 件案卷") and together.due == clock.today() + timedelta(days=10)
    _due(files[3], 2)
    first, second = _mine(world, "unit_head", "A", "reviews.submit_file")
    assert first.due < second.due and files[3].case.code in first.what.zh  # type: ignore[operator]


def test_it_tells_nobody_else(world: World) -> None:
    make_activity(world, cases=1, bodies=("A",))
    for role, code in (("officer", "A"), ("legal_officer", "B"), ("reviewer", "P")):
        assert _mine(world, role, code, "reviews.submit_file") == []


def test_it_tells_the_office_what_waits_for_a_reader_and_what_the_unit_keeps(world: World) -> None:
    activity = make_activity(world, cases=2, bodies=("A",), files="second_level")
    assert _mine(world, "evaluation_office", "P", "reviews.assign") == []
    with acts.act(None, "tests.make_world"):
        for place in Assignment.objects.filter(level=2):
            place.delete()
    (waiting,) = _mine(world, "evaluation_office", "P", "reviews.assign")
    assert "（2 件）" in waiting.what.zh and waiting.url.endswith(f"/activities/{activity.pk}/assigning/")
    kept = make_activity(world, cases=1, bodies=("B",), files="first_level").files.get()
    _due(kept, -2)
    assert _mine(world, "evaluation_office", "P", "reviews.take_up")


def test_it_waits_for_the_seed_and_then_asks_for_the_draw(world: World, settings: Any) -> None:
    one = make_activity(world, scheme="xuhui-file-review", state="draft", cases=2)
    assert _mine(world, "evaluation_office", "P", "reviews.open_activity")
    population.freeze(
        actor=world.person("evaluation_office", "P"),
        activity=one,
        version=one.version,
        seed_source="双色球",
        seed_not_before=clock.now() + timedelta(days=2),
        size_plan={"mode": "typed", "size": "2"},
    )
    assert _mine(world, "evaluation_office", "P", "reviews.draw")[0].state == "waiting"
    settings.DEMONSTRATION = True
    with clock.pretending(clock.now() + timedelta(days=3)):
        assert _mine(world, "evaluation_office", "P", "reviews.draw")[0].state == "todo"
