"""The legal officers' meetings: the year with missing months, one meeting, what units report of their study."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST

from zhiheng.api import Refusal
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.given_files import shown_file
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text
from zhiheng_web.training import audience
from zhiheng_web.training.actions import meetings as actions
from zhiheng_web.training.audience import Shared
from zhiheng_web.training.forms import meetings as forms
from zhiheng_web.training.models import AgendaItem, Meeting, Proof, Study
from zhiheng_web.training.models.meetings import ATTENDANCE_TEXTS, STATE_TEXTS
from zhiheng_web.training.pages import NOTHING, SAVE, Asked, ListPage, ask, refused, show_list, url, went
from zhiheng_web.training.queries import meetings as queries
from zhiheng_web.training.queries.bodies import bodies_for

MEETINGS = Text("法制员例会", "Legal officers' meetings")
_CRUMBS: list[tuple[Any, Any]] = [(MEETINGS, reverse_lazy("training:meetings"))]

_MEETINGS = Spec(
    name=MEETINGS,
    columns=(
        Column(
            "month",
            Text("月份", "Month"),
            lambda one: one.title,
            order_by=("month",),
            href=lambda one: url("meeting", one.pk),
        ),
        Column("body", Text("机构", "Body"), lambda one: one.body.name, order_by=("body__path",)),
        Column("day", Text("会议日期", "Held on"), lambda one: one.held_on, kind="day", order_by=("held_on",)),
        Column("chair", Text("主持", "Chair"), lambda one: one.chair),
        Column(
            "study",
            Text("会后学习完成率", "Studied"),
            lambda one: f"{one.studied}/{one.units}" if one.units else None,
        ),
        Column("state", Text("状态", "State"), lambda one: one.state_text, kind="state"),
    ),
    filters=(
        Filter(
            "year",
            Text("年度", "Year"),
            lambda rows, typed: rows.filter(month__year=int(typed) if typed.isdecimal() and len(typed) < 5 else 0),
        ),
        Filter(
            "state",
            Text("状态", "State"),
            lambda rows, typed: rows.filter(state=typed),
            [(key, text) for key, (text, _) in STATE_TEXTS.items()],
            "choice",
        ),
    ),
    order="-month",
)


@does(queries.READ)
def meetings(request: HttpRequest) -> HttpResponseBase:
    """Show the meetings, and of each body that meets which months of the year have none."""
    may_keep = policy.may_somewhere(request.user, queries.KEEP)
    today = clock.today()
    bodies = queries.bodies_that_meet(request.user) if may_keep else []
    page = ListPage(
        MEETINGS,
        Text(
            "每月一次：通报案卷评查和日常问题，学习新颁布的法律法规；会后各单位组织学习。",
            "Once a month: problems of the reviews, new laws; then each unit studies.",
        ),
        Text("还没有例会", "No meeting has been held yet"),
        Text(
            "建立本月例会，议程自动列出本月突出问题。",
            "Plan this month's; its agenda begins with the month's problems.",
        ),
        Text("建立例会", "Plan a meeting") if may_keep else NOTHING,
        url("plan_meeting") if may_keep else "",
        ((Text("会后学习", "Studies"), url("studies")),)
        if policy.may_somewhere(request.user, "training.read_study")
        else (),
    )
    years = [(body, queries.months_of(body, today.year, today)) for body in bodies]
    more = {"years": years, "year": today.year}
    return show_list(request, Listing(request, queries.meetings_for(request.user), _MEETINGS), page, **more)


@does(queries.KEEP)
def plan_meeting(request: HttpRequest) -> HttpResponse:
    """Plan the meeting of a month."""
    today = clock.today()
    initial = {"month": today, "held_on": today, "body": request.GET.get("body")}
    form = forms.PlanForm(request.POST or None, initial=initial, bodies=bodies_for(request.user, queries.KEEP))

    def act(told: dict[str, Any]) -> str:
        told.pop("version")
        return url("meeting", actions.plan_meeting(actor=request.user, **told).pk)

    effect = Text(
        "法制员列为应到人员，议程列出该月案卷评查的突出问题。",
        "Legal officers are invited; the agenda lists the month's problems.",
    )
    return ask(request, form, Asked(Text("建立例会", "Plan a meeting"), effect, SAVE, url("meetings"), _CRUMBS), act)


@does(queries.READ, target=queries.shared_meeting)
def meeting(request: HttpRequest, shared: Shared) -> HttpResponse:
    """Show a meeting: agenda, attendance, minutes, the studies of the units."""
    one: Meeting = shared.thing
    audience.demand_read(request.user, queries.READ, one.body)
    return _meeting(request, one)


def _meeting(request: HttpRequest, one: Meeting, **forms_bound: Any) -> HttpResponse:
    may_keep = policy.may(request.user, queries.KEEP, one.body)
    is_planned = one.state == "planned"
    done, units = queries.completion(one)
    studies = one.studies.select_related("body") if units else []
    context = {
        "one": one,
        "items": queries.items_of(one),
        "attendances": one.attendances.select_related("account", "body"),
        "states": [(key, text) for key, (text, _) in ATTENDANCE_TEXTS.items()],
        "studies": studies,
        "readable": {row.pk for row in studies if policy.may(request.user, "training.read_study", row.body)},
        "done": done,
        "units": units,
        "may_keep": may_keep and is_planned,
        "item_form": forms.ItemForm(),
        "minutes_form": forms_bound.get("minutes") or forms.MinutesForm(initial={"version": one.version}),
        "form": forms_bound.get("minutes"),
        "crumbs": _CRUMBS,
    }
    status = 422 if forms_bound else 200
    return render(request, "training/meetings/meeting.html", context, status=status)


@does(queries.KEEP, target=queries.meeting)
def add_item(request: HttpRequest, one: Meeting) -> HttpResponse:
    """Add a law or another point to the agenda."""
    form = forms.ItemForm(request.POST or None)
    back = url("meeting", one.pk)
    effect = Text("列入议程。", "It enters the agenda.")
    asked = Asked(Text("加议题", "Add a point"), effect, SAVE, back, [*_CRUMBS, (one.title, back)])
    return ask(request, form, asked, lambda told: actions.add_item(actor=request.user, meeting=one, **told) and None)


@does(queries.KEEP, target=queries.agenda_item)
@require_POST
def remove_item(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Take a point off the agenda."""
    actions.remove_item(actor=request.user, item=item)
    return went(request, Text("已移除", "removed"), "meeting", item.meeting_id)


@does(queries.KEEP, target=queries.meeting)
@require_POST
def refill_agenda(request: HttpRequest, one: Meeting) -> HttpResponse:
    """Take the month's problems again."""
    found = actions.refill_agenda(actor=request.user, meeting=one)
    return went(request, Text(f"已重新列出 {found} 个问题", f"{found} problems listed again"), "meeting", one.pk)


@does(queries.KEEP, target=queries.meeting)
@require_POST
def attendance(request: HttpRequest, one: Meeting) -> HttpResponse:
    """Record who came."""
    states = {row.pk: request.POST.get(f"attendance-{row.pk}", row.state) for row in one.attendances.all()}
    actions.record_attendance(actor=request.user, meeting=one, states=states)
    return went(request, Text("到会情况已登记", "attendance recorded"), "meeting", one.pk)


@does(queries.KEEP, target=queries.meeting)
@require_POST
def close_meeting(request: HttpRequest, one: Meeting) -> HttpResponse:
    """Close a meeting with its minutes."""
    form = forms.MinutesForm(request.POST)
    if form.is_valid():
        told = {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}
        try:
            actions.close_meeting(actor=request.user, meeting=one, **told)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            said = Text("纪要已形成，学习任务已下达各单位", "minutes are kept; the units have their task")
            return went(request, said, "meeting", one.pk)
    return _meeting(request, one, minutes=form)


_STUDIES = Spec(
    name=Text("会后学习", "Relay studies"),
    columns=(
        Column(
            "meeting",
            Text("例会", "Meeting"),
            lambda one: one.meeting.title,
            order_by=("meeting__month",),
            href=lambda one: url("study", one.pk),
        ),
        Column("body", Text("单位", "Unit"), lambda one: one.body.name, order_by=("body__path",)),
        Column("due", Text("期限", "Until"), lambda one: one.due_on, kind="day", order_by=("due_on",)),
        Column("held", Text("学习日期", "Held on"), lambda one: one.held_on, kind="day", order_by=("held_on",)),
        Column(
            "people",
            Text("参加/应参加", "Took part"),
            lambda one: None if one.present is None else f"{one.present}/{one.expected}",
        ),
        Column("state", Text("状态", "State"), lambda one: one.state_text, kind="state"),
    ),
    filters=(
        Filter("body", Text("单位", "Unit"), lambda rows, typed: rows.filter(body__name__icontains=typed)),
        Filter(
            "state",
            Text("状态", "State"),
            lambda rows, typed: rows.filter(state=typed),
            [("open", Text("待组织", "to be organised")), ("done", Text("已组织", "done"))],
            "choice",
        ),
    ),
    order="-due",
)


@does("training.read_study")
def studies(request: HttpRequest) -> HttpResponseBase:
    """Show the relay studies within reach."""
    page = ListPage(
        Text("会后学习", "Relay studies"),
        Text(
            "例会后法制员组织本单位学习和落实，上传签到表或照片。",
            "After a meeting the legal officer organises study in the unit, with proof.",
        ),
        Text("还没有学习任务", "There is no task yet"),
        Text("例会形成纪要后下达。", "They come with the minutes of a meeting."),
    )
    return show_list(request, Listing(request, queries.studies_for(request.user), _STUDIES), page, crumbs=_CRUMBS)


@does("training.read_study", target=queries.study)
def study(request: HttpRequest, one: Study) -> HttpResponse:
    """Show a relay study with its proofs; who may reports here."""
    return _study(request, one, None)


def _study(request: HttpRequest, one: Study, form: Any) -> HttpResponse:
    may_report = one.state == "open" and policy.may(request.user, "training.report_study", one.body)
    context = {
        "one": one,
        "proofs": one.proofs.select_related("by"),
        "may_report": may_report,
        "form": form,
        "asked": form or forms.StudyForm(initial={"held_on": clock.today()}),
        "crumbs": [*_CRUMBS, (one.meeting.title, url("meeting", one.meeting_id))],
    }
    return render(request, "training/meetings/study.html", context, status=422 if form else 200)


@does("training.report_study", target=queries.study)
@require_POST
def report_study(request: HttpRequest, one: Study) -> HttpResponse:
    """Report a study, with its proof in the same form."""
    form = forms.StudyForm(request.POST, request.FILES)
    if form.is_valid():
        told = form.cleaned_data
        try:
            for file in told.pop("proof"):
                actions.add_proof(actor=request.user, study=one, file=file, name=file.name or "", size=file.size or 0)
            actions.report_study(actor=request.user, study=one, **told)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            return went(request, Text("学习情况已报告", "the study is reported"), "study", one.pk)
    return _study(request, one, form)


@does("training.read_study", target=queries.proof)
def proof(request: HttpRequest, one: Proof) -> HttpResponseBase:
    """Give out a proof; pictures and PDF may open in the browser."""
    return shown_file(one.digest, name=one.name, media_type=one.media_type)
