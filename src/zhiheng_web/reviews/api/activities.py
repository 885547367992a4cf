"""Operations on activities and files: make, change, open, choose, submit, take up, close."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Case
from zhiheng_web.lib import policy
from zhiheng_web.lib.rest import Key, Points, api_does
from zhiheng_web.lib.schemas import Data, Day, Line, Reason, ToldRows, Version, Why, named, paged
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.actions import activities as actions
from zhiheng_web.reviews.actions import choosing, submitting
from zhiheng_web.reviews.actions.collecting import collect
from zhiheng_web.reviews.api.routing import router
from zhiheng_web.reviews.models import Activity, FileReview
from zhiheng_web.reviews.queries import OfOrganiser
from zhiheng_web.reviews.reading import files as reading

OPEN = "reviews.open_activity"
Keys = Annotated[list[Key], Field(max_length=500)]


class ActivityOut(Schema):
    """A review activity; `rules` and `options` as pinned, the period half-open."""

    id: int
    organiser_id: int
    title: str
    kind: str
    theme: str
    scheme_id: str
    scheme_version: str
    options: dict[str, str]
    rules: Data
    period_from: date
    period_to: date
    state: str
    version: int
    bodies: list[int]

    @staticmethod
    def resolve_bodies(one: Activity) -> list[int]:
        """Return the numbers of the bodies reviewed."""
        return [row.body_id for row in one.bodies.all()]


class ReviewActivityIn(Schema):
    """What makes an activity; the period half-open."""

    organiser_id: Key
    title: Line
    kind: Literal["complete", "random", "special", "key"]
    scheme_id: Line
    period_from: Day
    period_to: Day
    bodies: Keys
    theme: Line = ""
    options: Annotated[dict[str, Line], Field(default_factory=dict)]


class ActivityChange(Schema):
    """What of a draft is to change; what is left out stays."""

    version: Version
    title: Line | None = None
    theme: Line | None = None
    period_from: Day | None = None
    period_to: Day | None = None
    bodies: Keys | None = None
    options: dict[str, Line] | None = None
    rules: Data = None


class ReviewVersionIn(Schema):
    """The version that was read."""

    version: Version


class ChoiceIn(Schema):
    """Cases that are chosen, with the reason."""

    cases: Keys
    because: Reason


class ReviewFileOut(Schema):
    """The review of a file. Scores are told to the unit with the notice; names are withheld in a blind review."""

    id: int
    activity_id: int
    case: str
    body_id: int | None
    officer: str | None
    state: str
    due_on: date | None
    position: int
    chosen_because: str
    submitted_at: datetime | None
    notified_at: datetime | None
    settled_at: datetime | None
    violations: list[str]
    finding_class: str
    deduction_first: Points | None
    score_first: Points | None
    deduction_final: Points | None
    score_final: Points | None
    version: int


class FilesIn(Schema):
    """Files to be submitted, all or none."""

    files: Keys


def told(person: Any, one: FileReview) -> dict[str, Any]:
    """Return a file as a person may know it."""
    is_blind, is_early = reading.hides_names(person, one), reading.hides_reviewers(person, one)
    scores: dict[str, Decimal | None] = {
        name: None if is_early else getattr(one, name)
        for name in ("deduction_first", "score_first", "deduction_final", "score_final")
    }
    plain = ["id", "activity_id", "state", "due_on", "position", "chosen_because", "submitted_at", "notified_at"]
    plain += ["settled_at", "violations", "finding_class", "version"]
    known = {name: getattr(one, name) for name in plain}
    officer = None if is_blind or one.lead is None else one.lead.code
    return {**known, **scores, "case": one.case.code, "body_id": None if is_blind else one.body_id, "officer": officer}


def _bodies(keys: list[int]) -> list[Body]:
    return [named(Body, key) for key in keys]


@router.get("/activities", response=list[ActivityOut])
@paged
@api_does("reviews.read_activity")
def activities(request: HttpRequest) -> QuerySet[Activity]:
    """列出评查活动。 List the review activities."""
    return queries.activities_for(request.user).prefetch_related("bodies")


@router.post("/activities", response={201: ActivityOut})
@api_does(OPEN)
def make(request: HttpRequest, given: ReviewActivityIn) -> Any:
    """建立评查活动。 Make a review activity."""
    data = given.dict()
    organiser = named(Body, data.pop("organiser_id"))
    policy.demand(request.user, OPEN, organiser)
    bodies = _bodies(data.pop("bodies"))
    return Status(201, actions.make_activity(actor=request.user, organiser=organiser, bodies=bodies, **data))


@router.get("/activities/{activity_id}", response=ActivityOut)
@api_does("reviews.read_activity", target=queries.activity)
def activity(request: HttpRequest, one: Activity) -> Activity:
    """取一次评查活动。 Return a review activity."""
    return one


@router.patch("/activities/{activity_id}", response=ActivityOut)
@api_does(OPEN, target=queries.activity)
def change(request: HttpRequest, one: Activity, given: ActivityChange) -> Any:
    """修改筹备中的评查。 Change a draft."""
    data = {name: value for name, value in given.dict().items() if value is not None}
    version = data.pop("version")
    if "bodies" in data:
        data["bodies"] = _bodies(data["bodies"])
    return actions.change_draft(actor=request.user, activity=one, version=version, **data)


@router.post("/activities/{activity_id}/open", response=ActivityOut)
@api_does(OPEN, target=queries.activity)
def begin(request: HttpRequest, one: Activity, given: ReviewVersionIn) -> Any:
    """开始评查。 Open a draft."""
    return actions.open_activity(actor=request.user, activity=one, version=given.version)


@router.post("/activities/{activity_id}/discard", response={204: None})
@api_does(OPEN, target=queries.activity)
def discard(request: HttpRequest, one: Activity, given: ReviewVersionIn) -> Any:
    """放弃筹备。 Discard a draft."""
    actions.discard_draft(actor=request.user, activity=one, version=given.version)
    return Status(204, None)


@router.post("/activities/{activity_id}/collect", response=list[ReviewFileOut])
@api_does(OPEN, target=queries.activity)
def collect_files(request: HttpRequest, one: Activity) -> Any:
    """列入新结案的案卷。 Take in what has been closed meanwhile."""
    return [told(request.user, file) for file in collect(actor=request.user, activity=one)]


@router.post("/activities/{activity_id}/files", response={201: list[ReviewFileOut]})
@api_does(OPEN, target=queries.activity)
def choose(request: HttpRequest, one: Activity, given: ChoiceIn) -> Any:
    """选取案卷。 Choose files of a special or key review."""
    cases = [named(Case, key) for key in given.cases]
    made = choosing.choose_cases(actor=request.user, activity=one, cases=cases, because=given.because)
    return Status(201, [told(request.user, file) for file in made])


@router.post("/activities/{activity_id}/close", response=ActivityOut)
@api_does(OPEN, target=queries.activity)
def close(request: HttpRequest, one: Activity) -> Any:
    """结束评查活动。 Close an activity."""
    return actions.close_activity(actor=request.user, activity=one)


@router.get("/files", response=list[ReviewFileOut])
@paged
@api_does("reviews.read_file")
def files(request: HttpRequest, activity_id: Key | None = None, state: Line = "") -> Any:
    """列出案卷。 List the files, of an activity or in a state where that is asked."""
    found = queries.files_for(request.user).order_by("pk")
    found = found.filter(activity=activity_id) if activity_id is not None else found
    return ToldRows(found.filter(state=state) if state else found, partial(told, request.user))


@router.get("/files/{file_id}", response=ReviewFileOut)
@api_does("reviews.read_file", target=queries.file_review)
def file(request: HttpRequest, one: FileReview) -> Any:
    """取一件案卷的评查。 Return the review of a file."""
    if not queries.files_for(request.user).filter(pk=one.pk).exists():
        raise Http404
    return told(request.user, one)


@router.post("/submissions", response=list[ReviewFileOut])
@api_does("reviews.submit_file")
def submit(request: HttpRequest, given: FilesIn) -> Any:
    """送评。 Submit files, all or none."""
    own = queries.files_for(request.user, "reviews.submit_file")
    chosen = [named(own, key) for key in dict.fromkeys(given.files)]
    return [told(request.user, one) for one in submitting.submit_files(actor=request.user, files=chosen)]


@router.post("/files/{file_id}/take-out", response=ReviewFileOut)
@api_does(OPEN, target=queries.file_of_organiser)
def take_out(request: HttpRequest, one: OfOrganiser, given: Why) -> Any:
    """移出评查。 Take a chosen file out of a special or key review, before a card is signed."""
    return told(request.user, choosing.take_out(actor=request.user, file_review=one.file_review, reason=given.reason))


@router.post("/files/{file_id}/take-up", response=ReviewFileOut)
@api_does("reviews.assign", target=queries.file_of_organiser)
def take_up(request: HttpRequest, one: OfOrganiser, given: Why) -> Any:
    """提级评查单位逾期的案卷。 Take a file to the brigade that the unit kept beyond its time."""
    done = submitting.take_up(actor=request.user, file_review=one.file_review, reason=given.reason)
    return told(request.user, done)
