"""Pages of guidance, good practices and the plan of tasks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.pages import Asked, ask
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text
from zhiheng_web.rectification import actions, forms, progress, queries
from zhiheng_web.rectification.models import FORMS, KINDS, TASK_TEXTS, Guidance, Practice, Task
from zhiheng_web.rectification.views.problems import of_year

GUIDANCE, PRACTICES, TASKS = (
    Text("指导监督", "Guidance"),
    Text("典型经验", "Good practices"),
    Text("工作计划", "Plan of tasks"),
)
_SAVE = Text("保存", "Save")


def _counted(one: Guidance) -> str:
    return f"{reverse('rectification:guided', args=[one.guide_id])}?year={one.day.year}"


_GUIDANCE = Spec(
    name=Text("指导监督记录", "Guidance records"),
    columns=(
        Column("day", Text("日期", "Day"), lambda one: one.day, kind="day", order_by=("day",)),
        Column("body", Text("指导对象", "Body guided"), lambda one: one.body.name, order_by=("body__path",)),
        Column(
            "guide", Text("指导机构", "Guide"), lambda one: one.guide.name, order_by=("guide__path",), href=_counted
        ),
        Column("form", Text("形式", "Form"), lambda one: one.form_text),
        Column("findings", Text("情况和意见", "Findings"), lambda one: one.findings),
        Column(
            "state",
            Text("状态", "State"),
            lambda one: (
                (Text("已撤回", "withdrawn"), "neutral") if one.withdrawn_on else (Text("计入", "counts"), "good")
            ),
            kind="state",
        ),
        Column(
            "deed",
            Text("办理", "Deeds"),
            lambda one: None if one.withdrawn_on else Text("撤回", "Withdraw"),
            href=lambda one: reverse("rectification:withdraw_guidance", args=[one.pk]),
        ),
    ),
    filters=(
        Filter("body", Text("指导对象", "Body guided"), lambda rows, typed: rows.filter(body__name__icontains=typed)),
        Filter(
            "year",
            Text("年度", "Year"),
            lambda rows, typed: rows.filter(day__year=int(typed) if typed.isdecimal() and len(typed) < 5 else 0),
        ),
        Filter("form", Text("形式", "Form"), lambda rows, typed: rows.filter(form=typed), [*FORMS.items()], "choice"),
    ),
    order="-day",
)


@does("rectification.read_guidance")
def guidance(request: HttpRequest) -> HttpResponseBase:
    """Show the guidance records within reach, and for whom they are counted."""
    listing = Listing(request, queries.guidance_for(request.user), _GUIDANCE)
    guides = {row.guide_id: row.guide for row in listing.rows}
    context = {
        "listing": listing,
        "guides": [one for one in guides.values() if policy.may(request.user, "rectification.read_guidance", one)],
        "year": clock.today().year,
        "may_record": policy.may_somewhere(request.user, "rectification.record_guidance"),
    }
    return listing.export() or render(request, "rectification/guidance.html", context)


@does("rectification.read_guidance", target=body_by_id)
def guided(request: HttpRequest, body: Body) -> HttpResponse:
    """Show how often a body guided each of its counties in a year: the ground of D10-2."""
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isdecimal() and 2000 <= int(typed) <= 2100 else clock.today().year
    found = queries.guided(body, date(year, 1, 1), date(year + 1, 1, 1))
    context = {
        "guided": found,
        "body": body,
        "year": year,
        "rule": queries.GUIDANCE_RULE,
        "crumbs": [(GUIDANCE, reverse("rectification:guidance"))],
    }
    return render(request, "rectification/guided.html", context)


@does("rectification.record_guidance")
def record_guidance(request: HttpRequest) -> HttpResponse:
    """Record guidance of a county."""
    bodies = queries.bodies_for(request.user, "rectification.record_guidance")
    initial = {"day": clock.today(), "body": request.GET.get("body")}
    form = forms.GuidanceForm(request.POST or None, initial=initial, bodies=bodies)
    effect = Text("计入本机构对该单位的指导监督次数。", "It counts as guidance of that body by your own.")
    back = reverse("rectification:guidance")
    asked = Asked(Text("登记指导监督", "Record guidance"), effect, _SAVE, back, [(GUIDANCE, back)])
    return ask(request, form, asked, lambda told: actions.record_guidance(actor=request.user, **told))


@does("rectification.record_guidance", target=queries.guidance)
def withdraw_guidance(request: HttpRequest, one: Guidance) -> HttpResponse:
    """Withdraw a record that was entered wrongly."""
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    effect = Text("记录保留，不再计入次数。", "The record stays and is no longer counted.")
    back = reverse("rectification:guidance")
    asked = Asked(Text("撤回记录", "Withdraw a record"), effect, Text("撤回", "Withdraw"), back, [(GUIDANCE, back)])
    return ask(request, form, asked, lambda told: actions.withdraw_guidance(actor=request.user, guidance=one, **told))


_PRACTICES = Spec(
    name=PRACTICES,
    columns=(
        Column(
            "title",
            Text("名称", "Title"),
            lambda one: one.title,
            order_by=("title",),
            href=lambda one: reverse("rectification:practice", args=[one.pk]),
        ),
        Column("body", Text("单位", "Body"), lambda one: one.body.name, order_by=("body__path",)),
        Column("year", Text("年度", "Year"), lambda one: one.year, kind="number", order_by=("year",)),
        Column("rule", Text("形成的制度", "Rule that came of it"), lambda one: one.rule_document),
        Column("bonus", Text("加分项", "Bonus rule"), lambda one: one.rule_id),
    ),
    filters=(
        Filter("title", Text("名称", "Title"), lambda rows, typed: rows.filter(title__icontains=typed)),
        Filter("year", Text("年度", "Year"), of_year),
    ),
    order="-year",
)


@does("rectification.read_practice")
def practices(request: HttpRequest) -> HttpResponseBase:
    """Show the good practices within reach."""
    listing = Listing(request, queries.practices_for(request.user), _PRACTICES)
    may_enter = policy.may_somewhere(request.user, "rectification.enter_practice")
    context = {"listing": listing, "may_enter": may_enter}
    return listing.export() or render(request, "rectification/practices.html", context)


@does("rectification.read_practice", target=queries.practice)
def practice(request: HttpRequest, one: Practice) -> HttpResponse:
    """Show a good practice."""
    may_enter = policy.may(request.user, "rectification.enter_practice", one.body)
    crumbs = [(PRACTICES, reverse("rectification:practices"))]
    return render(request, "rectification/practice.html", {"one": one, "may_enter": may_enter, "crumbs": crumbs})


@does("rectification.enter_practice")
def enter_practice(request: HttpRequest) -> HttpResponse:
    """Enter a good practice."""
    return _practice_form(request, None)


@does("rectification.enter_practice", target=queries.practice)
def edit_practice(request: HttpRequest, one: Practice) -> HttpResponse:
    """Change a good practice."""
    return _practice_form(request, one)


def _practice_form(request: HttpRequest, one: Practice | None) -> HttpResponse:
    initial = {"year": request.GET.get("year", clock.today().year), "body": request.GET.get("body")}
    bodies = None if one else queries.bodies_for(request.user, "rectification.enter_practice")
    form = forms.PracticeForm(request.POST or None, initial=_initial(one, forms.PracticeForm) or initial, bodies=bodies)

    def act(values: dict[str, Any]) -> None:
        body = one.body if one else values.pop("body")
        version = values.pop("version") or 1
        actions.enter_practice(actor=request.user, body=body, values=values, practice=one, version=version)

    effect = Text("供各单位学习借鉴，也是加分项的依据。", "For others to learn from, and the ground of bonus points.")
    back = reverse("rectification:practices")
    asked = Asked(Text("登记典型经验", "Enter a good practice"), effect, _SAVE, back, [(PRACTICES, back)])
    return ask(request, form, asked, act)


def _initial(one: Any, form: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in form.base_fields} if one else {}


def _edit_task(one: Task) -> str:
    return reverse("rectification:edit_task", args=[one.pk])


_TASKS = Spec(
    name=TASKS,
    columns=(
        Column("title", Text("任务", "Task"), lambda one: one.title, order_by=("title",)),
        Column("kind", Text("类别", "Kind"), lambda one: one.kind_text),
        Column("body", Text("单位", "Body"), lambda one: one.body.name, order_by=("body__path",)),
        Column("person", Text("责任人", "Person"), lambda one: one.person, order_by=("person",)),
        Column("start", Text("开始", "Start"), lambda one: one.start, kind="day", order_by=("start",)),
        Column("end", Text("完成时限", "End"), lambda one: one.end, kind="day", order_by=("end",)),
        Column("state", Text("状态", "State"), lambda one: one.state_text, kind="state"),
        Column("result", Text("完成情况", "Result"), lambda one: one.result),
        Column("deed", Text("办理", "Deeds"), lambda one: Text("更新", "Update"), href=_edit_task),
    ),
    filters=(
        Filter("body", Text("单位", "Body"), lambda rows, typed: rows.filter(body__name__icontains=typed)),
        Filter("year", Text("年度", "Year"), of_year),
        Filter("kind", Text("类别", "Kind"), lambda rows, typed: rows.filter(kind=typed), [*KINDS.items()], "choice"),
        Filter(
            "state",
            Text("状态", "State"),
            lambda rows, typed: rows.filter(status=typed),
            [(key, text) for key, (text, _) in TASK_TEXTS.items()],
            "choice",
        ),
        Filter("subject", Text("所属事项", "Belongs to"), lambda rows, typed: rows.filter(subject=typed)),
    ),
    order="start",
)


@does("rectification.read_task")
def tasks(request: HttpRequest) -> HttpResponseBase:
    """Show the plan within reach, and how far it has come month by month."""
    listing = Listing(request, queries.tasks_for(request.user), _TASKS)
    context = {
        "listing": listing,
        "bars": [progress.bar_of(one, clock.today()) for one in listing.rows],
        "months": range(1, 13),
        "legend": progress.TEXTS.items(),
        "may_write": policy.may_somewhere(request.user, "rectification.write_task"),
    }
    return listing.export() or render(request, "rectification/tasks.html", context)


@does("rectification.write_task")
def add_task(request: HttpRequest) -> HttpResponse:
    """Add a task; body, year and subject may come with the address."""
    return _task_form(request, None)


@does("rectification.write_task", target=queries.task)
def edit_task(request: HttpRequest, one: Task) -> HttpResponse:
    """Change a task, or say how far it has come."""
    return _task_form(request, one)


def _task_form(request: HttpRequest, one: Task | None) -> HttpResponse:
    named = {name: request.GET.get(name) for name in ("body", "subject")}
    initial = {"year": request.GET.get("year", clock.today().year), **named}
    bodies = None if one else queries.bodies_for(request.user, "rectification.write_task")
    form = forms.TaskForm(request.POST or None, initial=_initial(one, forms.TaskForm) or initial, bodies=bodies)

    def act(values: dict[str, Any]) -> None:
        body = one.body if one else values.pop("body")
        version = values.pop("version") or 1
        actions.write_task(actor=request.user, body=body, values=values, task=one, version=version)

    effect = Text(
        "写明责任人、起止时间，按时更新状态。", "Say who is responsible and from when to when; keep it up to date."
    )
    back = reverse("rectification:tasks")
    asked = Asked(Text("计划任务", "Task of the plan"), effect, _SAVE, back, [(TASKS, back)])
    return ask(request, form, asked, act)
