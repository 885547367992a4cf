"""The pages of commendation and criticism: the lists of a cycle, choosing and taking off, the circulars."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.bodies.pages import Asked, ask
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.actions import mentions as actions
from zhiheng_web.evaluations.forms.consequence import CircularForm, MentionForm
from zhiheng_web.evaluations.forms.result import ReasonForm
from zhiheng_web.evaluations.models import Cycle
from zhiheng_web.evaluations.reading import consequence as reading
from zhiheng_web.evaluations.reading.consequence import MentionOf
from zhiheng_web.evaluations.views.verification import cycle_crumbs
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text


def _url(cycle: Cycle) -> str:
    return reverse("evaluations:mentions", args=[cycle.pk])


def _crumbs(cycle: Cycle) -> list[tuple[Text, str]]:
    return cycle_crumbs(cycle, (Text("通报名单", "Mentions"), _url(cycle)))


@does("evaluations.read_cycle", target=queries.cycle)
def mentions(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Show the lists of commendation and criticism and the circulars."""
    entries = list(reading.mentions_of(cycle))
    context = {
        "cycle": cycle,
        "groups": [(key, text, [one for one in entries if one.kind == key]) for key, text in actions.KINDS.items()],
        "circulars": list(reading.circulars_of(cycle)),
        "is_published": cycle.publications.exists(),
        "may_choose": policy.may(request.user, "evaluations.choose_mention", cycle.organiser),
        "crumbs": cycle_crumbs(cycle),
    }
    return render(request, "evaluations/consequence/mentions.html", context)


@does("evaluations.choose_mention", target=queries.cycle)
def choose(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Choose a body or person."""
    effect = Text(
        "发布前选定的列入通报；发布后另印表扬或批评通报（HN-14）。",
        "Before the publication it enters the report, afterwards a circular (HN-14).",
    )
    asked = Asked(Text("列入名单", "Put on a list"), effect, Text("列入", "Put on"), _url(cycle), _crumbs(cycle))
    chosen = cycle.assessments.select_related("body", "cycle__organiser")
    form = MentionForm(request.POST or None, assessments=chosen)
    return ask(request, form, asked, lambda told: actions.choose_mention(actor=request.user, **told))


@does("evaluations.choose_mention", target=reading.mention)
def withdraw(request: HttpRequest, entry: MentionOf) -> HttpResponse:
    """Take somebody off a list."""
    one = entry.mention
    name = one.person or one.body.name
    asked = Asked(
        Text(f"从名单撤下：{name}", f"Take off the list: {name}"),
        Text("记录留存；已印发的通报不变。", "The entry is kept; circulars that were issued stay."),
        Text("撤下", "Take off"),
        _url(one.cycle),
        _crumbs(one.cycle),
    )
    form = ReasonForm(request.POST or None)
    return ask(request, form, asked, lambda told: actions.withdraw_mention(actor=request.user, mention=one, **told))


@does("evaluations.choose_mention", target=queries.cycle)
def circular(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Issue a circular for a list."""
    kind = request.GET.get("kind", "")
    if kind not in actions.KINDS:
        reason = Text("没有这种通报", "there is no such circular")
        raise Refusal(Fault("no_kind", Place(), reason, Text("从名单页进入", "go there from the lists"), kind))
    text = actions.KINDS[kind]
    asked = Asked(
        Text(f"印发{text.zh}", f"Issue the circular of {text.en}"),
        Text(
            "名单上的单位和个人全部列入，印发后不能修改。", "All on the list are named; once issued it is not changed."
        ),
        Text("印发", "Issue"),
        _url(cycle),
        _crumbs(cycle),
    )
    form = CircularForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, asked, lambda told: actions.issue_circular(actor=request.user, cycle=cycle, kind=kind, **told)
    )
