"""Pages of what is tracked: the list, one of them with its timeline, steps, notice, closing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiheng_web.audit.queries import told_history_of
from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.pages import Asked, ask
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.lib import policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import guards, links, queries
from zhiheng_web.officers.actions import notices
from zhiheng_web.officers.actions import trackings as actions
from zhiheng_web.officers.forms.matters import NoteForm, NoticeForm, StepForm, TrackingForm
from zhiheng_web.officers.forms.months import TextForm
from zhiheng_web.officers.models import Tracking
from zhiheng_web.officers.models.trackings import KINDS, OUTCOMES
from zhiheng_web.officers.queries import OfBureau
from zhiheng_web.officers.reading.rounds import fates_of

TRACKINGS = Text("跟踪督办", "Tracking")


def _url(one: Tracking) -> str:
    return reverse("officers:tracking", args=[one.pk])


def _crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(TRACKINGS, reverse("officers:trackings")), *more]


def _spec() -> Spec:
    states = [("open", OUTCOMES[""][0]), *((key, text) for key, (text, _) in OUTCOMES.items() if key)]
    return Spec(
        name=TRACKINGS,
        columns=(
            Column("kind", Text("类别", "Kind"), lambda one: one.kind_text, order_by=("kind",)),
            Column("subject", Text("案件或人员", "Case or person"), lambda one: one.subject, href=_url),
            Column("body", Text("单位", "Unit"), lambda one: one.body.name, order_by=("body__path",)),
            Column("reason", Text("理由", "Reason"), lambda one: one.reason),
            Column("owner", Text("责任人", "Owner"), lambda one: one.owner.display_name if one.owner else ""),
            Column("next", Text("下一步", "Next action"), lambda one: one.next_action if one.is_open else ""),
            Column(
                "due", Text("时限", "Deadline"), lambda one: one.due_on if one.is_open else None, "due", ("due_on",)
            ),
            Column("state", Text("状态", "State"), lambda one: one.state_text, "state", ("outcome",)),
        ),
        filters=(
            Filter(
                "state",
                Text("状态", "State"),
                lambda rows, key: rows.filter(outcome="" if key == "open" else key),
                states,
                "choice",
            ),
            Filter("kind", Text("类别", "Kind"), lambda rows, key: rows.filter(kind=key), [*KINDS.items()], "choice"),
            Filter("unit", Text("单位", "Unit"), lambda rows, typed: rows.filter(body__name__icontains=typed)),
            Filter("until", Text("时限不晚于", "Due by"), lambda rows, day: rows.filter(due_on__lte=day), kind="day"),
        ),
        order="-state",
    )


@does("officers.read_tracking")
def trackings(request: HttpRequest) -> HttpResponseBase:
    """Show what is tracked within reach."""
    listing = Listing(request, queries.trackings_for(request.user), _spec())
    context = {"listing": listing, "bodies": list(queries.bodies_for(request.user, "officers.track"))}
    return listing.export() or render(request, "officers/trackings.html", context)


@does("officers.track", target=body_by_id)
def open_tracking(request: HttpRequest, body: Body) -> HttpResponse:
    """Track a key case or a key person by hand."""
    initial = {"case_code": request.GET.get("case", ""), "officer": request.GET.get("officer") or None}
    form = TrackingForm(request.POST or None, organiser=body, initial=initial)
    effect = Text(
        "责任人会收到待办；办结条件满足前一直跟踪。", "The owner is told; it goes on until its condition is met."
    )
    back = reverse("officers:trackings")
    asked = Asked(Text("列入跟踪督办", "Track"), effect, Text("列入", "Track"), back, _crumbs())
    return ask(
        request,
        form,
        asked,
        lambda told: actions.open_tracking(actor=request.user, organiser=body, **form.values()),
    )


@does("officers.read_tracking", target=queries.tracking)
def tracking(request: HttpRequest, one: Tracking) -> HttpResponse:
    """Show what is tracked: reason, next action, files with their second round, timeline."""
    person = request.user
    guards.demand_tracking(person, one)
    reviews = [
        file.file_review for file in one.files.select_related("file_review__activity", "file_review__case__body")
    ]
    fates = fates_of(reviews)
    answered = actions.answered_files(one) if fates else frozenset()
    of_bureau = {
        name: policy.may(person, f"officers.{name}", one.organiser) and one.is_open
        for name in ("track", "close_tracking")
    }
    context = {
        "one": one,
        "fates": [(fate, links.file_review(fate.review.pk), fate.review.pk in answered) for fate in fates],
        "steps": list(one.steps.select_related("by", "document")),
        "may_track": of_bureau["track"],
        "may_close": of_bureau["close_tracking"],
        "may_report": one.is_open and guards.may_do_tracking(person, one, "officers.report_step"),
        "case_url": links.case(one.case_id),
        "line_url": reverse("officers:month_line", args=[one.line_id]) if one.line_id else "",
        "history": told_history_of("officers.tracking", one.pk),
        "crumbs": _crumbs(),
    }
    return render(request, "officers/tracking.html", context)


def _asked(one: Tracking, title: Text, effect: Text, button: Text) -> Asked:
    return Asked(title, effect, button, _url(one), _crumbs((one.subject, _url(one))))


@does("officers.track", target=queries.tracking_of_bureau)
def add_step(request: HttpRequest, target: OfBureau) -> HttpResponse:
    """Enter what happened and what comes next."""
    one: Tracking = target.thing
    form = StepForm(request.POST or None, organiser=one.organiser, initial={"version": one.version})
    effect = Text(
        "写入时间线；填了新的时限或责任人的，随之改变。",
        "It enters the timeline; a new deadline or owner takes effect.",
    )
    asked = _asked(one, Text("登记办理情况", "Add a step"), effect, Text("登记", "Add"))
    return ask(request, form, asked, lambda told: actions.add_step(actor=request.user, tracking=one, **told))


@does("officers.report_step", target=queries.tracking)
def report_step(request: HttpRequest, one: Tracking) -> HttpResponse:
    """Report how it stands, from the unit."""
    guards.demand_tracking(request.user, one, "officers.report_step")
    form = TextForm(request.POST or None)
    effect = Text(
        "报告写入时间线，法制大队可以看到；时限不变。", "The brigade sees it in the timeline; the deadline stays."
    )
    asked = _asked(one, Text("报告进展", "Report"), effect, Text("报告", "Report"))
    return ask(request, form, asked, lambda told: actions.report_step(actor=request.user, tracking=one, **told))


@does("officers.track", target=queries.tracking_of_bureau)
def issue_notice(request: HttpRequest, target: OfBureau) -> HttpResponse:
    """Issue the notice of supervision to the unit."""
    one: Tracking = target.thing
    form = NoticeForm(request.POST or None)
    effect = Text("编号印发，送达该单位。", "It is numbered, issued and addressed to the unit.")
    asked = _asked(one, Text("发督办通知", "Notice of supervision"), effect, Text("印发", "Issue"))
    return ask(request, form, asked, lambda told: notices.issue_notice(actor=request.user, tracking=one, **told))


@does("officers.close_tracking", target=queries.tracking_of_bureau)
def close_tracking(request: HttpRequest, target: OfBureau) -> HttpResponse:
    """Close what is tracked, once its condition is met."""
    one: Tracking = target.thing
    form = NoteForm(request.POST or None)
    effect = Text(f"办结条件：{one.closing_condition}", f"Closing condition: {one.closing_condition}")
    asked = _asked(one, Text("办结", "Close"), effect, Text("办结", "Close"))
    return ask(request, form, asked, lambda told: actions.close_tracking(actor=request.user, tracking=one, **told))
