"""The classes for those behind: the list, one class, who comes into question, its examination."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text
from zhiheng_web.training import candidates as rule
from zhiheng_web.training.actions import classes as actions
from zhiheng_web.training.forms import courses as forms
from zhiheng_web.training.forms.parts import ReasonForm, initial_of
from zhiheng_web.training.models import Question, TrainingClass
from zhiheng_web.training.models.classes import STATE_TEXTS
from zhiheng_web.training.pages import NOTHING, SAVE, Asked, ListPage, ask, show_list, url, went
from zhiheng_web.training.queries import classes as queries
from zhiheng_web.training.queries.bodies import bodies_for
from zhiheng_web.training.queries.courses import arrangement_of

CLASSES = Text("后进民警培训", "Class for those behind")
KEEP, TEACH = "training.keep_class", "training.teach_class"

_CLASSES = Spec(
    name=CLASSES,
    columns=(
        Column(
            "title",
            Text("名称", "Title"),
            lambda one: one.title,
            order_by=("title",),
            href=lambda one: url("class", one.pk),
        ),
        Column("body", Text("机构", "Body"), lambda one: one.body.name, order_by=("body__path",)),
        Column("start", Text("开始", "Start"), lambda one: one.starts_on, kind="day", order_by=("starts_on",)),
        Column("instructor", Text("教员", "Instructor"), lambda one: one.instructor and one.instructor.display_name),
        Column("people", Text("学员", "Enrolled"), lambda one: one.people, kind="number"),
        Column("passed", Text("合格", "Passed"), lambda one: one.passed, kind="number"),
        Column("state", Text("状态", "State"), lambda one: one.state_text, kind="state"),
    ),
    filters=(
        Filter("title", Text("名称", "Title"), lambda rows, typed: rows.filter(title__icontains=typed)),
        Filter(
            "state",
            Text("状态", "State"),
            lambda rows, typed: rows.filter(state=typed),
            [(key, text) for key, (text, _) in STATE_TEXTS.items()],
            "choice",
        ),
    ),
    order="-start",
)


@does(queries.READ)
def classes(request: HttpRequest) -> HttpResponseBase:
    """Show the classes within reach."""
    may_keep = policy.may_somewhere(request.user, KEEP)
    page = ListPage(
        CLASSES,
        Text(
            "问题较多、较严重的办案人员带问题案卷集中培训：自查、讲解、考试、整改。",
            "Officers with many problems bring their files: self-check, explanation, examination, rectification.",
        ),
        Text("还没有培训班", "There is no class yet"),
        Text("先建立培训班，再从候选名单中选定学员。", "Make a class, then choose among the candidates."),
        Text("建立培训班", "Make a class") if may_keep else NOTHING,
        url("new_class") if may_keep else "",
    )
    return show_list(request, Listing(request, queries.classes_for(request.user), _CLASSES), page)


@does(queries.READ, target=queries.training_class)
def training_class(request: HttpRequest, one: TrainingClass) -> HttpResponse:
    """Show a class: who is enrolled and how far each has come, the examination, what comes next."""
    may_keep, may_teach = (policy.may(request.user, deed, one.body) for deed in (KEEP, TEACH))
    is_prepared = one.state in ("preparing", "open")
    context = {
        "one": one,
        "rows": queries.enrolments_of(one),
        "questions": queries.questions_of(one),
        "full": queries.full_points(one),
        "may_keep": may_keep,
        "may_edit": may_keep and is_prepared,
        "may_ask": may_teach and is_prepared,
        "may_open": may_keep and one.state == "preparing",
        "may_examine": may_teach and one.state == "open",
        "may_close": may_keep and one.state == "examining",
        "sees_answers": may_teach,
        "crumbs": [(CLASSES, url("classes"))],
    }
    return render(request, "training/classes/class.html", context)


@does(KEEP)
def new_class(request: HttpRequest) -> HttpResponse:
    """Make a class."""
    return _class_form(request, None)


@does(KEEP, target=queries.training_class)
def edit_class(request: HttpRequest, one: TrainingClass) -> HttpResponse:
    """Change a class."""
    return _class_form(request, one)


def _class_form(request: HttpRequest, one: TrainingClass | None) -> HttpResponse:
    bodies = bodies_for(request.user, KEEP)
    form = forms.ClassForm(
        request.POST or None, initial=initial_of(one, actions.FIELDS), bodies=None if one else bodies
    )
    body = one.body if one else bodies.first()
    if body is not None:
        form.offer("instructor", queries.instructors_for(body))

    def act(told: dict[str, Any]) -> str:
        chosen, version = one.body if one else told.pop("body"), told.pop("version")
        made = actions.keep_class(actor=request.user, body=chosen, values=told, training_class=one, version=version)
        return url("class", made.pk)

    back = url("class", one.pk) if one else url("classes")
    title = Text("修改培训班", "Change a class") if one else Text("建立培训班", "Make a class")
    effect = Text("及格分和名单规则按现在的设置固定下来。", "Pass mark and rule are pinned as they are settled now.")
    return ask(request, form, Asked(title, effect, SAVE, back, [(CLASSES, url("classes"))]), act)


@does(KEEP, target=queries.training_class)
def candidates(request: HttpRequest, one: TrainingClass) -> HttpResponse:
    """Show who comes into question by the rule; a person chooses, also among the others."""
    there = set(one.enrolments.filter(withdrawn_at=None).values_list("officer", flat=True))
    looked = [row for row in queries.candidates_for(one.body) if row.officer.pk not in there]
    if request.method == "POST":
        keys = {int(key) for key in request.POST.getlist("officer") if key.isdecimal() and len(key) < 12}
        officers = list(Officer.objects.filter(pk__in=keys).select_related("body"))
        reason = request.POST.get("reason", "")[:300]
        made = actions.enrol(actor=request.user, training_class=one, officers=officers, reason=reason)
        return went(request, Text(f"已选定 {len(made)} 人", f"{len(made)} enrolled"), "class", one.pk)
    settled = arrangement_of(one.body)
    context = {
        "one": one,
        "rows": looked,
        "settled": settled,
        "is_settled": rule.is_settled(settled),
        "met": sum(bool(row.grounds) for row in looked),
        "crumbs": [(CLASSES, url("classes")), (one.title, url("class", one.pk))],
    }
    return render(request, "training/classes/candidates.html", context)


@does(TEACH, target=queries.training_class)
def add_question(request: HttpRequest, one: TrainingClass) -> HttpResponse:
    """Add a question to the examination."""
    form = forms.QuestionForm(request.POST or None)
    back = url("class", one.pk)
    effect = Text("针对模拟案例出题；开考后不再改动。", "On the simulated case; it stands once the examination begins.")
    asked = Asked(Text("出题", "Add a question"), effect, SAVE, back, [(CLASSES, url("classes")), (one.title, back)])
    return ask(
        request, form, asked, lambda told: actions.add_question(actor=request.user, training_class=one, **told) and None
    )


@does(TEACH, target=queries.question)
@require_POST
def remove_question(request: HttpRequest, one: Question) -> HttpResponse:
    """Take a question out."""
    actions.remove_question(actor=request.user, question=one)
    return went(request, Text("已移除", "removed"), "class", one.training_class_id)


@does(KEEP, target=queries.training_class)
@require_POST
def open_class(request: HttpRequest, one: TrainingClass) -> HttpResponse:
    """Open a class."""
    actions.open_class(actor=request.user, training_class=one)
    return went(request, Text("培训已开始，学员可以自查", "open; the officers can write"), "class", one.pk)


@does(TEACH, target=queries.training_class)
@require_POST
def begin_examination(request: HttpRequest, one: TrainingClass) -> HttpResponse:
    """Begin the examination."""
    actions.begin_examination(actor=request.user, training_class=one)
    return went(request, Text("考试已开始", "the examination has begun"), "class", one.pk)


@does(KEEP, target=queries.training_class)
@require_POST
def close_class(request: HttpRequest, one: TrainingClass) -> HttpResponse:
    """Close a class."""
    actions.close_class(actor=request.user, training_class=one)
    return went(request, Text("培训班已结束，天数已计入台账", "closed; its days are in the register"), "class", one.pk)


@does(KEEP, target=queries.enrolment_of_class)
def withdraw_enrolment(request: HttpRequest, found: queries.OfClass) -> HttpResponse:
    """Take an officer out of a class."""
    one = found.enrolment
    back = url("class", one.training_class_id)
    effect = Text("学员退出本期培训，记录保留。", "The officer leaves the class; the record stays.")
    title = Text(f"退出培训：{one.officer.name}", f"Take out: {one.officer.name}")
    asked = Asked(title, effect, Text("退出", "take out"), back, [(CLASSES, url("classes"))], is_grave=True)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return ask(
        request,
        form,
        asked,
        lambda told: actions.withdraw_enrolment(actor=request.user, enrolment=one, **told) and None,
    )
