"""Giving files to reviewers: load, recusals, two readers and a third, another reviewer, standing aside."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.web_reviews import make_activity, make_officer, make_person, saved
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit import acts
from zhiheng_web.audit.models import Line
from zhiheng_web.bodies.models import Post
from zhiheng_web.cases.models import Interest
from zhiheng_web.lib import clock, policy
from zhiheng_web.reviews import guards, queries
from zhiheng_web.reviews.actions import assigning as actions
from zhiheng_web.reviews.models import Activity, Assignment
from zhiheng_web.reviews.reading import assigning as reading


def _brigade(world: World, number: int = 3) -> list[Any]:
    return [make_person(world, "reviewer", "P", one) for one in range(1, number + 1)]


def _waiting(world: World, **told: Any) -> Activity:
    one = make_activity(world, **{"cases": 3, "files": "second_level", "bodies": ("A", "B"), **told})
    with acts.act(None, "tests.make_world"):
        for place in Assignment.objects.filter(level=2):
            place.delete()
    return one


def _assign(world: World, one: Activity) -> list[Assignment]:
    return actions.assign_proposed(actor=world.person("evaluation_office", "P"), activity=one)


def test_it_balances_the_load_and_says_why(world: World) -> None:
    _brigade(world)
    one = _waiting(world)
    world.person("evaluation_office", "P")
    made = _assign(world, one)
    assert len(made) == 6
    loads = [load.total for load in reading.loads_of(one)]  # three reviewers and the office
    assert max(loads) - min(loads) <= 1
    assert all("最少" in place.why and "fewest" in place.why for place in made)
    assert Line.objects.filter(deed="reviews.assign").count() == 1


def test_it_proposes_the_same_again_until_it_is_taken(world: World) -> None:
    _brigade(world)
    one = _waiting(world)
    first, second = ([(c.file_review.pk, c.reviewer.pk) for c in reading.proposal(one)] for _ in range(2))
    assert first == second
    _assign(world, one)
    assert reading.proposal(one) == []
    with pytest.raises(Refusal) as refused:
        _assign(world, one)
    assert refused.value.faults[0].code == "nothing_to_assign"


def test_it_gives_two_readers_to_a_file_where_the_rules_ask(world: World) -> None:
    _brigade(world, 2)
    one = _waiting(world, readers=2, cases=1, bodies=("A",), blind=True)
    made = _assign(world, one)
    assert [place.reader for place in made] == [1, 2]
    assert made[0].reviewer != made[1].reviewer
    assert all(place.is_blind for place in made)


def _barred(world: World, one: Activity, person: Any, code: str = "A") -> str:
    file = queries.file_review(one.files.filter(body=world.body(code)).first().pk)
    why = guards.bar_to_reviewing(person, file)
    return why.zh if why else ""


def test_it_bars_own_posts_own_cases_own_body_and_declared_interests(world: World) -> None:
    one = _waiting(world, cases=1)
    by_post, by_record, by_case, by_interest = _brigade(world, 4)
    file = one.files.get(body=world.body("A"))
    saved(Post(account=by_post, body=world.body("A"), role="officer", since=clock.today()))
    record = make_officer(world, "A", 7)
    with acts.act(None, "tests.make_world"):
        record.account = by_record
        record.save()
        lead = file.lead
        lead.account = by_case
        lead.save()
    saved(Interest(account=by_interest, body=world.body("A"), reason="配偶在该单位工作"))
    assert _barred(world, one, by_post) == "在办案单位任职"
    assert _barred(world, one, by_record) == "办案单位的人员"
    assert _barred(world, one, by_case) == "本人办理的案件"
    assert _barred(world, one, by_interest) == "已申报回避"
    assert not any(_barred(world, one, person, "B") for person in (by_record, by_case, by_interest))


def test_it_bars_the_whole_branch_where_files_are_read_across_units(world: World) -> None:
    person = _brigade(world, 1)[0]
    saved(Post(account=person, body=world.body("A1"), role="officer", since=clock.today()))
    across = _waiting(world, cases=1, cross_unit=True)
    within = _waiting(world, cases=1, cross_unit=False)
    assert _barred(world, across, person) == "与办案单位同属一支队伍"
    assert _barred(world, within, person) == ""


def test_it_explains_who_stood_aside_in_the_assignment(world: World) -> None:
    first = _brigade(world, 2)[0]
    one = _waiting(world, cases=1, bodies=("A",))
    saved(Interest(account=first, body=world.body("A"), reason="亲属"))
    (made,) = _assign(world, one)
    assert made.reviewer != first
    assert "已申报回避" in made.why_told.zh and "declared an interest" in made.why_told.en
    assert "interest" not in made.why_told.zh and "回避" not in made.why_told.en


def test_it_leaves_a_file_waiting_that_nobody_can_read(world: World) -> None:
    one = _waiting(world, cases=1, bodies=("A",))
    (choice,) = reading.proposal(one)
    for load in reading.loads_of(one):
        saved(Interest(account=load.reviewer, body=world.body("A"), reason="回避"))
    (choice,) = reading.proposal(one)
    assert choice.reviewer is None and "没有可以指派的人" in choice.why.zh


def test_it_gives_a_file_to_another_with_the_reason_and_keeps_the_former(world: World) -> None:
    first, second = _brigade(world, 2)
    office, one = world.person("evaluation_office", "P"), _waiting(world, cases=1, bodies=("A",))
    (made,) = _assign(world, one)
    other = second if made.reviewer == first else first
    with pytest.raises(Refusal):
        actions.reassign(actor=office, assignment=made, reviewer=other, reason="")
    taken = actions.reassign(actor=office, assignment=made, reviewer=other, reason="出差")
    made.refresh_from_db()
    assert made.withdrawn_reason == "出差" and taken.reader == made.reader
    with pytest.raises(Refusal) as foreign:
        actions.reassign(actor=office, assignment=taken, reviewer=world.person("officer", "B"), reason="换人")
    assert foreign.value.faults[0].code == "no_reviewer"


def test_it_goes_to_the_next_when_a_reviewer_stands_aside(world: World) -> None:
    _brigade(world, 3)
    one = _waiting(world, cases=1, bodies=("A",))
    (made,) = _assign(world, one)
    with pytest.raises(policy.Denied):
        actions.recuse(actor=world.person("evaluation_office", "B"), assignment=made, reason="同学")
    taken = actions.recuse(actor=made.reviewer, assignment=made, reason="与当事人是同学")
    assert taken is not None and taken.reviewer != made.reviewer
    assert Line.objects.filter(deed="reviews.recuse").count() == 1


def test_it_asks_a_third_reader_once(world: World) -> None:
    _brigade(world, 3)
    one = _waiting(world, cases=1, bodies=("A",), readers=2)
    first, second = _assign(world, one)
    file = queries.file_review(first.file_review_id)
    with acts.act(None, "tests.sign"):
        third = actions.demand_third_reader(file)
        again = actions.demand_third_reader(file)
    assert third is not None and third == again and third.reader == 3
    assert third.reviewer not in (first.reviewer, second.reviewer)
    assert file.state == "comparing"


def test_it_names_a_reviewer_by_hand_with_the_reason(world: World) -> None:
    person = _brigade(world, 1)[0]
    one = _waiting(world, cases=1, bodies=("A",))
    office, file = world.person("evaluation_office", "P"), queries.file_review(one.files.get().pk)
    made = actions.assign_by_hand(actor=office, file_review=file, reviewer=person, reason="熟悉该领域")
    assert "熟悉该领域" in made.why
    with pytest.raises(Refusal) as refused:
        actions.assign_by_hand(actor=office, file_review=file, reviewer=office, reason="再派")
    assert refused.value.faults[0].code == "place_taken"
    with pytest.raises(policy.Denied):
        actions.assign_by_hand(actor=person, file_review=file, reviewer=person, reason="自己来")
