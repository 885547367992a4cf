"""Reading months of online checks: which bodies circulate, which month stands how, what a circular said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.cases import queries as cases
from zhiheng_web.cases.models import CheckRun
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.months import month_earlier, month_later
from zhiheng_web.lib.words import Text
from zhiheng_web.supervision.counting import findings_of
from zhiheng_web.supervision.models import MonthArrangement, MonthCircular
from zhiheng_web.supervision.models.months import CIRCULAR_DAY, FEW_CASES

READ, CIRCULATE, ARRANGE = "supervision.read_month", "supervision.circulate_month", "supervision.arrange"
#: Months that the list shows of each body.
LISTED = 12

_CIRCULATED = (Text("已通报", "circulated"), "good")
_OVERDUE = (Text("逾期未通报", "overdue"), "bad")
_WAITING = (Text("待通报", "to be circulated"), "info")
_MISSED = (Text("未通报", "not circulated"), "neutral")


@dataclass(frozen=True, slots=True)
class MonthOf:
    """A month of a body, with its circular where there is one, and by which day that is due."""

    body: Body
    month: date
    due_on: date
    few: int
    circular: MonthCircular | None = None

    @property
    def governing_body(self) -> Body:
        """Return the body."""
        return self.body

    @property
    def key(self) -> str:
        """Return the month as it stands in addresses."""
        return f"{self.month:%Y-%m}"

    @property
    def text(self) -> Text:
        """Return the month in words."""
        return Text(f"{self.month.year}年{self.month.month}月", f"{self.month:%B %Y}")

    @property
    def is_over(self) -> bool:
        """Return whether the month has ended."""
        return month_later(self.month) <= clock.today()

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return how the month stands today, with its tone; of those before the last one nothing is due any more."""
        if self.circular is not None:
            return _CIRCULATED
        if self.month < last_month():
            return _MISSED
        return _OVERDUE if self.due_on < clock.today() else _WAITING


def last_month() -> date:
    """Return the first day of the month that ended last."""
    return month_earlier(clock.today().replace(day=1))


def read_month(typed: str) -> date | None:
    """Return the first day of a month written as 2026-10; None for anything else."""
    year, _, month = typed.partition("-")
    is_month = len(typed) == 7 and year.isdecimal() and month.isdecimal() and typed.isascii()
    return date(int(year), int(month), 1) if is_month and 1950 <= int(year) <= 2199 and 1 <= int(month) <= 12 else None


def month_of(body_id: int, month: str) -> MonthOf:
    """Return a month of a body. Raises Http404 for no month, and for one to come."""
    body, day = body_by_id(body_id), read_month(month)
    if day is None or day > clock.today():
        raise Http404
    return _month(body, day, arrangement_of(body), MonthCircular.objects.filter(body=body, month=day).first())


def _month(body: Body, month: date, arranged: MonthArrangement | None, circular: MonthCircular | None) -> MonthOf:
    day = arranged.day if arranged else CIRCULAR_DAY
    few = arranged.few_cases if arranged else FEW_CASES
    return MonthOf(body, month, month_later(month).replace(day=day), few, circular)


def arrangement_of(body: Body) -> MonthArrangement | None:
    """Return what a body settled about its circular; None where it settled nothing."""
    found: MonthArrangement | None = MonthArrangement.objects.filter(body=body).first()
    return found


def circular(circular_id: int) -> MonthCircular:
    """Return the circular of a month. Raises Http404."""
    rows = MonthCircular.objects.select_related("body", "bulletin__series__body", "document", "circulated_by")
    found: MonthCircular = get_object_or_404(rows, pk=circular_id)
    return found


def bodies_that_circulate(person: Any, deed: str = READ) -> QuerySet[Body]:
    """Return the bodies within reach whose own ledger is checked, or that have circulated or settled something."""
    own = Exists(CheckRun.objects.filter(book__body=OuterRef("pk")))
    had = Exists(MonthCircular.objects.filter(body=OuterRef("pk")))
    settled = Exists(MonthArrangement.objects.filter(body=OuterRef("pk")))
    rows: QuerySet[Body] = Body.objects.filter(policy.within_reach(person, deed, ""))
    return rows.filter(Q(own) | Q(had) | Q(settled)).order_by("path")


def months_for(person: Any, deed: str = READ, *, listed: int = LISTED) -> list[MonthOf]:
    """Return the last months of every body that circulates, the latest first."""
    bodies = list(bodies_that_circulate(person, deed))
    months = [month_earlier(last_month(), back) for back in range(listed)]
    rows = MonthCircular.objects.filter(body__in=bodies, month__in=months).select_related("bulletin", "document")
    circulars = {(one.body_id, one.month): one for one in rows}
    arranged = {one.body_id: one for one in MonthArrangement.objects.filter(body__in=bodies)}
    return [
        _month(body, month, arranged.get(body.pk), circulars.get((body.pk, month)))
        for month in months
        for body in bodies
    ]


def to_circulate(person: Any) -> Iterable[MonthOf]:
    """Return the months that ended last and were not circulated by the bodies at which a person does so."""
    return [one for one in months_for(person, CIRCULATE, listed=1) if one.circular is None]


def findings_of_month(person: Any, one: MonthOf) -> QuerySet[Any]:
    """Return the findings of a month with unit and case, of the cases that a person may read."""
    rows = findings_of(one.body, one.month, month_later(one.month))
    unit = Body.objects.filter(pk=OuterRef("unit_pk"))
    told = {f"unit_{name}": Subquery(unit.values(name)[:1]) for name in ("name", "code", "path")}
    found: QuerySet[Any] = rows.filter(case_pk__in=cases.cases_for(person).values("pk")).annotate(**told)
    return found


def circulars_for(person: Any) -> QuerySet[MonthCircular]:
    """Return the circulars within reach."""
    rows: QuerySet[MonthCircular] = MonthCircular.objects.filter(policy.within_reach(person, READ))
    return rows.select_related("body", "bulletin", "document")
