"""Files of the self-evaluation: evidence of a line, the list of all evidence, the workbook out and in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from zhiheng.api import Refusal
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents import queries as documents
from zhiheng_web.documents.models import Evidence
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.actions import selfevaluation as actions
from zhiheng_web.evaluations.forms.selfevaluation import EvidenceForm, WorkbookForm, hidden_of
from zhiheng_web.evaluations.models import Assessment
from zhiheng_web.evaluations.reading import selfevaluation as reading
from zhiheng_web.evaluations.reading.lines import LineOf
from zhiheng_web.evaluations.reading.workbooks import changes_in, filled_workbook
from zhiheng_web.evaluations.views.selfevaluation import READ, WRITE, crumbs_of, line_of
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.given_files import SHOWN_INLINE
from zhiheng_web.lib.words import Text, language, say

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class EvidenceOf:
    """A piece of evidence of an assessment."""

    def __init__(self, assessment: Assessment, evidence: Evidence) -> None:
        self.assessment, self.evidence = assessment, evidence

    @property
    def governing_body(self) -> Body:
        """Return the body that is evaluated."""
        return self.assessment.body


def evidence_of(assessment_id: int, evidence_id: int) -> EvidenceOf:
    """Return evidence of an assessment. Raises Http404 where it belongs to something else."""
    assessment, evidence = queries.assessment(assessment_id), documents.evidence(evidence_id)
    if evidence.subject != documents.subject_of(assessment):
        raise Http404
    return EvidenceOf(assessment, evidence)


@does(WRITE, target=line_of)
def line_evidence(request: HttpRequest, one: LineOf) -> HttpResponse:
    """Show the evidence of a line and take more."""
    sheet = reading.sheet_of(one.assessment)
    line = sheet.lines.get(one.rule_id)
    if line is None:
        raise Http404
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = _keep(request, one, form.cleaned_data)
        except Refusal as wrong:
            for fault in wrong.faults:
                form.add_error(None, fault.of(language()))
        else:
            messages.success(request, say(Text(f"已保存 {count} 份佐证", f"{count} pieces of evidence kept")))
            return _to_line(one.assessment, one.rule_id)
    context = {
        "assessment": one.assessment,
        "line": line,
        "form": form,
        "inline": SHOWN_INLINE,
        "is_open": one.assessment.state == actions.STATE,
        "crumbs": crumbs_of(one.assessment),
    }
    return render(request, "evaluations/selfevaluation/evidence.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequest, one: LineOf, told: dict[str, Any]) -> int:
    for file in told["pieces"]:
        actions.add_evidence(
            request.user,
            assessment=one.assessment,
            rule_id=one.rule_id,
            file=file.file,
            name=file.name or "",
            size=file.size or 0,
            evidence_date=told["evidence_date"],
            note=told["note"],
        )
    return len(told["pieces"])


@does(WRITE, target=evidence_of)
def withdraw(request: HttpRequest, one: EvidenceOf) -> HttpResponse:
    """Withdraw evidence that has not been handed in."""
    if request.method == "POST":
        actions.withdraw_evidence(request.user, assessment=one.assessment, evidence=one.evidence)
        messages.success(request, say(Text("佐证已撤回", "the evidence has been withdrawn")))
    return _to_line(one.assessment, one.evidence.rule_id)


@does(READ, target=queries.assessment)
def evidence_list(request: HttpRequest, one: Assessment) -> HttpResponse:
    """Show all evidence of an assessment with digests."""
    rows = list(documents.evidence_about(one))
    context = {"assessment": one, "rows": rows, "inline": SHOWN_INLINE, "crumbs": crumbs_of(one)}
    return render(request, "evaluations/selfevaluation/evidence_list.html", context)


@does(READ, target=queries.assessment)
def workbook(request: HttpRequest, one: Assessment) -> HttpResponse:
    """Give the form out as a workbook with what has been filled in."""
    answer = HttpResponse(filled_workbook(reading.sheet_of(one)), content_type=_XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, f"自评表-{one.body.name}-{one.cycle.year}.xlsx")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@does(WRITE, target=queries.assessment)
def upload(request: HttpRequest, one: Assessment) -> HttpResponse:
    """Read a filled-in workbook and show what it would change; nothing is stored before that is confirmed."""
    form = WorkbookForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"assessment": one, "form": form, "faults": (), "changes": None}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        sheet = reading.sheet_of(one)
        try:
            changes = changes_in(sheet, file, file.name or "")
        except Refusal as wrong:
            context["faults"] = wrong.faults
        else:
            context["changes"] = [(one_, hidden_of(one_.line, one_.value, one_.note)) for one_ in changes]
    status = 422 if form.errors or context["faults"] else 200
    context["crumbs"] = crumbs_of(one)
    return render(request, "evaluations/selfevaluation/upload.html", context, status=status)


def _to_line(one: Assessment, rule_id: str) -> HttpResponse:
    keys = {"assessment_id": one.pk, "rule_id": rule_id}
    return HttpResponseRedirect(reverse("evaluations:line_evidence", kwargs=keys), status=303)
