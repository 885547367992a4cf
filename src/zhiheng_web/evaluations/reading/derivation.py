"""How the points of one line came about: input and why this one, rows, caps, who decided what, earlier stages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from zhiheng import api
from zhiheng.api import Text
from zhiheng_web.bodies.models import Body
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.models import Assessment, Card, Computation, Decision
from zhiheng_web.evaluations.reading.origins import trace
from zhiheng_web.evaluations.reading.provenance import Entry, Sources
from zhiheng_web.evaluations.reading.scorecard import ZERO, CardReading, RuleLine
from zhiheng_web.evaluations.reading.stages import STAGE_TEXTS, Shown

#: So many rows stand on the page itself; the list of all has pages, filters and exports.
MOST_ROWS = 50


@dataclass(frozen=True, slots=True)
class RuleOf:
    """A rule for one body: what the page of a derivation is about."""

    assessment: Assessment
    rule: Any

    @property
    def governing_body(self) -> Body:
        """Return the body that is evaluated."""
        return self.assessment.body


def rule_of(assessment_id: int, rule_id: str) -> RuleOf:
    """Return a rule of the scheme for a body. Raises Http404 where the scheme has no such rule."""
    chosen = Assessment.objects.select_related("cycle__organiser", "cycle__snapshot", "body")
    assessment = get_object_or_404(chosen, pk=assessment_id)
    try:
        return RuleOf(assessment, queries.scheme_of(assessment.cycle).rule(rule_id))
    except KeyError:
        raise Http404 from None


@dataclass(frozen=True, slots=True)
class Level:
    """A level on the way from the rule to the score: the sum that came in, what counted after its limit."""

    text: Text
    id: str
    before: Decimal
    after: Decimal
    limit: Decimal | None

    @property
    def is_capped(self) -> bool:
        """Return whether the limit took something away."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Choice:
    """A sort of input in the order in which the engine takes them: taken, there and not used, or not there."""

    text: Text
    standing: str


@dataclass(slots=True)
class Derivation:
    """Everything about one line at one stage. `line` None: the line is a veto, or not part of this body's card."""

    rule: Any
    clause: Text
    line: RuleLine | None
    veto: Mapping[str, Any] | None
    levels: list[Level] = field(default_factory=list)
    order: list[Choice] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    excluded: list[Entry] = field(default_factory=list)
    rows: int = 0

    @property
    def measured(self) -> dict[str, Any] | None:
        """Return numerator and denominator of a rate that the ledger answers, with the number of rows of each."""
        told = self.line.told.get("measured") if self.line else None
        if not told:
            return None
        held = frozenset(told["numerator_rows"])
        return {
            "name": api.reports.labels.SOURCES.get(told["measure"], Text(told["measure"], told["measure"])),
            "numerator": Decimal(told["numerator"]),
            "denominator": Decimal(told["denominator"]),
            "in_numerator": len(told["numerator_rows"]),
            "in_denominator": len(told["denominator_rows"]),
            "short": sum(ref not in held for ref in told["denominator_rows"]),
        }

    @property
    def tolerated(self) -> list[Entry]:
        """Return the rows that cost nothing because they are tolerated."""
        return [entry for entry in self.entries if entry.standing == "tolerated"]


def derive(person: Any, subject: RuleOf, shown: Shown, *, card: Card, reading: CardReading) -> Derivation:
    """Return the derivation of a line at the stage that is shown."""
    told = card.rules().get(subject.rule.id)
    veto = next((one for one in card.unit["vetoes"] if one["id"] == subject.rule.id), None)
    made = Derivation(subject.rule, reading.index.clause_of(subject.rule.id), None, veto)
    if told is not None:
        made.line = reading.line(told)
        made.levels = list(_levels(reading, told))
        made.order = _order(told)
    base = next((one for one in shown.latest if one.stage == "ledger"), shown.computation)
    if base is None or shown.computation is None:
        return made
    sources = Sources(base, shown.computation, subject.assessment.unit_id)
    source: Mapping[str, Any] = told or veto or {}
    used, spared = list(source.get("rows", ())), list(source.get("exempted_rows", ()))
    made.rows = len(dict.fromkeys([*used, *spared]))
    made.entries = entries_of(sources, used, spared, reading.scheme, most=MOST_ROWS)
    unit_id = subject.assessment.unit_id
    if shown.sees_all or shown.stage == "ledger":
        made.excluded = sources.left_out(unit_id, subject.rule.id, {*used, *spared})
    trace(person, subject.assessment, sources, [*made.entries, *made.excluded])
    return made


def entries_of(
    sources: Sources, used: Iterable[str], spared: Iterable[str], scheme: Any, *, most: int | None = None
) -> list[Entry]:
    """Return the rows that counted and those that were tolerated, in this order."""
    tolerated = frozenset(spared)
    refs = [*(ref for ref in dict.fromkeys(used) if ref not in tolerated), *sorted(tolerated)][:most]
    found = sources.rows(refs)
    entries = []
    for ref in refs:
        entry = found.get(ref) or Entry(ref, "", {}, why=_NOT_KEPT)
        if ref in tolerated:
            entry.standing, entry.why = "tolerated", _ground(entry, scheme)
        entries.append(entry)
    return entries


def _ground(entry: Entry, scheme: Any) -> Text:
    ground, reason = entry.cells.get("exemption", ""), entry.cells.get("exemption_reason", "")
    named = next((one.text for one in scheme.tolerances if one.id == ground), Text(ground, ground))
    return Text(f"{ground} {named.zh}：{reason}", f"{ground} {named.of('en')}: {reason}")


# Caps


def _levels(reading: CardReading, told: Mapping[str, Any]) -> Iterator[Level]:
    """Yield rule, group, sub-item, item and part with what came in and what counted; all positive."""
    uncapped, points = abs(Decimal(told["uncapped"])), abs(Decimal(told["points"]))
    rule = reading.index.rule(told["id"])
    yield Level(Text("规则", "rule"), told["id"], uncapped, points, rule.scoring.own_cap if rule is not None else None)
    for item in reading.unit["items"]:
        for sub_item in item["sub_items"]:
            if any(one["id"] == told["id"] for one in sub_item["rules"]):
                yield from _within(sub_item, told)
                before = _sum(sub["deducted"] for sub in item["sub_items"])
                limit = Decimal(item["points"]) or None
                yield Level(Text("评价项目", "item"), item["id"], before, Decimal(item["deducted"]), limit)
                lost = reading.full - reading.card.base
                yield Level(Text("扣分合计", "all items"), "", reading.lost, lost, reading.full)
                return
    for bonus in reading.unit["bonus_items"]:
        if any(one["id"] == told["id"] for one in bonus["rules"]):
            before, limit = _sum(one["points"] for one in bonus["rules"]), bonus["cap"]
            after = Decimal(bonus["points"])
            yield Level(Text("加分项目", "bonus item"), bonus["id"], before, after, Decimal(limit) if limit else None)
            together = _sum(one["points"] for one in reading.unit["bonus_items"])
            most = next((part.points for part in reading.scheme.parts if part.kind == "bonus"), None)
            yield Level(Text("加分合计", "all bonuses"), "", together, reading.card.bonus, most)
            return


def _within(sub_item: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[Level]:
    groups = {group["id"]: group for group in sub_item.get("groups", ())}
    group = groups.get(told.get("group", ""))
    if group is not None:
        before = _sum(one["points"] for one in sub_item["rules"] if one.get("group") == group["id"])
        yield Level(Text("合计封顶组", "group"), group["id"], before, Decimal(group["deducted"]), Decimal(group["cap"]))
    alone = _sum(one["points"] for one in sub_item["rules"] if one.get("group") not in groups)
    before = alone + _sum(one["deducted"] for one in groups.values())
    limit = Decimal(sub_item["points"]) or None
    yield Level(Text("子项", "sub-item"), sub_item["id"], before, Decimal(sub_item["deducted"]), limit)


def _sum(written: Iterable[str]) -> Decimal:
    return sum((abs(Decimal(one)) for one in written), ZERO)


# Inputs


def _order(told: Mapping[str, Any]) -> list[Choice]:
    """Return the sorts of input in the order of the contract (section 3), the one that was taken marked."""
    taken = _sort_of(told["input_from"], told.get("source", ""))
    others = {_sort_of(other["input_from"], other["source"]) for other in told.get("other_inputs", ())}
    found = []
    for sort, text in _SORTS.items():
        if sort == "outcomes" and sort != taken and sort not in others:
            continue
        standing = "taken" if sort == taken else "unused" if sort in others else "absent"
        found.append(Choice(text, standing))
    return found


def unused_of(told: Mapping[str, Any]) -> list[tuple[Text, str, list[str]]]:
    """Return the inputs that were there and not used: where from, what they say, their rows."""
    return [
        (
            api.reports.labels.origin_text(other["input_from"], other["source"]),
            str(other["value"]),
            list(other.get("rows", ())),
        )
        for other in told.get("other_inputs", ())
    ]


def _sort_of(input_from: str, source: str) -> str:
    if input_from == "facts":
        return "verified" if source == "verified" else "facts"
    return input_from


_SORTS = {
    "findings": Text("核实的问题", "verified findings"),
    "outcomes": Text("外部结果（复议、诉讼等）", "outcomes decided elsewhere"),
    "verified": Text("核实的申报", "verified facts"),
    "measure": Text("台账统计", "measured from the ledger"),
    "facts": Text("其他申报（自评）", "other facts (self-evaluation)"),
}
_NOT_KEPT = Text("此行未随结果保存", "this row was not kept with the result")


# What people did


@dataclass(frozen=True, slots=True)
class Stage:
    """The line as it stood at a stage."""

    computation: Computation
    text: Text
    told: Mapping[str, Any]
    is_changed: bool

    @property
    def points(self) -> Decimal:
        """Return the points at that stage."""
        return Decimal(self.told["points"])


def cards_of(assessment: Assessment, shown: Shown) -> list[Card]:
    """Return the card of each stage that may be seen, the earliest first."""
    by_id = {one.pk: one for one in shown.latest}
    cards = list(Card.objects.filter(assessment=assessment, computation__in=by_id).order_by("computation_id"))
    for card in cards:
        card.computation, card.assessment = by_id[card.computation_id], assessment
    return cards


def history_of(cards: list[Card], rule_id: str) -> list[Stage]:
    """Return a line across the stages, as the cards have it."""
    found: list[Stage] = []
    for card in cards:
        told = card.rules().get(rule_id)
        if told is None:
            continue
        computation = card.computation
        last = found[-1].told if found else told
        changed = any(told[name] != last[name] for name in ("points", "input", "exempted"))
        found.append(Stage(computation, STAGE_TEXTS[computation.stage], told, changed))
    return found


def amendments_of(assessment: Assessment, rule_id: str) -> list[tuple[Decision, Mapping[str, Any]]]:
    """Return what meetings amended on a line."""
    decisions = Decision.objects.filter(assessment=assessment).select_related("decided_by", "meeting")
    return [(one, told) for one in decisions for told in one.amendments if told.get("rule_id") == rule_id]
