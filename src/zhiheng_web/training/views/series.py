"""Who has read a bulletin, and the series in which bulletins are numbered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhiheng_web.lib import policy
from zhiheng_web.lib.columns import Column, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text
from zhiheng_web.training import papers
from zhiheng_web.training.actions import bulletins as actions
from zhiheng_web.training.forms import bulletins as forms
from zhiheng_web.training.models import Bulletin
from zhiheng_web.training.pages import NOTHING, SAVE, Asked, ListPage, ask, show_list, url, went
from zhiheng_web.training.queries import bulletins as queries
from zhiheng_web.training.queries.bodies import bodies_for
from zhiheng_web.training.views.bulletins import BULLETINS, SERIES, crumbs_of


@does(queries.WRITE, target=queries.bulletin)
def readers(request: HttpRequest, one: Bulletin) -> HttpResponse:
    """Show by body who has confirmed having read a bulletin, and who has not yet."""
    rows = queries.readership(one)
    read, people = sum(row.read for row in rows), sum(row.people for row in rows)
    context = {"one": one, "rows": rows, "read": read, "people": people, "receipts": queries.readers(one)}
    context["crumbs"] = [*crumbs_of(one), (one.shown.get("title", one.title), url("bulletin", one.pk))]
    return render(request, "training/bulletins/readers.html", context)


@does("training.publish_bulletin", target=queries.bulletin)
@require_POST
def issue_bulletin(request: HttpRequest, one: Bulletin) -> HttpResponse:
    """Issue a published bulletin as an official document."""
    made = papers.issue_document(actor=request.user, bulletin=one)
    return went(request, Text(f"已印发 {made.number}", f"issued as {made.number}"), "bulletin", one.pk)


_SERIES = Spec(
    name=SERIES,
    columns=(
        Column("name", Text("系列", "Series"), lambda one: one.name, order_by=("name",)),
        Column("kind", Text("类别", "Kind"), lambda one: one.kind_text, order_by=("kind",)),
        Column("body", Text("发布机构", "Body"), lambda one: one.body.name, order_by=("body__path",)),
        Column("last", Text("已发到", "Issues so far"), lambda one: one.last, kind="number", order_by=("last",)),
    ),
    order="name",
)


@does(queries.WRITE)
def series(request: HttpRequest) -> HttpResponseBase:
    """Show the series in which a person may write, with their counters."""
    may_keep = policy.may_somewhere(request.user, "training.keep_series")
    page = ListPage(
        SERIES,
        Text("每个系列连续编号，跨年不断。", "Each series is numbered without a break over the years."),
        Text("还没有系列", "There is no series yet"),
        Text("先设立系列，再起草通报或点评。", "Found a series, then write."),
        Text("设立系列", "Found a series") if may_keep else NOTHING,
        url("new_series") if may_keep else "",
    )
    crumbs = [(BULLETINS, url("bulletins"))]
    return show_list(request, Listing(request, queries.series_for(request.user), _SERIES), page, crumbs=crumbs)


@does("training.keep_series")
def new_series(request: HttpRequest) -> HttpResponse:
    """Found a series."""
    bodies = bodies_for(request.user, "training.keep_series")
    form = forms.SeriesForm(request.POST or None, bodies=bodies)
    back = url("series")
    effect = Text("期号在发布时给出，撤回的期号不再使用。", "Numbers are given on publication and never again.")

    def act(told: dict[str, Any]) -> None:
        told.pop("version")
        actions.keep_series(actor=request.user, **told)

    return ask(request, form, Asked(Text("设立系列", "Found a series"), effect, SAVE, back, [(SERIES, back)]), act)
