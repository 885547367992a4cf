"""The page of a body's result, from the proposal to the publication, and the deeds on it up to the objection."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng.api import Refusal
from zhiheng_web.bodies.pages import Asked, ask
from zhiheng_web.evaluations import queries, states
from zhiheng_web.evaluations.actions import deliberations, notices, objections, proposals
from zhiheng_web.evaluations.forms.result import AdmissionForm, ConfirmForm, NoticeForm, OpinionForm, ReasonForm
from zhiheng_web.evaluations.guards import demand_not_own
from zhiheng_web.evaluations.models import Assessment
from zhiheng_web.evaluations.reading import result as reading
from zhiheng_web.evaluations.reading import stages
from zhiheng_web.evaluations.reading.result import ForOrganiser
from zhiheng_web.evaluations.reading.stages import reads_cycle
from zhiheng_web.evaluations.views.verification import crumbs_of, to
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.policy import ROLE_TEXTS
from zhiheng_web.lib.words import Text, say

RESULT = Text("结果", "Result")


def result_url(assessment: Assessment) -> str:
    """Return the address of the page of a body's result."""
    return reverse("evaluations:result", args=[assessment.pk])


def crumbs(assessment: Assessment) -> list[tuple[Text, str]]:
    """Return the way to a page beneath the result of a body."""
    return crumbs_of(assessment, (RESULT, result_url(assessment)))


@does("evaluations.read_assessment", target=queries.assessment)
def result(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show the result of a body: score, lost points, proposal, notice, days, objections, what happened."""
    card = reading.card_for(request.user, assessment)
    notice = reading.latest_notice(assessment)
    is_organiser = reads_cycle(request.user, assessment.cycle)
    is_told = is_organiser or stages.is_told(assessment)
    context = {
        "assessment": assessment,
        "state": states.state_of(assessment),
        "turn": [ROLE_TEXTS[role] for role in states.state_of(assessment).owners],
        "card": card,
        "bodies": assessment.cycle.assessments.count(),
        "grade": reading.GRADES.get(card.grade) if card else None,
        "grade_tone": reading.GRADE_TONES.get(card.grade, "neutral") if card else "neutral",
        "lost": reading.lost_lines(card) if card else [],
        "proposal": proposals.standing_proposal(assessment) if is_organiser else None,
        "notice": notice,
        "way": notices.WAYS.get(notice.way) if notice else None,
        "days": reading.days_of(notice) if notice else [],
        "is_open": objections.is_open(assessment),
        "objections": list(assessment.objections.select_related("filed_by", "document")),
        "publication": assessment.cycle.publications.first() if assessment.state == "published" else None,
        "timeline": reading.timeline(assessment, with_proposals=is_organiser) if is_told else [],
        "is_told": is_told,
        "is_organiser": is_organiser,
        "crumbs": crumbs_of(assessment),
        **_rights(request.user, assessment, notice),
    }
    return render(request, "evaluations/result/result.html", context)


def _rights(person: Any, assessment: Assessment, notice: Any) -> dict[str, bool]:
    """Return which buttons are shown: what the policy grants, in the states in which it can be done."""
    state, standing = assessment.state, proposals.standing_proposal(assessment)
    organiser, body = assessment.cycle.organiser, assessment.body
    at = {
        "may_propose": ("evaluations.propose_result", organiser, state == "proposed" and standing is None),
        "may_sign": ("evaluations.sign_proposal", organiser, state == "proposed" and _waits(standing)),
        "may_notify": ("evaluations.give_notice", body, state == "proposed" and _is_signed(standing)),
        "may_acknowledge": ("evaluations.acknowledge_notice", body, notice is not None and not notice.acknowledged_at),
        "may_object": ("evaluations.object", body, objections.is_open(assessment)),
        "may_waive": ("evaluations.object", body, state == "notified"),
        "may_take_back": ("evaluations.decide", body, state == "approved"),
        "may_admit": ("evaluations.override_deadline", body, _can_be_admitted(assessment, notice)),
    }
    own = _is_own(person, assessment)
    allowed = {name: fits and policy.may(person, deed, where) for name, (deed, where, fits) in at.items()}
    for name in ("may_propose", "may_sign", "may_notify", "may_admit", "may_take_back"):
        allowed[name] = allowed[name] and not own
    return {**allowed, "is_own": own}


def _waits(standing: Any) -> bool:
    return standing is not None and standing.signed_at is None


def _is_signed(standing: Any) -> bool:
    return standing is not None and standing.signed_at is not None


def _is_own(person: Any, assessment: Assessment) -> bool:
    try:
        demand_not_own(person, assessment.body)
    except Refusal:
        return True
    return False


def _can_be_admitted(assessment: Assessment, notice: Any) -> bool:
    if notice is None or assessment.state not in ("notified", "settled") or objections.is_open(assessment):
        return False
    return not notice.objections.filter(is_late=True).exists()


def _asked(assessment: Assessment, title: Text, effect: Text, button: Text, **more: Any) -> Asked:
    name = Text(assessment.body.name, assessment.body.name_en or assessment.body.name)
    whole = Text(f"{title.zh}：{name.zh}", f"{title.en}: {name.en}")
    return Asked(whole, effect, button, result_url(assessment), crumbs(assessment), **more)


@does("evaluations.propose_result", target=reading.for_organiser)
def propose(request: HttpRequest, subject: ForOrganiser) -> HttpResponse:
    """Propose the result of a body."""
    assessment = subject.assessment
    card = reading.card_for(request.user, assessment)
    effect = Text(
        "提出后由分管领导签批；签批以后才能告知单位。", "The executive deputy signs it; only then can the body be told."
    )
    facts = [(Text("得分", "Score"), card.score.normalize().to_eng_string())] if card else []
    asked = _asked(assessment, Text("提出结果建议", "Propose the result"), effect, Text("提出", "Propose"), facts=facts)
    form = OpinionForm(request.POST or None)
    act = lambda told: proposals.propose_result(actor=request.user, assessment=assessment, **told)  # noqa: E731
    return ask(request, form, asked, act)


@require_POST
@does("evaluations.sign_proposal", target=reading.for_organiser)
def sign(request: HttpRequest, subject: ForOrganiser) -> HttpResponse:
    """Sign the proposal."""
    proposals.sign_proposal(actor=request.user, assessment=subject.assessment)
    messages.success(
        request, say(Text("已签批。下一步：评价办公室告知单位。", "Signed. Next the office gives notice."))
    )
    return to("result", subject.assessment.pk)


@does("evaluations.sign_proposal", target=reading.for_organiser)
def send_back(request: HttpRequest, subject: ForOrganiser) -> HttpResponse:
    """Send the proposal back to verification."""
    assessment = subject.assessment
    effect = Text("退回后重新核实，核实办结后再提出结果建议。", "The body is verified again, then proposed anew.")
    asked = _asked(assessment, Text("退回结果建议", "Send the proposal back"), effect, Text("退回", "Send back"))
    form = ReasonForm(request.POST or None)
    act = lambda told: proposals.send_back(actor=request.user, assessment=assessment, **told)  # noqa: E731
    return ask(request, form, asked, act)


@does("evaluations.give_notice", target=queries.assessment)
def notify(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Give notice of the result."""
    days = states.procedure_of(assessment.cycle).objection_days
    effect = Text(
        f"印发结果告知书并送达；单位可在送达次日起 {days} 个工作日内提出异议（CQ-16、CQ-17）。",
        f"The notice is issued and delivered; the body may object within {days} working days (CQ-16, CQ-17).",
    )
    asked = _asked(assessment, Text("告知结果", "Give notice"), effect, Text("印发并送达", "Issue and deliver"))
    form = NoticeForm(request.POST or None)
    act = lambda told: notices.give_notice(actor=request.user, assessment=assessment, **told)  # noqa: E731
    return ask(request, form, asked, act)


@require_POST
@does("evaluations.acknowledge_notice", target=queries.assessment)
def acknowledge(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Acknowledge the notice."""
    notices.acknowledge(actor=request.user, notice=notices.latest_notice(assessment))
    messages.success(
        request,
        say(Text("已签收。期限自送达次日起算，签收早晚不影响。", "Acknowledged; the period runs from delivery.")),
    )
    return to("result", assessment.pk)


@does("evaluations.object", target=queries.assessment)
def waive(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Declare that there is no objection."""
    effect = Text(
        "声明后不能再提出异议，结果提交审议。", "After this no objection can be filed; the result goes to deliberation."
    )
    asked = _asked(assessment, Text("声明无异议", "Declare no objection"), effect, Text("声明无异议", "Declare"))
    form = ConfirmForm(request.POST or None)
    return ask(request, form, asked, lambda told: notices.waive_objection(actor=request.user, assessment=assessment))


@does("evaluations.decide", target=queries.assessment)
def take_back(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Take an approved body back to verification."""
    effect = Text(
        "退回后重新核实、建议、告知和审议；用于发布前发现未办结或有误的事项。",
        "It is verified, proposed, told and decided on anew.",
    )
    asked = _asked(assessment, Text("退回核实", "Take back"), effect, Text("退回核实", "Take back"), is_grave=True)
    form = ReasonForm(request.POST or None)
    act = lambda told: deliberations.take_back(actor=request.user, assessment=assessment, **told)  # noqa: E731
    return ask(request, form, asked, act)


@does("evaluations.override_deadline", target=queries.assessment)
def admit(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Admit a late objection."""
    notice = notices.latest_notice(assessment)
    effect = Text(
        "准许后单位可在期限内提出一次异议；准许人和理由留存。",
        "The body may file once until that day; who admitted it and why is kept.",
    )
    facts = [
        (Text("异议截止日", "Last day"), notice.objection_due.isoformat()),
        (Text("今天", "Today"), clock.today().isoformat()),
    ]
    asked = _asked(
        assessment, Text("准许逾期异议", "Admit a late objection"), effect, Text("准许", "Admit"), facts=facts
    )
    form = AdmissionForm(request.POST or None)
    act = lambda told: objections.admit_late(actor=request.user, assessment=assessment, **told)  # noqa: E731
    return ask(request, form, asked, act)
