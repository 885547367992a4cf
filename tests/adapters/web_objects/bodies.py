"""Objects of bodies."""

from __future__ import annotations

from adapters.web_objects import provides
from adapters.web_world import SINCE, World
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import LeadingGroup, PostProposal, Seat


@provides("body_id")
def body(world: World, code: str) -> int:
    """Return the body itself."""
    return int(world.body(code).pk)


@provides("post_id")
def post(world: World, code: str) -> int:
    """Return a post at the body."""
    return int(world.person("officer", code).posts.get().pk)


@provides("group_id")
def group(world: World, code: str) -> int:
    """Return a leading group of the body."""
    with acts.act(None, "tests.make_world"):
        made = LeadingGroup(body=world.body(code), name=f"领导小组 {code}", since=SINCE)
        made.save()
    return int(made.pk)


@provides("seat_id")
def seat(world: World, code: str) -> int:
    """Return a seat in a leading group of the body."""
    with acts.act(None, "tests.make_world"):
        made = Seat(group_id=group(world, code), slot="member", person="某某", since=SINCE)
        made.save()
    return int(made.pk)


@provides("proposal_id")
def proposal(world: World, code: str) -> int:
    """Return a post proposed at the body."""
    person = world.person("officer", code)
    with acts.act(None, "tests.make_world"):
        made = PostProposal(account=person, body=world.body(code), role="officer", since=SINCE, reason="试")
        made.proposed_by = person
        made.save()
    return int(made.pk)
