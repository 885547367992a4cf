"""All bodies of a cycle side by side: ranks and ties, columns by item, grades, lost points, the figures of a column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from zhiheng import api
from zhiheng.api import Text
from zhiheng_web.bodies.models import Body
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.models import Assessment, Card, Cycle
from zhiheng_web.evaluations.reading.figures import Spread, spread_of
from zhiheng_web.evaluations.reading.scorecard import ZERO
from zhiheng_web.evaluations.reading.stages import Addresses, Shown
from zhiheng_web.lib import policy
from zhiheng_web.lib.charts import Chart, Series

#: Columns that every scheme has; the others are its items.
TOTALS = {"score": Text("得分", "Score"), "base": Text("基础分", "Base"), "bonus": Text("加分", "Bonus")}


@dataclass(frozen=True, slots=True)
class ColumnOf:
    """A column of the ranking of a cycle: what the page of its mean and median is about."""

    cycle: Cycle
    id: str
    text: Text

    @property
    def governing_body(self) -> Body:
        """Return the body that organises the evaluation."""
        return self.cycle.organiser


def column_of(cycle_id: int, column: str) -> ColumnOf:
    """Return a column by its id: a total, or an item of the scheme. Raises Http404 for any other."""
    cycle = queries.cycle(cycle_id)
    if column in TOTALS:
        return ColumnOf(cycle, column, TOTALS[column])
    for part in queries.scheme_of(cycle).parts:
        for item in part.items:
            if item.id == column:
                return ColumnOf(cycle, column, Text(f"{item.id} {item.name.zh}", f"{item.id} {item.name.of('en')}"))
    raise Http404


@dataclass(frozen=True)
class Ranked:
    """A body in the ranking, with the addresses of its numbers."""

    card: Card
    addresses: Addresses

    @property
    def assessment(self) -> Assessment:
        """Return the assessment of the body."""
        return self.card.assessment

    @cached_property
    def items(self) -> Mapping[str, Decimal]:
        """Return what each item lost, and what each bonus item gave."""
        lost = {item["id"]: Decimal(item["deducted"]) for item in self.card.unit["items"]}
        return lost | {one["id"]: Decimal(one["points"]) for one in self.card.unit["bonus_items"]}

    @property
    def is_complete(self) -> bool:
        """Return whether all data are there."""
        return self.card.status == "complete"

    def value(self, column: str) -> Decimal | None:
        """Return the number that stands in a column; None where the body has no such item."""
        return getattr(self.card, column) if column in TOTALS else self.items.get(column)

    def url(self, column: str) -> str:
        """Return where the number of a column opens."""
        return self.addresses.card(column)


class Board:
    """The cards of a computation, the best first."""

    def __init__(self, cycle: Cycle, shown: Shown) -> None:
        self.cycle, self.shown, self.scheme = cycle, shown, queries.scheme_of(cycle)
        cards = Card.objects.filter(computation=shown.computation).select_related("assessment__body")
        self.rows = [Ranked(card, Addresses(card.assessment_id, shown.stage)) for card in cards.order_by("rank", "id")]

    @cached_property
    def columns(self) -> list[tuple[str, Text, bool]]:
        """Return the items that any body has: id, id with name, and whether the item gives points."""
        present = {item_id for row in self.rows for item_id in row.items}
        return [
            (item.id, Text(f"{item.id} {item.name.zh}", f"{item.id} {item.name.of('en')}"), part.kind == "bonus")
            for part in self.scheme.parts
            for item in part.items
            if item.id in present
        ]

    def tied(self, row: Ranked) -> int:
        """Return how many bodies share the rank of a row."""
        return self._ranks[row.card.rank]

    @cached_property
    def _ranks(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for row in self.rows:
            found[row.card.rank] = found.get(row.card.rank, 0) + 1
        return found

    def grade_text(self, row: Ranked) -> Text:
        """Return the grade of a row in words, empty where the scheme has none."""
        name: Text = api.reports.labels.grade_name(self.scheme, row.card.grade or None)
        return name

    def kind_text(self, kind: str) -> Text:
        """Return a kind of body in words."""
        found: Text = self.scheme.unit_kinds.get(kind, Text(kind or "—", kind or "—"))
        return found

    def grades(self) -> list[tuple[str, Text, int, str]]:
        """Return each grade with the number of bodies in it and the list of them."""
        url = reverse("evaluations:ranking", kwargs={"cycle_id": self.cycle.pk})
        return [
            (
                grade.id,
                grade.name,
                sum(row.card.grade == grade.id for row in self.rows),
                f"{url}?stage={self.shown.stage}&grade={grade.id}",
            )
            for grade in self.scheme.grades
        ]

    def spread(self, column: str) -> Spread | None:
        """Return mean, median and quartiles of a column."""
        return spread_of([value for row in self.rows if (value := row.value(column)) is not None])

    def column_url(self, column: str) -> str:
        """Return where the mean and the median of a column open."""
        url = reverse("evaluations:column", kwargs={"cycle_id": self.cycle.pk, "column": column})
        return f"{url}?stage={self.shown.stage}"

    def lost_by_item(self) -> Iterator[tuple[str, Text, Decimal, int, str]]:
        """Yield each item of the deduction part: points lost by all bodies together, how many bodies lost some."""
        url = reverse("evaluations:deductions", kwargs={"cycle_id": self.cycle.pk})
        for item_id, name, gives in self.columns:
            if not gives:
                lost = [row.items.get(item_id, ZERO) for row in self.rows]
                total = sum(lost, ZERO)
                yield item_id, name, total, sum(map(bool, lost)), f"{url}?stage={self.shown.stage}&item={item_id}"

    def scores_chart(self) -> Chart:
        """Return the scores as bars, the best first."""
        return Chart(
            "scores",
            Text("各单位得分", "Scores"),
            [row.assessment.body.name for row in self.rows],
            [
                Series(
                    TOTALS["score"],
                    [row.card.score for row in self.rows],
                    [row.addresses.card("score") for row in self.rows],
                )
            ],
        )

    def lost_chart(self) -> Chart | None:
        """Return the lost points of each body, the items on top of each other; None where nobody lost any."""
        losing = [item_id for item_id, _, total, _, _ in self.lost_by_item() if total]
        if not losing:
            return None
        return Chart(
            "lost",
            Text("各单位失分（按评价项目）", "Points lost, by item"),
            [row.assessment.body.name for row in self.rows],
            [
                Series(
                    Text(item_id, item_id),  # the names stand in the table above; here they would not fit
                    [row.items.get(item_id) for row in self.rows],
                    [row.addresses.card(item_id) for row in self.rows],
                )
                for item_id in losing
            ],
            is_stacked=True,
        )


# The rank of one body


@dataclass(frozen=True, slots=True)
class Place:
    """A body before, beside or after another: how far its score is away. `name` empty where it may not be told."""

    rank: int
    name: str
    score: Decimal
    gap: Decimal
    url: str
    is_own: bool


def places_of(person: Any, assessment: Assessment, shown: Shown) -> list[Place]:
    """Return all bodies by rank as seen from one: names only of bodies that the person may read."""
    cards = Card.objects.filter(computation=shown.computation).select_related("assessment__body").defer("unit")
    rows = list(cards.order_by("rank", "assessment__body__path"))
    own = next((card for card in rows if card.assessment_id == assessment.pk), None)
    places = []
    for card in rows:
        body = card.assessment.body
        is_named = policy.may(person, "evaluations.read_assessment", body)
        url = Addresses(card.assessment_id, shown.stage).card("score") if is_named else ""
        gap = card.score - own.score if own is not None else ZERO
        is_own = card.assessment_id == assessment.pk
        places.append(Place(card.rank, body.name if is_named else "", card.score, gap, url, is_own))
    return places


# Every deduction of every body


@dataclass(frozen=True, slots=True)
class Deduction:
    """A line that cost a body points, or would have but for a tolerance."""

    row: Ranked
    item_id: str
    rule_id: str
    text: Text
    clause: Text
    told: Mapping[str, Any]

    @property
    def points(self) -> Decimal:
        """Return the points, negative where they were taken."""
        return Decimal(self.told["points"])

    @property
    def uncapped(self) -> Decimal:
        """Return the points before caps."""
        return Decimal(self.told["uncapped"])

    @property
    def exempted(self) -> Decimal:
        """Return the points that tolerated rows would have cost."""
        return Decimal(self.told["exempted"])

    @property
    def why(self) -> Text:
        """Return the arithmetic in words."""
        return Text(self.told["why_zh"], self.told["why_en"])

    @property
    def url(self) -> str:
        """Return where the number opens."""
        return self.row.addresses.rule(self.rule_id)


def deductions_of(board: Board) -> list[Deduction]:
    """Return every line that cost points or was tolerated, body by body in the order of the text."""
    index = api.reports.cards.SchemeIndex(board.scheme)
    return [
        Deduction(row, item["id"], rule["id"], index.rule_text(rule["id"]), index.clause_of(rule["id"]), rule)
        for row in board.rows
        for item in row.card.unit["items"]
        for sub_item in item["sub_items"]
        for rule in sub_item["rules"]
        if Decimal(rule["points"]) or Decimal(rule["exempted"])
    ]
