"""Operations on cases: lists, what happened, what the checks say; index and checks of a ledger."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from ninja import Field, Query, Schema, Status

from zhiheng_web.cases import actions, masking, queries, searching
from zhiheng_web.cases.api.routing import router
from zhiheng_web.cases.checked import found_in
from zhiheng_web.cases.models import Case
from zhiheng_web.intake.models import Book
from zhiheng_web.intake.queries import book as book_by_id
from zhiheng_web.lib.rest import api_does
from zhiheng_web.lib.schemas import Bilingual, Day, Done, ToldRows, paged

READ = queries.READ
_Word = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class CaseOut(Schema):
    """A case as its ledger tells of it. `fine` is in yuan, a decimal string.

    `is_masked`: you review it blind; ids are null and texts empty where they would name body, officers or party.
    """

    id: int
    code: str
    book_id: int | None
    body_id: int | None
    body_code: str
    kind: str
    procedure: str
    cause: str
    party: str
    place: str
    document_no: str
    fine: str | None
    is_major: bool
    lead_id: int | None
    second_id: int | None
    filed_on: date | None
    decided_on: date | None
    closed_on: date | None
    is_current: bool
    is_masked: bool


#: What of a case tells whose it is.
_NAMED: dict[str, Any] = {"book_id": None, "body_id": None, "lead_id": None, "second_id": None}
_NAMED |= {"body_code": "", "party": "", "place": "", "document_no": ""}


def told_case(one: Case, *, is_masked: bool) -> dict[str, Any]:
    """Return a case as the API tells of it, without names where it is read blind."""
    names = [name for name in CaseOut.model_fields if name not in ("body_code", "fine", "is_masked")]
    fine = None if one.fine is None else format(one.fine.normalize() if one.fine else Decimal(0), "f")
    told = {name: getattr(one, name) for name in names} | {"body_code": one.body.code, "fine": fine}
    return told | (_NAMED if is_masked else {}) | {"is_masked": is_masked}


class MomentOut(Schema):
    """Something that happened in a case. `at` is missing where only the day is known."""

    kind: str
    at: datetime | None
    day: date | None
    text: Bilingual
    who: str
    more: str
    medium: Bilingual | None


class CaseFindingOut(Schema):
    """What a check found in a case. `dismissed` is why it was set aside, empty where it stands."""

    check_id: str
    title: Bilingual
    severity: str
    told: Bilingual
    due_on: date | None
    dismissed: str


class CheckedOut(Schema):
    """What the latest run of checks says of a case; without a run `ran_at` is null and the lists are empty."""

    ran_at: datetime | None
    snapshot: str
    is_old: bool
    findings: list[CaseFindingOut]
    clear: list[str]
    unanswered: list[str]


class CaseFilter(Schema):
    """Which cases are wanted: `q` as in the search box, bodies by number and all beneath, days both included."""

    q: _Word = ""
    body: _Word = ""
    kind: _Word = ""
    closed_from: Day | None = None
    closed_to: Day | None = None
    cause: _Word = ""
    officer: _Word = ""


@router.get("", response=list[CaseOut])
@paged
@api_does(READ)
def cases(request: HttpRequest, wanted: Query[CaseFilter]) -> ToldRows:
    """列出案件。 List the cases that one may read, the last closed first."""
    blind = masking.blind_cases(request.user)
    found = queries.cases_for(request.user)
    found = searching.matching(found, wanted.q, blind=blind) if wanted.q else found
    # What is found by a name is found out by it.
    found = found.exclude(pk__in=blind) if blind and (wanted.body or wanted.officer) else found
    found = found.filter(body__in=queries.bodies_beneath(wanted.body)) if wanted.body else found
    simple = {"kind": wanted.kind, "cause__icontains": wanted.cause}
    simple |= {"closed_on__gte": wanted.closed_from, "closed_on__lte": wanted.closed_to}  # type: ignore[dict-item]
    found = found.filter(**{name: value for name, value in simple.items() if value})
    handled = Q(lead__code=wanted.officer) | Q(second__code=wanted.officer)
    found = found.filter(handled) if wanted.officer else found
    return ToldRows(found, lambda one: told_case(one, is_masked=one.pk in blind))


@router.get("/{case_id}", response=CaseOut)
@api_does(READ, target=queries.case, demand=queries.demand_theirs)
def case(request: HttpRequest, one: Case) -> dict[str, Any]:
    """查看案件。 Read a case."""
    return told_case(one, is_masked=masking.papers_rule(request.user, one) is not None)


@router.get("/{case_id}/timeline", response=list[MomentOut])
@api_does(READ, target=queries.case, demand=queries.demand_theirs)
def timeline(request: HttpRequest, one: Case) -> list[dict[str, Any]]:
    """查看经过。 What happened in a case, the earliest first."""
    moments = queries.timeline(one)
    if masking.papers_rule(request.user, one) is not None:
        moments = masking.moments_for(moments, one)
    return [
        {
            **{name: getattr(moment, name) for name in ("kind", "at", "day", "who", "more")},
            "text": Bilingual.of(moment.text),
            "medium": Bilingual.of(moment.medium) if moment.medium else None,
        }
        for moment in moments
    ]


@router.get("/{case_id}/checks", response=CheckedOut)
@api_does(READ, target=queries.case, demand=queries.demand_theirs)
def checks(request: HttpRequest, one: Case) -> dict[str, Any]:
    """查看检查发现。 What the checks say of a case."""
    told, is_masked = found_in(one), masking.papers_rule(request.user, one) is not None
    names = masking.Names(one) if is_masked else None
    return {
        "ran_at": told.run.ran_at if told.run else None,
        "snapshot": told.run.snapshot.name if told.run and not is_masked else "",
        "is_old": told.is_old,
        "findings": [
            {
                "check_id": hit.check.id,
                "title": Bilingual.of(hit.check.title),
                "severity": hit.finding.severity,
                "told": Bilingual.of(names.out_of_both(hit.finding.told) if names else hit.finding.told),
                "due_on": hit.finding.due_on,
                "dismissed": names.out_of(hit.finding.dismissed) if names else hit.finding.dismissed,
            }
            for hit in (*told.failed, *told.set_aside)
        ],
        "clear": [check.id for check in told.clear],
        "unanswered": [check.id for check in told.unanswered],
    }


@router.post("/ledgers/{book_id}/index", response={202: Done})
@api_does("cases.index", target=book_by_id)
def index(request: HttpRequest, one: Book) -> Any:
    """重新整理案件目录。 Make officers and cases of a ledger anew; a job does it."""
    actions.reindex_book(request.user, book=one)
    return Status(202, {"id": one.pk})


@router.post("/ledgers/{book_id}/checks", response={202: Done})
@api_does("cases.run_checks", target=book_by_id)
def run_checks(request: HttpRequest, one: Book) -> Any:
    """运行检查。 Run the checks over the latest snapshot of a ledger; a job does it."""
    return Status(202, {"id": actions.run_checks(request.user, book=one).pk})
