"""The pages of an objection: filing it line by line, reviewing it line by line, the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng.api import Fault, Refusal
from zhiheng_web.audit import acts
from zhiheng_web.bodies.pages import Asked, ask
from zhiheng_web.documents.actions.evidence import keep_evidence
from zhiheng_web.documents.queries import subject_of
from zhiheng_web.evaluations import queries, states
from zhiheng_web.evaluations.actions import objections, reviews, values
from zhiheng_web.evaluations.actions.notices import latest_notice
from zhiheng_web.evaluations.forms.hearing import ContestForm, ReviewForm, chosen_of, contest_forms
from zhiheng_web.evaluations.forms.result import ConfirmForm
from zhiheng_web.evaluations.models import Assessment, Objection
from zhiheng_web.evaluations.reading import hearing as reading
from zhiheng_web.evaluations.reading import result as result_reading
from zhiheng_web.evaluations.reading.result import LineOf
from zhiheng_web.evaluations.views.result import crumbs, result_url
from zhiheng_web.evaluations.views.verification import to
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text, say


@does("evaluations.object", target=queries.assessment)
def file_objection(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Choose the contested lines from the points lost, with reasons and evidence."""
    notice = latest_notice(assessment)
    objections.demand_open(assessment, notice)
    card = notice.computation.cards.get(assessment=assessment)
    every = contest_forms(result_reading.lost_lines(card), request.POST or None, request.FILES or None)
    faults: Sequence[Fault] = ()
    # Every form is examined: the page names all that is wrong at once.
    valid = [form.is_valid() for form in every]
    if request.method == "POST" and all(valid):
        try:
            objection = _file(request.user, assessment, every)
        except Refusal as refusal:
            faults = refusal.faults
        else:
            messages.success(request, say(Text("异议已提出，等待复核。", "The objection is filed and awaits review.")))
            return to("objection", objection.pk)
    is_wrong = bool(faults) or any(form.errors for form in every)
    context = {
        "assessment": assessment,
        "notice": notice,
        "last_day": notice.reopened_until if objections.is_admitted(notice, clock.today()) else notice.objection_due,
        "forms": every,
        "faults": faults,
        "wrong": [(form, error) for form in every for errors in form.errors.values() for error in errors],
        "crumbs": crumbs(assessment),
    }
    return render(request, "evaluations/hearing/file.html", context, status=422 if is_wrong else 200)


def _file(person: Any, assessment: Assessment, every: Sequence[ContestForm]) -> Objection:
    """File the objection with the evidence of each line: all of it or nothing."""
    chosen = list(chosen_of(every))
    with acts.act(person, "evaluations.object"):
        objection = objections.file_objection(
            actor=person, assessment=assessment, lines=[form.contested for form in chosen]
        )
        lines = {line.rule_id: line for line in objection.lines.all()}
        for form in chosen:
            for file in form.cleaned_data["evidence"]:
                line = lines[form.lost.rule_id]
                keep_evidence(
                    person,
                    body=assessment.body,
                    file=file,
                    name=file.name or "",
                    size=file.size or 0,
                    subject=subject_of(line),
                    rule_id=line.rule_id,
                )
    return objection


@does("evaluations.read_assessment", target=result_reading.objection)
def objection(request: HttpRequest, objection: Objection) -> HttpResponse:
    """Show an objection: what is contested beside clause, rows and value, and how each line was answered."""
    assessment = objection.assessment
    is_under_way = objection.settled_at is None and objection.withdrawn_at is None
    may_review = is_under_way and policy.may(request.user, "evaluations.review_objection", assessment.body)
    # Until the review is finished its answers are a draft, which the body is not shown.
    shows_answers = not is_under_way or may_review
    context = {
        "objection": objection,
        "assessment": assessment,
        "lines": reading.lines_of(objection, with_answers=shows_answers),
        "is_under_way": is_under_way,
        "state": states.state_of(assessment),
        "may_review": may_review,
        "may_withdraw": is_under_way and policy.may(request.user, "evaluations.object", assessment.body),
        "preview": reviews.preview(objection) if may_review and "preview" in request.GET else None,
        "before": reading.card_of(objection.before, assessment),
        "after": reading.card_of(objection.after, assessment) if objection.settled_at else None,
        "grades": result_reading.GRADES,
        "crumbs": crumbs(assessment),
    }
    return render(request, "evaluations/hearing/objection.html", context)


@does("evaluations.review_objection", target=result_reading.objection_line)
def review_line(request: HttpRequest, line_of: LineOf) -> HttpResponse:
    """Answer a contested line."""
    line = line_of.line
    assessment = line.objection.assessment
    answered = getattr(line, "review", None)
    shown = reading.line_of(line, with_answers=True)
    initial = (
        {"outcome": answered.outcome, "reason": answered.reason, "value": answered.value_after} if answered else {}
    )
    form = ReviewForm(
        request.POST or None,
        initial=initial,
        outcomes=reviews.OUTCOMES,
        ask=values.ask_of(assessment, line.rule_id),
    )
    title = Text(f"复核 {line.rule_id}：{shown.name.zh}", f"Review {line.rule_id}: {shown.name.of('en')}")
    effect = Text(
        "结论在办结复核时生效；更正的重新计分。",
        "It takes effect when the review is finished; corrections are scored anew.",
    )
    facts = [
        (Text("条款", "Clause"), shown.clause),
        (Text("告知时的值", "Value that was told"), shown.before),
        (Text("单位的理由", "Reason of the body"), line.reason),
        (Text("单位的主张", "What it wants"), line.wanted or "—"),
    ]
    back = f"{reverse('evaluations:objection', args=[line.objection_id])}#line-{line.rule_id}"
    asked = Asked(title, effect, Text("保存结论", "Save the answer"), back, crumbs(assessment), facts)
    return ask(request, form, asked, lambda told: reviews.decide_line(actor=request.user, line=line, **told))


@require_POST
@does("evaluations.review_objection", target=result_reading.objection)
def finish_review(request: HttpRequest, objection: Objection) -> HttpResponse:
    """Finish the review and issue the decision."""
    reviews.finish_review(actor=request.user, objection=objection)
    messages.success(
        request,
        say(Text("复核办结，决定书已印发。下一步：审议。", "Finished; the decision is issued. Next: deliberation.")),
    )
    return to("objection", objection.pk)


@does("evaluations.object", target=result_reading.objection)
def withdraw(request: HttpRequest, objection: Objection) -> HttpResponse:
    """Withdraw an objection."""
    effect = Text(
        "撤回后不能再提出，结果按告知的内容提交审议。", "It cannot be filed again; the result goes on as it was told."
    )
    asked = Asked(
        Text("撤回异议", "Withdraw the objection"),
        effect,
        Text("撤回", "Withdraw"),
        result_url(objection.assessment),
        crumbs(objection.assessment),
        is_grave=True,
    )
    form = ConfirmForm(request.POST or None)
    return ask(
        request, form, asked, lambda told: objections.withdraw_objection(actor=request.user, objection=objection)
    )
