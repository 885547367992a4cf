"""A month worked out from its files, not yet stored: lines of officers and units, ranks, red cards, probabilities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Officer
from zhiheng_web.officers import chances, counting
from zhiheng_web.officers.reading.month_files import FileOfMonth, Gathered
from zhiheng_web.officers.rules import MonthRules


@dataclass(slots=True)
class OfficerLine:
    """What an officer's month came to. `shared` are files shown with the second officer that do not count."""

    officer: Officer
    files: list[FileOfMonth] = field(default_factory=list)
    shared: list[FileOfMonth] = field(default_factory=list)
    rank: int | None = None
    is_red: bool = False
    too_few: bool = False
    probability: Decimal | None = None

    @property
    def total(self) -> Decimal:
        """Return the exact sum of the deductions."""
        return counting.summed(one.deduction for one in self.files)

    @property
    def average(self) -> Fraction | None:
        """Return the exact average; None without cases."""
        return Fraction(self.total) / len(self.files) if self.files else None

    @property
    def best(self) -> FileOfMonth | None:
        """Return the file that lost least."""
        return min(self.files, key=_by_deduction, default=None)

    @property
    def worst(self) -> FileOfMonth | None:
        """Return the file that lost most."""
        return max(self.files, key=_by_deduction, default=None)


@dataclass(slots=True)
class BodyLine:
    """What a unit's month came to."""

    body: Body
    files: list[FileOfMonth] = field(default_factory=list)
    rank: int | None = None
    is_poor: bool = False

    @property
    def total(self) -> Decimal:
        """Return the exact sum of the deductions."""
        return counting.summed(one.deduction for one in self.files)

    @property
    def average(self) -> Fraction | None:
        """Return the exact average; None without cases."""
        return Fraction(self.total) / len(self.files) if self.files else None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The month: lines of officers and units, and what is to be told beside them."""

    officers: list[OfficerLine]
    units: list[BodyLine]
    facts: dict[str, Any]


def _by_deduction(one: FileOfMonth) -> tuple[Decimal, str]:
    return one.deduction, one.review.case.code


def with_problems(files: Iterable[FileOfMonth]) -> int:
    """Return how many files lost anything."""
    return sum(one.deduction > 0 for one in files)


def reckon(gathered: Gathered, officers: Iterable[Officer], rules: MonthRules) -> Reckoned:
    """Work a month out: officers with and without cases, units, ranks, red cards and the probability beside each."""
    lines = {one.pk: OfficerLine(one) for one in officers}
    units: dict[int, BodyLine] = {one.officer.body_id: BodyLine(one.officer.body) for one in lines.values()}
    without_lead = 0
    for file in gathered.counted:
        units.setdefault(file.review.body_id, BodyLine(file.review.body)).files.append(file)
        if file.lead is None:
            without_lead += 1
        else:
            lines.setdefault(file.lead.pk, OfficerLine(file.lead)).files.append(file)
        if file.second is not None and file.second != file.lead:
            line = lines.setdefault(file.second.pk, OfficerLine(file.second))
            (line.files if rules.bearer == "both" else line.shared).append(file)
    told = list(lines.values())
    spread = _mark(told, rules)
    _mark_units(list(units.values()), rules)
    facts = {
        "files": len(gathered.counted),
        "pending": [one.pk for one in gathered.pending],
        "repeated": [one.review.pk for one in gathered.repeated],
        "without_lead": without_lead,
        "spread": spread,
        "fictional": any(one.review.activity.fictional for one in gathered.counted),
    }
    return Reckoned(told, list(units.values()), facts)


def _mark(lines: list[OfficerLine], rules: MonthRules) -> dict[str, Any]:
    """Give ranks, red cards and probabilities; return with which spread the probabilities were computed."""
    averages = {place: one.average for place, one in enumerate(lines) if one.average is not None}
    for place, rank in counting.ranks(averages).items():
        lines[place].rank = rank
    told = chances.of({place: [one.deduction for one in lines[place].files] for place in averages}, rules)
    for place, average in averages.items():
        line, reached = lines[place], counting.reaches(average, rules.threshold, inclusive=rules.inclusive)
        line.probability = told.probabilities.get(place)
        line.too_few = reached and len(line.files) < rules.minimum_cases
        line.is_red = reached and not line.too_few and _is_sure(line.probability, rules)
    return told.spread


def _is_sure(probability: Decimal | None, rules: MonthRules) -> bool:
    """Return whether the probability that the bureau asks for is reached; the source asks for none."""
    if rules.probability is None:
        return True
    return probability is not None and probability >= rules.probability


def _mark_units(units: list[BodyLine], rules: MonthRules) -> None:
    averages = {place: one.average for place, one in enumerate(units) if one.average is not None}
    for place, rank in counting.ranks(averages).items():
        units[place].rank = rank
    for place, average in averages.items():
        unit = units[place]
        share = Fraction(100 * with_problems(unit.files), len(unit.files))
        unit.is_poor = (rules.unit_average is not None and average >= Fraction(rules.unit_average)) or (
            rules.unit_share is not None and share >= Fraction(rules.unit_share)
        )
