"""The pages of vetoes: those of a body, a proposal, the two keys."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng.api import Refusal
from zhiheng_web.evaluations import guards, queries
from zhiheng_web.evaluations.actions import veto as actions
from zhiheng_web.evaluations.forms.veto import VetoForm
from zhiheng_web.evaluations.models import Assessment, Veto
from zhiheng_web.evaluations.reading import gaps
from zhiheng_web.evaluations.reading import veto as reading
from zhiheng_web.evaluations.views.verification import crumbs_of, refused, to
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text, say

_OPEN = ("verification", "under_review")


@does("evaluations.read_cycle", target=queries.assessment)
def vetoes(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show the vetoes of a body, and the keys to those who hold one."""
    person, body = request.user, assessment.body
    is_open = assessment.state in _OPEN
    may_turn = is_open and policy.may(person, "evaluations.turn_key", body)
    names = {rule.id: rule for rule in queries.scheme_of(assessment.cycle).vetoes}
    rows = [_row(one, names.get(one.rule_id), person, may_turn=may_turn) for one in reading.vetoes_of(assessment)]
    may_propose = is_open and policy.may(person, "evaluations.propose_veto", body)
    context = {
        "assessment": assessment,
        "rows": rows,
        "has_vetoes": bool(names),
        "unproposed": gaps.unproposed_vetoes(assessment),
        "may_propose": may_propose and bool(names),
        "lifts": assessment.cycle.options.get("exempt_vetoes", "no") == "yes",
        "crumbs": crumbs_of(assessment),
    }
    return render(request, "evaluations/veto/vetoes.html", context)


def _row(one: Veto, rule: Any, person: Any, *, may_turn: bool) -> dict[str, Any]:
    is_mine = one.status == "first_key" and one.first_key_by_id == person.pk
    waits = one.status in ("proposed", "first_key")
    return {
        "veto": one,
        "rule": rule,
        "status": reading.STATUS[one.status],
        "may_turn": may_turn and waits and not is_mine,
        "may_reject": may_turn and waits,
        "is_mine": is_mine,
    }


@does("evaluations.propose_veto", target=queries.assessment)
def propose_veto(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Propose a veto that the ledger does not know."""
    guards.demand_organiser(request.user, "evaluations.propose_veto", assessment)
    situations = [(rule.id, rule.text) for rule in queries.scheme_of(assessment.cycle).vetoes]
    form = VetoForm(request.POST or None, situations=situations)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_veto(actor=request.user, assessment=assessment, **form.cleaned_data)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            said = Text("已提出，等待两人确认", "proposed; it waits for two keys")
            messages.success(request, say(said))
            return to("vetoes", assessment.pk)
    here = (Text("一票否决", "Vetoes"), reverse("evaluations:vetoes", args=[assessment.pk]))
    context = {"assessment": assessment, "form": form, "crumbs": crumbs_of(assessment, here)}
    return render(request, "evaluations/veto/propose.html", context, status=422 if form.is_bound else 200)


@does("evaluations.propose_veto", target=queries.assessment)
@require_POST
def put_vetoes_forward(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Put the vetoes that ledger or claim speak of before the two keys."""
    guards.demand_organiser(request.user, "evaluations.propose_veto", assessment)
    count = actions.propose_from_ledger(actor=request.user, assessment=assessment)
    messages.success(request, say(Text(f"已提出 {count} 项", f"{count} put forward")))
    return to("vetoes", assessment.pk)


@does("evaluations.turn_key", target=reading.veto)
@require_POST
def turn_key(request: HttpRequest, one: Veto) -> HttpResponse:
    """Turn a key, or reject with the reason."""
    seen = request.POST.get("seen", "")
    if request.POST.get("answer") == "reject":
        actions.reject_veto(actor=request.user, veto=one, reason=request.POST.get("reason", ""), seen=seen)
        said = Text("已驳回", "rejected")
    else:
        now = actions.turn_key(actor=request.user, veto=one, seen=seen)
        first = Text("第一人已确认，还需另一人确认", "the first key is turned; another person must turn the second")
        said = first if now.status == "first_key" else Text("已经双人确认", "confirmed by two persons")
    messages.success(request, say(said))
    return to("vetoes", one.assessment_id, anchor=f"veto-{one.pk}")
