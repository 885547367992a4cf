"""Operations on bodies, posts and leading groups."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from zhiheng_web.accounts.models import Account
from zhiheng_web.bodies import actions, queries
from zhiheng_web.bodies.models import SLOTS, Body, LeadingGroup, Post, PostProposal, Seat
from zhiheng_web.lib.policy import Role
from zhiheng_web.lib.rest import Key, api_does
from zhiheng_web.lib.schemas import Day, Line, Reason, Version, Why, named, paged

router = Router(tags=["bodies"])
Slot = Literal["leader", "executive_deputy", "deputy", "member", "office"]
assert set(SLOTS) == set(Slot.__args__)  # type: ignore[attr-defined]
_Region = Annotated[str, Field(pattern=r"^(\d{6}|\d{9}|\d{12})?$")]
_Uscc = Annotated[str, Field(pattern=r"^([0-9A-HJ-NP-RT-UW-Y]{18})?$")]
_Kind = Annotated[str, Field(max_length=50, pattern=r"^[a-z_]*$")]
_Level = Literal["", "national", "province", "city", "county", "squad", "section"]
_Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


class BodyOut(Schema):
    """A body. `path` lists the ids from the root down; `until` is the first day on which it is no more."""

    id: int
    code: str
    name: str
    name_en: str
    parent_id: int | None
    path: str
    kind: str
    level: str
    region_code: str
    uscc: str
    since: date | None
    until: date | None
    version: int


class BodyIn(Schema):
    """What is said of a body."""

    code: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
    name: _Name
    name_en: Line = ""
    kind: _Kind = ""
    level: _Level = ""
    region_code: _Region = ""
    uscc: _Uscc = ""
    since: Day | None = None


class NewBody(BodyIn):
    """A body to be made, beneath a parent or as a root."""

    parent_id: Key | None = None


class ChangedBody(BodyIn):
    """A body as it is to be; `version` is the one that was read."""

    version: Version


class MoveIn(Schema):
    """Under which body another is put, from which day on, why."""

    parent_id: Key
    on: Day
    reason: Reason


class EndIn(Schema):
    """From which day on something is no more, and why."""

    until: Day
    reason: Reason


class PostOut(Schema):
    """A role held at a body for a time: [since, until)."""

    id: int
    account_id: int
    body_id: int
    role: str
    since: date
    until: date | None


class ProposalIn(Schema):
    """A post to be proposed for an account."""

    account_id: Key
    role: Role
    since: Day
    until: Day | None = None
    reason: Reason


class TransferIn(Schema):
    """The post that a person takes when leaving another."""

    body_id: Key
    role: Role
    on: Day
    reason: Reason


class ProposedPostOut(Schema):
    """A proposed post; `outcome` is empty until the security administrator has decided."""

    id: int
    account_id: int
    body_id: int
    role: str
    since: date
    until: date | None
    reason: str
    outcome: str
    decision: str


class SeatOut(Schema):
    """A seat of a leading group; `represents_id` is the body on which its holder does not decide."""

    id: int
    slot: str
    person: str
    duty: str
    account_id: int | None
    represents_id: int | None
    since: date
    until: date | None


class GroupOut(Schema):
    """A leading group with its seats."""

    id: int
    body_id: int
    name: str
    since: date
    until: date | None
    seats: list[SeatOut]

    @staticmethod
    def resolve_seats(group: LeadingGroup) -> list[Seat]:
        """Return the seats."""
        return list(group.seats.all())


class GroupIn(Schema):
    """A leading group to be set up."""

    name: _Name
    since: Day
    until: Day | None = None


class SeatIn(Schema):
    """A seat to be filled."""

    slot: Slot
    person: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
    duty: Line = ""
    account_id: Key | None = None
    represents_id: Key | None = None
    since: Day
    until: Day | None = None


@router.get("/", response=list[BodyOut])
@paged
@api_does("bodies.read_body")
def bodies(request: HttpRequest, q: Line = "") -> QuerySet[Body]:
    """列出可见的机构，可按名称、编号、地区查找。 List the bodies in reach, by words of name, number, region."""
    return queries.matching(request.user, q) if q.strip() else queries.bodies_for(request.user).order_by("path")


@router.post("/", response={201: BodyOut})
@api_does("bodies.create_body")
def create(request: HttpRequest, told: NewBody) -> Any:
    """新建机构。 Create a body."""
    values = told.dict()
    parent = named(Body, values.pop("parent_id"))
    return Status(201, actions.create_body(actor=request.user, parent=parent, values=values))


@router.get("/posts/proposed", response=list[ProposedPostOut])
@paged
@api_does("bodies.read_proposals")
def proposed(request: HttpRequest) -> QuerySet[PostProposal]:
    """列出任职提名。 List the proposed posts."""
    return queries.proposals()


@router.post("/posts/proposed/{proposal_id}/give", response=PostOut)
@api_does("bodies.give_post", target=queries.proposal)
def give(request: HttpRequest, proposal: PostProposal) -> Post:
    """批准任职。 Give a proposed post."""
    return actions.give_post(actor=request.user, proposal=proposal)


@router.post("/posts/proposed/{proposal_id}/decline", response=ProposedPostOut)
@api_does("bodies.decline_post", target=queries.proposal)
def decline(request: HttpRequest, proposal: PostProposal, told: Why) -> Any:
    """不同意任职。 Decline a proposed post."""
    actions.decline_post(actor=request.user, proposal=proposal, reason=told.reason)
    return PostProposal.objects.get(pk=proposal.pk)


@router.post("/posts/{post_id}/transfer", response={201: ProposedPostOut})
@api_does("bodies.propose_transfer", target=queries.post)
def transfer(request: HttpRequest, post: Post, told: TransferIn) -> Any:
    """提名调任。 Propose a transfer."""
    body = named(Body, told.body_id)
    return Status(
        201,
        actions.propose_transfer(
            actor=request.user, post=post, body=body, role=told.role.value, on=told.on, reason=told.reason
        ),
    )


@router.post("/posts/{post_id}/end", response=PostOut)
@api_does("bodies.end_post", target=queries.post)
def end_post(request: HttpRequest, post: Post, told: EndIn) -> Any:
    """免去任职。 End a post."""
    actions.end_post(actor=request.user, post=post, until=told.until, reason=told.reason)
    return Post.objects.get(pk=post.pk)


@router.post("/groups/{group_id}/close", response=GroupOut)
@api_does("bodies.close_group", target=queries.group)
def close_group(request: HttpRequest, group: LeadingGroup, told: EndIn) -> LeadingGroup:
    """撤销领导小组。 Close a leading group."""
    actions.close_group(actor=request.user, group=group, until=told.until, reason=told.reason)
    return group


@router.post("/groups/{group_id}/seats", response={201: SeatOut})
@api_does("bodies.add_seat", target=queries.group)
def add_seat(request: HttpRequest, group: LeadingGroup, told: SeatIn) -> Any:
    """任命领导小组成员。 Fill a seat."""
    values = told.dict()
    account, body = named(Account, values.pop("account_id")), named(Body, values.pop("represents_id"))
    return Status(201, actions.add_seat(actor=request.user, group=group, account=account, represents=body, **values))


@router.post("/seats/{seat_id}/end", response=SeatOut)
@api_does("bodies.end_seat", target=queries.seat)
def end_seat(request: HttpRequest, seat: Seat, told: EndIn) -> Seat:
    """免去领导小组成员。 End a seat."""
    actions.end_seat(actor=request.user, seat=seat, until=told.until, reason=told.reason)
    return seat


@router.get("/{body_id}", response=BodyOut)
@api_does("bodies.read_body", target=queries.body)
def body(request: HttpRequest, body: Body) -> Body:
    """查看机构。 Read a body."""
    return body


@router.put("/{body_id}", response=BodyOut)
@api_does("bodies.edit_body", target=queries.body)
def edit(request: HttpRequest, body: Body, told: ChangedBody) -> Any:
    """修改机构。 Change a body."""
    values = told.dict()
    return actions.edit_body(actor=request.user, body=body, version=values.pop("version"), values=values)


@router.post("/{body_id}/move", response=BodyOut)
@api_does("bodies.move_body", target=queries.body)
def move(request: HttpRequest, body: Body, told: MoveIn) -> Any:
    """划转机构。 Put a body under another."""
    parent = named(Body, told.parent_id)
    actions.move_body(actor=request.user, body=body, parent=parent, on=told.on, reason=told.reason)
    return Body.objects.get(pk=body.pk)


@router.post("/{body_id}/close", response=BodyOut)
@api_does("bodies.close_body", target=queries.body)
def close(request: HttpRequest, body: Body, told: EndIn) -> Any:
    """撤销机构。 Close a body."""
    actions.close_body(actor=request.user, body=body, until=told.until, reason=told.reason)
    return Body.objects.get(pk=body.pk)


@router.get("/{body_id}/posts", response=list[PostOut])
@paged
@api_does("bodies.read_body", target=queries.body)
def posts(request: HttpRequest, body: Body) -> list[Post]:
    """列出机构的任职，含以往的。 List the posts at a body, earlier ones too."""
    return queries.posts_at(body)


@router.post("/{body_id}/posts", response={201: ProposedPostOut})
@api_does("bodies.propose_post", target=queries.body)
def propose(request: HttpRequest, body: Body, told: ProposalIn) -> Any:
    """提名任职。 Propose a post."""
    values = told.dict() | {"role": told.role.value}
    account = named(Account, values.pop("account_id"))
    return Status(201, actions.propose_post(actor=request.user, account=account, body=body, **values))


@router.get("/{body_id}/groups", response=list[GroupOut])
@paged
@api_does("bodies.read_body", target=queries.body)
def groups(request: HttpRequest, body: Body) -> list[LeadingGroup]:
    """列出领导小组。 List the leading groups of a body."""
    return queries.groups_at(body)


@router.post("/{body_id}/groups", response={201: GroupOut})
@api_does("bodies.create_group", target=queries.body)
def create_group(request: HttpRequest, body: Body, told: GroupIn) -> Any:
    """建立领导小组。 Set up a leading group."""
    return Status(201, actions.create_group(actor=request.user, body=body, **told.dict()))
