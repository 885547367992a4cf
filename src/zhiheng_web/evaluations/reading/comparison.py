"""A body beside itself a year before, rule by rule where both can be compared, and beside bodies of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zhiheng import api
from zhiheng.api import Text
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.models import Assessment, Card
from zhiheng_web.evaluations.reading.figures import Spread, spread_of
from zhiheng_web.evaluations.reading.ranking import TOTALS, Ranked
from zhiheng_web.evaluations.reading.scorecard import ZERO, signed
from zhiheng_web.evaluations.reading.stages import Addresses, Shown
from zhiheng_web.lib import policy


@dataclass(frozen=True, slots=True)
class Compared:
    """A number of this year beside that of the year before; both open."""

    id: str
    text: Text
    now: Decimal
    before: Decimal
    now_url: str
    before_url: str
    is_better_higher: bool = True

    @property
    def change(self) -> Decimal:
        """Return the change of the number."""
        return self.now - self.before

    @property
    def shown_change(self) -> str:
        """Return the change with its sign."""
        return signed(self.change)

    @property
    def tone(self) -> str:
        """Return the tone of the change: for lost points less is better."""
        if not self.change:
            return "neutral"
        return "good" if (self.change > 0) is self.is_better_higher else "bad"


@dataclass(slots=True)
class Years:
    """Two years of a body: totals, items, rules that changed, and lines that cannot be compared with the reason."""

    last: Card
    last_stage: str
    totals: list[Compared] = field(default_factory=list)
    items: list[Compared] = field(default_factory=list)
    rules: list[Compared] = field(default_factory=list)
    apart: list[tuple[str, Text, Text]] = field(default_factory=list)
    unchanged: int = 0


def last_card(assessment: Assessment) -> Card | None:
    """Return the card of the body in the cycle before: the final one, else none, for only a result can be compared."""
    previous = assessment.cycle.previous_id
    if previous is None:
        return None
    found = Card.objects.filter(assessment__cycle=previous, assessment__body=assessment.body_id)
    wanted = found.filter(computation__stage="final").select_related("computation__cycle", "assessment__cycle")
    return wanted.order_by("-computation_id").first()


def years_of(card: Card, last: Card, stage: str) -> Years:
    """Return what changed since the year before. Only lines of the same words and points are compared."""
    here = Ranked(card, Addresses(card.assessment_id, stage))
    there = Ranked(last, Addresses(last.assessment_id, "final"))
    made = Years(last, "final")
    for name, text in TOTALS.items():
        made.totals.append(_pair(name, text, here, there))
    scheme = queries.scheme_of(card.assessment.cycle)
    old_scheme = queries.scheme_of(last.assessment.cycle)
    given = {item.id for part in scheme.parts if part.kind == "bonus" for item in part.items}
    index, old_index = (api.reports.cards.SchemeIndex(one) for one in (scheme, old_scheme))
    full, old_full = _full_points(card), _full_points(last)
    for item_id in here.items:
        item, old_item = index.item(item_id), old_index.item(item_id)
        if item is None or old_item is None or item.clause.zh != old_item.clause.zh:
            continue
        if item_id in there.items and full.get(item_id) == old_full.get(item_id):
            made.items.append(_pair(item_id, item.name, here, there, is_gain=item_id in given))
    _compare_rules(made, here, there, index=index, old_index=old_index)
    return made


def _pair(column: str, text: Text, here: Ranked, there: Ranked, *, is_gain: bool = True) -> Compared:
    now, before = here.value(column) or ZERO, there.value(column) or ZERO
    return Compared(column, text, now, before, here.url(column), there.url(column), is_gain)


def _full_points(card: Card) -> Mapping[str, str | None]:
    told = {item["id"]: item["points"] for item in card.unit["items"]}
    return told | {item["id"]: item["cap"] for item in card.unit["bonus_items"]}


def _compare_rules(made: Years, here: Ranked, there: Ranked, *, index: Any, old_index: Any) -> None:
    now, before = here.card.rules(), there.card.rules()
    for rule_id in dict.fromkeys([*now, *before]):
        text = index.rule_text(rule_id) if rule_id in now else old_index.rule_text(rule_id)
        reason = _why_apart(rule_id, now, before, index=index, old_index=old_index)
        if reason is not None:
            made.apart.append((rule_id, text, reason))
            continue
        points, old_points = Decimal(now[rule_id]["points"]), Decimal(before[rule_id]["points"])
        if points == old_points:
            made.unchanged += 1
            continue
        urls = here.addresses.rule(rule_id), there.addresses.rule(rule_id)
        made.rules.append(Compared(rule_id, text, points, old_points, *urls))
    made.rules.sort(key=lambda one: (one.change, one.id))


def _why_apart(
    rule_id: str, now: Mapping[str, Any], before: Mapping[str, Any], *, index: Any, old_index: Any
) -> Text | None:
    if rule_id not in before:
        return Text("去年没有这一条", "last year had no such line")
    if rule_id not in now:
        return Text("今年没有这一条", "this year has no such line")
    rule, old_rule = index.rule(rule_id), old_index.rule(rule_id)
    if rule is None or old_rule is None or index.clause_of(rule_id).zh != old_index.clause_of(rule_id).zh:
        return Text("条款文字不同", "the clause reads differently")
    if rule.kind != old_rule.kind or rule.scoring.amounts() != old_rule.scoring.amounts():
        return Text("扣分或加分的标准不同", "other points are taken or given")
    if "not_reported" in (now[rule_id]["input_from"], before[rule_id]["input_from"]):
        return Text("有一年没有填报", "nothing was reported in one of the years")
    return None


# Bodies of the same kind


@dataclass(frozen=True, slots=True)
class Beside:
    """A number of the body among those of its kind. `place` counts from the best; equal numbers share it."""

    id: str
    text: Text
    own: Decimal
    spread: Spread
    place: int
    shared: int
    url: str
    values: tuple[tuple[str, Decimal, str], ...]

    @property
    def count(self) -> int:
        """Return how many bodies are compared."""
        return len(self.values)


def peers_of(person: Any, assessment: Assessment, shown: Shown) -> list[Beside]:
    """Return totals and items of a body beside all bodies of its kind; names only of those that may be read."""
    cards = Card.objects.filter(computation=shown.computation, assessment__kind=assessment.kind)
    cards = cards.select_related("assessment__body")
    rows = [Ranked(card, Addresses(card.assessment_id, shown.stage)) for card in cards]
    own = next((row for row in rows if row.card.assessment_id == assessment.pk), None)
    if own is None:
        return []
    scheme = queries.scheme_of(assessment.cycle)
    named = [(item, part.kind == "bonus") for part in scheme.parts for item in part.items if item.id in own.items]
    columns = [(name, text, True) for name, text in TOTALS.items()]
    columns += [(one.id, Text(f"{one.id} {one.name.zh}", f"{one.id} {one.name.of('en')}"), up) for one, up in named]
    open_to = {row for row in rows if policy.may(person, "evaluations.read_assessment", row.assessment.body)}
    return [_beside(column, text, own, rows, is_gain=up, open_to=open_to) for column, text, up in columns]


def _beside(column: str, text: Text, own: Ranked, rows: list[Ranked], *, is_gain: bool, open_to: set[Ranked]) -> Beside:
    values = [(row, value) for row in rows if (value := row.value(column)) is not None]
    mine = own.value(column) or ZERO
    better = sum(value > mine if is_gain else value < mine for _, value in values)
    spread = spread_of([value for _, value in values])
    assert spread is not None  # the body itself is among them
    ordered = sorted(values, key=lambda pair: -pair[1] if is_gain else pair[1])
    listed = tuple(
        (row.assessment.body.name if row in open_to else "", value, row.url(column) if row in open_to else "")
        for row, value in ordered
    )
    shared = sum(value == mine for _, value in values)
    return Beside(column, text, mine, spread, better + 1, shared, own.url(column), listed)
