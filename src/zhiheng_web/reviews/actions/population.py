"""From the closed cases to the files of a random review: exclusions, the frozen population, the draws (XH-26).

The population is published with its digest before anybody can know the seed; so whoever draws steers nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from zhiheng import api
from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.cases.models import Case
from zhiheng_web.lib import clock, store
from zhiheng_web.reviews import guards
from zhiheng_web.reviews.actions.activities import set_open
from zhiheng_web.reviews.actions.collecting import closed_cases, enter_file
from zhiheng_web.reviews.models import Activity, Draw, Exclusion, FileReview, Population
from zhiheng_web.reviews.reading import population as reading
from zhiheng_web.reviews.reading.population import Member

FREEZE, DRAW = "reviews.freeze_population", "reviews.draw"


def exclude(*, actor: Any, activity: Activity, case: Case, reason: str) -> Exclusion:
    """Leave a closed case out of the population, with the reason, before it is frozen."""
    guards.demand_organiser(actor, FREEZE, activity)
    _demand_draft(activity)
    if not reason.strip():
        raise Refusal(Fault("no_reason", Place(clause=case.code), *_NO_REASON))
    if not closed_cases(activity).filter(pk=case.pk).exists():
        raise Refusal(Fault("foreign_case", Place(clause=case.code), *_FOREIGN_CASE))
    if activity.exclusions.filter(case=case).exists():
        raise Refusal(Fault("excluded", Place(clause=case.code), *_EXCLUDED))
    one = Exclusion(activity=activity, case=case, reason=" ".join(reason.split())[:300], by=actor, at=clock.now())
    with acts.act(actor, FREEZE, reason=one.reason):
        one.save()
    return one


def readmit(*, actor: Any, exclusion: Exclusion, reason: str) -> None:
    """Take a case back into the population, with the reason, before it is frozen."""
    guards.demand_organiser(actor, FREEZE, exclusion.activity)
    _demand_draft(exclusion.activity)
    if not reason.strip():
        raise Refusal(Fault("no_reason", Place(clause=exclusion.case.code), *_NO_REASON))
    with acts.act(actor, FREEZE, reason=reason.strip()):
        exclusion.delete()


def freeze(
    *,
    actor: Any,
    activity: Activity,
    version: int,
    seed_source: str,
    seed_not_before: datetime,
    size_plan: Mapping[str, str],
    seed_form: str = "",
    strata: str = "",
    weights: str = "",
) -> Population:
    """Freeze and publish the population: its CSV goes into the store, what was committed to can be read by all.

    `seed_source` says what will be the seed, `seed_form` how it is written (# for each digit), `seed_not_before` when
    it can be known at the earliest. Raises Refusal where that has passed: a seed that is known steers the draw.
    """
    guards.demand_organiser(actor, FREEZE, activity)
    place = Place(clause=activity.title)
    if strata not in {"", *reading.STRATA} or weights not in {"", *reading.WEIGHTS}:
        raise Refusal(Fault("no_such_column", place, *_NO_COLUMN, strata or weights))
    if seed_not_before <= clock.now():
        raise Refusal(Fault("seed_known", place, *_SEED_KNOWN, seed_not_before.isoformat(timespec="minutes")))
    with acts.act(actor, FREEZE):
        one: Activity = Activity.objects.select_for_update().select_related("organiser").get(pk=activity.pk)
        _demand_draft(one)
        guards.demand_version(one, version)
        members = reading.members_of(one)
        made = _frozen(one, members, size_plan, strata=strata, weights=weights)
        source = {"seed_source": seed_source, "seed_not_before": seed_not_before, "seed_form": seed_form.strip()}
        commitment = _commit(made, members, **source)
        made.commitment, made.commitment_digest = commitment.sheet(), commitment.digest
        made.digest = commitment.population_digest
        made.seed_source, made.seed_not_before = commitment.seed_source, seed_not_before
        made.frozen_by, made.frozen_at = actor, clock.now()
        made.save()
        one.state = "committed"
        one.version += 1
        one.save()
    return made


def _frozen(
    one: Activity, members: Sequence[Member], size_plan: Mapping[str, str], *, strata: str, weights: str
) -> Population:
    """Return the population without the excluded, its CSV in the store; not saved."""
    out = set(one.exclusions.values_list("case", flat=True))
    kept = [member for member in members if member.case.pk not in out]
    if not kept:
        raise Refusal(Fault("empty_population", Place(clause=one.title), *_EMPTY))
    size = reading.size_by_plan(size_plan, len(kept), is_weighted=bool(weights))
    made = Population(activity=one, count=len(kept), strata=strata, weights=weights, size=size.size)
    made.size_plan = {**size_plan, "size": str(size.size), "told": {"zh": size.told.zh, "en": size.told.of("en")}}
    if size.sequential:
        made.size_plan["sequential"] = dict(size.sequential)
    made.file = store.keep(reading.csv_of(kept), name="population.csv")
    return made


def _commit(made: Population, members: Sequence[Member], **source: Any) -> Any:
    """Commit to all closed cases with the exclusions named; the published file holds what is left."""
    ids = {member.case.pk: member.id for member in members}
    excluded = [
        api.sampling.Exclusion(ids[one.case_id], one.reason)
        for one in made.activity.exclusions.all()
        if one.case_id in ids
    ]
    whole = reading.read_csv(reading.csv_of(members), strata=made.strata, weights=made.weights)
    return api.sampling.commit(whole, size=made.size, exclusions=excluded, **source)


def draw(*, actor: Any, activity: Activity, seed: str, proof: str, reason: str = "") -> Draw:
    """Draw from the published population with the seed that has come up, and its proof.

    A further draw needs a reason; the former stays in sight. Raises Refusal before the seed can be known, for a seed
    that is not written as was committed, and once the review has begun.
    """
    guards.demand_organiser(actor, DRAW, activity)
    place = Place(clause=activity.title)
    with acts.act(actor, DRAW, reason=reason.strip()):
        locked: Activity = Activity.objects.select_for_update().get(pk=activity.pk)
        if locked.state != "committed":
            raise Refusal(Fault("not_committed", place, *_NOT_COMMITTED))
        population = Population.objects.select_related("activity__organiser").get(activity=locked)
        if clock.now() < population.seed_not_before:
            raise Refusal(Fault("too_early", place, *_TOO_EARLY))
        if not proof.strip():
            raise Refusal(Fault("no_proof", place, *_NO_PROOF))
        former = reading.last_draw(population)
        if former is not None and not reason.strip():
            raise Refusal(Fault("no_reason", place, *_NO_REDRAW_REASON))
        sheet = _sheet(population, seed.strip(), former, reason.strip())
        one = Draw(population=population, number=1 if former is None else former.number + 1, seed=seed.strip())
        one.proof, one.size, one.reason, one.supersedes = proof.strip(), population.size, reason.strip(), former
        one.sheet, one.sheet_digest = sheet, api.sampling.sheet_digest(sheet)
        one.drawn_by, one.drawn_at = actor, clock.now()
        one.save()
    return one


def _sheet(population: Population, seed: str, former: Draw | None, reason: str) -> dict[str, Any]:
    redraw = api.sampling.redraw_of(former.sheet, reason) if former is not None else None
    drawn = api.sampling.draw_committed(
        api.sampling.parse_commitment(population.commitment),
        reading.read_csv(reading.stored(population), strata=population.strata, weights=population.weights),
        seed=seed,
        drawn_at=clock.now(),
        redraw=redraw,
    )
    told: dict[str, Any] = drawn.sheet()
    return told


def start(*, actor: Any, activity: Activity) -> list[FileReview]:
    """Begin the review with the files of the last draw, in its order; afterwards nothing is drawn any more."""
    guards.demand_organiser(actor, DRAW, activity)
    place = Place(clause=activity.title)
    with acts.act(actor, DRAW, reason="按抽取结果开始评查 the review begins with the files drawn"):
        one: Activity = Activity.objects.select_for_update().select_related("organiser").get(pk=activity.pk)
        population = reading.population_of(one)
        draw_in_force = reading.last_draw(population) if population is not None else None
        if one.state != "committed" or population is None or draw_in_force is None:
            raise Refusal(Fault("not_drawn", place, *_NOT_DRAWN))
        set_open(one, actor=actor)
        keys = reading.cases_of(population)
        cases = Case.objects.select_related("body", "lead").in_bulk(
            [keys[name] for name in draw_in_force.sheet["drawn"]]
        )
        return [
            enter_file(one, cases[keys[name]], actor=actor, draw=draw_in_force, position=position)
            for position, name in enumerate(draw_in_force.sheet["drawn"], start=1)
        ]


def _demand_draft(activity: Activity) -> None:
    place = Place(clause=activity.title)
    if activity.kind != "random":
        raise Refusal(Fault("not_random", place, *_NOT_RANDOM))
    if activity.state != "draft":
        raise Refusal(Fault("frozen", place, *_FROZEN))


_NO_REASON = (Text("没有写理由", "no reason is given"), Text("写明理由，随总体公布", "say why; it is published"))
_FOREIGN_CASE = (
    Text("不在总体里：不是期间内结案的、所列单位的案件", "not in the population: closed outside of period or bodies"),
    Text("从总体名单里选", "choose from the list"),
)
_EXCLUDED = (Text("已经排除", "it is excluded already"), Text("刷新页面查看", "reload the page"))
_NO_COLUMN = (Text("没有这个分层或权重列", "there is no such column"), Text("从所列项目中选", "choose one listed"))
_SEED_KNOWN = (
    Text("种子产生的时间已过：已经知道的种子能左右抽取", "that moment has passed: a seed that is known can steer"),
    Text("选一个将来才产生的种子，如下一期开奖号码", "choose one yet to come, such as the next lottery draw"),
)
_EMPTY = (
    Text("总体里没有案件", "the population has no cases"),
    Text("核对结案期间、单位和台账", "check period, bodies and ledger"),
)
_NOT_COMMITTED = (
    Text("总体没有公布，或者评查已经开始", "no population is published, or the review has begun"),
    Text("先冻结并公布总体；评查开始后不再抽取", "freeze and publish it first; nothing is drawn after the start"),
)
_TOO_EARLY = (
    Text("还没有到种子产生的时间", "the seed cannot be known yet"),
    Text("等种子产生后再抽取", "draw once it has come up"),
)
_NO_PROOF = (
    Text("没有写种子的凭据", "no proof of the seed is given"),
    Text("写明出处，如开奖公告的名称和网址、在场见证人", "name the source: the notice of the lottery, the witnesses"),
)
_NO_REDRAW_REASON = (
    Text("重抽没有写理由", "a further draw needs its reason"),
    Text("写明为什么重抽；上一次抽取仍然公布", "say why; the former draw stays in sight"),
)
_NOT_DRAWN = (
    Text("还没有抽取，或者评查已经开始", "nothing is drawn, or the review has begun"),
    Text("种子产生后先抽取", "draw first"),
)
_NOT_RANDOM = (Text("不是随机抽查", "this is no random review"), Text("随机抽查才冻结总体", "only those have one"))
_FROZEN = (
    Text("总体已经冻结并公布，不能再改", "the population is frozen and published"),
    Text("要改总体的，另建一次评查", "where it must change, make another activity"),
)
