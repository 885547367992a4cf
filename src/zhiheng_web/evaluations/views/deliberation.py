"""The pages of deliberation: the meetings of a cycle, one meeting with attendance and decisions, its closing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng.api import Refusal
from zhiheng_web.bodies.pages import Asked
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.actions import deliberations, meetings
from zhiheng_web.evaluations.forms.deliberation import AttendeeForm, DecisionForm, MeetingForm
from zhiheng_web.evaluations.models import Cycle, Meeting
from zhiheng_web.evaluations.reading import deliberation as reading
from zhiheng_web.evaluations.reading.deliberation import Agenda
from zhiheng_web.evaluations.views.verification import cycle_crumbs, refused, to
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text, say


def meetings_crumb(cycle: Cycle) -> tuple[Text, str]:
    """Return the way to the meetings of a cycle."""
    return Text("审议", "Deliberation"), reverse("evaluations:meetings", args=[cycle.pk])


def _crumbs(meeting: Meeting) -> list[tuple[Text, str]]:
    here = (Text(meeting.name, meeting.name), reverse("evaluations:meeting", args=[meeting.pk]))
    return cycle_crumbs(meeting.cycle, meetings_crumb(meeting.cycle), here)


@does("evaluations.read_cycle", target=queries.cycle)
def listed(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Show what awaits deliberation and the meetings that were held."""
    context = {
        "cycle": cycle,
        "waiting": reading.waiting(cycle),
        "meetings": list(cycle.meetings.select_related("document", "recorded_by")),
        "may_record": cycle.state == "open" and policy.may(request.user, "evaluations.record_meeting", cycle.organiser),
        "crumbs": cycle_crumbs(cycle),
    }
    return render(request, "evaluations/deliberation/meetings.html", context)


@does("evaluations.record_meeting", target=queries.cycle)
def record(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Record a meeting."""
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = meetings.record_meeting(actor=request.user, cycle=cycle, facts=form.facts)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(
                request,
                say(
                    Text(
                        "会议已记录。下一步：核对到会人员，逐个单位记录结论。",
                        "Recorded. Next: attendance, then a decision for each body.",
                    )
                ),
            )
            return to("meeting", meeting.pk)
    asked = Asked(
        Text("记录审议会议", "Record a meeting"),
        Text(
            "领导小组成员自动列入到会名单，代表被评价单位的成员对本单位回避（CQ-07、CQ-14）。",
            "Members of the leading group are entered; those who represent a body stand aside on it (CQ-07, CQ-14).",
        ),
        Text("记录", "Record"),
        reverse("evaluations:meetings", args=[cycle.pk]),
        cycle_crumbs(cycle, meetings_crumb(cycle)),
    )
    context = {"form": form, "asked": asked, "crumbs": asked.crumbs}
    return render(request, "bodies/ask.html", context, status=422 if form.errors else 200)


@does("evaluations.read_cycle", target=reading.meeting)
def meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Show a meeting: who was there, who stands aside, what was decided on each body."""
    is_open = meeting.closed_at is None
    organiser = meeting.cycle.organiser
    items = reading.agenda(meeting, request.user)
    context = {
        "meeting": meeting,
        "is_open": is_open,
        "attendances": list(meeting.attendances.select_related("recused_from")),
        "items": items,
        "undisputed": sum(item.is_undisputed and item.may_decide for item in items) if is_open else 0,
        "form": AttendeeForm(),
        "may_record": is_open and policy.may(request.user, "evaluations.record_meeting", organiser),
        "may_close": is_open and any(item.decision for item in items),
        "crumbs": cycle_crumbs(meeting.cycle, meetings_crumb(meeting.cycle)),
    }
    return render(request, "evaluations/deliberation/meeting.html", context)


@require_POST
@does("evaluations.record_meeting", target=reading.meeting)
def attendance(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Note who was there."""
    present = [int(one) for one in request.POST.getlist("present") if one.isdecimal()]
    meetings.note_attendance(actor=request.user, meeting=meeting, present=present)
    messages.success(request, say(Text("到会情况已保存。", "Attendance saved.")))
    return to("meeting", meeting.pk)


@require_POST
@does("evaluations.record_meeting", target=reading.meeting)
def attendee(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Enter somebody without a seat."""
    told = {name: request.POST.get(name, "") for name in ("person", "duty")}
    meetings.add_attendance(actor=request.user, meeting=meeting, **told)
    return to("meeting", meeting.pk)


@require_POST
@does("evaluations.decide", target=reading.meeting_of_leader)
def approve_undisputed(request: HttpRequest, subject: Any) -> HttpResponse:
    """Approve every body that never objected."""
    made = deliberations.approve_undisputed(actor=request.user, meeting=subject.meeting)
    told = Text(f"{len(made)} 个单位审议通过，各记一条决定。", f"{len(made)} bodies approved, each with a decision.")
    messages.success(request, say(told))
    return to("meeting", subject.meeting.pk)


@does("evaluations.decide", target=reading.agenda_item)
def decide(request: HttpRequest, item: Agenda) -> HttpResponse:
    """Enter the decision on a body."""
    form = DecisionForm(request.POST or None, rules=reading.rules_of(item.assessment))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            deliberations.decide(
                actor=request.user,
                meeting=item.meeting,
                assessment=item.assessment,
                outcome=told["outcome"],
                reason=told["reason"],
                amendments=form.amendments,
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(
                request,
                say(
                    Text(
                        f"已记录对{item.assessment.body.name}的决定。",
                        f"Decision on {item.assessment.body.name} entered.",
                    )
                ),
            )
            return to("meeting", item.meeting.pk)
    context = {"item": item, "form": form, "crumbs": _crumbs(item.meeting)}
    return render(request, "evaluations/deliberation/decide.html", context, status=422 if form.errors else 200)


@require_POST
@does("evaluations.record_meeting", target=reading.meeting)
def close(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Close the meeting and issue its minutes."""
    meetings.close_meeting(actor=request.user, meeting=meeting)
    messages.success(request, say(Text("会议纪要已印发。", "The minutes are issued.")))
    return to("meeting", meeting.pk)
