"""The pages of tolerances: those of a body, a request, the decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng.api import Refusal
from zhiheng_web.evaluations import guards, queries
from zhiheng_web.evaluations.actions import tolerance as actions
from zhiheng_web.evaluations.forms.tolerance import ToleranceForm
from zhiheng_web.evaluations.models import Assessment, Tolerance
from zhiheng_web.evaluations.reading import tolerance as reading
from zhiheng_web.evaluations.reading.inspection import names_of
from zhiheng_web.evaluations.views.verification import crumbs_of, refused, to
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text, say


@does("evaluations.read_assessment", target=queries.assessment)
def tolerances(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show the tolerances of a body: requested, granted, refused."""
    person, names = request.user, names_of(assessment.cycle)
    may_decide = policy.may(person, "evaluations.decide_tolerance", assessment.body)
    is_open = assessment.state in ("verification", "under_review")
    people = ("requested_by", "decided_by")
    rows = [
        {
            "tolerance": one,
            "name": names.get(one.rule_id, Text(one.rule_id, one.rule_id)),
            "status": reading.STATUS[one.status],
            "may_decide": may_decide and is_open and one.status == "requested" and one.requested_by_id != person.pk,
            "is_mine": may_decide and one.status == "requested" and one.requested_by_id == person.pk,
        }
        for one in assessment.tolerances.select_related(*people)
    ]
    may_ask = policy.may(person, "evaluations.request_tolerance", assessment.body)
    grounds = reading.grounds_of(assessment)
    is_asked = assessment.state in ("self_evaluation", "verification", "under_review")
    context = {"assessment": assessment, "rows": rows, "grounds": grounds, "crumbs": crumbs_of(assessment)}
    context["may_request"] = may_ask and bool(grounds) and is_asked
    return render(request, "evaluations/tolerance/tolerances.html", context)


@does("evaluations.request_tolerance", target=queries.assessment)
def request_tolerance(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Request that a fault costs no points."""
    names = names_of(assessment.cycle)
    targets = [(one, names[one.rule_id]) for one in reading.tolerable_of(assessment)]
    grounds = reading.grounds_of(assessment)
    form = ToleranceForm(request.POST or None, targets=targets, grounds=grounds)
    if request.method == "POST" and form.is_valid():
        try:
            actions.request_tolerance(actor=request.user, assessment=assessment, **form.chosen)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            said = Text("容错申请已提交，等待决定", "requested; it waits for the decision")
            messages.success(request, say(said))
            return to("tolerances", assessment.pk)
    here = (Text("容错", "Tolerance"), reverse("evaluations:tolerances", args=[assessment.pk]))
    context = {"assessment": assessment, "form": form, "targets": targets, "grounds": grounds}
    context["crumbs"] = crumbs_of(assessment, here)
    return render(request, "evaluations/tolerance/request.html", context, status=422 if form.is_bound else 200)


@does("evaluations.decide_tolerance", target=reading.tolerance)
@require_POST
def decide_tolerance(request: HttpRequest, one: Tolerance) -> HttpResponse:
    """Grant or refuse a tolerance with the reason."""
    guards.demand_organiser(request.user, "evaluations.decide_tolerance", one.assessment)
    is_granted = request.POST.get("answer") == "grant"
    reason = request.POST.get("reason", "")
    actions.decide_tolerance(actor=request.user, tolerance=one, is_granted=is_granted, reason=reason)
    said = Text("已准予容错", "tolerance is granted") if is_granted else Text("已不予容错", "tolerance is refused")
    messages.success(request, say(said))
    return to("tolerances", one.assessment_id)
