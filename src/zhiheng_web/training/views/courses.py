"""The training register: courses, who attended, the days of each officer in a year, what a body asks for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.numbers import read_decimal
from zhiheng_web.lib.words import Text
from zhiheng_web.training import audience
from zhiheng_web.training.actions import courses as actions
from zhiheng_web.training.audience import Shared
from zhiheng_web.training.forms import courses as forms
from zhiheng_web.training.forms.parts import ReasonForm, initial_of
from zhiheng_web.training.models import Course
from zhiheng_web.training.models.courses import COURSE_TEXTS
from zhiheng_web.training.pages import NOTHING, SAVE, Asked, ListPage, ask, show_list, url, went
from zhiheng_web.training.queries import campaigns
from zhiheng_web.training.queries import courses as queries
from zhiheng_web.training.queries.bodies import bodies_for
from zhiheng_web.training.refusals import refusal

COURSES, REGISTER = Text("培训", "Training"), Text("培训台账", "Training register")
_KEEP = "training.keep_course"

_COURSES = Spec(
    name=COURSES,
    columns=(
        Column(
            "title",
            Text("课程", "Course"),
            lambda one: one.title,
            order_by=("title",),
            href=lambda one: url("course", one.pk),
        ),
        Column("kind", Text("类型", "Type"), lambda one: one.kind_text, order_by=("kind",)),
        Column("body", Text("单位", "Body"), lambda one: one.body.name, order_by=("body__path",)),
        Column("start", Text("开始", "Start"), lambda one: one.starts_on, kind="day", order_by=("starts_on",)),
        Column("days", Text("天数", "Days"), lambda one: one.days, kind="points", order_by=("days",)),
        Column("people", Text("人数", "People"), lambda one: one.people, kind="number"),
        Column("state", Text("状态", "State"), lambda one: one.state_text, kind="state"),
    ),
    filters=(
        Filter("title", Text("课程", "Course"), lambda rows, typed: rows.filter(title__icontains=typed)),
        Filter(
            "kind", Text("类型", "Type"), lambda rows, typed: rows.filter(kind=typed), [*COURSE_TEXTS.items()], "choice"
        ),
        Filter(
            "year",
            Text("年度", "Year"),
            lambda rows, typed: rows.filter(starts_on__year=int(typed) if typed.isdecimal() and len(typed) < 5 else 0),
        ),
    ),
    order="-start",
)


@does(queries.READ)
def courses(request: HttpRequest) -> HttpResponseBase:
    """Show the courses that a person may read."""
    may_keep = policy.may_somewhere(request.user, _KEEP)
    links = ((REGISTER, url("register")),) if policy.may_somewhere(request.user, queries.REGISTER) else ()
    page = ListPage(
        COURSES,
        Text(
            "每名办案人员每年不少于15天常规轮训（可由机构另设）。",
            "Not less than 15 days of training a year for each officer, unless settled otherwise.",
        ),
        Text("还没有登记培训", "No course has been entered yet"),
        Text("登记课程、日期、天数，再选参加人员。", "Enter course, dates and days, then who attended."),
        Text("登记培训", "Enter a course") if may_keep else NOTHING,
        url("new_course") if may_keep else "",
        links,
    )
    return show_list(request, Listing(request, queries.courses_for(request.user), _COURSES), page)


@does(queries.READ, target=queries.shared_course)
def course(request: HttpRequest, shared: Shared) -> HttpResponse:
    """Show a course with those who attended, as far as a person may read."""
    one: Course = shared.thing
    audience.demand_read(request.user, queries.READ, one.body)
    context = {
        "one": one,
        "rows": queries.participants_for(request.user, one),
        "may_keep": policy.may(request.user, _KEEP, one.body) and one.withdrawn_at is None,
        "crumbs": [(COURSES, url("courses"))],
    }
    return render(request, "training/courses/course.html", context)


@does(_KEEP)
def new_course(request: HttpRequest) -> HttpResponse:
    """Enter a course."""
    return _course_form(request, None)


@does(_KEEP, target=queries.course)
def edit_course(request: HttpRequest, one: Course) -> HttpResponse:
    """Change a course."""
    return _course_form(request, one)


def _course_form(request: HttpRequest, one: Course | None) -> HttpResponse:
    bodies = bodies_for(request.user, _KEEP)
    initial = initial_of(one, actions.FIELDS) or {"body": request.GET.get("body"), "kind": "rotation"}
    form = forms.CourseForm(request.POST or None, initial=initial, bodies=None if one else bodies)
    form.offer("campaign", campaigns.campaigns_to_tag(request.user))

    def act(told: dict[str, Any]) -> str:
        body, version = one.body if one else told.pop("body"), told.pop("version")
        made = actions.keep_course(actor=request.user, body=body, values=told, course=one, version=version)
        return url("course", made.pk)

    back = url("course", one.pk) if one else url("courses")
    title = Text("修改培训", "Change a course") if one else Text("登记培训", "Enter a course")
    effect = Text("天数按 0.5 天登记，计入开始日期所在年度。", "Days go in halves and count in the year of the start.")
    return ask(request, form, Asked(title, effect, SAVE, back, [(COURSES, url("courses"))]), act)


@does(_KEEP, target=queries.course)
def withdraw_course(request: HttpRequest, one: Course) -> HttpResponse:
    """Withdraw a course that was entered wrongly."""
    back = url("course", one.pk)
    effect = Text("记录保留，天数不再计入。", "The record stays; its days count no more.")
    title = Text("撤销培训", "Withdraw a course")
    asked = Asked(title, effect, Text("撤销", "withdraw"), back, [(COURSES, url("courses"))], is_grave=True)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, asked, lambda told: actions.withdraw_course(actor=request.user, course=one, **told) and None
    )


@does(_KEEP, target=queries.course)
def enrol(request: HttpRequest, one: Course) -> HttpResponse:
    """Choose who attends."""
    there = one.participations.values("officer")
    rows = queries.officers_for(request.user, _KEEP).filter(body__path__startswith=one.body.path).exclude(pk__in=there)
    form = forms.OfficersForm(request.POST if request.method == "POST" else None, rows=rows)
    back = url("course", one.pk)
    effect = Text("按课程天数登记，之后可逐人改。", "Each is entered with the days of the course; they can be changed.")
    asked = Asked(
        Text("选参加人员", "Choose who attends"), effect, SAVE, back, [(COURSES, url("courses")), (one.title, back)]
    )
    return ask(request, form, asked, lambda told: actions.enrol(actor=request.user, course=one, **told) and None)


@does(_KEEP, target=queries.course)
@require_POST
def record_days(request: HttpRequest, one: Course) -> HttpResponse:
    """Record the days of each participant; whoever is ticked as absent has none."""
    days: dict[int, Decimal | None] = {}
    for row in one.participations.all():
        typed = request.POST.get(f"days-{row.pk}")
        if request.POST.get(f"absent-{row.pk}"):
            days[row.pk] = None
        elif typed is not None:
            number = read_decimal(typed)
            if number is None:
                raise refusal("no_number", *_NO_NUMBER, typed)
            days[row.pk] = number
    actions.record_days(actor=request.user, course=one, days=days)
    return went(request, Text("天数已登记", "days recorded"), "course", one.pk)


_NO_NUMBER = (
    Text("天数不是数", "the days are no number"),
    Text("写成 0.5、1、1.5 这样", "write 0.5, 1 or 1.5"),
)

_REGISTER = Spec(
    name=REGISTER,
    columns=(
        Column(
            "officer",
            Text("姓名", "Officer"),
            lambda one: one.officer.name,
            order_by=("officer",),
            href=lambda one: f"{url('officer_register', one.officer.pk)}?year={one.year}",
        ),
        Column("code", Text("编号", "No."), lambda one: one.officer.code, order_by=("code",)),
        Column("body", Text("单位", "Unit"), lambda one: one.body.name, order_by=("body",)),
        Column("done", Text("已培训（天）", "Days done"), lambda one: one.done, kind="points", order_by=("done",)),
        Column("planned", Text("已安排（天）", "Days planned"), lambda one: one.planned, kind="points"),
        Column(
            "projected",
            Text("全年预计（天）", "Projected"),
            lambda one: one.projected,
            kind="points",
            order_by=("projected",),
        ),
        Column("asked", Text("要求（天）", "Asked for"), lambda one: one.asked, kind="points"),
        Column("state", Text("情况", "Standing"), lambda one: one.state, kind="state"),
    ),
    filters=(
        Filter(
            "name",
            Text("姓名或编号", "Name or number"),
            lambda rows, typed: [r for r in rows if typed in r.officer.name or typed in r.officer.code],
        ),
        Filter("unit", Text("单位", "Unit"), lambda rows, typed: [r for r in rows if typed in r.body.name]),
        Filter(
            "standing",
            Text("情况", "Standing"),
            lambda rows, typed: [r for r in rows if (r.missing > 0) == (typed == "short")],
            [("short", Text("不足", "short")), ("enough", Text("已够", "enough"))],
            "choice",
        ),
        Filter("year", Text("年度", "Year"), lambda rows, typed: rows),
    ),
    order="projected",
)


@does(queries.REGISTER)
def register(request: HttpRequest) -> HttpResponseBase:
    """Show the days of every officer in a year, those with the fewest first; it can be given out as a workbook."""
    today = clock.today()
    year = year_of(request)
    rows = queries.register(queries.officers_for(request.user), year, today)
    bodies = bodies_for(request.user, "training.arrange")
    links = tuple(
        (Text(f"设置要求：{body.name}", f"Settle: {body.name}"), url("arrange", body.pk)) for body in bodies[:5]
    )
    page = ListPage(
        Text(f"{year}年培训台账", f"Training register {year}"),
        Text(
            "预计＝已培训＋今年已安排的；低于要求的列在前面。",
            "Projected are days done and those planned; the fewest first.",
        ),
        Text("没有人员", "There are no officers"),
        Text("人员随案件台账导入。", "They come with the ledger of cases."),
        links=links,
    )
    more = {"crumbs": [(COURSES, url("courses"))]}
    return show_list(request, Listing(request, rows, _REGISTER), page, **more)


def year_of(request: HttpRequest) -> int:
    """Return the year that an address names; the present one otherwise."""
    typed = request.GET.get("year", "").strip()
    return int(typed) if typed.isdecimal() and len(typed) == 4 and 2000 <= int(typed) <= 2100 else clock.today().year


@does(queries.REGISTER, target=queries.officer)
def officer_register(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Show the courses of one officer in a year and how the days stand."""
    year = year_of(request)
    context = {
        "officer": officer,
        "year": year,
        "standing": queries.standing_of(officer, year, clock.today()),
        "rows": queries.courses_of(officer, year),
        "crumbs": [(COURSES, url("courses")), (REGISTER, url("register"))],
    }
    return render(request, "training/courses/officer.html", context)


@does("training.arrange", target=body_by_id)
def arrange(request: HttpRequest, body: Body) -> HttpResponse:
    """Settle what training, classes and contests ask of a body and those beneath it."""
    held = queries.arrangement_of(body)
    own = held if held.pk and held.body_id == body.pk else None
    initial = {**initial_of(held, actions.SETTLED), "version": own.version if own else 0}
    form = forms.ArrangementForm(request.POST or None, initial=initial)

    def act(told: dict[str, Any]) -> None:
        version = told.pop("version")
        actions.arrange(actor=request.user, body=body, values=told, version=version)

    effect = Text(
        "适用于本机构及下级。来源没有给出“问题较多”“较严重”的数（WX-AMB-05），不设的不据以列名单。",
        "Holds for the body and those beneath it. The source has no numbers (WX-AMB-05); what is empty lists nobody.",
    )
    crumbs = [(COURSES, url("courses")), (REGISTER, url("register"))]
    asked = Asked(Text("设置培训要求", "Settle what training asks"), effect, SAVE, url("register"), crumbs)
    return ask(request, form, asked, act)
