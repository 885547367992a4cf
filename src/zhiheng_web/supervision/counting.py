"""A month of online checks counted (XH-24): units, kinds of finding, rates, what stands out. Nothing is stored.

A case belongs to the month in which it was closed; what counts is what the latest checks of its ledger found and nobody
set aside. So today's figures of an earlier month may differ from those that were circulated, which are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from zhiheng.api import statistics
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Case, CheckFinding, CheckRun
from zhiheng_web.lib.months import month_earlier, month_later
from zhiheng_web.lib.words import Text
from zhiheng_web.supervision.models.months import FEW_CASES

#: Months of the trend, the counted one among them.
MONTHS = 6
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: its check, how often it fired, in how many cases."""

    id: str
    text: Text
    citation: Text
    times: int
    cases: int
    is_rising: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its cases, those with a finding, findings by kind. Of few cases no rate is given, and none compared."""

    body: Body
    cases: int
    found: int
    times: Mapping[str, int]
    is_few: bool
    stands_out: bool = False

    @property
    def rate(self) -> Decimal | None:
        """Return how many of a hundred cases had a finding; None where the cases are few."""
        return None if self.is_few else per_hundred(self.found, self.cases)

    @property
    def total(self) -> int:
        """Return all findings of the unit."""
        return sum(self.times.values())


@dataclass(frozen=True, slots=True)
class Counted:
    """A month: units in the order of the tree, kinds by how often, totals, the months before."""

    body: Body
    month: date
    units: tuple[Unit, ...]
    kinds: tuple[Kind, ...]
    cases: int
    found: int
    trend: tuple[tuple[date, int, int], ...]
    runs: tuple[int, ...]
    few: int

    @property
    def rate(self) -> Decimal | None:
        """Return how many of a hundred cases had a finding; None without cases."""
        return per_hundred(self.found, self.cases) if self.cases else None

    @property
    def standing_out(self) -> list[Unit]:
        """Return the units whose rate lies above that of all the others, not by chance alone."""
        return [one for one in self.units if one.stands_out]

    @property
    def rising(self) -> list[Kind]:
        """Return the kinds that were found more often than in the months before, not by chance alone."""
        return [one for one in self.kinds if one.is_rising]


def per_hundred(found: int, cases: int) -> Decimal:
    """Return a rate of a hundred with two places."""
    return (_HUNDRED * found / cases).quantize(Decimal("0.01"))


@dataclass(slots=True)
class _Month:
    cases: Counter[int] = field(default_factory=Counter)  # by unit
    found: dict[int, set[tuple[int, str]]] = field(default_factory=dict)  # unit → cases
    times: Counter[tuple[int, str]] = field(default_factory=Counter)  # unit, check → findings
    of_kind: dict[str, set[tuple[int, str]]] = field(default_factory=dict)  # check → cases

    @property
    def total(self) -> int:
        return sum(self.cases.values())

    @property
    def with_findings(self) -> int:
        return sum(len(one) for one in self.found.values())


def cases_of(body: Body, since: date, until: date) -> QuerySet[Case]:
    """Return the cases of a body and those beneath it that were closed in [since, until), in checked ledgers."""
    rows: QuerySet[Case] = Case.objects.filter(
        body__path__startswith=body.path, is_current=True, closed_on__gte=since, closed_on__lt=until
    )
    return rows.filter(Exists(CheckRun.objects.filter(book=OuterRef("book"))))


def findings_of(body: Body, since: date, until: date) -> QuerySet[Any]:
    """Return what the latest checks found in those cases, each with its case, unit and the day of closing."""
    newest = CheckRun.objects.filter(book=OuterRef("book")).order_by("-ran_at", "-pk").values("pk")[:1]
    of_finding = cases_of(body, since, until).filter(book=OuterRef("run__book"), code=OuterRef("code")).order_by()
    rows: QuerySet[Any] = CheckFinding.objects.filter(
        run__in=CheckRun.objects.filter(pk=newest), dismissed=""
    ).annotate(
        case_pk=Subquery(of_finding.values("pk")[:1]),
        unit_pk=Subquery(of_finding.values("body")[:1]),
        closed_on=Subquery(of_finding.values("closed_on")[:1]),
    )
    return rows.filter(case_pk__isnull=False)


def count(body: Body, month: date, *, few: int = FEW_CASES) -> Counted:
    """Count a month of a body with the months before it."""
    first, until = month_earlier(month, MONTHS - 1), month_later(month)
    months = {month_earlier(month, back): _Month() for back in range(MONTHS)}
    for unit, day in cases_of(body, first, until).values_list("body", "closed_on"):
        if day is not None:
            months[day.replace(day=1)].cases[unit] += 1
    runs: set[int] = set()
    rows = findings_of(body, first, until).values_list("run", "check_id", "code", "unit_pk", "closed_on")
    for run, check, code, unit, day in rows:
        one = months[day.replace(day=1)]
        one.found.setdefault(unit, set()).add((run, code))
        one.of_kind.setdefault(check, set()).add((run, code))
        one.times[unit, check] += 1
        runs.add(run)
    now = months[month]
    return Counted(
        body,
        month,
        _units(now, few),
        _kinds(now, [one for day, one in months.items() if day != month], runs),
        now.total,
        now.with_findings,
        tuple((day, months[day].total, months[day].with_findings) for day in sorted(months)),
        tuple(sorted(runs)),
        few,
    )


def _units(now: _Month, few: int) -> tuple[Unit, ...]:
    bodies = Body.objects.in_bulk(list(now.cases))
    found = []
    for body in sorted(bodies.values(), key=lambda one: one.path):
        cases, bad = now.cases[body.pk], len(now.found.get(body.pk, ()))
        others, bad_others = now.total - cases, now.with_findings - bad
        is_few = cases < few
        stands_out = not is_few and others >= few and _is_above(bad, cases, bad_others, others)
        times = {check: times for (unit, check), times in now.times.items() if unit == body.pk}
        found.append(Unit(body, cases, bad, times, is_few, stands_out))
    return tuple(found)


def _kinds(now: _Month, before: Iterable[_Month], runs: Iterable[int]) -> tuple[Kind, ...]:
    words: dict[str, Any] = {}
    for summary in CheckRun.objects.filter(pk__in=runs).order_by("ran_at", "pk").values_list("summary", flat=True):
        words |= summary
    earlier = list(before)
    all_before = sum(one.total for one in earlier)
    kinds = []
    for check, cases in now.of_kind.items():
        told = words.get(check, {"title": [check, check], "citation": ["", ""]})
        times = sum(times for (_, other), times in now.times.items() if other == check)
        had = sum(len(one.of_kind.get(check, ())) for one in earlier)
        is_rising = all_before > 0 and _is_above(len(cases), now.total, had, all_before)
        kinds.append(Kind(check, Text(*told["title"]), Text(*told["citation"]), times, len(cases), is_rising))
    return tuple(sorted(kinds, key=lambda one: (-one.times, one.id)))


def _is_above(found: int, cases: int, found_there: int, cases_there: int) -> bool:
    """Return whether a rate lies above another one even at the lower end of its exact interval (95 %).

    Where the others had none they are taken for one: a single case beside none says nothing yet.
    """
    threshold = (Decimal(max(found_there, 1)) / cases_there).quantize(Decimal("0.000001"))
    return threshold < 1 and statistics.verdict(found, cases, threshold).verdict == "above"


def as_data(counted: Counted) -> dict[str, Any]:
    """Return the figures as they are kept with a circular."""
    return {
        "cases": counted.cases,
        "found": counted.found,
        "few": counted.few,
        "units": [
            {"code": one.body.code, "name": one.body.name, "cases": one.cases, "found": one.found}
            | {"times": dict(one.times), "rate": None if one.rate is None else str(one.rate)}
            | {"stands_out": one.stands_out}
            for one in counted.units
        ],
        "kinds": [
            {"id": one.id, "text": [one.text.zh, one.text.of("en")], "times": one.times, "cases": one.cases}
            | {"is_rising": one.is_rising}
            for one in counted.kinds
        ],
        "trend": [[day.isoformat(), cases, found] for day, cases, found in counted.trend],
        "runs": list(counted.runs),
    }


__all__ = ["Counted", "Kind", "Unit", "as_data", "cases_of", "count", "findings_of", "per_hundred"]
