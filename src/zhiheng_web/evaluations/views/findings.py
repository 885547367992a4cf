"""The pages of findings: entering them on the spot, the list, one of them, the decision."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from zhiheng.api import Refusal
from zhiheng_web.bodies.models import Body
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.actions import inspection as actions
from zhiheng_web.evaluations.forms.inspection import FieldForm
from zhiheng_web.evaluations.models import Assessment, Cycle, Finding, Inspection
from zhiheng_web.evaluations.reading import inspection as reading
from zhiheng_web.evaluations.views.inspection import inspections_crumb, may_enter
from zhiheng_web.evaluations.views.verification import crumbs_of, cycle_crumbs, refused
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Column, Filter, Listing, Spec
from zhiheng_web.lib.words import Text, say


@does("evaluations.record_finding")
def field(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Enter a finding on the spot; a device that was offline sends what it kept, and hears in JSON."""
    one = reading.inspection(inspection_id)
    if not may_enter(request.user, one):
        raise policy.Denied(policy.deed_of("evaluations.record_finding"))
    # Made by the device where scripts run; a plain form brings the one of the page back.
    initial = {"key": str(uuid.uuid4()), "occurred_at": clock.now().astimezone(clock.SHANGHAI)}
    offered: dict[str, Any] = {
        "places": reading.places_of(one.cycle),
        "drawn": one.sheet.get("drawn", []),
        "clauses": reading.clauses_of(one.cycle),
    }
    form = FieldForm(request.POST or None, request.FILES or None, initial=initial, **offered)
    is_device = request.headers.get("X-Requested-With") == "field"
    if request.method == "POST":
        answer = _enter(request, one, form, is_device=is_device)
        if answer is not None:
            return answer
    crumbs = cycle_crumbs(one.cycle, inspections_crumb(one.cycle))
    mine = reading.whole(one.findings.filter(found_by=request.user.pk))[:5]
    context = {"inspection": one, "form": form, "mine": mine, "statuses": reading.STATUS, "crumbs": crumbs}
    return render(request, "evaluations/inspection/field.html", context, status=422 if form.is_bound else 200)


def _enter(request: HttpRequest, one: Inspection, form: FieldForm, *, is_device: bool) -> HttpResponse | None:
    """Enter what was sent; None where the form is to be shown again."""
    if not form.is_valid():
        if not is_device:
            return None
        told = [f"{form[name].label}：{error}" for name, errors in form.errors.items() for error in errors]
        return JsonResponse({"state": "refused", "why": told}, status=422)
    try:
        found, is_new = _record(request.user, one, form.cleaned_data)
    except Refusal as refusal:
        refused(form, refusal)
        why = [say(Text(f"{f.reason.zh}。{f.remedy.zh}", f"{f.reason.en}. {f.remedy.en}")) for f in refusal.faults]
        return JsonResponse({"state": "refused", "why": why}, status=422) if is_device else None
    twins = [f"{other.rule_id} {other.note[:40]}" for other in reading.same_fact(found)]
    if is_device:
        return JsonResponse({"state": "saved" if is_new else "already", "id": found.pk, "twins": twins}, status=200)
    messages.success(request, say(Text("已登记，等待认定", "entered; it waits for the decision")))
    if twins:
        messages.warning(request, say(_twins(twins)))
    return HttpResponseRedirect(reverse("evaluations:field", args=[one.pk]), status=303)


def _twins(twins: list[str]) -> Text:
    return Text(
        f"同一天同一地点已登记：{'；'.join(twins)}。同一事实只计一条（HN-AMB-18）",
        f"same day and place: {'; '.join(twins)}. One fact counts once (HN-AMB-18)",
    )


def _record(person: Any, one: Inspection, told: dict[str, Any]) -> tuple[Finding, bool]:
    files = [*told["photos"], *told["album"]]
    photos = [actions.Photo(file, file.name or "", file.size or 0) for file in files]
    names = ("key", "rule_id", "quantity", "occurred_at", "note", "place", "latitude", "longitude")
    found = actions.Found(photos=photos, **{name: told[name] for name in names})
    body = get_object_or_404(Body, pk=told["body_id"])
    return actions.record_finding(actor=person, body=body, cycle=one.cycle, found=found, inspection=one)


def _spec(names: dict[str, Text]) -> Spec:
    statuses = [(key, text) for key, (text, _) in reading.STATUS.items()]
    return Spec(
        Text("检查发现", "Findings"),
        columns=(
            Column("occurred", Text("时间", "When"), lambda one: one.occurred_at, "instant", ("occurred_at",)),
            Column("body", Text("单位", "Body"), lambda one: (one.place_body or one.assessment.body).name),
            Column(
                "rule",
                Text("条款", "Clause"),
                lambda one: f"{one.rule_id} {say(names.get(one.rule_id, Text(one.rule_id, one.rule_id)))}",
                order_by=("rule_id",),
                href=lambda one: reverse("evaluations:finding", args=[one.pk]),
            ),
            Column("quantity", Text("数量", "How many"), lambda one: one.quantity, "number", ("quantity",)),
            Column("place", Text("地点", "Place"), lambda one: one.place),
            Column("note", Text("说明", "What was found"), lambda one: one.note),
            Column("status", Text("状态", "State"), lambda one: reading.STATUS[one.status], "state", ("status",)),
        ),
        filters=(
            Filter("status", Text("状态", "State"), lambda rows, key: rows.filter(status=key), statuses, "choice"),
            Filter("rule", Text("条款编号", "Clause"), lambda rows, word: rows.filter(rule_id__icontains=word)),
        ),
        order="-occurred",
    )


@does("evaluations.read_cycle", target=queries.cycle)
def findings(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Show the findings of a cycle."""
    rows = reading.findings_for(request.user, cycle)
    return _list(request, cycle, rows, cycle_crumbs(cycle, inspections_crumb(cycle)), assessment=None)


@does("evaluations.read_assessment", target=queries.assessment)
def body_findings(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show the findings that a body answers for."""
    rows = reading.whole(Finding.objects.filter(assessment=assessment))
    return _list(request, assessment.cycle, rows, crumbs_of(assessment), assessment=assessment)


def _list(
    request: HttpRequest, cycle: Cycle, rows: QuerySet[Finding], crumbs: Any, *, assessment: Assessment | None
) -> HttpResponse:
    listing = Listing(request, rows, _spec(reading.names_of(cycle)))
    exported = listing.export()
    if exported is not None:
        return exported  # type: ignore[return-value]
    shown = listing.rows
    photos = reading.photos_of(shown)
    may_decide = {one.pk for one in shown if _may_decide(request.user, one)}
    context = {
        "cycle": cycle,
        "assessment": assessment,
        "listing": listing,
        "rows": [(one, reading.STATUS[one.status], photos[one.pk], one.pk in may_decide) for one in shown],
        "names": reading.names_of(cycle),
        "may_decide": bool(may_decide),
        "crumbs": crumbs,
    }
    return render(request, "evaluations/inspection/findings.html", context)


def _may_decide(person: Any, one: Finding) -> bool:
    is_open = one.status == "pending" and one.assessment.state in ("verification", "under_review")
    return is_open and policy.may(person, "evaluations.decide_finding", one.assessment.body)


@does("evaluations.read_assessment", target=reading.finding)
def finding(request: HttpRequest, one: Finding) -> HttpResponse:
    """Show a finding with its photos, and findings that may be the same fact."""
    context = {
        "finding": one,
        "name": reading.names_of(one.assessment.cycle).get(one.rule_id),
        "status": reading.STATUS[one.status],
        "photos": reading.photos_of([one])[one.pk],
        "twins": [(other, reading.STATUS[other.status]) for other in reading.same_fact(one)],
        "may_decide": _may_decide(request.user, one),
        "crumbs": crumbs_of(
            one.assessment,
            (Text("检查发现", "Findings"), reverse("evaluations:body_findings", args=[one.assessment_id])),
        ),
    }
    return render(request, "evaluations/inspection/finding.html", context)


@does("evaluations.decide_finding")
@require_POST
def decide_findings(request: HttpRequest) -> HttpResponse:
    """Verify or reject the findings that are ticked."""
    chosen = [int(one) for one in request.POST.getlist("finding") if one.isascii() and one.isdecimal()]
    rows = list(reading.whole(Finding.objects.filter(pk__in=chosen)))
    is_verified = request.POST.get("answer") == "verify"
    reason = request.POST.get("reason", "")
    done = actions.decide_findings(actor=request.user, findings=rows, is_verified=is_verified, reason=reason)
    verified = Text(f"已认定 {len(done)} 条", f"{len(done)} verified")
    rejected = Text(f"不予认定 {len(done)} 条", f"{len(done)} rejected")
    messages.success(request, say(verified if is_verified else rejected))
    return HttpResponseRedirect(_back(request, done[0]), status=303)


def _back(request: HttpRequest, one: Finding) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("evaluations:body_findings", args=[one.assessment_id])
