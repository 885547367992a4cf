"""Pages of the self-evaluation: the form, the single line, the own score, handing it in, the receipt."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhiheng.api import Refusal
from zhiheng_web.evaluations import queries, states
from zhiheng_web.evaluations.actions import selfevaluation as actions
from zhiheng_web.evaluations.forms.selfevaluation import DeclarationForm, entries_of, mark_wrong
from zhiheng_web.evaluations.models import Assessment, Submission
from zhiheng_web.evaluations.reading import selfevaluation as reading
from zhiheng_web.evaluations.reading.answers import shown
from zhiheng_web.evaluations.reading.lines import LineOf
from zhiheng_web.evaluations.reading.previews import preview_of
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text, say

WRITE, READ = actions.WRITE, "evaluations.read_assessment"
TITLE = Text("自查自评", "Self-evaluation")


def line_of(assessment_id: int, rule_id: str) -> LineOf:
    """Return a line of the form. Raises Http404 where the form has none of this id."""
    return LineOf(queries.assessment(assessment_id), rule_id)


def crumbs_of(assessment: Assessment, *, deeper: bool = True) -> list[tuple[Text, str]]:
    """Return the way to a page of the self-evaluation."""
    keys = {"assessment_id": assessment.pk}
    title = Text(f"{assessment.body.name} · {assessment.cycle.title}", assessment.cycle.title_en)
    way = [(title, reverse("evaluations:assessment", kwargs=keys))]
    return [*way, (TITLE, reverse("evaluations:self_evaluation", kwargs=keys))] if deeper else way


def form_page(request: HttpRequest, sheet: reading.Sheet, faults: Any = (), status: int = 200) -> HttpResponse:
    """Show the form; for reading alone where it has been handed in or the person may not write."""
    one = sheet.assessment
    state = states.state_of(one)
    context = {
        "assessment": one,
        "cycle": one.cycle,
        "state": state,
        "sheet": sheet,
        "faults": faults,
        "may_write": policy.may(request.user, WRITE, one.body) and one.state == actions.STATE,
        "may_submit": policy.may(request.user, actions.SUBMIT, one.body) and one.state == actions.STATE,
        "crumbs": crumbs_of(one, deeper=False),
    }
    return render(request, "evaluations/selfevaluation/form.html", context, status=status)


@does(READ, target=queries.assessment)
def self_evaluation(request: HttpRequest, one: Assessment) -> HttpResponse:
    """Show the self-evaluation of a body."""
    return form_page(request, reading.sheet_of(one))


@does(WRITE, target=queries.assessment)
def save(request: HttpRequest, one: Assessment) -> HttpResponse:
    """Store the lines that were sent: the way without scripts, and for a workbook that was read."""
    if request.method != "POST":
        return _back(one)
    sheet = reading.sheet_of(one)
    try:
        changed = actions.save_claims(request.user, assessment=one, entries=entries_of(sheet, request.POST))
    except Refusal as wrong:
        return form_page(request, sheet, mark_wrong(sheet, wrong.faults), status=422)
    count = len(changed)
    messages.success(request, say(Text(f"已保存 {count} 行", f"{count} {'line' if count == 1 else 'lines'} saved")))
    block = request.POST.get("block", "")
    return _back(one, f"#item-{block}" if block.replace("-", "").isalnum() else "")


@does(WRITE, target=line_of)
def save_line(request: HttpRequest, one: LineOf) -> HttpResponse:
    """Store one line as it is left, and answer with how it stands now."""
    if request.method != "POST":
        return _back(one.assessment)
    sheet = reading.sheet_of(one.assessment)
    if one.rule_id not in sheet.lines:
        raise Http404
    status = 200
    try:
        entries = entries_of(sheet, request.POST, only=one.rule_id)
        actions.save_claims(request.user, assessment=one.assessment, entries=entries)
    except Refusal as wrong:
        rest, status = mark_wrong(sheet, wrong.faults), 422
        context = {"line": sheet.lines[one.rule_id], "sheet": sheet, "faults": rest, "just_saved": False}
    else:
        sheet = reading.sheet_of(one.assessment)
        context = {"line": sheet.lines[one.rule_id], "sheet": sheet, "faults": (), "just_saved": True}
    return render(request, "evaluations/selfevaluation/saved_line.html", context, status=status)


@does(WRITE, target=queries.assessment)
def adopt(request: HttpRequest, one: Assessment) -> HttpResponse:
    """Fill the blank lines of an item with what the ledger answers."""
    if request.method != "POST":
        return _back(one)
    block_id = request.POST.get("block", "")
    sheet = reading.sheet_of(one)
    ids = [line.id for block in sheet.blocks if block.id == block_id for line in block.lines]
    try:
        changed = actions.adopt_ledger(request.user, assessment=one, rule_ids=ids)
    except Refusal as wrong:
        return form_page(request, sheet, mark_wrong(sheet, wrong.faults), status=422)
    told = Text(f"已按台账填入 {len(changed)} 行，请核对", f"{len(changed)} lines filled from the ledger; check them")
    messages.success(request, say(told))
    return _back(one, f"#item-{block_id}" if ids else "")


@does(READ, target=queries.assessment)
def own_score(request: HttpRequest, one: Assessment) -> HttpResponse:
    """Show the score as the body's own claims make it, with the arithmetic of every line."""
    context = {"assessment": one, "cycle": one.cycle, "preview": preview_of(one), "crumbs": crumbs_of(one)}
    return render(request, "evaluations/selfevaluation/score.html", context)


@does(actions.SUBMIT, target=queries.assessment)
def submit(request: HttpRequest, one: Assessment) -> HttpResponse:
    """Show what is still missing, or the declaration; hand the self-evaluation in."""
    sheet = reading.sheet_of(one)
    form = DeclarationForm(request.POST or None)
    faults: tuple[Any, ...] = ()
    if request.method == "POST":
        sent = request.POST.get("version", "")
        version = int(sent) if sent.isdecimal() else -1
        try:
            done = actions.submit(request.user, assessment=one, version=version, declared=form.is_valid())
        except Refusal as wrong:
            faults = wrong.faults
        else:
            messages.success(request, say(Text("自评已提交，进入核实", "handed in; verification begins")))
            url = reverse("evaluations:submission", kwargs={"submission_id": done.pk})
            return HttpResponseRedirect(url, status=303)
    context = {
        "assessment": one,
        "cycle": one.cycle,
        "state": states.state_of(one),
        "sheet": sheet,
        "form": form,
        "faults": faults,
        "is_open": one.state == actions.STATE,
        "next": states.procedure_of(one.cycle).state("verification"),
        "crumbs": crumbs_of(one),
    }
    return render(request, "evaluations/selfevaluation/submit.html", context, status=422 if faults else 200)


@does(READ, target=reading.submission)
def submission(request: HttpRequest, one: Submission) -> HttpResponse:
    """Show the receipt of a self-evaluation with its content as it was handed in."""
    sheet = reading.sheet_of(one.assessment)
    lines = [(row, sheet.lines.get(row["rule_id"])) for row in one.content if isinstance(row, dict)]
    rows = [(row, line, shown(line.ask, row["value"]) if line else row["value"]) for row, line in lines]
    context = {"submission": one, "assessment": one.assessment, "rows": rows, "crumbs": crumbs_of(one.assessment)}
    return render(request, "evaluations/selfevaluation/receipt.html", context)


def _back(one: Assessment, anchor: str = "") -> HttpResponse:
    url = reverse("evaluations:self_evaluation", kwargs={"assessment_id": one.pk})
    return HttpResponseRedirect(f"{url}{anchor}", status=303)
