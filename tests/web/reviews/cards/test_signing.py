"""Signing a card: what must be there, what it locks, where the file goes; sums by the engine, beside those by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from adapters.web_cards import TWELVE, assignment_of, file_of, fill, problem, review, sign
from adapters.web_reviews import assign, make_activity, make_person
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit import acts
from zhiheng_web.audit.models import Line
from zhiheng_web.cases.models import Interest
from zhiheng_web.reviews.actions import cards_signing as actions
from zhiheng_web.reviews.actions.cards import Told
from zhiheng_web.reviews.models import FileReview
from zhiheng_web.reviews.reading import card_access, cards


def make(world: World, files: str = "second_level", **told: Any) -> FileReview:
    return file_of(make_activity(world, files=files, bodies=("A",), **told))


def fresh(one: FileReview) -> FileReview:
    return FileReview.objects.select_related("activity", "case", "body").get(pk=one.pk)


def faults(refusal: pytest.ExceptionInfo[Refusal]) -> list[tuple[str, int | None, str]]:
    return [(one.code, one.place.row, one.place.column) for one in refusal.value.faults]


def test_a_card_of_twelve_problems_scores_what_the_hand_adds_up(world: World) -> None:
    one = make(world)
    card = review(assignment_of(one), [problem(*told) for told in TWELVE])
    # evidence 2 + 1 + 0.5, characterisation 1 + 2, procedure 1 + 1.5 + 1, discretion 2 + 1, documents 1.5, binding 1
    assert card.deducted == Decimal("15.5")
    one = fresh(one)
    assert (one.state, one.deduction_first, one.score_first) == ("reviewed", Decimal("15.5"), Decimal("84.5"))
    assert one.finding_class == "not_standardised"
    assert one.assignments.get(level=2).done_at == card.signed_at


def test_every_gap_is_told_at_its_row(world: World) -> None:
    assignment = assignment_of(make(world))
    lines = [problem(), Told(item="P4"), Told(text="没有项目"), problem("P2", deduction="9"), Told(item="WG1")]
    fill(assignment, lines, head={"opinion": "", "finding_class": "clean"})
    again = card_access.assignment(assignment.pk)
    with pytest.raises(Refusal) as refusal:
        version = card_access.card_of(again).version  # type: ignore[union-attr]
        actions.sign_card(actor=again.reviewer, assignment=again, version=version)
    assert faults(refusal) == [
        ("no_text", 2, "text"),
        ("no_page", 2, "page"),
        ("no_mend", 2, "mend"),
        ("no_deduction", 2, "deduction"),
        ("no_item", 3, "item"),
        ("no_reason", 4, "reason"),  # 9 lies outside of 1 to 5
        ("no_text", 5, "text"),
        ("basics_unchecked", None, "basics_checked"),
        ("no_opinion", None, "opinion"),
        ("class_does_not_fit", None, "finding_class"),
    ]
    assert not card_access.is_signed(card_access.assignment(assignment.pk))


def test_a_signed_card_is_locked_and_its_digest_tells_of_every_change(world: World) -> None:
    one = make(world)
    card = review(assignment_of(one), [problem(), problem("P2", deduction="9", reason="超期一百日")])
    assert card.signed_by == card.assignment.reviewer
    assert cards.is_sound(card)
    with pytest.raises(Refusal) as refusal:
        fill(assignment_of(one), [problem()])
    assert refusal.value.faults[0].code == "signed"
    line = cards.lines_of(card)[0]
    line.deduction = Decimal("0.5")
    with acts.act(None, "tests.make_world"):
        line.save()
    assert not cards.is_sound(card)
    assert Line.objects.filter(deed="reviews.review_second_level").count() == 4  # two lines, the head, the signature


def test_what_is_signed_is_what_was_read(world: World) -> None:
    assignment = assignment_of(make(world))
    fill(assignment, [problem()])
    seen = card_access.assignment(assignment.pk)
    version = card_access.card_of(seen).version  # type: ignore[union-attr]
    fill(assignment, [problem("P4")], head={"opinion": "另写"})
    with pytest.raises(Refusal) as refusal:
        actions.sign_card(actor=seen.reviewer, assignment=seen, version=version, basics_checked=True)
    assert refusal.value.faults[0].code == "changed_meanwhile"


def test_a_failed_basic_item_fails_the_file(world: World) -> None:
    one = make(world)
    basic = Told(item="PB2", page="9", text="没有告知", mend="重新作出决定")
    card = review(assignment_of(one), [basic, problem()], head={"finding_class": "not_strict"})
    assert card.fails
    assert (fresh(one).score_first, card.deducted) == (Decimal(0), Decimal(1))


def test_the_unit_reviews_first_and_guides_the_officer(world: World) -> None:
    one = make(world, files="first_level")
    assignment = assignment_of(one, level=1)
    fill(assignment, [problem(is_self_corrected=True)], head={"guidance": ""})
    with pytest.raises(Refusal) as refusal:
        sign(assignment)
    assert [fault.code for fault in refusal.value.faults] == ["no_guidance"]
    fill(assignment, [], head={"finding_class": "not_standardised", "guidance": "已指导补签。"})
    card = sign(assignment)
    assert cards.lines_of(card)[0].is_self_corrected
    one = fresh(one)
    assert (one.state, one.violations) == ("second_level", [])
    # What the unit finds of itself costs nothing (WX-06).
    assert one.score_first is None


def test_who_must_stand_aside_signs_nothing(world: World) -> None:
    one = make(world)
    assignment = assignment_of(one)
    fill(assignment, [])
    with acts.act(None, "tests.make_world"):
        Interest(account=assignment.reviewer, case=one.case, reason="亲属").save()
    with pytest.raises(Refusal) as refusal:
        sign(assignment)
    assert refusal.value.faults[0].code == "must_stand_aside"


@pytest.mark.parametrize(("second", "state"), [("3", "reviewed"), ("3.99", "reviewed"), ("4", "comparing")])
def test_two_readers_are_compared_with_the_bound(world: World, second: str, state: str) -> None:
    one = make(world, readers=2)
    assign(world, one, reader=2, who=make_person(world, "reviewer", "P", 2))
    make_person(world, "reviewer", "P", 3)
    review(assignment_of(one), [problem(deduction="1")])
    assert fresh(one).state == "second_level"
    told = problem("E1", deduction=second)
    review(assignment_of(one, reader=2), [told])
    # 1 beside 4: the difference of 3 is reached, a third reader settles; below it the first reader's card counts.
    assert fresh(one).state == state
    assert fresh(one).deduction_first == (Decimal(1) if state == "reviewed" else None)


def test_a_third_reader_settles_and_their_card_counts(world: World) -> None:
    one = make(world, readers=2)
    for number in (2, 3):
        make_person(world, "reviewer", "P", number)
    assign(world, one, reader=2, who=make_person(world, "reviewer", "P", 2))
    review(assignment_of(one), [])
    basic = Told(item="EB1", page="1", text="主要事实没有证据", mend="补证")
    review(assignment_of(one, reader=2), [basic], head={"finding_class": "not_strict"})
    assert fresh(one).state == "comparing", "one of them fails the file"
    third = assignment_of(one, reader=3)
    assert third.reviewer not in [place.reviewer for place in one.assignments.filter(reader__in=(1, 2))]
    review(third, [problem("E1", deduction="4")])
    one = fresh(one)
    assert (one.state, one.deduction_first, one.finding_class) == ("reviewed", Decimal(4), "not_standardised")


def test_a_planted_card_moves_nothing(world: World) -> None:
    one = make(world)
    with acts.act(None, "tests.make_world"):
        planted = assign(world, one, reader=2, who=make_person(world, "reviewer", "P", 2))
        planted.is_planted = True
        planted.save()
    review(assignment_of(one, is_planted=True, reader=2), [problem("E1", deduction="5")])
    assert (fresh(one).state, fresh(one).score_first) == ("second_level", None)
