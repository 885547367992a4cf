"""Pages of problems: the list that is also the responsibility list, a problem with its road map, each deed."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhiheng.api import Refusal
from zhiheng_web.audit.queries import told_history_of
from zhiheng_web.bodies.pages import Asked, ask
from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text, language, say
from zhiheng_web.rectification import actions, forms, queries
from zhiheng_web.rectification.models import OVERDUE, SOURCES, STATUS_TEXTS, Milestone, Problem, Status

PROBLEMS = Text("问题与责任清单", "Problem lists")


def _href(one: Problem) -> str:
    return reverse("rectification:problem", args=[one.pk])


def _in_state(rows: Any, state: str) -> Any:
    if state != "overdue":
        return rows.filter(status=state)
    return rows.filter(deadline__lt=clock.today()).exclude(status__in=(Status.reported, Status.verified))


def of_year(rows: Any, typed: str) -> Any:
    """Narrow rows to a year; none where it is no year."""
    return rows.filter(year=int(typed) if typed.isdecimal() and len(typed) < 5 else 0)


_STATES = [*((key, text) for key, (text, _) in STATUS_TEXTS.items()), ("overdue", OVERDUE[0])]
_SPEC = Spec(
    name=Text("问题清单和责任清单", "Problem and responsibility lists"),
    columns=(
        Column("title", Text("问题", "Problem"), lambda one: one.title, order_by=("title",), href=_href),
        Column("state", Text("状态", "State"), lambda one: one.state_text, kind="state"),
        Column("source", Text("来源", "Source"), lambda one: one.source_text),
        Column("rule", Text("规则", "Rule"), lambda one: one.rule_id),
        Column("body", Text("责任单位", "Body responsible"), lambda one: one.body.name, order_by=("body__path",)),
        Column("person", Text("责任人", "Person"), lambda one: one.person, order_by=("person",)),
        Column("measure", Text("整改措施", "Measure"), lambda one: one.measure),
        Column("deadline", Text("整改时限", "Deadline"), lambda one: one.deadline, kind="day", order_by=("deadline",)),
        Column("verdict", Text("核查意见", "Verdict"), lambda one: one.verdict),
    ),
    filters=(
        Filter("title", Text("问题", "Problem"), lambda rows, typed: rows.filter(title__icontains=typed)),
        Filter("body", Text("单位", "Body"), lambda rows, typed: rows.filter(body__name__icontains=typed)),
        Filter("year", Text("年度", "Year"), of_year),
        Filter(
            "source",
            Text("来源", "Source"),
            lambda rows, typed: rows.filter(source=typed),
            [*SOURCES.items()],
            "choice",
        ),
        Filter("state", Text("状态", "State"), _in_state, _STATES, "choice"),
        Filter("subject", Text("所属事项", "Belongs to"), lambda rows, typed: rows.filter(subject=typed)),
    ),
    order="deadline",
)


@does("rectification.read_problem")
def problems(request: HttpRequest) -> HttpResponseBase:
    """Show the problems within reach; the export is the list and the responsibility list as a table."""
    listing = Listing(request, queries.problems_for(request.user), _SPEC)
    may_enter = policy.may_somewhere(request.user, "rectification.enter_problem")
    context = {"listing": listing, "may_enter": may_enter}
    return listing.export() or render(request, "rectification/problems.html", context)


def _crumbs(one: Problem | None = None) -> list[tuple[Any, str]]:
    way: list[tuple[Any, str]] = [(PROBLEMS, reverse("rectification:problems"))]
    return [*way, (one.title, _href(one))] if one else way


@does("rectification.read_problem", target=queries.problem)
def problem(request: HttpRequest, one: Problem) -> HttpResponse:
    """Show a problem: who answers, the road map, the letter, what was reported and verified, whose turn it is."""
    under_work = one.status in (Status.open, Status.under_way, Status.returned)
    may = {
        name: policy.may(request.user, f"rectification.{deed}", one.body)
        for name, deed in (
            ("may_plan", "plan_measure"),
            ("may_attach", "attach_letter"),
            ("may_report", "report_done"),
            ("may_verify", "verify_problem"),
        )
    }
    context = {
        "one": one,
        "under_work": under_work,
        "milestones": one.milestones.all(),
        "letters": evidence_about(one),
        "history": told_history_of("rectification.problem", one.pk),
        "crumbs": _crumbs(),
        **may,
    }
    return render(request, "rectification/problem.html", context)


@does("rectification.enter_problem")
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a problem; body, year, source, rule and subject may come with the address."""
    bodies = queries.bodies_for(request.user, "rectification.enter_problem")
    named = ("body", "source", "rule_id", "subject", "title")
    initial = {"year": request.GET.get("year", clock.today().year)} | {name: request.GET.get(name) for name in named}
    form = forms.ProblemForm(request.POST or None, initial=initial, bodies=bodies)
    made: list[Problem] = []

    def act(values: dict[str, Any]) -> None:
        made.append(actions.enter_problem(actor=request.user, body=values.pop("body"), values=values))

    effect = Text(
        "登记后进入问题清单；责任单位制定措施、报告完成，由上级核查。",
        "It enters the problem list; the body plans and reports, the body above verifies.",
    )
    title, button = Text("登记问题", "Enter a problem"), Text("登记", "Enter")
    answer = ask(request, form, Asked(title, effect, button, reverse("rectification:problems"), _crumbs()), act)
    if made:
        answer["Location"] = _href(made[0])
    return answer


def _asked(one: Problem, title: Text, effect: Text, button: Text) -> Asked:
    return Asked(title, effect, button, _href(one), _crumbs(one), facts=((Text("问题", "Problem"), one.title),))


@does("rectification.plan_measure", target=queries.problem)
def plan(request: HttpRequest, one: Problem) -> HttpResponse:
    """Say who answers, by which measure, until when."""
    names = ("person", "measure", "deadline", "version")
    form = forms.PlanForm(request.POST or None, initial={name: getattr(one, name) for name in names})

    def act(values: dict[str, Any]) -> None:
        version, reason = values.pop("version") or 0, values.pop("reason")
        actions.plan_measure(actor=request.user, problem=one, version=version, values=values, reason=reason)

    effect = Text("写明责任人、措施和时限后转为整改中。", "With person, measure and deadline it is under way.")
    return ask(request, form, _asked(one, Text("制定措施", "Plan"), effect, Text("保存", "Save")), act)


@does("rectification.plan_measure", target=queries.problem)
def add_milestone(request: HttpRequest, one: Problem) -> HttpResponse:
    """Add a step to the road map."""
    form = forms.MilestoneForm(request.POST or None)
    effect = Text("路线图上的一步，到期未完成会标出。", "A step of the road map; one not done in time is marked.")
    asked = _asked(one, Text("加节点", "Add a milestone"), effect, Text("保存", "Save"))
    return ask(request, form, asked, lambda told: actions.add_milestone(actor=request.user, problem=one, **told))


@does("rectification.plan_measure", target=queries.milestone)
def finish_milestone(request: HttpRequest, one: Milestone) -> HttpResponse:
    """Note that a step has been done."""
    effect = Text("以今天为完成日期。", "Today is noted as the day.")
    asked = _asked(one.problem, Text("节点完成", "Milestone done"), effect, Text("确认完成", "It is done"))
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    return ask(request, form, asked, lambda _: actions.finish_milestone(actor=request.user, milestone=one))


@does("rectification.attach_letter", target=queries.problem)
def attach_letter(request: HttpRequest, one: Problem) -> HttpResponse:
    """Bring the letter of responsibility."""
    form = forms.LetterForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = forms.LetterForm(request.POST, request.FILES)
        if form.is_valid() and _attached(request, one, form):
            messages.success(request, say(Text("责任书已上传。", "The letter has been kept.")))
            return HttpResponseRedirect(_href(one), status=303)
    context = {"form": form, "one": one, "back": _href(one), "crumbs": _crumbs(one)}
    return render(request, "rectification/letter.html", context, status=422 if form.errors else 200)


def _attached(request: HttpRequest, one: Problem, form: django_forms.Form) -> bool:
    try:
        for file in form.cleaned_data["letter"]:
            actions.attach_letter(actor=request.user, problem=one, file=file, name=file.name, size=file.size)
    except Refusal as refusal:
        for fault in refusal.faults:
            form.add_error("letter", fault.of(language()))
        return False
    return True


@does("rectification.report_done", target=queries.problem)
def report(request: HttpRequest, one: Problem) -> HttpResponse:
    """Report a problem as rectified."""
    form = forms.ReportForm(request.POST or None, initial={"report": one.report})
    effect = Text("报告后由上级核查，核查前不能再改。", "The body above verifies it; until then nothing changes.")
    asked = _asked(one, Text("报告完成", "Report as done"), effect, Text("报告", "Report"))
    return ask(request, form, asked, lambda told: actions.report_done(actor=request.user, problem=one, **told))


@does("rectification.verify_problem", target=queries.problem)
def verify(request: HttpRequest, one: Problem) -> HttpResponse:
    """Verify a report: the problem is closed."""
    form = forms.VerdictForm(request.POST or None)
    effect = Text("核查通过后问题销号。", "The problem is closed.")
    asked = _asked(one, Text("核查通过", "Verify"), effect, Text("通过", "Verify"))
    return ask(request, form, asked, lambda told: actions.verify_problem(actor=request.user, problem=one, **told))


@does("rectification.verify_problem", target=queries.problem)
def send_back(request: HttpRequest, one: Problem) -> HttpResponse:
    """Return a report, with what is missing."""
    form = forms.ReturnForm(request.POST or None)
    effect = Text("退回责任单位继续整改。", "The body goes on rectifying.")
    asked = _asked(one, Text("退回整改", "Return"), effect, Text("退回", "Return"))
    return ask(request, form, asked, lambda told: actions.return_problem(actor=request.user, problem=one, **told))
