"""Reading for the page of a body's result: the card that is shown, the lost points, the days counted, what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from zhiheng.api import Text
from zhiheng_web.evaluations import queries, scoring, states
from zhiheng_web.evaluations.models import Assessment, Card, Notice, Objection, ObjectionLine
from zhiheng_web.evaluations.queries import scheme_of
from zhiheng_web.evaluations.reading import answers, stages
from zhiheng_web.lib import clock

GRADES = {
    "excellent": Text("优秀", "excellent"),
    "up_to_standard": Text("达标", "up to standard"),
    "not_up_to_standard": Text("不达标", "not up to standard"),
}
GRADE_TONES = {"excellent": "good", "up_to_standard": "info", "not_up_to_standard": "bad"}


def objection(objection_id: int) -> Objection:
    """Return an objection with what its page needs. Raises Http404."""
    chosen = Objection.objects.select_related(
        "assessment__cycle__organiser", "assessment__body", "notice", "before", "after", "document", "filed_by"
    )
    found: Objection = get_object_or_404(chosen, pk=objection_id)
    return found


@dataclass(frozen=True, slots=True)
class ForOrganiser:
    """An assessment as the target of a deed that belongs to the organiser itself, not to what lies beneath it."""

    assessment: Assessment

    @property
    def governing_body(self) -> Any:
        """Return the body that organises the evaluation."""
        return self.assessment.cycle.organiser


def for_organiser(assessment_id: int) -> ForOrganiser:
    """Return an assessment for a deed of the organiser. Raises Http404."""
    return ForOrganiser(queries.assessment(assessment_id))


@dataclass(frozen=True, slots=True)
class LineOf:
    """A contested line as the target of a page: the body that objects governs it."""

    line: ObjectionLine

    @property
    def governing_body(self) -> Any:
        """Return the body that objects."""
        return self.line.objection.governing_body


def objection_line(line_id: int) -> LineOf:
    """Return a contested line. Raises Http404."""
    chosen = ObjectionLine.objects.select_related(
        "objection__assessment__cycle__organiser", "objection__assessment__body", "objection__before"
    )
    return LineOf(get_object_or_404(chosen, pk=line_id))


def card_for(person: Any, assessment: Assessment) -> Card | None:
    """Return the card that a person may see: of the last result for organisers, of what was told for the body."""
    cycle = assessment.cycle
    if assessment.state == "published":
        computation = scoring.latest(cycle, "final")
    elif stages.reads_cycle(person, cycle):
        computation = scoring.latest(cycle, "current", "reviewed")
    else:
        notice = latest_notice(assessment)
        if notice is None:
            return None
        settled = assessment.objections.exclude(after=None).order_by("-id").first()
        computation = settled.after if settled is not None and settled.notice_id == notice.pk else notice.computation
    return computation.cards.filter(assessment=assessment).first() if computation else None


def latest_notice(assessment: Assessment) -> Notice | None:
    """Return the notice in force, None before the body was told."""
    found: Notice | None = (
        assessment.notices.select_related("document", "delivered_by", "acknowledged_by", "reopened_by", "computation")
        .order_by("-id")
        .first()
    )
    return found


@dataclass(frozen=True, slots=True)
class Lost:
    """A line that cost points, or a veto: what it is, what was found, where it is derived."""

    rule_id: str
    name: Text
    clause: Text
    points: Decimal | None
    input: Text
    why: Text
    url: str
    is_veto: bool = False


def lost_lines(card: Card) -> list[Lost]:
    """Return the lines of a card that cost points, in the order of the scheme, vetoes first."""
    scheme = scheme_of(card.assessment.cycle)
    told, asks = card.rules(), asks_of(card.assessment)
    lines = [_veto(card, scheme, veto) for veto in card.unit["vetoes"]]
    for part, _, sub_item in scheme.sub_items():
        for rule in sub_item.every_rule():
            one = told.get(rule.id)
            if part.kind == "bonus" or one is None or Decimal(one["points"]) >= 0:
                continue
            clause = rule.clause if rule.clause.zh else sub_item.clause
            why = Text(one.get("why_zh", ""), one.get("why_en", ""))
            lines.append(
                Lost(
                    rule.id,
                    rule.text,
                    clause,
                    Decimal(one["points"]),
                    in_words(asks.get(rule.id), str(one["input"])),
                    why,
                    _url(card, rule.id),
                )
            )
    return lines


def asks_of(assessment: Assessment) -> dict[str, answers.Ask]:
    """Return what is asked of a body, by rule: it knows how a value is said in people's words."""
    cycle = assessment.cycle
    every = answers.asks_of(scheme_of(cycle), assessment.kind, dict(cycle.options))
    return {ask.id: ask for _, _, lines in every for ask in lines}


def in_words(ask: answers.Ask | None, value: str) -> Text:
    """Return a value in people's words: 0.75 as 75%, a list of elements by their names."""
    if ask is None:
        return {"true": Text("成立", "it holds"), "false": Text("不成立", "it does not hold")}.get(
            value, Text(value, value)
        )
    return answers.shown(ask, value)


def _veto(card: Card, scheme: Any, veto: dict[str, Any]) -> Lost:
    rule = scheme.rule(veto["id"])
    why = Text(f"依据 {'、'.join(veto['rows'])}", f"rows {', '.join(veto['rows'])}")
    return Lost(veto["id"], rule.text, rule.clause, None, Text("", ""), why, _url(card, veto["id"]), True)


def _url(card: Card, rule_id: str) -> str:
    return reverse("evaluations:rule", args=[card.assessment_id, rule_id])


def words_of(assessment: Assessment, rule_id: str) -> tuple[Text, Text]:
    """Return the name and the clause of a rule, veto or sub-item of the scheme."""
    scheme = scheme_of(assessment.cycle)
    for rule in scheme.vetoes:
        if rule.id == rule_id:
            return rule.text, rule.clause
    for _, _, sub_item in scheme.sub_items():
        if sub_item.id == rule_id:
            return sub_item.name, sub_item.clause
        for rule in sub_item.every_rule():
            if rule.id == rule_id:
                return rule.text, rule.clause if rule.clause.zh else sub_item.clause
    raise Http404(rule_id)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the period: which of the working days counted it is; passed, today, or to come."""

    day: date
    number: int
    standing: str


def days_of(notice: Notice) -> list[Day]:
    """Return the working days of the period one by one, as they were counted on delivery."""
    today = clock.today()
    found = []
    for number, told in enumerate(notice.days, 1):
        day = date.fromisoformat(told)
        standing = "passed" if day < today else "today" if day == today else "ahead"
        found.append(Day(day, number, standing))
    return found


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, for the timeline."""

    at: datetime
    what: Text
    by: str = ""
    note: str = ""


def timeline(assessment: Assessment, *, with_proposals: bool) -> list[Event]:
    """Return what happened to a body, the latest first; proposals are a matter of the organiser alone."""
    found = [*_events(assessment), *(_proposals(assessment) if with_proposals else ())]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _proposals(assessment: Assessment) -> Iterator[Event]:
    for one in assessment.proposals.select_related("proposed_by", "signed_by"):
        yield Event(one.proposed_at, Text("提出结果建议", "result proposed"), str(one.proposed_by), one.opinion)
        if one.signed_at:
            yield Event(one.signed_at, Text("签批结果建议", "proposal signed"), str(one.signed_by))
        if one.sent_back_at:
            yield Event(one.sent_back_at, Text("退回结果建议", "proposal sent back"), "", one.sent_back_reason)


def _events(assessment: Assessment) -> Iterator[Event]:
    for told in assessment.notices.select_related("delivered_by", "acknowledged_by", "reopened_by"):
        yield Event(told.delivered_at, Text("告知结果", "notice given"), str(told.delivered_by))
        if told.acknowledged_at:
            yield Event(told.acknowledged_at, Text("签收告知", "notice acknowledged"), str(told.acknowledged_by))
        if told.waived_at:
            yield Event(told.waived_at, Text("声明无异议", "no objection declared"))
    for filed in assessment.objections.select_related("filed_by"):
        yield Event(filed.filed_at, Text("提出异议", "objection filed"), str(filed.filed_by), filed.override_reason)
        if filed.withdrawn_at:
            yield Event(filed.withdrawn_at, Text("撤回异议", "objection withdrawn"))
        if filed.settled_at:
            yield Event(filed.settled_at, Text("复核办结", "review finished"))
    procedure = states.procedure_of(assessment.cycle)
    for change in assessment.state_changes.filter(to_state__in=("settled", "approved", "published")).select_related(
        "by"
    ):
        name = procedure.state(change.to_state).name
        what = Text(f"进入“{name.zh}”", f"now “{name.en}”")
        yield Event(change.at, what, str(change.by or ""), change.reason)
