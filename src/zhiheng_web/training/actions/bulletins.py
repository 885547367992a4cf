"""Bulletins and commentaries: series, draft, publication with the next number, receipts, comments, withdrawal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng.api import Text
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock, policy
from zhiheng_web.training import audience, refusals
from zhiheng_web.training.models import Bulletin, Comment, Receipt, Series
from zhiheng_web.training.queries import bulletins as queries

FIELDS = (
    "title",
    "text",
    "problems",
    "handling",
    "clear",
    "clear_reason",
    "case",
    "activity",
    "month",
    "contest",
    "campaign",
)


def keep_series(*, actor: Any, body: Body, kind: str, name: str, last: int = 0) -> Series:
    """Found a series; `last` takes over a count that was kept elsewhere before (57 issues: the next is the 58th)."""
    policy.demand(actor, "training.keep_series", body)
    name = refusals.demand_words(name, "系列名称", "name of the series")
    if Series.objects.filter(body=body, kind=kind, name=name).exists():
        raise refusals.refusal("series_there", *_SERIES_THERE, name)
    one = Series(body=body, kind=kind, name=name, last=last)
    with acts.act(actor, "training.keep_series"):
        one.save()
    return one


def write_bulletin(
    *, actor: Any, series: Series, values: Mapping[str, Any], bulletin: Bulletin | None = None, version: int = 0
) -> Bulletin:
    """Write a draft or change it; a commentary is about a case. Raises Refusal once it is published."""
    policy.demand(actor, "training.write_bulletin", series.body)
    wanted = {name: values[name] for name in FIELDS if name in values}
    with acts.act(actor, "training.write_bulletin"):
        one = _locked(bulletin) if bulletin is not None else Bulletin(series=series, written_by=actor)
        if bulletin is not None:
            refusals.demand_state(one, "draft")
            refusals.demand_version(one, version)
            one.version += 1
        for name, value in wanted.items():
            setattr(one, name, value)
        _demand_whole(one)
        one.save()
    return one


def _demand_whole(one: Bulletin) -> None:
    one.title = refusals.demand_words(one.title, "标题", "title")
    one.text = refusals.demand_words(one.text, "正文", "text")
    if one.is_commentary and one.case is None:
        raise refusals.refusal("no_case", *_NO_CASE)
    bodies: tuple[Body | None, ...] = (
        one.case.body if one.case else None,
        one.activity.organiser if one.activity else None,
        one.contest.body if one.contest else None,
        one.campaign.body if one.campaign else None,
    )
    foreign = [body for body in bodies if body is not None and not body.path.startswith(one.body.path)]
    if foreign:
        raise refusals.refusal("foreign", *_FOREIGN, str(foreign[0]))
    if one.clear.strip() and not one.clear_reason.strip():
        raise refusals.refusal("no_reason", *_CLEAR_REASON)


def publish_bulletin(*, actor: Any, bulletin: Bulletin, version: int) -> Bulletin:
    """Publish a draft within: it takes the next number of its series, masked as its preview showed.

    Raises Refusal where the draft was changed since it was looked at.
    """
    policy.demand(actor, "training.publish_bulletin", bulletin.body)
    with acts.act(actor, "training.publish_bulletin"):
        one = _locked(bulletin)
        refusals.demand_state(one, "draft")
        refusals.demand_version(one, version)
        series: Series = Series.objects.select_for_update(of=("self",)).get(pk=one.series_id)
        series.last += 1
        series.save()
        one.shown, found = queries.preview(one)
        # The words themselves stay in the draft, for those who wrote it; what is published does not name them again.
        one.masked = [{name: hit[name] for name in ("kind", "instead", "times")} for hit in found]
        one.number, one.state = series.last, "published"
        one.published_by, one.published_at = actor, clock.now()
        one.version += 1
        one.save()
    return one


def withdraw_bulletin(*, actor: Any, bulletin: Bulletin, reason: str) -> Bulletin:
    """Withdraw an issue with the reason: number and reason stay in sight, the text does not."""
    policy.demand(actor, "training.withdraw_bulletin", bulletin.body)
    reason = refusals.demand_words(reason, "撤回理由", "reason")
    with acts.act(actor, "training.withdraw_bulletin", reason=reason):
        one = _locked(bulletin)
        refusals.demand_state(one, "published")
        one.state, one.withdrawn_reason = "withdrawn", reason
        one.withdrawn_by, one.withdrawn_at = actor, clock.now()
        one.version += 1
        one.save()
    return one


def confirm_reading(*, actor: Any, bulletin: Bulletin) -> Receipt:
    """Confirm having read a bulletin; a second time changes nothing."""
    queries.demand_read(actor, bulletin, "training.confirm_reading")
    found: Receipt | None = Receipt.objects.filter(bulletin=bulletin, account=actor).first()
    if found is not None:
        return found
    refusals.demand_state(bulletin, "published")
    body = audience.serving_body(actor, "training.confirm_reading", bulletin.body) or _nearest(actor, bulletin.body)
    one = Receipt(bulletin=bulletin, account=actor, body=body)
    with acts.act(actor, "training.confirm_reading"):
        one.save()
    return one


def _nearest(actor: Any, body: Body) -> Body:
    """Return the body above from which somebody reads what lies beneath."""
    above = [post.body for post in policy.posts_of(actor) if body.path.startswith(post.body.path)]
    return max(above, key=lambda one: len(one.path), default=body)  # type: ignore[return-value]


def comment(*, actor: Any, bulletin: Bulletin, text: str) -> Comment:
    """Comment on a published bulletin; names of the case are masked in comments too."""
    queries.demand_read(actor, bulletin, "training.comment")
    refusals.demand_state(bulletin, "published")
    text = refusals.demand_words(text, "评论", "comment")
    masked = queries.mask_of(bulletin).apply(text)
    one = Comment(bulletin=bulletin, account=actor, text=masked.text)
    with acts.act(actor, "training.comment"):
        one.save()
    return one


def take_down_comment(*, actor: Any, comment: Comment, reason: str) -> Comment:
    """Take a comment down with the reason; the row stays."""
    policy.demand(actor, "training.take_down_comment", comment.governing_body)
    reason = refusals.demand_words(reason, "理由", "reason")
    with acts.act(actor, "training.take_down_comment", reason=reason):
        one: Comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
        if one.taken_down_at is not None:
            raise refusals.other_state(Text("已撤下", "taken down"))
        one.taken_down_at, one.taken_down_by, one.taken_down_reason = clock.now(), actor, reason
        one.save()
    return one


def _locked(bulletin: Bulletin) -> Bulletin:
    along = ("series__body", "case__body", "activity__organiser", "contest__body", "campaign__body")
    one: Bulletin = Bulletin.objects.select_for_update(of=("self",)).select_related(*along).get(pk=bulletin.pk)
    return one


_SERIES_THERE = (
    Text("已有同名的系列", "there is a series of this name"),
    Text("直接在原系列中起草，期号连续", "write in that series; its numbers go on"),
)
_NO_CASE = (
    Text("点评没有选择案件", "the commentary names no case"),
    Text("选择所点评的案件，姓名和地点才能遮盖", "choose the case: its names and places are masked by it"),
)
_FOREIGN = (
    Text("所关联的事项不属于本机构及下级", "what it is linked to lies outside of the body"),
    Text("选择本机构的案件、活动、专项", "choose a case, activity or campaign of the own body"),
)
_CLEAR_REASON = (
    Text("保留了姓名等原文，没有写理由", "words are left in clear without a reason"),
    Text("写明为什么可以不遮（如通报表扬）", "say why they may stand (such as a commendation)"),
)
