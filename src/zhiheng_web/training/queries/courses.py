"""Reading courses and the register of training days: of each officer and year, with what is still to come (WX-23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404

from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text
from zhiheng_web.training import audience
from zhiheng_web.training.audience import Shared
from zhiheng_web.training.models import Arrangement, Course, Participation

READ, REGISTER = "training.read_course", "training.read_register"


def course(course_id: int) -> Course:
    """Return a course for those who keep it. Raises Http404."""
    found: Course = get_object_or_404(Course.objects.select_related("body", "campaign", "entered_by"), pk=course_id)
    return found


def shared_course(course_id: int) -> Shared:
    """Return a course as it is read. Raises Http404."""
    return Shared(course(course_id))


def officer(officer_id: int) -> Officer:
    """Return an officer of the register. Raises Http404."""
    found: Officer = get_object_or_404(Officer.objects.select_related("body", "account"), pk=officer_id)
    return found


def courses_for(person: Any) -> QuerySet[Course]:
    """Return the courses that a person may read, with how many attended."""
    rows: QuerySet[Course] = Course.objects.filter(audience.readable(person, READ)).select_related("body")
    return rows.annotate(people=Count("participations", filter=Q(participations__is_absent=False)))


def participants_for(person: Any, one: Course) -> QuerySet[Participation]:
    """Return who took part in a course, of the officers whose register a person may read."""
    mine = Q(officer__account=person.pk) | policy.within_reach(person, REGISTER, "officer__body")
    rows: QuerySet[Participation] = one.participations.filter(mine)
    return rows.select_related("officer__body")


def officers_for(person: Any, deed: str = REGISTER) -> QuerySet[Officer]:
    """Return the officers in service to whose register a person may do a deed."""
    rows: QuerySet[Officer] = Officer.objects.filter(policy.within_reach(person, deed))
    return rows.filter(Q(until=None) | Q(until__gt=clock.today())).select_related("body")


def arrangement_of(body: Body) -> Arrangement:
    """Return what holds for a body: its own arrangement, else that of the nearest above, else the defaults."""
    ids = [int(key) for key in body.path.rstrip("/").split("/")]
    rows = {row.body_id: row for row in Arrangement.objects.filter(body__in=ids).select_related("body")}
    return next((rows[key] for key in reversed(ids) if key in rows), Arrangement(body=body))


@dataclass(frozen=True, slots=True)
class Standing:
    """The training days of an officer in a year: done until today, still to come, asked for."""

    officer: Officer
    year: int
    done: Decimal
    planned: Decimal
    asked: Decimal
    is_over: bool = False

    @property
    def projected(self) -> Decimal:
        """Return the days of the whole year: those done and those of courses that are still to come."""
        return self.done + self.planned

    @property
    def missing(self) -> Decimal:
        """Return how many days would still be missing at the end of the year."""
        return max(Decimal(0), self.asked - self.projected)

    @property
    def state(self) -> tuple[Text, str]:
        """Return how it stands, in words with its tone."""
        if self.done >= self.asked:
            return Text("已达标", "reached"), "good"
        if self.missing == 0:
            return Text("已排满", "planned"), "info"
        short = Text(f"差 {_said(self.missing)} 天", f"{_said(self.missing)} days short")
        return short, "bad" if self.is_over else "warn"

    # What lists, filters and exports ask for by name.
    @property
    def body(self) -> Body:
        """Return the body of the officer."""
        return self.officer.body


def _said(days: Decimal) -> str:
    return format(days.normalize() if days else Decimal(0), "f")


def register(officers: QuerySet[Officer], year: int, today: date) -> list[Standing]:
    """Return the standing of officers in a year, those with the fewest projected days first.

    A course counts in the year of its days. Courses until today count as done unless the officer is marked absent;
    later ones as planned.
    """
    rows = Participation.objects.filter(
        officer__in=officers, is_absent=False, course__withdrawn_at=None, course__starts_on__year=year
    ).order_by()
    over = Q(course__ends_on__lte=today)
    sums = {
        row["officer"]: (row["done"] or Decimal(0), row["planned"] or Decimal(0))
        for row in rows.values("officer").annotate(done=Sum("days", filter=over), planned=Sum("days", filter=~over))
    }
    asked: dict[int, Decimal] = {}
    found = []
    arrangements = _arrangements()
    for one in officers:
        if one.body_id not in asked:
            asked[one.body_id] = _asked(one.body, arrangements)
        done, planned = sums.get(one.pk, (Decimal(0), Decimal(0)))
        found.append(Standing(one, year, done, planned, asked[one.body_id], date(year, 12, 31) < today))
    return sorted(found, key=lambda row: (row.projected, row.officer.body.path, row.officer.code))


def _arrangements() -> dict[int, Decimal]:
    return dict(Arrangement.objects.values_list("body", "days_a_year"))


def _asked(body: Body, arrangements: dict[int, Decimal]) -> Decimal:
    ids = [int(key) for key in body.path.rstrip("/").split("/")]
    return next((arrangements[key] for key in reversed(ids) if key in arrangements), Decimal(15))


def standing_of(one: Officer, year: int, today: date) -> Standing:
    """Return the standing of one officer."""
    return register(Officer.objects.filter(pk=one.pk).select_related("body"), year, today)[0]


def courses_of(one: Officer, year: int) -> QuerySet[Participation]:
    """Return the courses of an officer in a year."""
    rows: QuerySet[Participation] = one.participations.filter(
        course__starts_on__year=year, course__withdrawn_at=None
    ).select_related("course__body", "officer__body")
    return rows.order_by("course__starts_on")
