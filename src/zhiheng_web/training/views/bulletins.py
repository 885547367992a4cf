"""Bulletins and commentaries: the lists, one of them, writing and its preview, who has read it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhiheng_web.lib import policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text
from zhiheng_web.training import papers
from zhiheng_web.training.actions import bulletins as actions
from zhiheng_web.training.audience import Shared
from zhiheng_web.training.forms import bulletins as forms
from zhiheng_web.training.forms.parts import ReasonForm
from zhiheng_web.training.masking import KIND_TEXTS
from zhiheng_web.training.models import Bulletin, Comment, Series
from zhiheng_web.training.models.bulletins import STATE_TEXTS
from zhiheng_web.training.pages import NOTHING, SAVE, Asked, ListPage, ask, show_list, url, went
from zhiheng_web.training.queries import bulletins as queries
from zhiheng_web.training.queries.bodies import bodies_for
from zhiheng_web.training.queries.campaigns import campaigns_to_tag

BULLETINS, COMMENTARIES = Text("通报", "Bulletins"), Text("案件点评", "Case commentaries")
SERIES = Text("系列", "Series")
_MINE = (Text("已阅", "read"), "good")
_UNREAD = (Text("未阅", "not read"), "warn")


def _state(one: Any) -> tuple[Text, str]:
    if one.state != "published":
        return STATE_TEXTS[one.state]
    return _MINE if one.is_read else _UNREAD


def _spec(name: Text) -> Spec:
    return Spec(
        name=name,
        columns=(
            Column("number", Text("编号", "No."), lambda one: one.issue_text, order_by=("number",)),
            Column(
                "title",
                Text("标题", "Title"),
                lambda one: one.shown.get("title") or one.title,
                order_by=("title",),
                href=lambda one: url("bulletin", one.pk),
            ),
            Column("series", Text("系列", "Series"), lambda one: one.series.name, order_by=("series__name",)),
            Column("body", Text("发布机构", "Published by"), lambda one: one.body.name),
            Column(
                "at",
                Text("发布日期", "Published on"),
                lambda one: one.published_at,
                kind="day",
                order_by=("published_at",),
            ),
            Column("read", Text("已阅人数", "Read by"), lambda one: one.times_read, kind="number"),
            Column("state", Text("状态", "State"), _state, kind="state"),
        ),
        filters=(
            # Names stand in what was written: readers search what is shown to them.
            Filter("words", Text("标题", "Title"), lambda rows, typed: rows.filter(shown__title__icontains=typed)),
            Filter(
                "state",
                Text("状态", "State"),
                lambda rows, typed: rows.filter(state=typed),
                [(key, text) for key, (text, _) in STATE_TEXTS.items()],
                "choice",
            ),
            Filter(
                "from",
                Text("发布自", "Published since"),
                lambda rows, day: rows.filter(published_at__date__gte=day),
                kind="day",
            ),
        ),
        order="-at",
    )


_SPECS = {"bulletin": _spec(BULLETINS), "commentary": _spec(COMMENTARIES)}


@does(queries.READ)
def bulletins(request: HttpRequest) -> HttpResponseBase:
    """Show the bulletins that a person may read."""
    lead = Text(
        "评查结果的通报，按系列连续编号；在内部发布，姓名、地点已遮盖。",
        "Circulars on reviews, numbered; within staff, names masked.",
    )
    return _listed(request, "bulletin", BULLETINS, lead)


@does(queries.READ)
def commentaries(request: HttpRequest) -> HttpResponseBase:
    """Show the commentaries on cases that a person may read."""
    lead = Text(
        "有普遍指导意义或问题较多的案件，供全体办案人员学习。",
        "Cases of general guidance or with many problems, for all to learn from.",
    )
    return _listed(request, "commentary", COMMENTARIES, lead)


def _listed(request: HttpRequest, kind: str, title: Text, lead: Text) -> HttpResponseBase:
    listing = Listing(request, queries.bulletins_for(request.user, kind), _SPECS[kind])
    may_write = policy.may_somewhere(request.user, queries.WRITE)
    links = ((SERIES, url("series")),) if may_write else ()
    page = ListPage(
        title,
        lead,
        Text("还没有发布", "Nothing has been published yet"),
        Text(
            "由法制大队起草、预览遮盖效果后发布。", "The legal brigade writes, looks at what is masked, and publishes."
        ),
        Text("起草", "Write") if may_write else NOTHING,
        f"{url('write_bulletin')}?kind={kind}" if may_write else "",
        links,
    )
    return show_list(request, listing, page)


@does(queries.READ, target=queries.shared_bulletin)
def bulletin(request: HttpRequest, shared: Shared) -> HttpResponse:
    """Show a bulletin as its readers see it, with comments; to those who write also how it stands."""
    one: Bulletin = shared.thing
    queries.demand_read(request.user, one)
    if one.state == "draft":
        return _preview(request, one)
    person = request.user
    context = {
        "one": one,
        "parts": _parts(one, one.shown),
        "comments": one.comments.filter(taken_down_at=None).select_related("account"),
        "is_read": one.receipts.filter(account=person.pk).exists(),
        "times_read": one.receipts.count(),
        "may_withdraw": one.state == "published" and policy.may(person, "training.withdraw_bulletin", one.body),
        "may_take_down": policy.may(person, "training.take_down_comment", one.body),
        "is_author": queries.is_author(person, one),
        "may_issue": papers.can_be_issued(one) and policy.may(person, "training.publish_bulletin", one.body),
        "crumbs": crumbs_of(one),
        "form": forms.CommentForm(),
    }
    return render(request, "training/bulletins/bulletin.html", context)


def _preview(request: HttpRequest, one: Bulletin) -> HttpResponse:
    shown, found = queries.preview(one)
    context = {
        "one": one,
        "parts": _parts(one, shown),
        "title": shown["title"],
        "found": [{**hit, "kind": KIND_TEXTS[hit["kind"]]} for hit in found],
        "may_publish": policy.may(request.user, "training.publish_bulletin", one.body),
        "crumbs": crumbs_of(one),
    }
    return render(request, "training/bulletins/preview.html", context)


def _parts(one: Bulletin, shown: dict[str, str]) -> list[tuple[Text | None, str]]:
    heads = {
        "text": Text("案情", "Facts") if one.is_commentary else None,
        "problems": Text("问题", "Problems"),
        "handling": Text("正确做法", "How it is done right"),
    }
    return [(head, shown.get(name, "")) for name, head in heads.items() if shown.get(name)]


def crumbs_of(one: Bulletin) -> list[tuple[Any, str]]:
    """Return the way to a bulletin."""
    if one.is_commentary:
        return [(COMMENTARIES, url("commentaries"))]
    return [(BULLETINS, url("bulletins"))]


@does(queries.WRITE)
def write_bulletin(request: HttpRequest) -> HttpResponse:
    """Write a bulletin or a commentary; `?kind=`, `?case=`, `?activity=` come with links of other pages."""
    kind = "commentary" if request.GET.get("kind") == "commentary" else "bulletin"
    rows = _rows(request.user, queries.series_for(request.user, kind=kind))
    if not rows["series"].exists():
        return render(request, "training/bulletins/no_series.html", {"crumbs": [(BULLETINS, url("bulletins"))]})
    named = {name: request.GET.get(name) for name in ("case", "activity", "month", "campaign", "series")}
    form = forms.BulletinForm(request.POST or None, initial=named, rows=rows)
    back = url("commentaries" if kind == "commentary" else "bulletins")

    def act(told: dict[str, Any]) -> str:
        series: Series = told.pop("series")
        return url("bulletin", actions.write_bulletin(actor=request.user, series=series, values=told).pk)

    title = Text("起草点评", "Write a commentary") if kind == "commentary" else Text("起草通报", "Write a bulletin")
    return ask(
        request,
        form,
        Asked(title, _EFFECT, SAVE, back, [(COMMENTARIES if kind == "commentary" else BULLETINS, back)]),
        act,
    )


@does(queries.WRITE, target=queries.bulletin)
def edit_bulletin(request: HttpRequest, one: Bulletin) -> HttpResponse:
    """Change a draft."""
    names = (
        "title",
        "text",
        "problems",
        "handling",
        "activity",
        "month",
        "campaign",
        "clear",
        "clear_reason",
        "version",
    )
    initial = {**{name: getattr(one, name) for name in names}, "case": one.case.code if one.case else ""}
    form = forms.BulletinForm(
        request.POST or None,
        initial=initial,
        rows=_rows(request.user, Series.objects.none()),
        body=one.body,
        is_new=False,
    )

    def act(told: dict[str, Any]) -> None:
        version = told.pop("version") or 0
        actions.write_bulletin(actor=request.user, series=one.series, values=told, bulletin=one, version=version)

    back = url("bulletin", one.pk)
    return ask(request, form, Asked(Text("修改草稿", "Change the draft"), _EFFECT, SAVE, back, crumbs_of(one)), act)


def _rows(person: Any, series: Any) -> dict[str, Any]:
    bodies = bodies_for(person, queries.WRITE)
    return {
        "series": series,
        "activity": queries.activities_within(bodies),
        "campaign": campaigns_to_tag(person),
    }


_EFFECT = Text(
    "保存为草稿；下一页看到遮盖后的样子，核对后再发布。",
    "Saved as a draft; the next page shows it masked, to be looked at first.",
)


@does("training.publish_bulletin", target=queries.bulletin)
@require_POST
def publish_bulletin(request: HttpRequest, one: Bulletin) -> HttpResponse:
    """Publish a draft as its preview shows it."""
    version = request.POST.get("version", "")
    done = actions.publish_bulletin(
        actor=request.user, bulletin=one, version=int(version) if version.isdecimal() and len(version) < 9 else -1
    )
    issue = done.issue_text or Text("", "")
    return went(request, Text(f"已发布{issue.zh}", f"published as {issue.en}"), "bulletin", one.pk)


@does("training.withdraw_bulletin", target=queries.bulletin)
def withdraw_bulletin(request: HttpRequest, one: Bulletin) -> HttpResponse:
    """Withdraw an issue with the reason."""
    back = url("bulletin", one.pk)
    effect = Text("编号和理由仍然可见，正文不再显示。", "Number and reason stay in sight, the text does not.")
    asked = Asked(Text("撤回", "Withdraw"), effect, Text("撤回", "withdraw"), back, crumbs_of(one), is_grave=True)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, asked, lambda told: actions.withdraw_bulletin(actor=request.user, bulletin=one, **told) and None
    )


@does("training.confirm_reading", target=queries.shared_bulletin)
@require_POST
def confirm_reading(request: HttpRequest, shared: Shared) -> HttpResponse:
    """Confirm having read a bulletin."""
    actions.confirm_reading(actor=request.user, bulletin=shared.thing)
    return went(request, Text("已记为已阅", "noted as read"), "bulletin", shared.thing.pk)


@does("training.comment", target=queries.shared_bulletin)
@require_POST
def comment(request: HttpRequest, shared: Shared) -> HttpResponse:
    """Comment on a bulletin."""
    actions.comment(actor=request.user, bulletin=shared.thing, text=request.POST.get("text", "")[:1000])
    return went(request, Text("评论已发表", "comment entered"), "bulletin", shared.thing.pk)


@does("training.take_down_comment", target=queries.comment)
def take_down_comment(request: HttpRequest, one: Comment) -> HttpResponse:
    """Take a comment down with the reason."""
    back = url("bulletin", one.bulletin_id)
    effect = Text("评论不再显示，记录保留。", "The comment is no longer shown; the record stays.")
    asked = Asked(Text("撤下评论", "Take a comment down"), effect, Text("撤下", "take down"), back, [], is_grave=True)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, asked, lambda told: actions.take_down_comment(actor=request.user, comment=one, **told) and None
    )
