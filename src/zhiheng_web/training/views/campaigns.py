"""Campaigns with their counts, and the code table of focus problems."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.schemas import named
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import Activity
from zhiheng_web.training import audience
from zhiheng_web.training.actions import campaigns as actions
from zhiheng_web.training.audience import Shared
from zhiheng_web.training.forms import bulletins as forms
from zhiheng_web.training.forms.parts import initial_of
from zhiheng_web.training.models import Campaign, Focus
from zhiheng_web.training.pages import NOTHING, SAVE, Asked, ListPage, ask, show_list, url, went
from zhiheng_web.training.queries import campaigns as queries
from zhiheng_web.training.queries.bodies import bodies_for

CAMPAIGNS, FOCUSES = Text("专项治理", "Campaigns"), Text("治理重点", "Focus problems")
_KEEP, _FOCUS = "training.keep_campaign", "training.keep_focus"

_CAMPAIGNS = Spec(
    name=CAMPAIGNS,
    columns=(
        Column(
            "name",
            Text("名称", "Name"),
            lambda one: one.name,
            order_by=("name",),
            href=lambda one: url("campaign", one.pk),
        ),
        Column("body", Text("组织机构", "Body"), lambda one: one.body.name, order_by=("body__path",)),
        Column("owner", Text("负责人", "Owner"), lambda one: one.owner),
        Column("start", Text("开始", "Start"), lambda one: one.starts_on, kind="day", order_by=("starts_on",)),
        Column("end", Text("结束", "End"), lambda one: one.ends_on, kind="day", order_by=("ends_on",)),
        Column("state", Text("状态", "State"), lambda one: one.state_on(clock.today()), kind="state"),
    ),
    filters=(Filter("name", Text("名称", "Name"), lambda rows, typed: rows.filter(name__icontains=typed)),),
    order="-start",
)


@does(queries.READ)
def campaigns(request: HttpRequest) -> HttpResponseBase:
    """Show the campaigns that a person may read."""
    may_keep = policy.may_somewhere(request.user, _KEEP)
    page = ListPage(
        CAMPAIGNS,
        Text(
            "一段时间内集中治理的突出问题；评查、通报、培训归入其中。",
            "Problems tackled for a time; reviews, bulletins, courses belong to it.",
        ),
        Text("还没有专项治理", "There is no campaign yet"),
        Text("写明名称、负责人、起止时间和治理重点。", "State name, owner, dates and focus problems."),
        Text("开展专项治理", "Start a campaign") if may_keep else NOTHING,
        url("new_campaign") if may_keep else "",
        ((FOCUSES, url("focuses")),),
    )
    return show_list(request, Listing(request, queries.campaigns_for(request.user), _CAMPAIGNS), page)


@does(queries.READ, target=queries.shared_campaign)
def campaign(request: HttpRequest, shared: Shared) -> HttpResponse:
    """Show a campaign: focus problems, what was done in it in numbers, reviews with their classes of finding."""
    one: Campaign = shared.thing
    audience.demand_read(request.user, queries.READ, one.body)
    may_keep = policy.may(request.user, _KEEP, one.body)
    open_to = Activity.objects.filter(organiser=one.body).exclude(campaigns__campaign=one)
    context = {
        "one": one,
        "state": one.state_on(clock.today()),
        "counts": queries.counts(one),
        "classes": queries.classes_found(one),
        "activities": queries.activities_of(one),
        "focuses": one.focuses.select_related("focus"),
        "bulletins": one.bulletins.filter(state="published").select_related("series__body"),
        "courses": one.courses.filter(withdrawn_at=None),
        "may_keep": may_keep,
        "form": forms.ActivityForm(rows=open_to) if may_keep else None,
        "crumbs": [(CAMPAIGNS, url("campaigns"))],
    }
    return render(request, "training/campaigns/campaign.html", context)


@does(_KEEP)
def new_campaign(request: HttpRequest) -> HttpResponse:
    """Start a campaign."""
    return _campaign_form(request, None)


@does(_KEEP, target=queries.campaign)
def edit_campaign(request: HttpRequest, one: Campaign) -> HttpResponse:
    """Change a campaign."""
    return _campaign_form(request, one)


def _campaign_form(request: HttpRequest, one: Campaign | None) -> HttpResponse:
    bodies = bodies_for(request.user, _KEEP)
    initial = initial_of(one, actions.FIELDS)
    if one is not None:
        initial["focuses"] = [row.focus_id for row in one.focuses.all()]
    form = forms.CampaignForm(request.POST or None, initial=initial, bodies=None if one else bodies)
    form.offer("focuses", Focus.objects.filter(body__in=[one.body] if one else bodies, retired_on=None))

    def act(told: dict[str, Any]) -> str:
        body, version = one.body if one else told.pop("body"), told.pop("version")
        focuses = told.pop("focuses")
        made = actions.keep_campaign(
            actor=request.user, body=body, values=told, focuses=focuses, campaign=one, version=version
        )
        return url("campaign", made.pk)

    back = url("campaign", one.pk) if one else url("campaigns")
    effect = Text("评查活动、通报、培训可以归入。", "Reviews, bulletins and courses can be tagged to it.")
    title = Text("修改专项治理", "Change a campaign") if one else Text("开展专项治理", "Start a campaign")
    return ask(request, form, Asked(title, effect, SAVE, back, [(CAMPAIGNS, url("campaigns"))]), act)


@does(_KEEP, target=queries.campaign)
@require_POST
def tag_activity(request: HttpRequest, one: Campaign) -> HttpResponse:
    """Say that a review activity belongs to a campaign, or that it does not."""
    key = request.POST.get("activity", "")
    activity = named(Activity.objects.select_related("organiser"), int(key) if key.isdecimal() and len(key) < 12 else 0)
    if request.POST.get("answer") == "untag":
        actions.untag_activity(actor=request.user, campaign=one, activity=activity)
        return went(request, Text("已移出", "taken out"), "campaign", one.pk)
    actions.tag_activity(actor=request.user, campaign=one, activity=activity)
    return went(request, Text("已归入", "tagged"), "campaign", one.pk)


_FOCUSES = Spec(
    name=FOCUSES,
    columns=(
        Column("code", Text("代码", "Code"), lambda one: one.code, order_by=("code",)),
        Column("name", Text("名称", "Name"), lambda one: one.name, order_by=("name",)),
        Column("basis", Text("依据", "Basis"), lambda one: one.basis),
        Column("body", Text("单位", "Body"), lambda one: one.body.name, order_by=("body__path",)),
        Column(
            "state",
            Text("状态", "State"),
            lambda one: (
                (Text("已停用", "retired"), "neutral") if one.retired_on else (Text("使用中", "in use"), "good")
            ),
            kind="state",
        ),
    ),
    order="code",
)


@does(queries.READ)
def focuses(request: HttpRequest) -> HttpResponseBase:
    """Show the code table of focus problems, empty until a body fills it (WX-AMB-11)."""
    may_keep = policy.may_somewhere(request.user, _FOCUS)
    page = ListPage(
        FOCUSES,
        Text(
            "“五不”等治理重点由各机构自行登记；来源没有列出内容（WX-AMB-11）。",
            "Each body enters its own; the source does not list them (WX-AMB-11).",
        ),
        Text("代码表是空的", "The table is empty"),
        Text("按本机构文件登记治理重点。", "Enter them after the body's own document."),
        Text("登记治理重点", "Enter a focus problem") if may_keep else NOTHING,
        url("new_focus") if may_keep else "",
    )
    own = {body.pk for body in bodies_for(request.user, _FOCUS)} if may_keep else set()
    rows = queries.focuses_for(request.user)
    more = {
        "crumbs": [(CAMPAIGNS, url("campaigns"))],
        "retirable": [row for row in rows if row.body_id in own and not row.retired_on],
    }
    return show_list(request, Listing(request, rows, _FOCUSES), page, **more)


@does(_FOCUS)
def new_focus(request: HttpRequest) -> HttpResponse:
    """Enter a focus problem."""
    form = forms.FocusForm(request.POST or None, bodies=bodies_for(request.user, _FOCUS))
    back = url("focuses")

    def act(told: dict[str, Any]) -> None:
        told.pop("version")
        actions.keep_focus(actor=request.user, **told)

    effect = Text("登记后可以在专项治理中选用。", "It can then be chosen in campaigns.")
    return ask(
        request, form, Asked(Text("登记治理重点", "Enter a focus problem"), effect, SAVE, back, [(FOCUSES, back)]), act
    )


@does(_FOCUS, target=queries.focus)
@require_POST
def retire_focus(request: HttpRequest, one: Focus) -> HttpResponse:
    """Take a focus problem out of use."""
    actions.retire_focus(actor=request.user, focus=one)
    return went(request, Text("已停用", "retired"), "focuses")
