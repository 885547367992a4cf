"""Papers for consequences: records of interviews (CQ-30) and admonitions (CQ-49), the proposal to transfer (CQ-50)."""

from __future__ import annotations

from typing import Any

from zhiheng import api
from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.documents.issuing import Order, issue
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.evaluations import guards, scoring
from zhiheng_web.evaluations.actions.publications import computation_of
from zhiheng_web.evaluations.models import Computation, Consequence
from zhiheng_web.evaluations.reading import papers
from zhiheng_web.lib import clock

#: Kinds of consequence that have a paper → the sign of its series.
SERIES = {"interview": "谈", "admonition": "诫", "transfer_proposal": "建"}


def issue_paper(*, actor: Any, consequence: Consequence, details: dict[str, Any]) -> IssuedDocument:
    """Issue the record or proposal that belongs to a decided consequence.

    `details`: of a talk `post`, `held_on`, `place`, `talker`, `recorder`, `matter`, `statement`, `demands`; of a
    proposal to transfer `authority` and `opinion`. What is empty stays blank to fill in by hand. Raises Refusal for a
    kind without paper, and before it is decided.
    """
    guards.demand_organiser(actor, "evaluations.carry_out_consequence", consequence.assessment)
    place = Place(clause=consequence.assessment.body.name)
    computation = computation_of(consequence.assessment.cycle)
    if consequence.kind not in SERIES or consequence.status not in ("decided", "done") or computation is None:
        raise Refusal(Fault("no_paper", place, *_NO_PAPER))
    builders: dict[str, Any] = {
        "interview": api.documents.interview_record,
        "admonition": api.documents.admonition_record,
        "transfer_proposal": api.documents.transfer_proposal,
    }
    told = _transfer(consequence, details) if consequence.kind == "transfer_proposal" else _talk(consequence, details)
    builder = builders[consequence.kind]
    return issue(_order(consequence, computation, told, builder), actor=actor, deed="evaluations.carry_out_consequence")


def _order(consequence: Consequence, computation: Computation, told: dict[str, Any], builder: Any) -> Order:
    cycle, kind = consequence.assessment.cycle, consequence.kind
    titles = {"interview": "约谈记录", "admonition": "诫勉谈话记录", "transfer_proposal": "调整责任人岗位的建议"}
    return Order(
        body=cycle.organiser,
        kind=kind,
        subject=f"evaluations.consequence:{consequence.pk}",
        title=f"{consequence.assessment.body.name}{cycle.year}年度{titles[kind]}",
        series=papers.series_of(cycle, SERIES[kind]),
        build=papers.building(kind, builder, computation, told),
        facts=told,
        result=computation.result,
    )


def _told(consequence: Consequence) -> dict[str, Any]:
    cycle = consequence.assessment.cycle
    return {"issue": papers.issue_told(cycle), "year": cycle.year, "unit_id": consequence.assessment.unit_id}


def _talk(consequence: Consequence, details: dict[str, Any]) -> dict[str, Any]:
    held_on = details.get("held_on")
    if held_on is not None and held_on > clock.today():
        raise Refusal(Fault("future", Place(clause=consequence.assessment.body.name), *_FUTURE, held_on.isoformat()))
    names = ("post", "place", "talker", "recorder", "matter", "statement", "demands")
    words = {name: str(details.get(name, "")).strip() for name in names}
    return {**_told(consequence), "person": consequence.person, "held_on": held_on, **words}


def _transfer(consequence: Consequence, details: dict[str, Any]) -> dict[str, Any]:
    cycle = consequence.assessment.cycle
    previous = scoring.latest(cycle.previous, "final") if cycle.previous else None
    authority = str(details.get("authority", "")).strip()
    if previous is None or not authority:
        raise Refusal(Fault("no_authority", Place(clause=consequence.assessment.body.name), *_NO_AUTHORITY))
    heads = [{"name": one["name"], "from_date": one["since"], "to_date": one["until"]} for one in consequence.tenure]
    opinion = str(details.get("opinion", "")).strip()
    told = _told(consequence)
    return {**told, "previous": previous.result, "authority": authority, "heads": heads, "opinion": opinion}


_NO_PAPER = (
    Text("这一项没有文书，或者还没有决定", "there is no paper for this, or it has not been decided"),
    Text("约谈、诫勉谈话、提请调离在决定以后出具文书", "papers are made for talks and transfers once decided"),
)
_FUTURE = (
    Text("谈话日期在将来", "the talk lies in the future"),
    Text("谈话以后再填日期", "give the day when it was held"),
)
_NO_AUTHORITY = (
    Text("没有写干部管理机关，或没有上一年度的结果", "no authority over cadres is given, or last year has no result"),
    Text("写明向哪个机关提请（CQ-50）", "name the organ it is proposed to (CQ-50)"),
)
