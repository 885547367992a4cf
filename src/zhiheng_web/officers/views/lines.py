"""An officer's month with its files and comments, red cards, summary, documents, and the rules of a bureau."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.pages import Asked, ask
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.lib import policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import guards, links, queries, rules
from zhiheng_web.officers.actions import lists, publishing, settling
from zhiheng_web.officers.forms.months import EFFECTS, RULES_FORMS, CircularForm, SummaryForm, TextForm
from zhiheng_web.officers.models import Comment, Month, MonthLine, Setting, Tracking
from zhiheng_web.officers.models.settings import TOPICS
from zhiheng_web.officers.queries import OfBureau
from zhiheng_web.officers.reading import month_page
from zhiheng_web.officers.reading.settled import settled_of
from zhiheng_web.officers.summaries import summary_of
from zhiheng_web.officers.views.months import MONTHS, crumbs_of, month_url

RED_CARDS = Text("红牌", "Red cards")


@does("officers.read_line", target=queries.line)
def month_line(request: HttpRequest, line: MonthLine) -> HttpResponse:
    """Show an officer's month: how the average came about, every file, comments and replies, other months."""
    person = request.user
    guards.demand_read_line(person, line)
    own = line.officer.account_id is not None and line.officer.account_id == person.pk
    others = queries.lines_for(person).filter(officer=line.officer).exclude(pk=line.pk).order_by("-month__month")[:12]
    files = list(line.files.select_related("file_review__body", "file_review__case"))
    context = {
        "line": line,
        "month": line.month,
        "own": own,
        "card": month_page.card_mark(line),
        "probability": month_page.percent(line.probability),
        "files": [
            (one, links.file_review(one.file_review_id), month_page.ROLES[one.role], month_page.COUNTS[one.counts])
            for one in files
        ],
        "comments": list(line.comments.select_related("by", "replied_by")),
        "others": list(others),
        "trackings": list(Tracking.objects.filter(line=line)),
        "may_comment": line.month.state == "published"
        and not own
        and policy.may(person, "officers.comment", line.month.organiser),
        "may_reply": own and policy.may(person, "officers.reply", line.body),
        "may_read_month": guards.may_read_month(person, line.month),
        "crumbs": crumbs_of(line.month),
    }
    return render(request, "officers/line.html", context)


def _line_url(line: MonthLine) -> str:
    return reverse("officers:month_line", args=[line.pk])


@does("officers.comment", target=queries.line_of_bureau)
def comment(request: HttpRequest, target: OfBureau) -> HttpResponse:
    """Comment on an officer's month."""
    line: MonthLine = target.thing
    effect = Text("本人会收到待办，可以回复。", "The officer is told and may reply.")
    title = Text(f"点评：{line.name}", f"Comment: {line.name}")
    asked = Asked(title, effect, Text("发表点评", "Comment"), _line_url(line), crumbs_of(line.month))
    form = TextForm(request.POST or None)
    return ask(request, form, asked, lambda told: publishing.comment(actor=request.user, line=line, **told))


@does("officers.reply", target=queries.comment)
def reply(request: HttpRequest, one: Comment) -> HttpResponse:
    """Reply to a comment on one's own month."""
    guards.demand_own(request.user, one.line.officer, "officers.reply")
    facts = [(Text("点评", "Comment"), one.text)]
    title = Text("回复点评", "Reply to a comment")
    effect = Text("只能回复一次。", "There is one reply.")
    back = _line_url(one.line)
    asked = Asked(title, effect, Text("回复", "Reply"), back, crumbs_of(one.line.month), facts)
    form = TextForm(request.POST or None)
    return ask(request, form, asked, lambda told: publishing.reply(actor=request.user, comment=one, **told))


@does("officers.share_summary", target=queries.month)
def summary(request: HttpRequest, one: Month) -> HttpResponse:
    """Show the summary for a group chat, to be copied by hand, and log where it was put."""
    is_masked = request.GET.get("names") != "full"
    form = SummaryForm(request.POST or None)
    effect = Text(
        "复制下面的文字到工作群，再登记发到了哪个群。微信群不在本系统内，发出后收不回；默认隐去姓名。",
        "Copy the text into the group, then log which group it was. A chat lies outside this system and nothing comes "
        "back from it; names are masked unless you choose otherwise.",
    )
    more = {"summary": summary_of(one, is_masked=is_masked), "is_masked": is_masked, "month": one}
    asked = Asked(
        Text("工作群摘要", "Summary for the group chat"),
        effect,
        Text("登记已发布", "Log it"),
        month_url(one),
        crumbs_of(one),
        more=more,
    )

    def act(told: dict[str, Any]) -> None:
        publishing.share_summary(actor=request.user, month=one, is_masked=is_masked, **told)

    answered = ask(request, form, asked, act)
    if answered.status_code == 303:
        return answered
    context = {"form": form, "asked": asked, "crumbs": asked.crumbs, **more}
    return render(request, "officers/summary.html", context, status=answered.status_code)


@does("officers.issue_list", target=queries.month)
@require_POST
def issue_list(request: HttpRequest, one: Month) -> HttpResponse:
    """Issue the list, or the red cards, as a document."""
    issued = lists.issue_list(actor=request.user, month=one, kind=request.POST.get("kind", "monthly_list"))
    return HttpResponseRedirect(links.to("documents:issued_document", issued.pk) or month_url(one), status=303)


@does("officers.issue_list", target=queries.month)
def circular(request: HttpRequest, one: Month) -> HttpResponse:
    """Issue the circular on units with many problems or poor quality."""
    units = list(one.units.filter(cases__gt=0).order_by("-shown", "body__path"))
    initial = {"bodies": [unit.body_id for unit in units if unit.is_poor]}
    form = CircularForm(request.POST or None, units=units, initial=initial)
    effect = Text(
        "达到设定标准的单位已勾选；来源文件没有规定标准，通报哪些单位由您确认。",
        "Units at a threshold of the settings are ticked; the source has none, whom it names is for you to confirm.",
    )
    asked = Asked(
        Text("通报单位", "Circular on units"), effect, Text("印发通报", "Issue"), month_url(one), crumbs_of(one)
    )
    return ask(request, form, asked, lambda told: lists.issue_circular(actor=request.user, month=one, **told))


def _tracked(line: MonthLine) -> tuple[Text, str] | None:
    found = list(line.trackings.all())
    return found[0].state_text if found else None


_RED_SPEC = Spec(
    name=RED_CARDS,
    columns=(
        Column(
            "month",
            Text("月份", "Month"),
            lambda one: one.month.name,
            order_by=("month__month",),
            href=lambda one: month_url(one.month),
        ),
        Column("name", Text("姓名", "Name"), lambda one: one.name, order_by=("name",)),
        Column("body", Text("单位", "Unit"), lambda one: one.body.name, order_by=("body__path",)),
        Column("cases", Text("案件数", "Files"), lambda one: one.cases, "number", ("cases",)),
        Column(
            "average",
            Text("平均扣分", "Average"),
            lambda one: one.shown,
            "points",
            ("shown",),
            lambda one: month_page.files_url(one.month, line=one.pk, problems="yes"),
        ),
        Column(
            "probability",
            Text("概率（估计）", "Probability"),
            lambda one: month_page.percent(one.probability),
            order_by=("probability",),
        ),
        Column("tracking", Text("跟踪督办", "Tracking"), _tracked, "state"),
    ),
    filters=(
        Filter("name", Text("姓名", "Name"), lambda rows, typed: rows.filter(name__icontains=typed)),
        Filter("unit", Text("单位", "Unit"), lambda rows, typed: rows.filter(body__name__icontains=typed)),
        Filter("since", Text("不早于", "From"), lambda rows, day: rows.filter(month__month__gte=day), kind="day"),
    ),
    order="-month",
)


@does("officers.read_month")
def red_cards(request: HttpRequest) -> HttpResponseBase:
    """Show the red cards of published months."""
    listing = Listing(request, queries.red_cards_for(request.user), _RED_SPEC)
    return listing.export() or render(request, "officers/red_cards.html", {"listing": listing})


@does("officers.set_rules", target=body_by_id)
def rules_of_bureau(request: HttpRequest, body: Body) -> HttpResponse:
    """Show what a bureau has settled, topic by topic, with every change."""
    history = Setting.objects.filter(organiser=body).select_related("set_by")[:50]
    may_switch = policy.may(request.user, "officers.switch_allocation", body)
    context = {"body": body, "topics": settled_of(body), "history": history, "may_switch": may_switch}
    return render(request, "officers/rules.html", {**context, "crumbs": [(MONTHS, reverse("officers:months"))]})


@does("officers.set_rules", target=body_by_id)
def set_rules(request: HttpRequest, body: Body) -> HttpResponse:
    """Settle a topic; which one stands in the query."""
    topic = request.GET.get("topic", "month")
    if topic not in RULES_FORMS:
        raise Http404
    told = rules.in_force(body, rules.SHAPES[topic]).model_dump()
    if told.get("probability") is not None:
        told["probability"] = told["probability"] * 100
    form = RULES_FORMS[topic](request.POST or None, initial=told)
    back = reverse("officers:rules", args=[body.pk])
    crumbs = [(MONTHS, reverse("officers:months")), (Text("计算规则", "Rules"), back)]
    title = Text(f"设定：{TOPICS[topic].zh}", f"Settle: {TOPICS[topic].en}")
    asked = Asked(title, EFFECTS[topic], Text("设定", "Settle"), back, crumbs)

    def act(given: dict[str, Any]) -> None:
        reason, values = given["reason"], form.values()
        settling.set_rules(actor=request.user, organiser=body, topic=topic, values=values, reason=reason)

    return ask(request, form, asked, act)
