"""The pages of activities: list, one page that makes one, its progress, its settings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng import api
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.actions import activities as actions
from zhiheng_web.reviews.actions.collecting import collect
from zhiheng_web.reviews.forms.activities import ActivityForm, NewActivityForm
from zhiheng_web.reviews.models import Activity
from zhiheng_web.reviews.reading import activities as reading
from zhiheng_web.reviews.reading import assigning, population
from zhiheng_web.reviews.views.pages import activity_crumbs, tell, to, tried

OPEN = "reviews.open_activity"


@does("reviews.read_activity")
def activities(request: HttpRequest) -> HttpResponseBase:
    """Show the activities that a person may read."""
    rows = reading.counted(queries.activities_for(request.user))
    listing = Listing(request, rows, reading.spec())
    context = {
        "listing": listing,
        "caption": reading.ACTIVITIES,
        "may_open": policy.may_somewhere(request.user, OPEN),
        "crumbs": [],
    }
    return listing.export() or render(request, "reviews/activities/activities.html", context)


@does(OPEN)
def open_activity(request: HttpRequest) -> HttpResponse:
    """Make an activity on one page."""
    organisers = reading.organisers_for(request.user)
    form = NewActivityForm(request.POST or None, organisers=organisers)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = tried(
            form,
            lambda: actions.make_activity(
                actor=request.user,
                organiser=told["organiser"],
                title=told["title"],
                kind=told["kind"],
                scheme_id=told["scheme_id"],
                bodies=form.chosen_bodies,
                theme=told["theme"],
                options=form.options(told["scheme_id"]),
                **form.period,
            ),
        )
        if made is not None:
            tell(request, "已建立，核对规则后开始", "made; check its rules, then open it")
            return to("activity", made.pk)
    context = {"form": form, "crumbs": [(reading.ACTIVITIES, reverse("reviews:activities"))]}
    return render(request, "reviews/activities/new.html", context, status=422 if form.is_bound else 200)


@does("reviews.read_activity", target=queries.activity)
def activity(request: HttpRequest, one: Activity) -> HttpResponse:
    """Show an activity: progress, whose turn it is, what comes next, what it rests on."""
    person = request.user
    frozen = population.population_of(one)
    may_open, may_assign = (policy.may(person, deed, one.organiser) for deed in (OPEN, "reviews.assign"))
    is_under_way = one.state in ("open", "reported")
    context: dict[str, Any] = {
        "activity": one,
        "next": reading.next_step(one),
        "summary": reading.summary_of(one),
        "rows": reading.rows_of(one),
        "steps": reading.steps_of(one) if one.state not in ("draft", "committed") else [],
        "rules": queries.rules_of(one),
        "scheme": api.open_scheme(one.scheme_id),
        "bodies": one.bodies.select_related("body"),
        "last_day": one.period_to - timedelta(days=1),
        "population": frozen,
        "last_draw": population.last_draw(frozen) if frozen is not None else None,
        "is_draft": one.state == "draft" and may_open,
        "may_choose": may_open and one.state == "open" and one.kind in ("special", "key"),
        "may_collect": may_open and one.state == "open" and one.kind == "complete",
        "may_close": may_open and is_under_way,
        "may_assign": may_assign and is_under_way,
        "may_calibrate": policy.may(person, "reviews.read_calibration", one.organiser),
        "waiting": len(assigning.waiting_files(one)) if may_assign and is_under_way else 0,
        "crumbs": [(reading.ACTIVITIES, reverse("reviews:activities"))],
    }
    return render(request, "reviews/activities/activity.html", context)


@does(OPEN, target=queries.activity)
def change_activity(request: HttpRequest, one: Activity) -> HttpResponse:
    """Change what a draft says."""
    form = ActivityForm(request.POST or None, activity=one)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        done = tried(
            form,
            lambda: actions.change_draft(
                actor=request.user,
                activity=one,
                version=told["version"],
                title=told["title"],
                theme=told["theme"],
                bodies=form.chosen_bodies,
                options=form.options(one.scheme_id),
                **form.period,
            ),
        )
        if done is not None:
            tell(request, "已保存", "saved")
            return to("activity", one.pk)
    context = {"activity": one, "form": form, "crumbs": activity_crumbs(one)}
    return render(request, "reviews/activities/change.html", context, status=422 if form.is_bound else 200)


@does(OPEN, target=queries.activity)
@require_POST
def begin_activity(request: HttpRequest, one: Activity) -> HttpResponse:
    """Open a draft."""
    opened = actions.open_activity(actor=request.user, activity=one, version=_version(request))
    number = opened.files.count()
    tell(request, f"评查已开始，列入 {number} 件案卷", f"the review is open with {number} files")
    return to("activity", one.pk)


@does(OPEN, target=queries.activity)
@require_POST
def discard_activity(request: HttpRequest, one: Activity) -> HttpResponse:
    """Delete a draft."""
    actions.discard_draft(actor=request.user, activity=one, version=_version(request))
    tell(request, "已放弃筹备", "the draft is discarded")
    return to("activities")


@does(OPEN, target=queries.activity)
@require_POST
def collect_files(request: HttpRequest, one: Activity) -> HttpResponse:
    """Take in what has been closed meanwhile, without waiting for the worker."""
    number = len(collect(actor=request.user, activity=one))
    tell(request, f"新列入 {number} 件案卷", f"{number} files came in")
    return to("activity", one.pk)


@does(OPEN, target=queries.activity)
@require_POST
def close_activity(request: HttpRequest, one: Activity) -> HttpResponse:
    """Close an activity all of whose files are settled."""
    actions.close_activity(actor=request.user, activity=one, reason=request.POST.get("reason", ""))
    tell(request, "评查活动已办结", "the activity is closed")
    return to("activity", one.pk)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1


__all__ = [
    "activities",
    "activity",
    "begin_activity",
    "change_activity",
    "close_activity",
    "collect_files",
    "discard_activity",
    "open_activity",
]
