"""Writing the tree of bodies: made, changed, closed, moved under another with everything beneath."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from zhiheng_web.audit import acts, trail
from zhiheng_web.bodies.models import Body, Post, Transfer
from zhiheng_web.bodies.refusals import refusal
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text

#: What of a body can be edited; the parent changes by moving, the last day by closing.
EDITABLE = ("code", "name", "name_en", "kind", "level", "region_code", "uscc", "since")


def create_body(*, actor: Any, parent: Body | None, values: Mapping[str, Any]) -> Body:
    """Make a body under a parent, or a root. Raises Refusal for a number or a place that is taken."""
    policy.demand(actor, "bodies.create_body", parent)
    with acts.act(actor, "bodies.create_body"):
        trail.lock()
        body = Body(parent=parent, **{name: values[name] for name in EDITABLE if name in values})
        check(body)
        body.save()
    return body


def edit_body(*, actor: Any, body: Body, version: int, values: Mapping[str, Any]) -> Body:
    """Change a body. Raises Refusal where somebody else was quicker, naming what differs."""
    policy.demand(actor, "bodies.edit_body", body)
    with acts.act(actor, "bodies.edit_body"):
        stored: Body = Body.objects.select_for_update(of=("self",)).select_related("parent").get(pk=body.pk)
        wanted = {name: values[name] for name in EDITABLE if name in values}
        if stored.version != version:
            differing = [name for name in wanted if wanted[name] != getattr(stored, name)]
            theirs = "；".join(f"{name} {getattr(stored, name) or '—'}" for name in differing)
            yours = "；".join(f"{name} {wanted[name] or '—'}" for name in differing)
            raise refusal(
                "edited_meanwhile",
                Text(
                    f"此机构刚被别人改过。现在是：{theirs}。您填的是：{yours}。",
                    f"Somebody else has just changed this body. It now says: {theirs}. You wrote: {yours}.",
                ),
                Text("看过现在的内容，再改一次。", "Look at what it says now and change it again."),
            )
        for name, value in wanted.items():
            setattr(stored, name, value)
        stored.version += 1
        check(stored)
        stored.save()
    return stored


def check(body: Body) -> None:
    """Raise Refusal where the number is taken, the parent is closed, or another body answers for the place (HN-02)."""
    others = Body.objects.exclude(pk=body.pk)
    if others.filter(code=body.code).exists():
        raise refusal(
            "code_taken",
            Text("这个单位编号已有机构使用。", "Another body has this number."),
            Text("换一个编号，或者修改已有的机构。", "Choose another, or edit the body that is there."),
            column="单位编号 code",
            value=body.code,
        )
    if body.parent is not None and not body.parent.is_there_on(clock.today()):
        raise refusal(
            "parent_closed",
            Text("上级机构已撤销。", "The body above has been closed."),
            Text("选一个现有的上级机构。", "Choose one that exists."),
            value=body.parent.name,
        )
    if not (body.region_code and body.kind) or body.until is not None:
        return
    # HN-02: one responsible department for each city and county.
    same = others.filter(region_code=body.region_code, kind=body.kind, level=body.level, until=None).first()
    if same is not None:
        raise refusal(
            "place_taken",
            Text(f"该行政区划的这类主管部门已有：{same.name}。", f"That region has such a department: {same.name}."),
            Text("先撤销原机构，或者改正区划代码。", "Close the other one first, or correct the region code."),
            column="行政区划代码 region code",
            value=body.region_code,
        )


def close_body(*, actor: Any, body: Body, until: date, reason: str) -> None:
    """Close a body from a day on. Raises Refusal while bodies beneath or posts last beyond it."""
    policy.demand(actor, "bodies.close_body", body)
    with acts.act(actor, "bodies.close_body", reason=reason):
        trail.lock()
        stored = Body.objects.get(pk=body.pk)
        lasting = Q(until=None) | Q(until__gt=until)
        beneath = Body.objects.filter(lasting, parent=stored).count()
        posts = Post.objects.filter(lasting, body=stored).count()
        if beneath or posts:
            raise refusal(
                "not_empty",
                Text(
                    f"到撤销之日还有 {beneath} 个下级机构、{posts} 个任职。",
                    f"On that day {beneath} bodies beneath and {posts} posts still last.",
                ),
                Text("先划转下级机构、免去任职，再撤销。", "Move the bodies and end the posts first."),
            )
        if stored.until is not None or (stored.since is not None and until < stored.since):
            raise refusal(
                "wrong_day",
                Text(
                    "该机构已撤销，或者撤销日期早于成立日期。", "It is closed already, or the day is before its first."
                ),
                Text("核对日期。", "Check the day."),
                value=str(until),
            )
        stored.until = until
        stored.version += 1
        stored.save()


def move_body(*, actor: Any, body: Body, parent: Body, on: date, reason: str) -> Transfer:
    """Put a body under another from a day on, with everything beneath: the paths change in this one act.

    The tree is that of today, so the day must not lie ahead. Raises Refusal for that, and for a circle.
    """
    policy.demand(actor, "bodies.move_body", body)
    policy.demand(actor, "bodies.move_body", parent)
    with acts.act(actor, "bodies.move_body", reason=reason):
        trail.lock()
        return put_under(Body.objects.get(pk=body.pk), Body.objects.get(pk=parent.pk), on=on, reason=reason)


def put_under(body: Body, parent: Body, *, on: date, reason: str) -> Transfer:
    """Move inside an act that is under way; the caller has asked the policy and taken the lock."""
    _check_move(body, parent, on)
    transfer = Transfer(body=body, from_body=body.parent, to_body=parent, on=on, reason=reason)
    beneath = list(Body.objects.filter(path__startswith=body.path).exclude(pk=body.pk).order_by("path"))
    body.parent = parent
    body.version += 1
    body.save()
    moved = {body.pk: body}
    for one in beneath:
        # A path begins with its parent's, so every parent has been saved before its children.
        one.parent = moved[one.parent_id] if one.parent_id else None
        one.save()
        moved[one.pk] = one
    transfer.save()
    return transfer


def _check_move(body: Body, parent: Body, on: date) -> None:
    if parent.is_within(body):
        raise refusal(
            "circle",
            Text("不能划到自己或自己的下级之下。", "A body cannot be put under itself or under one beneath it."),
            Text("选另一个上级机构。", "Choose another parent."),
            value=parent.name,
        )
    if body.parent_id == parent.pk:
        raise refusal(
            "already_there",
            Text("它已在该机构之下。", "It stands there already."),
            Text("选另一个上级机构。", "Choose another parent."),
            value=parent.name,
        )
    if on > clock.today() or (body.since is not None and on < body.since) or not parent.is_there_on(on):
        raise refusal(
            "wrong_day",
            Text(
                "划转日期不能晚于今天，也不能早于两机构的成立日期。",
                "The day must not lie ahead, nor before either body.",
            ),
            Text("到划转之日再办，或者核对日期。", "Do it on the day, or check the day."),
            value=str(on),
        )
