"""Writing a card: typed as a sheet, kept line by line, by its reviewer alone, never over what another window saved."""

from __future__ import annotations

from decimal import Decimal

import pytest

from adapters.web_cards import assignment_of, file_of, fill, problem
from adapters.web_reviews import make_activity
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import policy
from zhiheng_web.reviews.actions import cards as actions
from zhiheng_web.reviews.actions.cards import Conflict, Told
from zhiheng_web.reviews.models import Assignment
from zhiheng_web.reviews.procedures import rules_for
from zhiheng_web.reviews.reading import card_access, cards
from zhiheng_web.reviews.reading.items import choices_of, find


@pytest.fixture
def assignment(world: World) -> Assignment:
    """Return a file of A assigned to the reviewer at P."""
    return assignment_of(file_of(make_activity(world, files="second_level", bodies=("A",))))


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [fault.code for fault in refusal.value.faults]


@pytest.mark.parametrize(
    "typed", ["3.4", "P1", "p1", "ｐ１", "立案、审批", "lasp", "3.4 P1 立案、审批手续迟延或缺少", "filing or approval"]
)
def test_an_item_is_found_as_it_is_typed(typed: str) -> None:
    found = find(rules_for("wuxue-file-review"), typed)
    assert found is not None
    assert (found.item.id, found.aspect.rule_id, found.number) == ("P1", "WX-PROCEDURE", "3.4")


def test_what_fits_several_items_or_none_is_no_item() -> None:
    rules = rules_for("wuxue-file-review")
    assert find(rules, "证据") is None
    assert find(rules, "9.9") is None
    assert find(rules, " ") is None
    numbers = [one.number for one in choices_of(rules)]
    assert len(set(numbers)) == len(numbers)


def test_a_line_takes_rule_and_clause_from_its_item(world: World, assignment: Assignment) -> None:
    line = actions.save_line(actor=assignment.reviewer, assignment=assignment, told=problem("p2", deduction="３"))
    assert (line.item, line.rule_id, line.kind, line.deduction) == ("P2", "WX-PROCEDURE", "problem", Decimal(3))
    assert line.clause == "行政处罚法第六十条"
    basic = actions.save_line(actor=assignment.reviewer, assignment=assignment, told=problem("EB1", deduction="5"))
    # It fails the file by itself: points of its own would count twice.
    assert (basic.kind, basic.deduction) == ("basic", None)
    good = actions.save_line(actor=assignment.reviewer, assignment=assignment, told=Told(item="WG1", text="说理清楚"))
    assert (good.kind, good.rule_id) == ("good", "WX-DOCUMENTS")


def test_what_cannot_be_read_names_its_cell_and_is_not_kept(world: World, assignment: Assignment) -> None:
    told = Told(item="没有这一项", deduction="一分", page="x" * 61)
    with pytest.raises(Refusal) as refusal:
        actions.save_line(actor=assignment.reviewer, assignment=assignment, told=told)
    assert [(one.code, one.place.column) for one in refusal.value.faults] == [
        ("too_long", "page"),
        ("unknown_item", "item"),
        ("bad_deduction", "deduction"),
    ]
    for wrong in ("-1", "0.125", "20000"):
        with pytest.raises(Refusal) as refusal:
            actions.save_line(actor=assignment.reviewer, assignment=assignment, told=problem(deduction=wrong))
        assert codes(refusal) == ["bad_deduction"]
    assert card_access.card_of(card_access.assignment(assignment.pk)) is None


def test_half_a_line_is_kept_and_the_same_words_write_nothing(world: World, assignment: Assignment) -> None:
    told = Told(page="3")
    line = actions.save_line(actor=assignment.reviewer, assignment=assignment, told=told, position=1)
    told_of = Line.objects.count()
    again = access(assignment)
    # The answer was lost and the row is sent once more: no second line, no second line of the trail.
    assert actions.save_line(actor=again.reviewer, assignment=again, told=told, position=1).pk == line.pk
    assert actions.save_line(actor=again.reviewer, assignment=again, told=told, line=line).pk == line.pk
    assert Line.objects.count() == told_of
    assert Line.objects.filter(deed="reviews.review_second_level").count() == 1


def access(assignment: Assignment) -> Assignment:
    return card_access.assignment(assignment.pk)


def test_another_window_is_never_written_over(world: World, assignment: Assignment) -> None:
    (line,) = fill(assignment, [problem()])
    seen, who = cards.fingerprint(line), assignment.reviewer
    first = problem(text="第一个窗口")
    actions.save_line(actor=who, assignment=access(assignment), told=first, line=line, seen=seen)
    line.refresh_from_db()
    with pytest.raises(Conflict) as conflict:
        second = problem(text="第二个窗口")
        actions.save_line(actor=who, assignment=access(assignment), told=second, line=line, seen=seen)
    assert conflict.value.theirs.text == "第一个窗口"
    line.refresh_from_db()
    assert line.text == "第一个窗口"
    with pytest.raises(Conflict):
        told = {"opinion": "另一种意见"}
        actions.save_head(actor=who, assignment=access(assignment), told=told, seen="0" * 16)


def test_a_line_that_was_taken_out_stays_in_the_table(world: World, assignment: Assignment) -> None:
    one, other = fill(assignment, [problem(), problem("P4")])
    actions.remove_line(actor=assignment.reviewer, assignment=access(assignment), line=one)
    card = card_access.card_of(access(assignment))
    assert [line.pk for line in cards.lines_of(card)] == [other.pk]
    one.refresh_from_db()
    assert one.removed_at is not None


def test_nobody_else_writes_it(world: World, assignment: Assignment) -> None:
    for role, code in (("evaluation_office", "P"), ("legal_officer", "A"), ("officer", "A"), ("reviewer", "Q")):
        with pytest.raises(Refusal) as refusal:
            actions.save_line(actor=world.person(role, code), assignment=assignment, told=problem())
        assert codes(refusal) == ["not_your_card"]


def test_a_reviewer_without_the_post_writes_nothing(world: World) -> None:
    one = assignment_of(file_of(make_activity(world, files="second_level", bodies=("A",))))
    one.reviewer = world.person("officer", "A")
    with pytest.raises(policy.Denied):
        actions.save_line(actor=one.reviewer, assignment=one, told=problem())


def test_it_is_not_written_before_its_stage(world: World) -> None:
    one = file_of(make_activity(world, files="first_level", bodies=("A",)))
    early = assignment_of(one, level=1)
    early.level = 2
    early.reviewer = world.person("reviewer", "P")
    with pytest.raises(Refusal) as refusal:
        actions.save_line(actor=early.reviewer, assignment=early, told=problem())
    assert codes(refusal) == ["wrong_state"]
