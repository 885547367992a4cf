"""From closed cases to drawn files: exclusions, the published population, the seed that comes later, redraws."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any

import pytest

from adapters.web_reviews import make_activity, make_cases
from adapters.web_world import World
from zhiheng import api
from zhiheng.api import Refusal
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import clock, policy
from zhiheng_web.reviews.actions import draw_sheets
from zhiheng_web.reviews.actions import population as actions
from zhiheng_web.reviews.models import Activity, Population
from zhiheng_web.reviews.reading import population as reading

SEED = "双色球 2026133：07 11 19 23 28 31"
FORM = "双色球 2026133：## ## ## ## ## ##"


def _later(days: int = 3) -> datetime:
    return clock.now() + timedelta(days=days)


def _draft(world: World, cases: int = 10) -> Activity:
    return make_activity(world, scheme="xuhui-file-review", state="draft", bodies=("A", "B"), cases=cases)


def _freeze(world: World, one: Activity, **told: Any) -> Population:
    given = {"seed_source": "双色球第 2026133 期红球号码", "seed_form": FORM, "seed_not_before": _later()}
    given |= {"size_plan": {"mode": "typed", "size": "6"}, **told}
    office = world.person("evaluation_office", "P")
    return actions.freeze(actor=office, activity=one, version=one.version, **given)  # type: ignore[arg-type]


@pytest.fixture
def tomorrow(settings: Any) -> Any:
    """Return a function that lets it be after the seed has come up."""
    settings.DEMONSTRATION = True
    return lambda: clock.pretending(_later(4))


def _draw(world: World, one: Activity, **told: Any) -> Any:
    given = {"seed": SEED, "proof": "开奖公告", **told}
    return actions.draw(actor=world.person("evaluation_office", "P"), activity=one, **given)


def test_it_publishes_the_population_before_the_seed(world: World) -> None:
    one = _draft(world)
    frozen = _freeze(world, one)
    one.refresh_from_db()
    assert (one.state, frozen.count, frozen.size) == ("committed", 20, 6)
    commitment = api.sampling.parse_commitment(frozen.commitment)
    assert commitment.digest == frozen.commitment_digest
    ids = [line.split(",")[0] for line in reading.stored(frozen).decode().splitlines()[1:]]
    assert frozen.digest == hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()
    assert Line.objects.filter(deed="reviews.freeze_population").exists()


def test_it_leaves_out_what_is_excluded_and_says_why(world: World) -> None:
    one, office = _draft(world, cases=3), world.person("evaluation_office", "P")
    case = make_cases(world, "A", 1)[0]
    with pytest.raises(Refusal):
        actions.exclude(actor=office, activity=one, case=case, reason="")
    actions.exclude(actor=office, activity=one, case=case, reason="涉密")
    frozen = _freeze(world, one, size_plan={"mode": "typed", "size": "2"})
    assert frozen.count == 6
    assert frozen.commitment["exclusions"] == [{"id": case.code, "reason": "涉密"}]
    assert case.code not in reading.cases_of(frozen)
    with pytest.raises(Refusal) as late:
        actions.exclude(actor=office, activity=Activity.objects.get(), case=case, reason="晚了")
    assert late.value.faults[0].code == "frozen"


def test_it_refuses_a_seed_whose_time_has_passed(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        _freeze(world, _draft(world), seed_not_before=clock.now())
    assert refused.value.faults[0].code == "seed_known"


def test_it_refuses_to_draw_before_the_seed_can_be_known(world: World) -> None:
    one = _draft(world)
    _freeze(world, one)
    with pytest.raises(Refusal) as refused:
        _draw(world, one)
    assert refused.value.faults[0].code == "too_early"


def test_it_draws_what_ten_lines_written_independently_draw(world: World, tomorrow: Any) -> None:
    one = _draft(world)
    frozen = _freeze(world, one)
    with tomorrow():
        drawn = _draw(world, one)
    ids = [line.split(",")[0] for line in reading.stored(frozen).decode().splitlines()[1:]]
    digest = hashlib.sha256("\n".join(sorted(set(ids))).encode()).hexdigest()
    key = f"{SEED}\n{digest}".encode()
    ranked = sorted(ids, key=lambda one: hmac.new(key, one.encode(), hashlib.sha256).hexdigest())
    assert drawn.sheet["drawn"] == ranked[:6]
    people = reading.read_csv(reading.stored(frozen))
    commitment = api.sampling.parse_commitment(frozen.commitment)
    assert api.sampling.repeat_committed(drawn.sheet, commitment, people) == []


def test_it_gains_nothing_from_trying_seeds_that_are_not_written_as_committed(world: World, tomorrow: Any) -> None:
    one = _draft(world, cases=3)
    _freeze(world, one, size_plan={"mode": "typed", "size": "2"})
    with tomorrow():
        for seed in ("lucky", f"{SEED} ", "双色球 2026134：07 11 19 23 28 31"):
            if seed.strip() == SEED:
                continue
            with pytest.raises(Refusal) as refused:
                _draw(world, one, seed=seed)
            assert refused.value.faults[0].code == "commitment_broken"
        with pytest.raises(Refusal) as refused:
            _draw(world, one, proof="")
        assert refused.value.faults[0].code == "no_proof"


def test_it_keeps_the_former_draw_in_sight_when_it_draws_again(world: World, tomorrow: Any) -> None:
    one = _draft(world)
    frozen = _freeze(world, one)
    with tomorrow():
        first = _draw(world, one)
        with pytest.raises(Refusal) as refused:
            _draw(world, one, seed=SEED.replace("07", "08"))
        assert refused.value.faults[0].code == "no_reason"
        second = _draw(world, one, seed=SEED.replace("07", "08"), reason="第一次种子输错")
    assert second.supersedes == first and second.sheet["supersedes"] == first.sheet_digest
    assert [draw.number for draw in frozen.draws.all()] == [1, 2]


def test_it_draws_by_strata_and_by_risk(world: World, tomorrow: Any) -> None:
    one = _draft(world)
    make_cases(world, "A", 1, fine=250_000)
    frozen = _freeze(world, one, strata="body", weights="risk")
    assert [row["stratum"] for row in frozen.commitment["strata"]["counts"]] == ["A", "B"]
    with tomorrow():
        drawn = _draw(world, one)
    assert [row["size"] for row in drawn.sheet["strata"]["sizes"]] == [3, 3]
    assert set(drawn.sheet["weights"]["drawn"]) <= {"2", "5"}  # findings 0 + 1, fine class 1 or 4


def test_it_comes_to_a_size_by_the_confidence_that_is_wanted(world: World) -> None:
    plan = {"mode": "rate", "rate": "0.1", "half_width": "0.1", "confidence": "0.95"}
    size = reading.size_by_plan(plan, 200)
    assert size.size == api.sampling.size_for_rate(200, *map(reading.Decimal, ("0.1", "0.1", "0.95")))
    assert "95%" in size.told.zh
    weighted = reading.size_by_plan(plan, 200, is_weighted=True)
    assert weighted.size == size.size and "不适用" in weighted.told.zh and "95%" not in weighted.told.zh
    detect = reading.size_by_plan({"mode": "detect", "rate": "0.05", "confidence": "0.95"}, 200)
    assert 0 < detect.size < 200
    for wrong in ({"mode": "typed", "size": "201"}, {"mode": "typed", "size": "x"}, {"mode": "rate", "rate": "y"}):
        with pytest.raises(Refusal):
            reading.size_by_plan(wrong, 200)


def test_a_sequential_plan_is_kept_and_shown_before_the_draw(world: World) -> None:
    one = _draft(world, cases=6)
    plan = {"mode": "typed", "size": "8", "looks": "2", "threshold": "0.2"}
    frozen = _freeze(world, one, size_plan=plan)
    told = {"threshold": "0.2", "confidence": "0.95", "max_size": "8", "looks": "2"}
    assert frozen.size_plan["sequential"] == told
    looks = reading.looks_of(told, frozen.count)
    assert [look.drawn for look in looks] == [4, 8]
    wanted = api.sampling.SequentialPlan(reading.Decimal("0.2"), reading.Decimal("0.95"), 8, 2, frozen.count)
    assert [(look.below, look.above) for look in looks] == [(look.below, look.above) for look in wanted.boundaries()]


def test_a_sequential_plan_is_refused_that_is_none() -> None:
    plan = {"mode": "typed", "size": "8"}
    for wrong in ({"looks": "2"}, {"threshold": "0.2"}, {"looks": "9", "threshold": "0.2"}, {"looks": "x"}):
        with pytest.raises(Refusal) as refused:
            reading.size_by_plan({**plan, **wrong}, 12)
        assert refused.value.faults[0].code == "bad_plan"
    with pytest.raises(Refusal, match="weighted draw"):
        reading.size_by_plan({**plan, "looks": "2", "threshold": "0.2"}, 12, is_weighted=True)
    assert not reading.size_by_plan(plan, 12).sequential


def test_it_begins_the_review_with_the_files_of_the_last_draw(world: World, tomorrow: Any) -> None:
    one, office = _draft(world), world.person("evaluation_office", "P")
    _freeze(world, one)
    with tomorrow():
        with pytest.raises(Refusal):
            actions.start(actor=office, activity=one)
        drawn = _draw(world, one)
        files = actions.start(actor=office, activity=one)
        assert [file.case.code for file in files] == drawn.sheet["drawn"]
        assert {file.state for file in files} == {"second_level"}
        with pytest.raises(Refusal) as refused:
            _draw(world, one, reason="再来一次")
    assert refused.value.faults[0].code == "not_committed"


def test_it_lets_nobody_but_the_office_freeze_and_draw(world: World) -> None:
    one = _draft(world, cases=1)
    for role, code in (("reviewer", "P"), ("leader", "P"), ("legal_officer", "A")):
        with pytest.raises(policy.Denied):
            actions.draw(actor=world.person(role, code), activity=one, seed="x", proof="y")


def test_it_issues_the_sheet_once_and_its_figures_follow(world: World, tomorrow: Any) -> None:
    one = _draft(world)
    _freeze(world, one)
    with tomorrow():
        drawn = _draw(world, one)
        office = world.person("evaluation_office", "P")
        paper = draw_sheets.issue_sheet(actor=office, draw=drawn)
        with pytest.raises(Refusal, match="has been issued"):
            draw_sheets.issue_sheet(actor=office, draw=drawn)
    assert [one["case_id"] for one in paper.facts["files"]] == drawn.sheet["drawn"]
    assert all(one["unit"] for one in paper.facts["files"])
    assert paper.number.endswith("1号")
    assert Line.objects.latest("sequence").deed == "reviews.draw"
