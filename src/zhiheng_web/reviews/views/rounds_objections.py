"""Pages of objections: filing one, reading it, answering it, withdrawing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng.api import Refusal
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text, language, say
from zhiheng_web.reviews import guards, queries
from zhiheng_web.reviews.actions import rounds_objections as actions
from zhiheng_web.reviews.forms.rounds import AnswerForm, MendedAnswerForm, ObjectionForm
from zhiheng_web.reviews.models import FileReview, Objection
from zhiheng_web.reviews.models.cards import MENDED_TEXTS
from zhiheng_web.reviews.reading import rounds as reading
from zhiheng_web.reviews.views.pages import file_crumbs
from zhiheng_web.reviews.views.rounds import READ, to


@does(actions.OBJECT, target=queries.file_review)
def object_to(request: HttpRequest, one: FileReview) -> HttpResponse:
    """Object to a problem of a file."""
    guards.demand_file(request.user, actions.OBJECT, one)
    if one.notified_at is None:
        raise Http404
    is_second = one.second_notified_at is not None
    left: list[reading.Standing | reading.SecondFinding]
    if is_second:
        left = [place for place in reading.second_findings(one) if place.may_be_contested]
    else:
        left = [place for place in reading.standings(one) if not place.is_contested]
    initial = {"line": request.GET.get("line", "")}
    form = ObjectionForm(request.POST or None, problems=left, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        line = next(place.line for place in left if str(place.line.pk) == told["line"])
        try:
            made = actions.file_objection(actor=request.user, file_review=one, line=line, reason=told["reason"])
        except Refusal as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, say(Text("异议已提出，等待答复", "filed; it waits for the answer")))
            return to("objection", made.pk)
    context = {
        "file": one,
        "form": form,
        "left": left,
        "is_open": reading.is_open_to_second_objection(one) if is_second else reading.is_open_to_objection(one),
        "objection_due": reading.second_objection_due(one) if is_second else reading.objection_due(one),
        "is_second": is_second,
        "crumbs": file_crumbs(request.user, one),
    }
    return render(request, "reviews/rounds/object.html", context, status=422 if form.errors else 200)


@does(READ, target=reading.objection)
def objection(request: HttpRequest, one: Objection) -> HttpResponse:
    """Show an objection with its answer."""
    return _page(request, one, None)


@does(actions.ANSWER, target=reading.objection)
@require_POST
def answer_objection(request: HttpRequest, one: Objection) -> HttpResponse:
    """Answer an objection: the deduction stands, or is corrected."""
    form = _form(one, request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.answer_objection(
                actor=request.user,
                objection=one,
                is_corrected=told["outcome"] != "upheld",
                answer=told["answer"],
                deduction_after=told.get("deduction_after"),
                mended_after=told["outcome"] if one.line.answers_id is not None else "",
            )
        except Refusal as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, say(Text("异议已答复", "the objection is answered")))
            return to("objection", one.pk)
    return _page(request, one, form)


@does(actions.OBJECT, target=reading.objection)
@require_POST
def withdraw_objection(request: HttpRequest, one: Objection) -> HttpResponse:
    """Withdraw an objection that was not answered yet."""
    actions.withdraw_objection(actor=request.user, objection=one)
    messages.success(request, say(Text("异议已撤回", "the objection was withdrawn")))
    return to("objection", one.pk)


def _form(one: Objection, data: Any = None) -> Any:
    """Return the form of the answer: to a deduction, or to what round two says of a problem."""
    return AnswerForm(data) if one.line.answers_id is None else MendedAnswerForm(data, before=one.line.mended)


def _page(request: HttpRequest, one: Objection, form: Any) -> HttpResponse:
    person, file_review = request.user, one.file_review
    guards.demand_file(person, READ, file_review)
    may_answer = not one.outcome and policy.may(person, actions.ANSWER, file_review.body)
    is_own = one.line.card.signed_by_id == person.pk and actions.others_who_can_answer(file_review, person)
    is_barred = may_answer and guards.bar_to_reviewing(person, file_review) is not None
    text, tone = reading.OUTCOME_TEXTS[one.outcome]
    here = (Text("评查结果", "Result of the review"), reverse("reviews:notice", args=[file_review.pk]))
    context = {
        "objection": one,
        "file": file_review,
        "line": one.line,
        "problem": one.line.answers or one.line,
        "is_second": one.line.card.assignment.round == 2,
        "mended_before": MENDED_TEXTS[one.line.mended] if one.line.answers_id is not None else None,
        "mended_after": MENDED_TEXTS[one.mended_after] if one.mended_after else None,
        "state": text,
        "tone": tone,
        "form": form or (_form(one) if may_answer and not is_own and not is_barred else None),
        "is_own_card": may_answer and is_own,
        "may_withdraw": not one.outcome and one.filed_by_id == person.pk,
        "crumbs": file_crumbs(person, file_review, here),
    }
    return render(request, "reviews/rounds/objection.html", context, status=422 if form is not None else 200)


def _blame(form: Any, refusal: Refusal) -> None:
    for fault in refusal.faults:
        form.add_error(None, fault.of(language()))
