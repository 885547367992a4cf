"""How officers and units stand over several published months: cases, averages, red cards, and the bureau's formula.

Only published months count, and of them nothing but numbers of files and deductions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import counting
from zhiheng_web.officers.models import Month, MonthLine, UnitLine
from zhiheng_web.officers.rules import AwardRules
from zhiheng_web.reviews.models import FileReview


@dataclass(slots=True)
class Standing:
    """An officer over a period. `composite` is the bureau's own formula, None without one."""

    officer: Officer
    body: Body
    lines: list[MonthLine] = field(default_factory=list)
    rank: int | None = None
    composite: Fraction | None = None

    @property
    def cases(self) -> int:
        """Return how many files counted."""
        return sum(one.cases for one in self.lines)

    @property
    def total(self) -> Decimal:
        """Return the exact sum of deductions."""
        return counting.summed(one.total for one in self.lines)

    @property
    def average(self) -> Fraction | None:
        """Return the exact average deduction."""
        return Fraction(self.total) / self.cases if self.cases else None

    @property
    def shown(self) -> Decimal | None:
        """Return the average in two decimals."""
        return counting.shown(self.average)

    @property
    def red_cards(self) -> int:
        """Return in how many months there was a red card."""
        return sum(one.is_red for one in self.lines)

    @property
    def composite_shown(self) -> Decimal | None:
        """Return the composite in two decimals."""
        return counting.shown(self.composite)

    @property
    def is_fictional(self) -> bool:
        """Return whether a month of it rests on a fictional review."""
        return any(one.month.facts.get("fictional", False) for one in self.lines)

    @property
    def worst(self) -> FileReview | None:
        """Return the worst file of the months."""
        return max((one.worst for one in self.lines if one.worst), key=_lost, default=None)

    @property
    def best(self) -> FileReview | None:
        """Return the best file of the months."""
        return min((one.best for one in self.lines if one.best), key=_lost, default=None)

    def numbers(self) -> dict[str, Any]:
        """Return the numbers as they are pinned to an award."""
        return {
            "cases": self.cases,
            "total": counting.plain(self.total),
            "average": counting.written(self.total, self.cases),
            "rank": self.rank,
            "red_cards": self.red_cards,
            "months": len([one for one in self.lines if one.cases]),
            "composite": None if self.composite is None else str(self.composite),
        }


def _lost(review: FileReview) -> Decimal:
    return review.deduction_first or Decimal(0)


def months_of(organiser: Body, since: date, until: date) -> QuerySet[Month]:
    """Return the published months of a bureau in [since, until)."""
    return Month.objects.filter(organiser=organiser, state="published", month__gte=since, month__lt=until)


def standings(organiser: Body, since: date, until: date, rules: AwardRules) -> list[Standing]:
    """Return the officers with cases in a period, by the composite where there is one, else by the average."""
    months = months_of(organiser, since, until)
    chosen = MonthLine.objects.filter(month__in=months).order_by("month__month")
    found: dict[int, Standing] = {}
    for line in chosen.select_related("month", "officer", "body", "best__case", "worst__case"):
        one = found.setdefault(line.officer_id, Standing(line.officer, line.body))
        one.lines.append(line)
        one.body = line.body
    told = [one for one in found.values() if one.cases]
    _rank(told, rules)
    return sorted(told, key=lambda one: (one.rank or 0, one.officer.code))


def _rank(told: list[Standing], rules: AwardRules) -> None:
    most = max((one.cases for one in told), default=0)
    for one in told:
        one.composite = composite_of(one.cases, one.average, most=most, rules=rules)
    # The lowest value comes first: an average as it is, a composite turned round.
    values = {
        place: -one.composite if one.composite is not None else one.average or Fraction(0)
        for place, one in enumerate(told)
    }
    for place, rank in counting.ranks(values).items():
        told[place].rank = rank


def composite_of(cases: int, average: Fraction | None, *, most: int, rules: AwardRules) -> Fraction | None:
    """Return quantity × weight + quality × weight, each of 100; None where the bureau has entered no weights.

    Quantity is the share of the most cases that anybody has; quality is 100 less the average deduction, not below 0.
    """
    if rules.quantity is None or rules.quality is None or average is None or not most:
        return None
    quantity, quality = Fraction(100 * cases, most), max(Fraction(0), 100 - average)
    return (quantity * Fraction(rules.quantity) + quality * Fraction(rules.quality)) / 100


def formula_text(rules: AwardRules) -> Text | None:
    """Return the formula in words, as it stands above the list; None where there is none."""
    if rules.quantity is None or rules.quality is None:
        return None
    first, second = counting.plain(rules.quantity), counting.plain(rules.quality)
    return Text(
        f"综合分 = 案件数 ÷ 最多案件数 × 100 × {first}% + （100 − 平均扣分）× {second}%",
        f"composite = cases ÷ most cases × 100 × {first}% + (100 − average deduction) × {second}%",
    )


@dataclass(frozen=True, slots=True)
class UnitShare:
    """A unit over a period, as it enters an allocation: number of files and exact average."""

    body: Body
    cases: int
    total: Decimal

    @property
    def average(self) -> Fraction | None:
        """Return the exact average deduction."""
        return Fraction(self.total) / self.cases if self.cases else None

    def passes(self, gate: Decimal) -> bool:
        """Return whether the quality is good enough for anything to be allocated at all."""
        return self.average is not None and self.average <= Fraction(gate)

    def weight(self, gate: Decimal) -> Fraction:
        """Return cases × (100 − average) ÷ 100, and nothing where the gate is not passed (质量是前提)."""
        if self.average is None or not self.passes(gate):
            return Fraction(0)
        return self.cases * max(Fraction(0), 100 - self.average) / 100


def unit_shares(organiser: Body, since: date, until: date) -> list[UnitShare]:
    """Return the units with files in a period, in the order of the tree."""
    lines = UnitLine.objects.filter(month__in=months_of(organiser, since, until), cases__gt=0)
    return _by_unit(lines.select_related("body").order_by("body__path"))


def _by_unit(lines: Iterable[UnitLine]) -> list[UnitShare]:
    found: dict[int, list[UnitLine]] = {}
    for line in lines:
        found.setdefault(line.body_id, []).append(line)
    return [
        UnitShare(several[0].body, sum(one.cases for one in several), counting.summed(one.total for one in several))
        for several in found.values()
    ]
