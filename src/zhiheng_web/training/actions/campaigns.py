"""Campaigns and their focus problems: kept by the office, activities tagged and untagged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zhiheng.api import Text
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock, policy
from zhiheng_web.reviews.models import Activity
from zhiheng_web.training import refusals
from zhiheng_web.training.models import Campaign, CampaignActivity, CampaignFocus, Focus

FIELDS = ("name", "owner", "starts_on", "ends_on", "goal")


def keep_focus(*, actor: Any, body: Body, code: str, name: str, basis: str = "") -> Focus:
    """Enter a focus problem into the code table of a body; the source lists none (WX-AMB-11)."""
    policy.demand(actor, "training.keep_focus", body)
    code, name = refusals.demand_words(code, "代码", "code"), refusals.demand_words(name, "名称", "name")
    if Focus.objects.filter(body=body, code=code).exists():
        raise refusals.refusal("code_there", *_CODE_THERE, code)
    one = Focus(body=body, code=code, name=name, basis=basis)
    with acts.act(actor, "training.keep_focus"):
        one.save()
    return one


def retire_focus(*, actor: Any, focus: Focus) -> Focus:
    """Take a focus problem out of use; campaigns that have it keep it."""
    policy.demand(actor, "training.keep_focus", focus.body)
    with acts.act(actor, "training.keep_focus"):
        one: Focus = Focus.objects.select_for_update(of=("self",)).get(pk=focus.pk)
        if one.retired_on is not None:
            raise refusals.other_state(Text("已停用", "retired"))
        one.retired_on = clock.today()
        one.save()
    return one


def keep_campaign(
    *,
    actor: Any,
    body: Body,
    values: Mapping[str, Any],
    focuses: Iterable[Focus] = (),
    campaign: Campaign | None = None,
    version: int = 0,
) -> Campaign:
    """Start a campaign or change it; focus problems are added, and taken out where they are no longer named."""
    policy.demand(actor, "training.keep_campaign", campaign.body if campaign else body)
    with acts.act(actor, "training.keep_campaign"):
        one = Campaign(body=body, made_by=actor)
        if campaign is not None:
            one = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
            refusals.demand_version(one, version)
            one.version += 1
        for name in FIELDS:
            if name in values:
                setattr(one, name, values[name])
        one.name = refusals.demand_words(one.name, "名称", "name")
        one.owner = refusals.demand_words(one.owner, "负责人", "owner")
        refusals.demand_order(one.starts_on, one.ends_on)
        one.save()
        _set_focuses(one, {focus.pk: focus for focus in focuses})
    return one


def _set_focuses(one: Campaign, wanted: dict[int, Focus]) -> None:
    if any(focus.body_id != one.body_id for focus in wanted.values()):
        raise refusals.refusal("foreign", *_FOREIGN)
    there = {row.focus_id: row for row in one.focuses.all()}
    for key, row in there.items():
        if key not in wanted:
            row.delete()
    for key, focus in wanted.items():
        if key not in there:
            CampaignFocus(campaign=one, focus=focus).save()


def tag_activity(*, actor: Any, campaign: Campaign, activity: Activity) -> CampaignActivity:
    """Say that a review activity of the body belongs to the campaign; a second time changes nothing."""
    policy.demand(actor, "training.keep_campaign", campaign.body)
    if not activity.organiser.path.startswith(campaign.body.path):
        raise refusals.refusal("foreign", *_FOREIGN, activity.title)
    found: CampaignActivity | None = campaign.activities.filter(activity=activity).first()
    if found is not None:
        return found
    one = CampaignActivity(campaign=campaign, activity=activity)
    with acts.act(actor, "training.keep_campaign"):
        one.save()
    return one


def untag_activity(*, actor: Any, campaign: Campaign, activity: Activity) -> None:
    """Say that a review activity does not belong to the campaign after all."""
    policy.demand(actor, "training.keep_campaign", campaign.body)
    with acts.act(actor, "training.keep_campaign"):
        campaign.activities.filter(activity=activity).delete()


_CODE_THERE = (
    Text("已有这个代码", "this code is there already"),
    Text("换一个代码", "take another code"),
)
_FOREIGN = (
    Text("不属于本机构", "it is not of the own body"),
    Text("选择本机构的治理重点或评查活动", "choose a focus or an activity of the own body"),
)
