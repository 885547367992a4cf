"""Operations that explain: scorecard, derivation of a line, ranking, what would be if. Each at a stage one may see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Field, Schema

from zhiheng import api
from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.api.routing import router
from zhiheng_web.evaluations.models import Assessment, Card, Cycle
from zhiheng_web.evaluations.reading import answers, whatif
from zhiheng_web.evaluations.reading import derivation as deriving
from zhiheng_web.evaluations.reading.derivation import RuleOf
from zhiheng_web.evaluations.reading.ranking import Board, places_of
from zhiheng_web.evaluations.reading.scorecard import CardReading
from zhiheng_web.evaluations.reading.stages import Addresses, Shown, shown_of, shown_to
from zhiheng_web.lib.rest import Points, api_does
from zhiheng_web.lib.schemas import Bilingual, Data, RuleId, Value, paged

_READ = "evaluations.read_assessment"
Stage = Literal["", "ledger", "claimed", "current", "proposed", "reviewed", "final"]


class ScorecardOut(Schema):
    """The scorecard of a body at a stage; `unit` is its part of result.json (docs: result format)."""

    assessment_id: int
    stage: str
    computed_at: datetime
    result_digest: str
    score: Points
    base: Points
    bonus: Points
    grade: str
    rank: int
    status: str
    unit: dict[str, Data]


class DerivationOut(Schema):
    """How the points of a line came about: clause, what the engine told, rows used and left out."""

    rule_id: str
    stage: str
    clause: Bilingual
    told: dict[str, Data] | None
    veto: dict[str, Data] | None
    rows: int
    history: list[dict[str, Data]]


class RankedOut(Schema):
    """A body in the ranking."""

    assessment_id: int
    unit_id: str
    name: str
    rank: int
    score: Points
    base: Points
    bonus: Points
    grade: str
    status: str


class PlaceOut(Schema):
    """A body by rank as seen from one; the name is empty where it may not be told."""

    rank: int
    name: str
    score: Points
    gap: Points
    is_own: bool


class TrialIn(Schema):
    """Values to be tried by rule, as rows of `facts` have them."""

    stage: Stage = ""
    values: Annotated[dict[RuleId, Value], Field(min_length=1, max_length=500)]


class TriedLine(Schema):
    """A line whose points change, or whose value was changed."""

    rule_id: str
    before: Points
    after: Points


class TriedOut(Schema):
    """The score with other values; nothing of it is kept."""

    score_before: Points
    score_after: Points
    change: Points
    lines: list[TriedLine]
    vetoes: list[str]


def _card(assessment: Assessment, shown: Shown) -> Card:
    """Return the card of a body at the stage shown. Raises Http404 where nothing is computed."""
    found = Card.objects.filter(computation=shown.computation, assessment=assessment).first()
    if shown.computation is None or found is None:
        raise Http404
    found.computation, found.assessment = shown.computation, assessment
    return found


def _settled(assessment: Assessment, values: dict[str, str]) -> dict[str, str]:
    """Return values as they are stored. Raises Refusal naming every one that is no answer to its rule."""
    options = api.scoring.settled_options(queries.scheme_of(assessment.cycle), assessment.cycle.options)
    asks = {ask.id: ask for _, _, lines in whatif.asks_for(assessment) for ask in lines}
    told: dict[str, str] = {}
    faults: list[Fault] = []
    for rule_id, value in values.items():
        try:
            if rule_id not in asks:
                raise Refusal(Fault("unknown_rule", Place(clause=rule_id), *_NO_SUCH_LINE, rule_id))
            told[rule_id] = answers.canonical(asks[rule_id], value, options)
        except Refusal as wrong:
            faults += wrong.faults
    if faults:
        raise Refusal(faults)
    return {rule_id: value for rule_id, value in told.items() if value}


_NO_SUCH_LINE = (
    Text("本单位没有这一项", "nothing of this id is asked of the body"),
    Text("按自评表各行的编号填写", "use the ids of the lines of the self-evaluation"),
)


@router.get("/assessments/{assessment_id}/scorecard", response=ScorecardOut)
@api_does(_READ, target=queries.assessment)
def scorecard(request: HttpRequest, assessment: Assessment, stage: Stage = "") -> dict[str, Any]:
    """查看评分卡。 Read the scorecard of a body."""
    shown = shown_to(request.user, assessment, stage)
    card = _card(assessment, shown)
    told = {name: getattr(card, name) for name in ("score", "base", "bonus", "grade", "rank", "status")}
    return {
        "assessment_id": assessment.pk,
        "stage": shown.stage,
        "computed_at": card.computation.computed_at,
        "result_digest": card.computation.result_digest,
        **told,
        "unit": _unit(card.unit, shown),
    }


def _unit(unit: Mapping[str, Any], shown: Shown) -> dict[str, Any]:
    """Return the body's part of the result, each line as `_told` tells it."""

    def lines(holder: Mapping[str, Any]) -> dict[str, Any]:
        return {**holder, "rules": [_told(rule, shown) for rule in holder["rules"]]}

    items = [{**item, "sub_items": [lines(one) for one in item["sub_items"]]} for item in unit["items"]]
    return {**unit, "items": items, "bonus_items": [lines(item) for item in unit["bonus_items"]]}


def _told(told: Mapping[str, Any], shown: Shown) -> dict[str, Any]:
    """Return what the engine told of a line; other inputs are for those who organise until the result is told."""
    return {name: value for name, value in told.items() if shown.sees_all or name != "other_inputs"}


@router.get("/assessments/{assessment_id}/rules/{rule_id}", response=DerivationOut)
@api_does(_READ, target=deriving.rule_of)
def derivation(request: HttpRequest, subject: RuleOf, stage: Stage = "") -> dict[str, Any]:
    """查看一行得分的推导。 Read how the points of a line came about."""
    one = subject.assessment
    shown = shown_to(request.user, one, stage)
    card = _card(one, shown)
    cards = CardReading(card, queries.scheme_of(one.cycle), Addresses(one.pk, shown.stage))
    found = deriving.derive(request.user, subject, shown, card=card, reading=cards)
    stages = deriving.history_of(deriving.cards_of(one, shown), subject.rule.id)
    return {
        "rule_id": subject.rule.id,
        "stage": shown.stage,
        "clause": Bilingual.of(found.clause),
        "told": _told(found.line.told, shown) if found.line else None,
        "veto": dict(found.veto) if found.veto else None,
        "rows": found.rows,
        "history": [{"stage": step.computation.stage, "points": step.told.get("points")} for step in stages],
    }


@router.get("/cycles/{cycle_id}/ranking", response=list[RankedOut])
@paged
@api_does("evaluations.read_cycle", target=queries.cycle)
def ranking(request: HttpRequest, cycle: Cycle, stage: Stage = "") -> list[dict[str, Any]]:
    """查看排名。 Read the ranking of a cycle."""
    return [
        {
            "assessment_id": row.card.assessment_id,
            "unit_id": row.assessment.unit_id,
            "name": row.assessment.body.name,
            **{name: getattr(row.card, name) for name in ("rank", "score", "base", "bonus", "grade", "status")},
        }
        for row in Board(cycle, shown_of(cycle, stage)).rows
    ]


@router.get("/assessments/{assessment_id}/rank", response=list[PlaceOut])
@paged
@api_does(_READ, target=queries.assessment)
def rank(request: HttpRequest, assessment: Assessment, stage: Stage = "") -> Any:
    """查看本单位名次和差距。 Read the rank of a body, and how far the others are away."""
    return places_of(request.user, assessment, shown_to(request.user, assessment, stage))


@router.post("/assessments/{assessment_id}/what-if", response=TriedOut)
@api_does("evaluations.try_what_if", target=queries.assessment)
def what_if(request: HttpRequest, assessment: Assessment, told: TrialIn) -> dict[str, Any]:
    """测算：换成其他值会怎样；不保存。 Try other values; nothing of it is kept."""
    shown = shown_to(request.user, assessment, told.stage)
    found = whatif.tried(assessment, _card(assessment, shown), _settled(assessment, told.values))
    return {
        "score_before": found.before,
        "score_after": found.after,
        "change": found.change,
        "lines": [{"rule_id": one[0], "before": one[2], "after": one[3]} for one in found.lines],
        "vetoes": found.vetoes,
    }
