"""Ten best, ten worst: candidates, a pool frozen before the seed, recusal, blind scores, ties told, what follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from adapters.web_reviews import make_officer, make_person, saved
from adapters.web_world import World
from web.training.conftest import refused
from zhiheng import api
from zhiheng.api import Refusal
from zhiheng_web.accounts.models import Account
from zhiheng_web.cases.models import Interest
from zhiheng_web.lib import clock, policy
from zhiheng_web.reviews.models import FileReview
from zhiheng_web.training.actions import contests as actions
from zhiheng_web.training.actions import judging, panel
from zhiheng_web.training.models import Contest, Judge
from zhiheng_web.training.queries import contests as queries
from zhiheng_web.training.standing import Scored, places

Settle = Callable[..., FileReview]
SCORES = ("0", "1", "4", "9")


def _office(world: World) -> Account:
    return world.person("evaluation_office", "P")


def _contest(world: World, settle: Settle, **more: int) -> Contest:
    for code in ("A", "B"):
        for number, deduction in enumerate(SCORES, 1):
            review = settle(code, deduction, officers=1)
            review.deduction_final = Decimal(deduction) + (Decimal("0.5") if code == "B" else 0) * (number > 1)
            review.score_final = 100 - review.deduction_final
            saved(review)
    today = clock.today()
    told = {"title": "年度评选", "period_from": today - timedelta(days=1), "period_to": today + timedelta(days=1)}
    told |= {"places": 1, "candidates_each": 2, "judges_wanted": 2, "least_scores": 1, **more}
    one = actions.keep_contest(actor=_office(world), body=world.body("P"), values=told)
    actions.collect_candidates(actor=_office(world), contest=one)
    return one


def _frozen(world: World, settle: Settle, **more: int) -> Contest:
    one = _contest(world, settle, **more)
    for code in ("A", "B", "A1"):
        world.person("legal_officer", code)
    later = clock.now() + timedelta(minutes=5)
    told = {"actor": _office(world), "contest": one, "version": 0}
    return panel.freeze_panel(seed_source="次日开奖号码", seed_not_before=later, **told)


def _drawn(world: World, settle: Settle, **more: int) -> Contest:
    one = _frozen(world, settle, **more)
    one.seed_not_before = clock.now() - timedelta(minutes=1)
    saved(one)
    return panel.draw_panel(actor=_office(world), contest=one, seed="08 15 23")


def _score(judge: Judge, points: dict[int, str]) -> None:
    given = {key: (Decimal(value), "") for key, value in points.items()}
    person = Account.objects.get(pk=judge.account_id)
    judging.give_scores(actor=person, judge=judge, given=given, hand_in=True)


def test_candidates_are_the_ends_of_the_order_and_all_equal_to_the_last(world: World, settle: Settle) -> None:
    rows = queries.candidates_of(_contest(world, settle))
    best = sorted(str(row.deduction.normalize()) for row in rows if row.side == "best")
    worst = sorted(str(row.deduction.normalize()) for row in rows if row.side == "worst")
    assert best == ["0", "0"]  # one of A, one of B
    assert worst == ["9", "9.5"]


def test_a_file_without_deduction_is_no_candidate_for_the_worst(world: World, settle: Settle) -> None:
    settle("A", "0")
    settle("B", "0")
    today = clock.today()
    told = {"title": "评选", "period_from": today, "period_to": today + timedelta(days=1), "judges_wanted": 3}
    one = actions.keep_contest(actor=_office(world), body=world.body("P"), values={**told, "candidates_each": 10})
    made = actions.collect_candidates(actor=_office(world), contest=one)
    assert {row.side for row in made} == {"best"}
    assert one.places == 10


def test_the_pool_is_published_before_the_seed_and_leaves_out_owners(world: World, settle: Settle) -> None:
    one = _contest(world, settle)
    third = make_person(world, "officer", "A1", 3)
    handler = make_officer(world, "A").account
    told = {"actor": _office(world), "contest": one}
    panel.name_officers(accounts=[third, handler], reason="办案优秀", **told)
    with refused("seed_known"):
        panel.freeze_panel(seed_source="骰子", seed_not_before=clock.now(), version=0, **told)
    for code in ("A", "B"):
        world.person("legal_officer", code)
    later = clock.now() + timedelta(hours=1)
    frozen = panel.freeze_panel(seed_source="骰子", seed_not_before=later, version=0, **told)
    names = sorted(frozen.nominees.values_list("account__name", flat=True))
    assert names == ["legal_officer.A", "legal_officer.B", "officer3.A1"]
    assert frozen.pool_digest == api.sampling.population_digest(names)
    with refused("too_early"):
        panel.draw_panel(seed="1", **told)


def test_anybody_can_repeat_the_draw_of_the_panel(world: World, settle: Settle) -> None:
    one = _drawn(world, settle)
    pool = dict(one.nominees.values_list("account__name", "stratum"))
    repeated = api.sampling.draw(pool, size=2, seed="08 15 23", strata=pool)
    assert [row.id for row in repeated.drawn] == list(one.judges.values_list("account__name", flat=True))


def test_a_judge_stands_aside_from_the_own_unit_and_from_declared_interests(world: World, settle: Settle) -> None:
    one = _frozen(world, settle, judges_wanted=3)
    a1 = world.person("legal_officer", "A1")
    saved(Interest(account=a1, body=world.body("B"), reason="亲属在该单位"))
    one.seed_not_before = clock.now() - timedelta(minutes=1)
    saved(one)
    panel.draw_panel(actor=_office(world), contest=one, seed="7")
    told = {
        judge.account.name: sorted(judge.recusals.values_list("candidate__file_review__body__code", "ground"))
        for judge in one.judges.select_related("account")
    }
    assert told["legal_officer.A"] == [("A", "unit")] * 2
    assert told["legal_officer.B"] == [("B", "unit")] * 2
    assert told["legal_officer.A1"] == [("B", "interest")] * 2


def test_scores_are_ones_own_and_complete_when_handed_in(world: World, settle: Settle) -> None:
    one = _drawn(world, settle, judges_wanted=3)
    judge = one.judges.get(account__name="legal_officer.A")
    keys = [row.candidate.pk for row in queries.ballot(judge) if row.recusal is None]
    person = world.person("legal_officer", "A")
    with pytest.raises(policy.Denied):
        judging.give_scores(actor=world.person("legal_officer", "B"), judge=judge, given={})
    for points in ("100.01", "-1"):
        with refused("wrong_points"):
            judging.give_scores(actor=person, judge=judge, given={keys[0]: (Decimal(points), "")})
    recused = next(row.candidate.pk for row in queries.ballot(judge) if row.recusal)
    with refused("unknown"):
        judging.give_scores(actor=person, judge=judge, given={recused: (Decimal(90), "")})
    with refused("unscored"):
        judging.give_scores(actor=person, judge=judge, given={keys[0]: (Decimal(90), "")}, hand_in=True)
    judging.stand_aside(actor=person, judge=judge, candidate=queries.candidate(keys[1]), reason="同学承办")
    judging.give_scores(actor=person, judge=judge, given={keys[0]: (Decimal(90), "")}, hand_in=True)
    with pytest.raises(Refusal):
        judging.give_scores(actor=person, judge=judge, given={keys[0]: (Decimal(10), "")})


def _decide(world: World, settle: Settle) -> Contest:
    one = _drawn(world, settle, judges_wanted=3)
    with refused("ballots_open"):
        judging.decide_contest(actor=_office(world), contest=one, version=one.version)
    for judge in one.judges.all():
        rows = [row.candidate for row in queries.ballot(judge) if row.recusal is None]
        _score(judge, {row.pk: "90" if row.side == "best" else "40" for row in rows})
    return judging.decide_contest(actor=_office(world), contest=one, version=one.version)


def test_the_decision_names_the_places_and_explains_ties(world: World, settle: Settle) -> None:
    one = _decide(world, settle)
    rows = {(row.side, row.place): row for row in queries.candidates_of(one)}
    assert [row.is_named for row in rows.values()].count(True) == 2
    # Same mean, same score: by lot. Same mean, another score: by the score.
    assert "抽签" in rows["best", 1].tie_text.zh
    assert "得分" in rows["worst", 1].tie_text.zh
    assert rows["worst", 1].deduction == Decimal("9.5")
    assert sorted(rows["worst", 1].follow_ups.values_list("about", flat=True)) == ["officer", "unit"]


def test_best_files_are_rewarded_and_worst_ones_followed_up(world: World, settle: Settle) -> None:
    one = _decide(world, settle)
    best = one.candidates.get(side="best", is_named=True)
    worst = one.candidates.get(side="worst", is_named=True)
    told = {"actor": _office(world), "kind": "honour", "text": "通报表扬", "decided_on": clock.today()}
    assert judging.reward(candidate=best, **told).pk
    with refused("no_such_kind"):
        judging.reward(candidate=best, **{**told, "kind": "bribe"})
    with refused("not_named"):
        judging.reward(candidate=worst, **told)
    judging.write_experience(actor=_office(world), candidate=best, article="先核证", presented_by="民警")
    unit, officer = worst.follow_ups.get(about="unit"), worst.follow_ups.get(about="officer")
    words = {"measure": "约谈", "decision": "局党组会", "decided_on": clock.today()}
    decided = judging.decide_follow_up(actor=world.person("leader", "P"), follow_up=unit, **words)
    assert judging.finish_follow_up(actor=_office(world), follow_up=decided).state == "done"
    ground = {"actor": _office(world), "trigger": "repeated", "measure": "通报批评"}
    with refused("unit_task"):
        judging.hand_over(follow_up=unit, **ground)
    assert judging.hand_over(follow_up=officer, **ground).handed_over.startswith("officers.accountability:")


def test_it_announces_the_result_in_a_draft_with_names_masked(world: World, settle: Settle, series: object) -> None:
    draft = judging.announce(actor=_office(world), contest=_decide(world, settle), series=series)
    assert draft.state == "draft"
    assert "民警A1" in draft.text or "民警B1" in draft.text


def test_the_next_in_the_draw_takes_the_place_of_an_excused_judge(world: World, settle: Settle) -> None:
    one = _drawn(world, settle)
    gone = one.judges.first()
    panel.replace_judge(actor=_office(world), judge=gone, reason="病假")
    assert one.judges.filter(excused_at=None).count() == 2
    assert one.judges.count() == 3


def test_means_are_exact_and_lots_repeatable() -> None:
    thirds = [Decimal(90), Decimal(90), Decimal(91)]  # 271/3
    files = [Scored("甲", Decimal(99), thirds), Scored("乙", Decimal(98), [Decimal("90.33")])]
    assert [one.key for one in places(files, best=True, seed="1")] == ["甲", "乙"]
    assert [one.key for one in places(files, best=False, seed="1")] == ["乙", "甲"]
    equal = [Scored(key, Decimal(99), thirds) for key in ("一", "二", "三")]
    assert places(equal, best=True, seed="s") == places(equal[::-1], best=True, seed="s")
