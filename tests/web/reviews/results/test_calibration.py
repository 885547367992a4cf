"""Planted duplicates: drawn by a seed, unknown to readers, of no weight for the file; what is measured with them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from adapters.web_review_cards import make_activity, make_file, sign_card
from adapters.web_reviews import make_person
from adapters.web_world import World
from zhiheng import api
from zhiheng.api import Refusal
from zhiheng_web.audit import acts
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import clock
from zhiheng_web.lib.policy import Denied
from zhiheng_web.reviews import scoring
from zhiheng_web.reviews.actions import calibration as actions
from zhiheng_web.reviews.models import Activity, Assignment, Planting
from zhiheng_web.reviews.reading import calibration as reading


def _line(points: str, item: str = "E1") -> dict[str, str]:
    return {"rule_id": "WX-EVIDENCE", "item": item, "page": "3", "deduction": points, "text": "缺照片"}


@pytest.fixture
def activity(world: World) -> Activity:
    """An activity with six files at the brigade, each with its one reader."""
    made = make_activity(world)
    for number in range(6):
        review = make_file(world, made, "AB"[number % 2], f"C{number}", state="second_level")
        sign_card(world, review, [], state="draft")
    for number in (2, 3, 4):
        make_person(world, "reviewer", "P", number)
    return made


@pytest.fixture
def office(world: World) -> Any:
    return world.person("evaluation_office", "P")


def _refused(code: str, act: Any) -> None:
    with pytest.raises(Refusal) as refused:
        act()
    assert [fault.code for fault in refused.value.faults] == [code]


def test_it_gives_drawn_files_to_further_readers(world: World, activity: Activity, office: Any) -> None:
    actions.plant(actor=office, activity=activity, seed="3 5 1", files=4, readers_each=3)
    planted = Assignment.objects.filter(is_planted=True)
    assert planted.count() == 8  # 4 files, 3 - 1 further readers each
    assert planted.values("file_review").distinct().count() == 4
    for one in planted:
        assert one.reviewer_id != office.pk  # who may see the calibration is no reader of it
        others = one.file_review.assignments.exclude(pk=one.pk)
        assert one.reviewer_id not in others.values_list("reviewer", flat=True)
    assert Line.objects.order_by("-pk")[0].deed == "reviews.plant"


def test_anybody_can_draw_the_same_files_again_from_the_seed(world: World, activity: Activity, office: Any) -> None:
    candidates = [str(one.pk) for one in activity.files.order_by("pk")]
    actions.plant(actor=office, activity=activity, seed="7", files=2)
    planted = {one.file_review_id for one in Assignment.objects.filter(is_planted=True)}
    assert {int(one.id) for one in api.sampling.draw(candidates, size=2, seed="7").drawn} == planted


def test_a_planted_assignment_looks_like_any_other(world: World, activity: Activity, office: Any) -> None:
    actions.plant(actor=office, activity=activity, seed="7", files=6)
    usual = Assignment.objects.filter(is_planted=False)[0]
    for one in Assignment.objects.filter(is_planted=True):
        assert (one.level, one.round, one.reader, one.is_blind) == (2, 1, 1, usual.is_blind)
        assert one.due_on == one.file_review.due_on
        assert "件数最少" in one.why and "校准" not in one.why


def test_it_refuses_what_cannot_be_planted(world: World, activity: Activity, office: Any) -> None:
    def plant(**told: Any) -> Planting:
        return actions.plant(**{"actor": office, "activity": activity, "seed": "7", "files": 2} | told)

    _refused("no_seed", lambda: plant(seed=" "))
    _refused("too_few_readers", lambda: plant(readers_each=1))
    _refused("bad_size", lambda: plant(files=7))
    plant(files=6)
    _refused("bad_size", lambda: plant(files=1))  # each is read by two now
    with pytest.raises(Denied):
        plant(actor=world.person("reviewer", "P"))
    assert Planting.objects.count() == 1


def test_a_planted_card_never_counts_for_its_file(world: World, activity: Activity, office: Any) -> None:
    review = make_file(world, activity, "A", "C9")
    sign_card(world, review, [_line("1")])
    sign_card(world, review, [_line("9")], by=make_person(world, "reviewer", "P", 2), is_planted=True)
    assert scoring.score_file(review, "first").deducted == 1


def test_nothing_is_measured_where_no_file_was_read_by_two(activity: Activity) -> None:
    assert reading.calibration_of(activity) is None


@pytest.fixture
def measured(world: World) -> Activity:
    """Ten files read by a mild reader and by one who takes a point more each time; a third reads alone."""
    made = make_activity(world)
    mild, strict = (make_person(world, "reviewer", "P", number) for number in (1, 2))
    for number in range(10):
        review = make_file(world, made, "A", f"C{number}")
        base = Decimal(number % 3)
        sign_card(world, review, [_line(str(base))] if base else [], by=mild, finding_class="clean")
        place = {"is_planted": True} if number > 4 else {"reader": 2}
        sign_card(world, review, [_line(str(base + 1))], by=strict, finding_class="not_standardised", **place)
    alone = make_file(world, made, "B", "C99")
    sign_card(world, alone, [_line("2")], by=make_person(world, "reviewer", "P", 3), finding_class="not_standardised")
    return made


def test_it_recovers_who_is_stricter(world: World, measured: Activity) -> None:
    found = reading.calibration_of(measured)
    assert found is not None and (found.shared, found.files, found.cards) == (10, 11, 21)
    by_name = {one.reviewer.name: one.severity for one in found.readers}
    # a point more each time: half a point above and half below their common level
    assert by_name["reviewer.P"].severity == Decimal("-0.5")
    assert by_name["reviewer2.P"].severity == Decimal("0.5")
    assert by_name["reviewer3.P"].severity is None and not found.is_linked


def test_corrected_deductions_stand_beside_the_raw_ones(measured: Activity) -> None:
    found = reading.calibration_of(measured)
    assert found is not None
    told = {one.file_review.case.code: (one.raw, one.corrected) for one in found.cases}
    # C1: 1 and 2, on average 1.5; both severities cancel out. C99: its reader is not linked to the others
    assert told["C1"] == (Decimal("1.5"), Decimal("1.5"))
    assert told["C99"] == (Decimal(2), None)


def test_agreement_is_told_for_points_classes_aspects_and_items(measured: Activity) -> None:
    found = reading.calibration_of(measured)
    assert found is not None
    kinds = {(one.kind, one.key) for one in found.agreements}
    assert {("total", "total"), ("class", "class"), ("aspect", "WX-EVIDENCE"), ("item", "E1")} <= kinds
    total = next(one.alpha for one in found.agreements if one.key == "total")
    assert total.cases == 10 and total.lower <= total.value <= total.upper
    # one says clean and the other not, each time: worse than chance
    assert next(one.alpha for one in found.agreements if one.key == "class").value < 0


def test_the_planting_is_revealed_once_every_planted_card_is_signed(
    world: World, measured: Activity, office: Any
) -> None:
    strict = make_person(world, "reviewer", "P", 2)
    _refused("nothing_hidden", lambda: actions.reveal(actor=office, activity=measured))
    review = make_file(world, measured, "A", "C50", state="second_level")
    sign_card(world, review, [], state="draft")
    actions.plant(actor=office, activity=measured, seed="7", files=2)  # C50 and C99
    assert not reading.may_see_own(strict, measured)
    _refused("still_open", lambda: actions.reveal(actor=office, activity=measured))
    with acts.act(None, "tests.sign"):
        for one in Assignment.objects.filter(is_planted=True, done_at__isnull=True):
            one.done_at = clock.now()
            one.save()
    assert actions.reveal(actor=office, activity=measured) == 1  # one planting, of two files
    assert reading.may_see_own(strict, measured)
