"""The pages of a verification: the table, a line, the return for change, inquiries, the end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng.api import Refusal
from zhiheng_web.evaluations import guards, queries, states
from zhiheng_web.evaluations.actions import verification as actions
from zhiheng_web.evaluations.forms.verification import InvestigationForm, LineForm, ReturnForm, hint_of, line_default
from zhiheng_web.evaluations.models import Assessment, Cycle
from zhiheng_web.evaluations.reading import gaps
from zhiheng_web.evaluations.reading.verification import Line, line_of, lines_of
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text, say

#: Which lines the table shows, in words.
SHOWN = {
    "": Text("全部", "all"),
    "differs": Text("不一致的", "that differ"),
    "open": Text("待核实", "to be verified"),
    "done": Text("已核实", "verified"),
}


def crumbs_of(assessment: Assessment, *more: tuple[Text, str]) -> list[tuple[Text, str]]:
    """Return where a page of an assessment stands.

    The way up to the cycle goes over the page of the body: the body itself may not read the cycle.
    """
    return [
        (
            Text(assessment.body.name, assessment.body.name_en or assessment.body.name),
            reverse("evaluations:assessment", args=[assessment.pk]),
        ),
        *more,
    ]


def cycle_crumbs(cycle: Cycle, *more: tuple[Text, str]) -> list[tuple[Text, str]]:
    """Return where a page of a cycle stands."""
    here = (Text(cycle.title, cycle.title_en or cycle.title), reverse("evaluations:cycle", args=[cycle.pk]))
    return [here, *more]


def refused(form: Any, refusal: Refusal) -> None:
    """Put what was refused on top of a form."""
    for fault in refusal.faults:
        told = Text(f"{fault.reason.zh}。{fault.remedy.zh}", f"{fault.reason.en}. {fault.remedy.en}")
        form.add_error(None, say(told))


def to(name: str, *args: Any, anchor: str = "") -> HttpResponseRedirect:
    """Redirect after a deed."""
    where = reverse(f"evaluations:{name}", args=args)
    return HttpResponseRedirect(f"{where}#{anchor}" if anchor else where, status=303)


def _here(assessment: Assessment) -> tuple[Text, str]:
    return Text("核实", "Verification"), reverse("evaluations:verification", args=[assessment.pk])


@does("evaluations.verify", target=queries.assessment)
def verification(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show the table of a body: what differs comes first, or alone."""
    guards.demand_organiser(request.user, "evaluations.verify", assessment)
    lines = [line for line in lines_of(assessment) if line.ask.rule is not None or line.is_open or line.verification]
    show = request.GET.get("show", "")
    context = {
        "assessment": assessment,
        "state": states.state_of(assessment),
        "is_open": assessment.state == "verification",
        "rows": [_row(line) for line in _chosen(lines, show)],
        "show": show if show in SHOWN else "",
        "shown": list(SHOWN.items()),
        "counts": _counts(lines),
        "gaps": gaps.gaps_of(assessment, lines),
        "may_return": policy.may(request.user, "evaluations.return_for_change", assessment.body),
        "may_ask": policy.may(request.user, "evaluations.record_investigation", assessment.body),
        "inquiries": assessment.investigations.select_related("by"),
        "crumbs": crumbs_of(assessment),
    }
    return render(request, "evaluations/verification/table.html", context)


def _chosen(lines: list[Line], show: str) -> list[Line]:
    if show == "differs":
        return [line for line in lines if line.differs or line.pending]
    if show == "open":
        return [line for line in lines if line.is_open]
    if show == "done":
        return [line for line in lines if not line.is_open]
    return sorted(lines, key=_urgency)


def _urgency(line: Line) -> int:
    """Return the order: open lines that differ or have findings to decide, then those where one side is silent."""
    if not line.is_open:
        return 3
    if line.differs or line.pending:
        return 0
    return 1 if line.stands_out else 2


def _counts(lines: list[Line]) -> dict[str, int]:
    return {
        "all": len(lines),
        "open": sum(line.is_open for line in lines),
        "differs": sum(line.differs or bool(line.pending) for line in lines),
        "agreeing": sum(line.is_open and line.agrees and not line.pending for line in lines),
    }


def _row(line: Line, wrong: Refusal | None = None, sent: Any = None) -> dict[str, Any]:
    standing = line.verification
    typed = standing.value if standing is not None and standing.taken == "other" else ""
    told = {
        "taken": sent.get("taken", "") if sent else line_default(line),
        "value": sent.get("value", "") if sent else typed,
        "reason": sent.get("reason", "") if sent else (standing.reason if standing and not line.is_returned else ""),
    }
    return {"line": line, "hint": hint_of(line), "wrong": wrong.faults if wrong else (), **told}


@does("evaluations.verify", target=lambda assessment_id, rule_id: queries.assessment(assessment_id))
def verification_line(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show a line with everything that speaks to it, and verify it; a row of the table is sent here too."""
    guards.demand_organiser(request.user, "evaluations.verify", assessment)
    rule_id = str(request.resolver_match.kwargs["rule_id"]) if request.resolver_match else ""
    line = line_of(assessment, rule_id)
    form = LineForm(request.POST or None, line=line)
    if request.method == "POST" and form.is_valid():
        try:
            actions.verify_line(actor=request.user, assessment=assessment, rule_id=rule_id, **form.cleaned_data)
        except Refusal as refusal:
            refused(form, refusal)
            if request.headers.get("HX-Request"):
                return _fragment(request, assessment, _row(line, refusal, request.POST), 422)
        else:
            if request.headers.get("HX-Request"):
                return _fragment(request, assessment, _row(line_of(assessment, rule_id)), 200)
            messages.success(request, say(Text(f"{rule_id} 已核实", f"{rule_id} is verified")))
            return to("verification", assessment.pk, anchor=f"line-{rule_id}")
    context = {"assessment": assessment, "line": line, "form": form, "is_open": assessment.state == "verification"}
    context["inquiries"] = assessment.investigations.filter(rule_id=rule_id).select_related("by")
    context["crumbs"] = crumbs_of(assessment, _here(assessment))
    status = 422 if form.is_bound else 200
    return render(request, "evaluations/verification/line.html", context, status=status)


def _fragment(request: HttpRequest, assessment: Assessment, row: dict[str, Any], status: int) -> HttpResponse:
    context = {"row": row, "assessment": assessment, "is_open": True}
    return render(request, "evaluations/verification/row.html", context, status=status)


@does("evaluations.verify", target=queries.assessment)
@require_POST
def take_agreeing(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Verify every line on which claim and computed value agree."""
    count = actions.take_agreeing(actor=request.user, assessment=assessment)
    messages.success(request, say(Text(f"{count} 条一致的已核实", f"{count} lines that agree are verified")))
    return to("verification", assessment.pk)


@does("evaluations.verify", target=queries.assessment)
@require_POST
def finish_verification(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Finish the verification; what is missing is named."""
    version = int(request.POST.get("version", "-1"))
    actions.finish_verification(actor=request.user, assessment=assessment, version=version)
    said = Text("核实已办结，下一步提出结果建议", "the verification is finished; next the result is proposed")
    messages.success(request, say(said))
    return to("assessment", assessment.pk)


@does("evaluations.return_for_change", target=queries.assessment)
def return_for_change(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Return the self-evaluation with reasons line by line and a new due date."""
    guards.demand_organiser(request.user, "evaluations.return_for_change", assessment)
    form = ReturnForm(request.POST or None)
    lines = [line for line in lines_of(assessment) if line.ask.rule is not None or line.claimed]
    reasons = {line.rule_id: request.POST.get(f"reason-{line.rule_id}", "") for line in lines}
    if request.method == "POST" and form.is_valid():
        try:
            actions.return_for_change(actor=request.user, assessment=assessment, reasons=reasons, **form.cleaned_data)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, say(Text("已退回补正", "returned for change")))
            return to("assessment", assessment.pk)
    rows = [(line, reasons[line.rule_id]) for line in sorted(lines, key=lambda line: not line.stands_out)]
    context = {"assessment": assessment, "form": form, "rows": rows}
    context["crumbs"] = crumbs_of(assessment, _here(assessment))
    return render(request, "evaluations/verification/return.html", context, status=422 if form.is_bound else 200)


@does("evaluations.record_investigation", target=queries.assessment)
def record_investigation(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Record an inquiry with its attachments."""
    guards.demand_organiser(request.user, "evaluations.record_investigation", assessment)
    # Inspectors and the discipline section record inquiries too; the table of the verification is not theirs.
    may_verify = policy.may(request.user, "evaluations.verify", assessment.governing_body)
    initial = {"rule_id": request.GET.get("rule", "")}
    form = InvestigationForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        files = [actions.Attachment(one, one.name or "", one.size or 0) for one in told.pop("attachments")]
        try:
            actions.record_investigation(actor=request.user, assessment=assessment, files=files, **told)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, say(Text("调查核实已记录", "the inquiry is recorded")))
            return to("verification" if may_verify else "assessment", assessment.pk)
    above = [_here(assessment)] if may_verify else []
    context = {"assessment": assessment, "form": form, "crumbs": crumbs_of(assessment, *above)}
    context["may_verify"] = may_verify
    status = 422 if form.is_bound else 200
    return render(request, "evaluations/verification/investigation.html", context, status=status)
