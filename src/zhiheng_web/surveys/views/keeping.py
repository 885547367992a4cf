"""Pages of the body that asks: the list, a questionnaire, its writing, publishing, closing, the way into a ledger."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiheng_web.audit.queries import told_history_of
from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.pages import Asked, ask
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text, say
from zhiheng_web.surveys import actions, asking, forms, pages, queries, questions
from zhiheng_web.surveys.models import STATE_TEXTS, Questionnaire, State

_SPEC = Spec(
    name=Text("满意度调查", "Surveys"),
    columns=(
        Column("title", Text("调查", "Survey"), lambda one: one.name, order_by=("title",), href=pages.url_of),
        Column("number", Text("版本", "Version"), lambda one: one.number, kind="number"),
        Column("body", Text("开展机构", "Body that asks"), lambda one: one.body.name, order_by=("body__path",)),
        Column("year", Text("年度", "Year"), lambda one: one.year, kind="number", order_by=("year",)),
        Column("opens", Text("开始", "First day"), lambda one: one.opens, kind="day", order_by=("opens",)),
        Column("closes", Text("截止", "Last day"), lambda one: one.closes, kind="day", order_by=("closes",)),
        Column("bodies", Text("单位数", "Bodies"), lambda one: one.bodies, kind="number"),
        Column("given", Text("答卷数", "Answers"), lambda one: one.given, kind="number", order_by=("given",)),
        Column("state", Text("状态", "State"), lambda one: one.state_text, kind="state"),
    ),
    filters=(
        Filter("title", Text("调查", "Survey"), lambda rows, typed: rows.filter(title__icontains=typed)),
        Filter("year", Text("年度", "Year"), lambda rows, typed: rows.filter(year=typed if typed.isdecimal() else 0)),
        Filter(
            "state",
            Text("状态", "State"),
            lambda rows, typed: rows.filter(state=typed),
            choices=[(key, text) for key, (text, _) in STATE_TEXTS.items()],
            kind="choice",
        ),
        Filter("subject", Text("所属事项", "Belongs to"), lambda rows, typed: rows.filter(subject=typed)),
    ),
    order="-closes",
)


@does("surveys.read_questionnaire")
def surveys(request: HttpRequest) -> HttpResponseBase:
    """Show the questionnaires within reach."""
    listing = Listing(request, queries.questionnaires_for(request.user), _SPEC)
    may_write = policy.may_somewhere(request.user, "surveys.write_questionnaire")
    return listing.export() or render(request, "surveys/list.html", {"listing": listing, "may_write": may_write})


@does("surveys.read_questionnaire", target=queries.questionnaire)
def shown(request: HttpRequest, one: Questionnaire) -> HttpResponse:
    """Show a questionnaire: its questions, the bodies asked about with their addresses, what can be done next."""
    read = questions.read_all(one.questions)
    may = {
        name: policy.may(request.user, f"surveys.{deed}", one.body)
        for name, deed in (
            ("may_write", "write_questionnaire"),
            ("may_publish", "publish_questionnaire"),
            ("may_close", "close_questionnaire"),
            ("may_feed", "feed_ledger"),
            ("may_call", "enter_call"),
        )
    }
    context = {
        "one": one,
        "questions": read,
        "kinds": questions.KIND_TEXTS,
        "strata": questions.with_purpose(read, "stratum"),
        "targets": queries.targets_of(one),
        "feedings": queries.feedings_of(one),
        "missing": questions.faults(read, one.weights) if one.state == State.draft else [],
        "is_over": one.state == State.open and one.closes < clock.today(),
        "takes_answers": one.takes_answers_on(clock.today()),
        "may_read_result": policy.may_somewhere(request.user, "surveys.read_result"),
        "history": told_history_of("surveys.questionnaire", one.pk),
        "crumbs": pages.crumbs_of(),
        **may,
    }
    return render(request, "surveys/questionnaire.html", context)


@does("surveys.write_questionnaire")
def create(request: HttpRequest) -> HttpResponse:
    """Make a questionnaire; year, body and subject may come with the address."""
    today = clock.today()
    initial = {
        "year": request.GET.get("year", today.year),
        "body": request.GET.get("body"),
        "subject": request.GET.get("subject", ""),
        "title": "城市管理执法群众满意度调查",
        "title_en": "Public satisfaction with urban-management enforcement",
        "greeting": "这份问卷不记名，不收集您的身份和联系方式，约需一分钟。",
        "greeting_en": "It is anonymous, asks for no name or contact, and takes about a minute.",
        "least_seconds": 15,
        "opens": today,
    }
    askers = queries.askers_for(request.user)
    form = forms.NewQuestionnaireForm(request.POST or None, initial=initial, askers=askers)
    made: list[Questionnaire] = []

    def act(values: dict[str, Any]) -> None:
        body, subject = values.pop("body"), values.pop("subject")
        made.append(actions.create_questionnaire(actor=request.user, body=body, values=values, subject=subject))

    effect = Text(
        "建立后先选被调查的单位，再核对题目，最后发布。",
        "Then choose the bodies, look over the questions, and publish.",
    )
    title = Text("新建满意度调查", "Make a survey")
    asked = Asked(title, effect, Text("建立", "Make it"), reverse("surveys:list"), pages.crumbs_of())
    answer = ask(request, form, asked, act)
    if made:
        answer["Location"] = reverse("surveys:targets", args=[made[0].pk])
    return answer


def _asked(one: Questionnaire, title: Text, effect: Text, button: Text, *, is_grave: bool = False) -> Asked:
    named = Text(f"{title.zh}：{one.name.zh}", f"{title.of('en')}: {one.name.of('en')}")
    return Asked(named, effect, button, pages.url_of(one), pages.crumbs_of(one), is_grave=is_grave)


_SAVE = Text("保存", "Save")
_KEPT = Text("修改前后的内容都留在审计记录里。", "What it said before and after stays in the audit trail.")


@does("surveys.write_questionnaire", target=queries.questionnaire)
def edit(request: HttpRequest, one: Questionnaire) -> HttpResponse:
    """Change what a draft says of itself."""
    initial = {name: getattr(one, name) for name in forms.QuestionnaireForm.base_fields}
    form = forms.QuestionnaireForm(request.POST or None, initial=initial)

    def act(values: dict[str, Any]) -> None:
        version = values.pop("version") or 0
        actions.edit_questionnaire(actor=request.user, questionnaire=one, version=version, values=values)

    return ask(request, form, _asked(one, Text("修改", "Edit"), _KEPT, _SAVE), act)


@does("surveys.write_questionnaire", target=queries.questionnaire)
def targets(request: HttpRequest, one: Questionnaire) -> HttpResponse:
    """Choose the bodies that are asked about."""
    chosen: list[Body] = [target.body for target, _ in queries.targets_of(one)]
    beneath = queries.bodies_to_ask_about(one.body)
    form = forms.TargetsForm(request.POST or None, initial={"bodies": chosen}, bodies=beneath)
    effect = Text(
        "每个单位有自己的链接和二维码，结果分单位计算。",
        "Each has its own link and QR code; results are counted for each.",
    )
    asked = _asked(one, Text("被调查的单位", "Bodies asked about"), effect, _SAVE)
    return ask(request, form, asked, lambda told: actions.set_targets(actor=request.user, questionnaire=one, **told))


@does("surveys.write_questionnaire", target=queries.questionnaire)
def weights(request: HttpRequest, one: Questionnaire) -> HttpResponseBase:
    """Set the weights of the strata."""
    strata = questions.with_purpose(questions.read_all(one.questions), "stratum")
    if strata is None:
        return render(request, "surveys/no_strata.html", {"one": one, "crumbs": pages.crumbs_of(one)})
    initial = {f"weight_{key}": str(Decimal(value) * 100) for key, value in one.weights.items()}
    form = forms.WeightsForm(request.POST or None, initial=initial, strata=strata)
    effect = Text(
        "按各层人口所占比例填写，合计 100%。入台账的仍是未加权的人数，加权率并列显示。",
        "The share of each stratum, together 100 %. The ledger takes plain counts; the weighted rate stands beside.",
    )

    def act(_: dict[str, Any]) -> None:
        actions.set_weights(actor=request.user, questionnaire=one, weights=form.weights)

    return ask(request, form, _asked(one, Text("分层权重", "Weights"), effect, _SAVE), act)


@does("surveys.write_questionnaire", target=queries.questionnaire)
def add_question(request: HttpRequest, one: Questionnaire) -> HttpResponse:
    """Add a question to a draft."""
    form = forms.QuestionForm(request.POST or None, initial={"required": True})

    def act(values: dict[str, Any]) -> None:
        actions.put_question(actor=request.user, questionnaire=one, question=form.question(), place=values.get("place"))

    return ask(request, form, _asked(one, Text("新题", "New question"), _KEPT, _SAVE), act)


@does("surveys.write_questionnaire", target=queries.asked)
def edit_question(request: HttpRequest, about: queries.Asked) -> HttpResponse:
    """Change a question of a draft."""
    one, question = about.questionnaire, about.question
    form = forms.QuestionForm(request.POST or None, initial=forms.initial_of(question))

    def act(values: dict[str, Any]) -> None:
        changed = form.question(question.id)
        actions.put_question(actor=request.user, questionnaire=one, question=changed, place=values.get("place"))

    return ask(request, form, _asked(one, Text("改题", "Edit a question"), _KEPT, _SAVE), act)


@does("surveys.write_questionnaire", target=queries.asked)
def remove_question(request: HttpRequest, about: queries.Asked) -> HttpResponse:
    """Take a question out of a draft."""
    one, question = about.questionnaire, about.question
    title = Text("删题", "Take a question out")
    effect = Text(f"删去“{question.text.zh}”。", f"Takes out “{question.text.of('en')}”.")
    asked = _asked(one, title, effect, Text("删去", "Take it out"), is_grave=True)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    act = actions.remove_question
    return ask(request, form, asked, lambda _: act(actor=request.user, questionnaire=one, question_id=question.id))


@does("surveys.publish_questionnaire", target=queries.questionnaire)
def publish(request: HttpRequest, one: Questionnaire) -> HttpResponse:
    """Publish a draft."""
    effect = Text(
        "发布后题目、单位和权重都不能再改；链接在起止日期内收答卷。",
        "Questions, bodies and weights can no longer be changed; the links take answers within the days.",
    )
    asked = _asked(one, Text("发布", "Publish"), effect, Text("发布", "Publish"))
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    return ask(request, form, asked, lambda _: actions.publish(actor=request.user, questionnaire=one))


@does("surveys.write_questionnaire", target=queries.questionnaire)
def revise(request: HttpRequest, one: Questionnaire) -> HttpResponse:
    """Make the next version of a published questionnaire."""
    effect = Text(
        "复制为新的草稿；原版本和它的答卷不变，分别计算。",
        "A copy as a new draft; this version and its answers stay and are counted apart.",
    )
    asked = _asked(one, Text("另建新版本", "New version"), effect, Text("建立", "Make it"))
    made: list[Questionnaire] = []
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    answer = ask(request, form, asked, lambda _: made.append(actions.revise(actor=request.user, questionnaire=one)))
    if made:
        answer["Location"] = pages.url_of(made[0])
    return answer


@does("surveys.close_questionnaire", target=queries.questionnaire)
def close(request: HttpRequest, one: Questionnaire) -> HttpResponse:
    """Close a survey."""
    early = one.closes >= clock.today() and Text("截止日期未到。", "Its last day has not passed. ")
    frozen = Text(
        "结束后不再收答卷，结果固定，可以导入台账；不能重新打开。",
        "No more answers; the result is fixed and can go into a ledger; it cannot be opened again.",
    )
    effect = Text(f"{early.zh}{frozen.zh}", f"{early.of('en')}{frozen.of('en')}") if early else frozen
    asked = _asked(one, Text("结束调查", "Close"), effect, Text("结束", "Close"), is_grave=True)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, asked, lambda told: actions.close_questionnaire(actor=request.user, questionnaire=one, **told)
    )


@does("surveys.feed_ledger", target=queries.questionnaire)
def feed(request: HttpRequest, one: Questionnaire) -> HttpResponse:
    """Bring the result into a ledger."""
    books = queries.books_for(request.user, one.year)
    form = forms.FeedForm(request.POST or None, books=books)
    effect = Text(
        "按单位和调查方式各一行写入“满意度调查”表，作为第八项（二）的依据；可以在台账里整批撤销。",
        "One row for each body and way in the table of surveys, the ground of item 8(2); it can be undone there.",
    )
    asked = _asked(one, Text("导入台账", "Into the ledger"), effect, Text("导入", "Bring in"))
    if not books:
        context = {"one": one, "crumbs": pages.crumbs_of(one), "books_url": reverse("intake:books")}
        return render(request, "surveys/no_books.html", context)
    return ask(
        request, form, asked, lambda told: actions.bring_into_book(actor=request.user, questionnaire=one, **told)
    )


@does("surveys.read_questionnaire", target=queries.questionnaire)
def preview(request: HttpRequest, one: Questionnaire) -> HttpResponse:
    """Show the questions as the public will see them; nothing can be handed in."""
    read = questions.read_all(one.questions)
    context = {
        "one": one,
        "greeting": say(Text(one.greeting, one.greeting_en or one.greeting)) if one.greeting else "",
        "drawn": asking.drawn(read, lambda _: (), {}),
        "crumbs": pages.crumbs_of(one),
    }
    return render(request, "surveys/preview.html", context)
