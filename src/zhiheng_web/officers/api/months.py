"""Operations on months: compute, read, publish, correct, summary, documents, comments."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.lib.rest import Points, api_does
from zhiheng_web.lib.schemas import Bilingual, Data, Day, Reason, Words, paged
from zhiheng_web.officers import guards, queries
from zhiheng_web.officers.actions import lists, months, publishing
from zhiheng_web.officers.api.routing import router
from zhiheng_web.officers.models import Comment, LogEntry, Month, MonthCase, MonthLine, UnitLine
from zhiheng_web.officers.queries import OfBureau, Shown
from zhiheng_web.officers.reading import month_page
from zhiheng_web.officers.reading.basis import basis_text
from zhiheng_web.officers.summaries import summary_of


class MonthOut(Schema):
    """A version of a month: its pinned rules, how it was counted, what was left out, which version it corrects."""

    id: int
    organiser_id: int
    month: date
    number: int
    state: str
    rules: Data
    facts: Data
    basis: Bilingual
    reason: str
    corrects_id: int | None
    computed_at: datetime
    published_at: datetime | None

    @staticmethod
    def resolve_basis(one: Month) -> Bilingual:
        """Return the basis in words."""
        return Bilingual.of(basis_text(one))


class MonthLineOut(Schema):
    """An officer's month. `average` is exact as sum/n, `shown` its two decimals; both empty without cases."""

    id: int
    officer_id: int
    name: str
    body_id: int
    cases: int
    shared: int
    total: Points
    average: str
    shown: Points | None
    with_problems: int
    rank: int | None
    is_red: bool
    too_few: bool
    probability: Points | None
    best_id: int | None
    worst_id: int | None


class UnitOut(Schema):
    """A unit's month; `is_poor`: a threshold of the bureau's own is reached."""

    body_id: int
    name: str
    cases: int
    total: Points
    average: str
    shown: Points | None
    with_problems: int
    rank: int | None
    red_cards: int
    is_poor: bool


class MonthFileOut(Schema):
    """A file behind a number."""

    line_id: int
    file_review_id: int
    code: str
    deduction: Points
    day: date
    role: str
    counts: bool


class MonthIn(Schema):
    """A month: any day of it."""

    month: Day


class MonthCommentIn(Schema):
    """A comment or a reply."""

    text: Reason


class MonthCommentOut(Schema):
    """A comment with its reply."""

    id: int
    line_id: int
    text: str
    at: datetime
    reply: str
    replied_at: datetime | None


class WhyIn(Schema):
    """The reason of a correction."""

    reason: Reason


class SharedIn(Schema):
    """Into which group of staff the summary was put."""

    where: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
    is_masked: bool = True


class LogOut(Schema):
    """A line of the publication log."""

    id: int
    channel: str
    where: str
    is_masked: bool
    digest: str
    at: datetime


class ListIn(Schema):
    """Which list is issued as a document."""

    kind: Literal["monthly_list", "red_card_list"] = "monthly_list"


class CircularIn(Schema):
    """The units that a circular names, and what is asked of them."""

    bodies: Annotated[list[int], Field(min_length=1, max_length=500)]
    demand: Words = ""


class MonthIssuedOut(Schema):
    """A document that was issued."""

    document_id: int
    number: str


class SummaryOut(Schema):
    """The text for a group chat."""

    text: Bilingual
    is_masked: bool


class LineFull(MonthLineOut):
    """An officer's month with its files and comments."""

    month_id: int
    files: list[MonthFileOut]
    comments: list[MonthCommentOut]


def _reads_month(person: Any, shown: Shown) -> None:
    guards.demand_read_month(person, shown.month)


@router.get("/months", response=list[MonthOut])
@paged
@api_does("officers.read_month")
def months_listed(request: HttpRequest) -> QuerySet[Month]:
    """列出月清单。 List the months that one may read."""
    return queries.months_for(request.user)


@router.post("/bodies/{body_id}/months", response={201: MonthOut})
@api_does("officers.compute_month", target=body_by_id)
def compute(request: HttpRequest, body: Body, told: MonthIn) -> Any:
    """计算月清单。 Compute the list of a month."""
    return Status(201, months.compute_month(actor=request.user, organiser=body, month=told.month))


@router.get("/months/{month_id}", response=MonthOut)
@api_does("officers.read_month", target=queries.shown_month, demand=_reads_month)
def month(request: HttpRequest, shown: Shown) -> Month:
    """查看月清单。 Read a month."""
    return shown.month


@router.get("/months/{month_id}/lines", response=list[MonthLineOut])
@paged
@api_does("officers.read_month", target=queries.shown_month, demand=_reads_month)
def lines(request: HttpRequest, shown: Shown) -> QuerySet[MonthLine]:
    """列出办案人员。 List the officers of a month."""
    found: QuerySet[MonthLine] = shown.month.lines.order_by(F("rank").asc(nulls_last=True), "officer__code")
    return found


@router.get("/months/{month_id}/units", response=list[UnitOut])
@paged
@api_does("officers.read_month", target=queries.shown_month, demand=_reads_month)
def units(request: HttpRequest, shown: Shown) -> QuerySet[UnitLine]:
    """列出单位。 List the units of a month."""
    found: QuerySet[UnitLine] = shown.month.units.order_by(F("rank").asc(nulls_last=True), "body__path")
    return found


@router.get("/months/{month_id}/files", response=list[MonthFileOut])
@paged
@api_does("officers.read_month", target=queries.shown_month, demand=_reads_month)
def files(request: HttpRequest, shown: Shown) -> QuerySet[MonthCase]:
    """列出数字背后的案卷。 List the files behind the numbers, as far as one may read them."""
    readable = month_page.readable_lines(request.user, shown.month)
    red = Q(line__is_red=True, counts=True, deduction__gt=Decimal(0))
    return MonthCase.objects.filter(Q(line__in=readable) | red, line__month=shown.month)


@router.post("/months/{month_id}/publish", response=MonthOut)
@api_does("officers.publish_month", target=queries.month)
def publish(request: HttpRequest, one: Month) -> Month:
    """公示月清单。 Publish a month to the staff of the bureau."""
    return months.publish_month(actor=request.user, month=one)


@router.post("/months/{month_id}/correct", response={201: MonthOut})
@api_does("officers.compute_month", target=queries.month)
def correct(request: HttpRequest, one: Month, told: WhyIn) -> Any:
    """更正月清单。 Begin the correction of a published month."""
    return Status(201, months.correct_month(actor=request.user, month=one, reason=told.reason))


@router.get("/months/{month_id}/summary", response=SummaryOut)
@api_does("officers.share_summary", target=queries.month)
def summary(request: HttpRequest, one: Month, is_masked: bool = True) -> SummaryOut:
    """工作群摘要。 Return the summary for a group chat of staff, names masked unless asked otherwise."""
    return SummaryOut(text=Bilingual.of(summary_of(one, is_masked=is_masked)), is_masked=is_masked)


@router.post("/months/{month_id}/summary", response={201: LogOut})
@api_does("officers.share_summary", target=queries.month)
def share(request: HttpRequest, one: Month, told: SharedIn) -> Any:
    """登记工作群公示。 Log that the summary was put into a group."""
    return Status(201, publishing.share_summary(actor=request.user, month=one, **told.dict()))


@router.get("/months/{month_id}/log", response=list[LogOut])
@paged
@api_does("officers.publish_month", target=queries.month)
def log(request: HttpRequest, one: Month) -> QuerySet[LogEntry]:
    """公示记录。 List the publication log."""
    found: QuerySet[LogEntry] = one.log.all()
    return found


@router.post("/months/{month_id}/documents", response={201: MonthIssuedOut})
@api_does("officers.issue_list", target=queries.month)
def issue(request: HttpRequest, one: Month, told: ListIn) -> Any:
    """印发清单。 Issue the list, or the red cards, as a document."""
    issued = lists.issue_list(actor=request.user, month=one, kind=told.kind)
    return Status(201, MonthIssuedOut(document_id=issued.pk, number=issued.number))


@router.post("/months/{month_id}/circulars", response={201: MonthIssuedOut})
@api_does("officers.issue_list", target=queries.month)
def circular(request: HttpRequest, one: Month, told: CircularIn) -> Any:
    """通报单位。 Issue the numbered circular on units."""
    made = lists.issue_circular(actor=request.user, month=one, bodies=told.bodies, demand=told.demand)
    return Status(201, MonthIssuedOut(document_id=made.document_id, number=made.document.number))


@router.get("/lines/{line_id}", response=LineFull)
@api_does("officers.read_line", target=queries.line, demand=guards.demand_read_line)
def line(request: HttpRequest, one: MonthLine) -> Any:
    """查看个人月清单。 Read an officer's month with its files and comments."""
    return {
        **MonthLineOut.from_orm(one).dict(),
        "month_id": one.month_id,
        "files": list(one.files.all()),
        "comments": list(one.comments.all()),
    }


@router.post("/lines/{line_id}/comments", response={201: MonthCommentOut})
@api_does("officers.comment", target=queries.line_of_bureau)
def comment(request: HttpRequest, target: OfBureau, told: MonthCommentIn) -> Any:
    """点评。 Comment on an officer's month."""
    return Status(201, publishing.comment(actor=request.user, line=target.thing, text=told.text))


def _own_comment(person: Any, one: Comment) -> None:
    guards.demand_own(person, one.line.officer, "officers.reply")


@router.post("/comments/{comment_id}/reply", response=MonthCommentOut)
@api_does("officers.reply", target=queries.comment, demand=_own_comment)
def reply(request: HttpRequest, one: Comment, told: MonthCommentIn) -> Any:
    """回复点评。 Reply to a comment on one's own month."""
    return publishing.reply(actor=request.user, comment=one, text=told.text)


@router.get("/red-cards", response=list[MonthLineOut])
@paged
@api_does("officers.read_month")
def red_cards(request: HttpRequest) -> QuerySet[MonthLine]:
    """列出红牌。 List the red cards of published months."""
    return queries.red_cards_for(request.user).order_by("-month__month", "pk")
