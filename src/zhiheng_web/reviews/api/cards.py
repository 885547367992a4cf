"""Operations on cards: reading one, writing its lines, answering findings, signing."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.lib.rest import Key, Points, api_does
from zhiheng_web.lib.schemas import Done, Line, Version, Words, named
from zhiheng_web.reviews import guards, queries
from zhiheng_web.reviews.actions import cards as actions
from zhiheng_web.reviews.actions import cards_offered as offering
from zhiheng_web.reviews.actions import rounds
from zhiheng_web.reviews.actions.cards_signing import sign_card
from zhiheng_web.reviews.api.routing import router
from zhiheng_web.reviews.forms.cards import plain
from zhiheng_web.reviews.models import Assignment, Card, CardLine, FileReview
from zhiheng_web.reviews.reading import card_access as access
from zhiheng_web.reviews.reading import cards as reading
from zhiheng_web.reviews.reading.offered import offers_of

READ, FILL = "reviews.read_file", "reviews.fill_card"
_Text = Annotated[str, Field(max_length=2000)]


class CardLineIn(Schema):
    """A line of a card; `line_id` for one that is there, with the fingerprint `seen` that was read of it."""

    line_id: Key | None = None
    seen: Annotated[str, Field(max_length=16)] = ""
    item: Annotated[str, Field(max_length=200)] = ""
    page: Annotated[str, Field(max_length=60)] = ""
    text: _Text = ""
    clause: Annotated[str, Field(max_length=300)] = ""
    deduction: Points | None = None
    reason: _Text = ""
    mend: _Text = ""
    is_self_corrected: bool = False


class CardLineOut(Schema):
    """A line as stored, with the fingerprint that a change of it must name."""

    id: int
    position: int
    kind: str
    rule_id: str
    item: str
    page: str
    text: str
    clause: str
    deduction: Points | None
    reason: str
    mend: str
    is_self_corrected: bool
    answers_id: int | None
    mended: str
    check_id: str
    seen: str

    @staticmethod
    def resolve_seen(one: CardLine) -> str:
        """Return the fingerprint."""
        return reading.fingerprint(one)


class ReviewCardOut(Schema):
    """A card with its lines. `version` is what signing must name."""

    assignment_id: int
    level: int
    round: int
    reader: int
    state: str
    fails: bool
    finding_class: str
    opinion: str
    good_practice: str
    guidance: str
    deducted: Points
    version: int
    signed_at: datetime | None
    digest: str
    head_seen: str
    lines: list[CardLineOut]


class CardOpinionIn(Schema):
    """Finding class, opinion, good practice, guidance; `seen` is the card's `head_seen`."""

    finding_class: Annotated[str, Field(max_length=60)] = ""
    opinion: Words = ""
    good_practice: Words = ""
    guidance: Words = ""
    seen: Annotated[str, Field(max_length=16)] = ""


class CardAnswerIn(Schema):
    """What became of a problem of round one."""

    line_id: Key
    mended: Literal["mended", "partly", "not"]
    text: _Text = ""
    seen: Annotated[str, Field(max_length=16)] = ""


class CardFindingIn(Schema):
    """A finding taken over, or dismissed with the reason."""

    check_id: Annotated[str, Field(min_length=1, max_length=100)]
    is_taken: bool
    item: Line = ""
    reason: Words = ""


class CardFindingOut(Schema):
    """What a check found in the case."""

    check_id: str
    title_zh: str
    title_en: str
    told_zh: str
    told_en: str
    clause: str


class CardSignIn(Schema):
    """The version that was read, and that every basic item was looked at."""

    version: Version
    basics_checked: bool = False


class CardRemoveIn(Schema):
    """The line that is taken out of a draft."""

    line_id: Key


class CardGiven(Schema):
    """The assignment under which a card is written."""

    assignment_id: int


def _demand_readable(person: Any, one: Assignment) -> None:
    guards.demand_file(person, READ, one.file_review)


@router.get("/cards/{assignment_id}", response=ReviewCardOut)
@api_does(READ, target=access.assignment, demand=_demand_readable)
def read_card(request: HttpRequest, assignment: Assignment) -> Any:
    """读考评卡。 Read a card: the own one at any time, others once they are signed and told."""
    one = access.seen_assignment(request.user, assignment)
    return _card(one)


@router.post("/cards/{assignment_id}/lines", response=CardLineOut)
@api_does(FILL, target=access.assignment)
def write_line(request: HttpRequest, assignment: Assignment, told: CardLineIn) -> Any:
    """写一行。 Write a line of the own card, or change one."""
    access.demand_writer(request.user, assignment)
    words = told.dict(exclude={"line_id", "seen", "deduction"})
    deduction = "" if told.deduction is None else plain(told.deduction)
    line = named(_lines(assignment), told.line_id)
    written = actions.Told(**words, deduction=deduction)
    return actions.save_line(actor=request.user, assignment=assignment, told=written, line=line, seen=told.seen)


@router.post("/cards/{assignment_id}/lines/remove", response=Done)
@api_does(FILL, target=access.assignment)
def remove_line(request: HttpRequest, assignment: Assignment, told: CardRemoveIn) -> Any:
    """删去一行。 Take a line out of a draft."""
    access.demand_writer(request.user, assignment)
    line = named(_lines(assignment), told.line_id)
    return actions.remove_line(actor=request.user, assignment=assignment, line=line)


@router.post("/cards/{assignment_id}/opinion", response=ReviewCardOut)
@api_does(FILL, target=access.assignment)
def write_opinion(request: HttpRequest, assignment: Assignment, told: CardOpinionIn) -> Any:
    """写综合意见。 Write opinion and finding class."""
    words = told.dict(exclude={"seen"})
    actions.save_head(actor=request.user, assignment=assignment, told=words, seen=told.seen)
    return _card(access.assignment(assignment.pk))


@router.post("/cards/{assignment_id}/answers", response=CardLineOut)
@api_does(FILL, target=access.assignment)
def answer_problem(request: HttpRequest, assignment: Assignment, told: CardAnswerIn) -> Any:
    """写整改结论。 Say in round two what became of a problem of round one."""
    access.demand_writer(request.user, assignment)
    known = CardLine.objects.filter(card__assignment__file_review=assignment.file_review_id, card__state="signed")
    problem = named(known.select_related("card__assignment"), told.line_id)
    words = told.dict(exclude={"line_id"})
    return actions.answer_line(actor=request.user, assignment=assignment, problem=problem, **words)


@router.get("/cards/{assignment_id}/findings", response=list[CardFindingOut])
@api_does(FILL, target=access.assignment)
def findings(request: HttpRequest, assignment: Assignment) -> Any:
    """列出检查发现。 List what the checks found in the case of the own card."""
    access.demand_writer(request.user, assignment)
    return [
        {
            "check_id": one.check_id,
            "title_zh": one.title.zh,
            "title_en": one.title.of("en"),
            "told_zh": one.told.zh,
            "told_en": one.told.of("en"),
            "clause": one.clause,
        }
        for one in offers_of(assignment)
    ]


@router.post("/cards/{assignment_id}/findings", response=CardLineOut)
@api_does(FILL, target=access.assignment)
def answer_finding(request: HttpRequest, assignment: Assignment, told: CardFindingIn) -> Any:
    """采纳或不采纳检查发现。 Take a finding over, or dismiss it with the reason."""
    access.demand_writer(request.user, assignment)
    who, check_id = request.user, told.check_id
    if told.is_taken:
        return offering.take_over(actor=who, assignment=assignment, check_id=check_id, item=told.item)
    return offering.dismiss(actor=who, assignment=assignment, check_id=check_id, reason=told.reason)


@router.post("/cards/{assignment_id}/sign", response=ReviewCardOut)
@api_does(FILL, target=access.assignment)
def sign(request: HttpRequest, assignment: Assignment, told: CardSignIn) -> Any:
    """签署考评卡。 Sign the own card; it is locked."""
    sign_card(actor=request.user, assignment=assignment, **told.dict())
    return _card(access.assignment(assignment.pk))


@router.post("/files/{file_id}/first-level", response={201: CardGiven})
@api_does("reviews.review_first_level", target=queries.file_review)
def begin_first_level(request: HttpRequest, file_review: FileReview) -> Any:
    """开始初评。 Take a file up for the review by the unit."""
    made = rounds.begin_first_level(actor=request.user, file_review=file_review)
    return Status(201, {"assignment_id": made.pk})


def _lines(assignment: Assignment) -> Any:
    return CardLine.objects.filter(card__assignment=assignment, removed_at__isnull=True).select_related("card")


def _card(one: Assignment) -> dict[str, Any]:
    card = access.card_of(one) or Card(assignment=one)
    told = {name: getattr(card, name) for name in ReviewCardOut.model_fields if hasattr(card, name) and name != "lines"}
    told |= {"assignment_id": one.pk, "level": one.level, "round": one.round, "reader": one.reader}
    told |= {"head_seen": reading.head_fingerprint(card), "lines": reading.lines_of(card if card.pk else None)}
    return told
