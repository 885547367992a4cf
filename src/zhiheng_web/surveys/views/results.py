"""Results about a body, the poster with its QR code, calls entered by interviewers, counts as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhiheng.api import Refusal
from zhiheng_web.lib import clock, exports, policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text, language, say
from zhiheng_web.surveys import actions, asking, codes, counting, intervals, pages, queries, questions, refusals
from zhiheng_web.surveys.actions.answering import OUTCOME_TEXTS
from zhiheng_web.surveys.models import State, Target
from zhiheng_web.surveys.percentages import percent


def _href(target: Target) -> str:
    return reverse("surveys:result", args=[target.pk])


def _interval(target: Target) -> str | None:
    tally = queries.tally_of(target)
    found = intervals.wilson(tally.satisfied, tally.respondents)
    return f"{percent(found.low)} – {percent(found.high, up=True)}" if found else None


_SPEC = Spec(
    name=Text("满意度结果", "Survey results"),
    columns=(
        Column("body", Text("单位", "Body"), lambda one: one.body.name, order_by=("body__path",), href=_href),
        Column("survey", Text("调查", "Survey"), lambda one: one.questionnaire.name),
        Column("year", Text("年度", "Year"), lambda one: one.questionnaire.year, "number", ("questionnaire__year",)),
        Column("respondents", Text("有效答卷", "Respondents"), lambda one: queries.tally_of(one).respondents, "number"),
        Column("satisfied", Text("满意", "Satisfied"), lambda one: queries.tally_of(one).satisfied, "number"),
        Column("rate", Text("满意率", "Rate"), lambda one: percent(queries.tally_of(one).rate), "number", href=_href),
        Column("interval", Text("95% 置信区间", "95 % interval"), _interval, "number"),
    ),
    filters=(
        Filter(
            "year",
            Text("年度", "Year"),
            lambda rows, typed: rows.filter(questionnaire__year=typed if typed.isdecimal() else 0),
        ),
        Filter("body", Text("单位", "Body"), lambda rows, typed: rows.filter(body__name__icontains=typed)),
    ),
    order="-year",
)


@does("surveys.read_result")
def results(request: HttpRequest) -> HttpResponseBase:
    """Show the closed results within reach."""
    listing = Listing(request, queries.results_for(request.user), _SPEC)
    return listing.export() or render(request, "surveys/results.html", {"listing": listing})


#: What stands in a file for a count that is too small to be shown, or would give one away.
_WITHHELD = "*"


def _refuse_early(person: Any, target: Target) -> None:
    """Raise Refusal where somebody who is asked about would look before the end: nobody steers by a running count."""
    asks = policy.may(person, "surveys.read_questionnaire", target.questionnaire.body)
    if target.questionnaire.state != State.closed and not asks:
        raise refusals.not_closed()


@does("surveys.read_result", target=queries.target)
def result(request: HttpRequest, target: Target) -> HttpResponse:
    """Show the result about a body, with everything that it follows from."""
    _refuse_early(request.user, target)
    one = target.questionnaire
    asks = policy.may(request.user, "surveys.read_questionnaire", one.body)
    summary = pages.summary_of(target)
    tally = summary["tally"]
    words = [
        (question, queries.words_about(target, question.id))
        for question in questions.read_all(one.questions)
        if question.kind == "text" and asks
    ]
    context = {
        **summary,
        **pages.lines_of(target, tally),
        "one": one,
        "choices": pages.choices_of(target, tally),
        "words": words,
        "least": counting.LEAST_SHOWN,
        "calls": [(OUTCOME_TEXTS[name], number) for name, number in tally.calls.items()],
        "satisfaction": questions.with_purpose(questions.read_all(one.questions), "satisfaction"),
        "crumbs": pages.crumbs_of(one) if asks else [(_SPEC.name, reverse("surveys:results"))],
        "terms": pages.terms_of(target, summary["weighted"]),
    }
    return render(request, "surveys/result.html", context)


@does("surveys.read_result", target=queries.target)
def counts(request: HttpRequest, target: Target) -> HttpResponseBase:
    """Give the counts out as a file; counts below five stand as such, never by themselves."""
    _refuse_early(request.user, target)
    tally = queries.tally_of(target)
    heads = [say(Text("题目", "Question")), say(Text("选项", "Option")), say(Text("人数", "Count"))]
    rows: list[list[Any]] = [
        [say(Text("有效答卷", "respondents")), "", tally.respondents],
        [say(Text("满意", "satisfied")), "", tally.satisfied],
        [say(Text("不计入", "not counted")), "", tally.uncounted],
    ]
    for one in pages.choices_of(target, tally):
        rows += [
            [say(one["question"].text), say(text), _WITHHELD if number is None else number]
            for text, number in one["options"]
        ]
    form = "xlsx" if request.GET.get("form") == "xlsx" else "csv"
    return exports.answer(form, f"{say(_SPEC.name)}-{target.body.code}", heads=heads, rows=rows)


def _address(request: HttpRequest, target: Target) -> str:
    return request.build_absolute_uri(reverse("surveys:answer", args=[target.token]))


@does("surveys.read_questionnaire", target=queries.asking)
def poster(request: HttpRequest, about: queries.Asking) -> HttpResponse:
    """Show the address and the QR code of a body's questionnaire, to be printed or passed on."""
    target = about.target
    context = {
        "target": target,
        "one": target.questionnaire,
        "address": _address(request, target),
        "is_published": target.questionnaire.state != State.draft,
        "crumbs": pages.crumbs_of(target.questionnaire),
    }
    return render(request, "surveys/poster.html", context)


@does("surveys.read_questionnaire", target=queries.asking)
def code(request: HttpRequest, about: queries.Asking) -> HttpResponse:
    """Give the QR code out as a picture."""
    answer = HttpResponse(codes.svg_of(_address(request, about.target)), content_type="image/svg+xml")
    answer["Cache-Control"] = "private, no-store"
    return answer


@does("surveys.enter_call", target=queries.asking)
def call(request: HttpRequest, about: queries.Asking) -> HttpResponse:
    """Enter what came of a call; the answers where there were some."""
    target = about.target
    read = questions.read_all(target.questionnaire.questions)
    wrong: dict[str, Text] = {}
    told: list[str] = []
    if request.method == "POST":
        outcome = request.POST.get("outcome", "")
        answers, wrong = questions.take(read, request.POST.getlist) if outcome == "answered" else ({}, {})
        if outcome not in OUTCOME_TEXTS:
            told.append(say(Text("先选通话结果", "say what came of the call first")))
        elif not wrong and (refused := _entered(request, target, outcome, answers)) is None:
            messages.success(request, say(Text("已录入，可以录下一个。", "Entered. Go on with the next call.")))
            return HttpResponseRedirect(request.path, status=303)
        elif not wrong and refused is not None:
            told = refused
    context = {
        "target": target,
        "one": target.questionnaire,
        "drawn": asking.drawn(read, request.POST.getlist, wrong),
        "outcomes": [(key, text, request.POST.get("outcome") == key) for key, text in OUTCOME_TEXTS.items()],
        "told": told,
        "wrong": bool(wrong),
        "takes_answers": target.questionnaire.takes_answers_on(clock.today()),
        "calls": [(OUTCOME_TEXTS[name], number) for name, number in queries.calls_about(target).items()],
        "crumbs": pages.crumbs_of(target.questionnaire),
    }
    return render(request, "surveys/call.html", context, status=422 if told or wrong else 200)


def _entered(request: HttpRequest, target: Target, outcome: Any, answers: dict[str, Any]) -> list[str] | None:
    """Enter a call; return what was said against it, None where it was entered."""
    try:
        actions.enter_call(actor=request.user, target=target, outcome=outcome, answers=answers)
    except Refusal as refusal:
        return [fault.of(language()) for fault in refusal.faults]
    return None
