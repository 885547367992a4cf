"""Operations on campaigns and focus problems."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.lib.rest import Key, api_does
from zhiheng_web.lib.schemas import Day, Line, Version, Words, named, paged
from zhiheng_web.reviews.models import Activity
from zhiheng_web.training import audience
from zhiheng_web.training.actions import campaigns as actions
from zhiheng_web.training.api.routing import router
from zhiheng_web.training.audience import Shared
from zhiheng_web.training.models import Campaign, Focus
from zhiheng_web.training.queries import campaigns as queries

_Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
_Short = Annotated[str, Field(min_length=1, max_length=30, pattern=r"^[^\x00]*$")]
_KEEP, _FOCUS = "training.keep_campaign", "training.keep_focus"


class FocusIn(Schema):
    """A focus problem."""

    code: _Short
    name: _Name
    basis: Line = ""


class FocusOut(Schema):
    """A focus problem of the code table."""

    id: int
    body_id: int
    code: str
    name: str
    basis: str
    retired_on: date | None


class CampaignIn(Schema):
    """A campaign."""

    name: _Name
    owner: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
    starts_on: Day
    ends_on: Day | None = None
    goal: Words = ""
    focus_ids: list[Key] = Field(default_factory=list, max_length=100)


class CampaignEdit(CampaignIn):
    """The same with the version that was read."""

    version: Version


class CampaignOut(Schema):
    """A campaign."""

    id: int
    body_id: int
    name: str
    owner: str
    starts_on: date
    ends_on: date | None
    goal: str
    version: int


class CountsOut(Schema):
    """What was done in a campaign, in numbers."""

    activities: int
    files: int
    bulletins: int
    commentaries: int
    courses: int
    people: int


class TrainingActivityIn(Schema):
    """A review activity."""

    activity_id: Key


def _focuses(told: CampaignIn) -> list[Focus]:
    return [named(Focus, key) for key in told.focus_ids]


@router.get("/focuses", response=list[FocusOut])
@paged
@api_does(queries.READ)
def focuses(request: HttpRequest) -> QuerySet[Focus]:
    """列出治理重点。 List focus problems."""
    return queries.focuses_for(request.user)


@router.post("/bodies/{body_id}/focuses", response={201: FocusOut})
@api_does(_FOCUS, target=body_by_id)
def keep_focus(request: HttpRequest, body: Body, told: FocusIn) -> Any:
    """登记治理重点。 Enter a focus problem."""
    return Status(201, actions.keep_focus(actor=request.user, body=body, **told.dict()))


@router.post("/focuses/{focus_id}/retire", response=FocusOut)
@api_does(_FOCUS, target=queries.focus)
def retire_focus(request: HttpRequest, one: Focus) -> Any:
    """停用治理重点。 Take a focus problem out of use."""
    return actions.retire_focus(actor=request.user, focus=one)


@router.get("/campaigns", response=list[CampaignOut])
@paged
@api_does(queries.READ)
def campaigns(request: HttpRequest) -> QuerySet[Campaign]:
    """列出专项治理。 List campaigns."""
    return queries.campaigns_for(request.user)


@router.get("/campaigns/{campaign_id}/counts", response=CountsOut)
@api_does(queries.READ, target=queries.shared_campaign)
def counts(request: HttpRequest, shared: Shared) -> Any:
    """专项治理开展情况。 Tell what was done in a campaign."""
    audience.demand_read(request.user, queries.READ, shared.thing.body)
    return queries.counts(shared.thing)


@router.post("/bodies/{body_id}/campaigns", response={201: CampaignOut})
@api_does(_KEEP, target=body_by_id)
def start(request: HttpRequest, body: Body, told: CampaignIn) -> Any:
    """开展专项治理。 Start a campaign."""
    values = told.dict(exclude={"focus_ids"})
    made = actions.keep_campaign(actor=request.user, body=body, values=values, focuses=_focuses(told))
    return Status(201, made)


@router.put("/campaigns/{campaign_id}", response=CampaignOut)
@api_does(_KEEP, target=queries.campaign)
def change(request: HttpRequest, one: Campaign, told: CampaignEdit) -> Any:
    """修改专项治理。 Change a campaign."""
    values = told.dict(exclude={"focus_ids", "version"})
    focuses = _focuses(told)
    return actions.keep_campaign(
        actor=request.user, body=one.body, values=values, focuses=focuses, campaign=one, version=told.version
    )


@router.post("/campaigns/{campaign_id}/activities", response=CampaignOut)
@api_does(_KEEP, target=queries.campaign)
def tag(request: HttpRequest, one: Campaign, told: TrainingActivityIn) -> Any:
    """评查活动归入专项治理。 Tag a review activity."""
    activity = named(Activity.objects.select_related("organiser"), told.activity_id)
    actions.tag_activity(actor=request.user, campaign=one, activity=activity)
    return one


@router.delete("/campaigns/{campaign_id}/activities", response=CampaignOut)
@api_does(_KEEP, target=queries.campaign)
def untag(request: HttpRequest, one: Campaign, told: TrainingActivityIn) -> Any:
    """评查活动移出专项治理。 Take a review activity out."""
    actions.untag_activity(actor=request.user, campaign=one, activity=named(Activity, told.activity_id))
    return one
