"""Pages of results from above: the list, one with its rows and readers, entering, importing, circulating."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhiheng_web.audit import acts
from zhiheng_web.cases import queries as cases
from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.lib import policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.given_files import shown_file
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text
from zhiheng_web.supervision.actions import external as actions
from zhiheng_web.supervision.forms import external as forms
from zhiheng_web.supervision.models import ExternalReview, ExternalRow
from zhiheng_web.supervision.models.external import STATE_TEXTS
from zhiheng_web.supervision.pages import EXTERNAL, NOTHING, SAVE, Asked, ListPage, ask, show_list, url, went
from zhiheng_web.supervision.queries import external as queries
from zhiheng_web.supervision.queries.external import CIRCULATE, ENTER, READ
from zhiheng_web.supervision.queries.readers import unread
from zhiheng_web.training.audience import Shared
from zhiheng_web.training.forms.parts import ReasonForm, initial_of
from zhiheng_web.training.queries.bodies import bodies_for


def _href(one: ExternalReview) -> str:
    return url("external", one.pk)


def _of_year(rows: Any, typed: str) -> Any:
    return rows.filter(year=int(typed) if typed.isdecimal() and len(typed) < 5 else 0)


_SPEC = Spec(
    name=EXTERNAL,
    columns=(
        Column("title", Text("文件名称", "Title"), lambda one: one.title, order_by=("title",), href=_href),
        Column("issuer", Text("评查机关", "Reviewed by"), lambda one: one.issuer, order_by=("issuer",)),
        Column("year", Text("年度", "Year"), lambda one: str(one.year), order_by=("year",)),
        Column("number", Text("文号", "Number"), lambda one: one.document_no),
        Column("rows", Text("结果条数", "Rows"), lambda one: one.row_count, "number", ("row_count",)),
        Column("state", Text("状态", "State"), lambda one: one.state_text, "state"),
        Column("at", Text("通报日期", "Circulated"), lambda one: one.circulated_at, "day", ("circulated_at",)),
        Column("body", Text("转发机构", "Passed on by"), lambda one: one.body.name, order_by=("body__path",)),
    ),
    filters=(
        Filter("title", Text("名称", "Title"), lambda rows, typed: rows.filter(title__icontains=typed)),
        Filter("year", Text("年度", "Year"), _of_year),
        Filter("issuer", Text("评查机关", "Reviewed by"), lambda rows, typed: rows.filter(issuer__icontains=typed)),
        Filter("state", Text("状态", "State"), lambda rows, typed: rows.filter(state=typed),
               [(key, text) for key, (text, _) in STATE_TEXTS.items()], "choice"),
    ),
    order="-year",
)  # fmt: skip


@does(READ)
def externals(request: HttpRequest) -> HttpResponseBase:
    """Show the results from above that a person may read."""
    may_enter = policy.may_somewhere(request.user, ENTER)
    page = ListPage(
        EXTERNAL,
        Text(
            "上级机关案卷评查的结果，转发各单位，逐人确认已阅。",
            "Results of reviews held above, passed on to the units; each person confirms.",
        ),
        Text("还没有上级评查结果", "There is no result from above yet"),
        Text("收到上级的评查文件后登记，导入结果，再通报。", "Enter the paper, import its rows, circulate it."),
        Text("登记", "Enter") if may_enter else NOTHING,
        url("new_external") if may_enter else "",
    )
    return show_list(request, Listing(request, queries.externals_for(request.user), _SPEC), page)


def crumbs_of(one: ExternalReview | None = None) -> list[tuple[Any, str]]:
    """Return the way to a result."""
    way: list[tuple[Any, str]] = [(EXTERNAL, url("externals"))]
    return [*way, (one.title, _href(one))] if one else way


@does(READ, target=queries.shared_external)
def external(request: HttpRequest, shared: Shared) -> HttpResponse:
    """Show a result: its rows, the original, who has not read it."""
    one: ExternalReview = shared.thing
    person = request.user
    queries.demand_read(person, one)
    is_author = queries.is_author(person, one)
    rows = queries.rows_for(person, one)
    context = {
        "one": one,
        "rows": rows,
        "readable": {row.case_id for row in rows if row.case and cases.may(person, row.case)},
        "originals": list(evidence_about(one)) if is_author or queries.reads_all(person, one) else [],
        "unread": unread(one.bulletin) if one.bulletin and one.state == "circulated" and is_author else [],
        "may_enter": is_author and one.state == "draft",
        "may_attach": is_author and one.state != "withdrawn",
        "may_circulate": one.state == "draft" and policy.may(person, CIRCULATE, one.body),
        "may_withdraw": one.state != "withdrawn" and policy.may(person, CIRCULATE, one.body),
        "crumbs": crumbs_of(),
    }
    return render(request, "supervision/external.html", context)


_EFFECT = Text("先保存，再导入或填写结果，核对后通报。", "Saved first; then enter its rows, look, circulate.")


@does(ENTER)
def new_external(request: HttpRequest) -> HttpResponse:
    """Enter a result from above."""
    form = forms.ExternalForm(request.POST or None, bodies=bodies_for(request.user, ENTER))

    def act(told: dict[str, Any]) -> str:
        told.pop("version")
        return _href(actions.enter_external(actor=request.user, body=told.pop("body"), values=told))

    title = Text("登记上级评查结果", "Enter a result from above")
    return ask(request, form, Asked(title, _EFFECT, SAVE, url("externals"), crumbs_of()), act)


@does(ENTER, target=queries.external)
def edit_external(request: HttpRequest, one: ExternalReview) -> HttpResponse:
    """Change a result before it is circulated."""
    form = forms.ExternalForm(request.POST or None, initial=initial_of(one, actions.FIELDS), bodies=None)

    def act(told: dict[str, Any]) -> None:
        version = told.pop("version")
        actions.enter_external(actor=request.user, body=one.body, values=told, external=one, version=version)

    return ask(request, form, Asked(Text("修改", "Change"), _EFFECT, SAVE, _href(one), crumbs_of(one)), act)


@does(ENTER, target=queries.external)
def add_row(request: HttpRequest, one: ExternalReview) -> HttpResponse:
    """Add a row by hand."""
    form = forms.ExternalRowForm(request.POST or None)
    effect = Text("单位和案件与系统里的对得上的，自动关联。", "Unit and case are linked where they are known here.")
    asked = Asked(Text("填写结果", "Add a row"), effect, SAVE, _href(one), crumbs_of(one))
    return ask(
        request, form, asked, lambda _: actions.add_rows(actor=request.user, external=one, rows=[form.told()]) and None
    )


@does(ENTER, target=queries.external)
def import_rows(request: HttpRequest, one: ExternalReview) -> HttpResponse:
    """Add the rows of a table."""
    form = forms.TableForm(request.POST or None, request.FILES or None)
    effect = Text("有一行读不懂，就一行也不导入。", "Where one line cannot be read, none is imported.")
    asked = Asked(Text("导入结果", "Import rows"), effect, Text("导入", "import"), _href(one), crumbs_of(one))

    def act(told: dict[str, Any]) -> None:
        file = told["table"]
        actions.import_rows(actor=request.user, external=one, file=file, name=file.name)

    return ask(request, form, asked, act)


@does(ENTER, target=queries.row)
@require_POST
def remove_row(request: HttpRequest, row: ExternalRow) -> HttpResponse:
    """Take a row out."""
    actions.remove_row(actor=request.user, row=row)
    return went(request, Text("已移除", "removed"), "external", row.review_id)


@does(ENTER, target=queries.external)
def attach_original(request: HttpRequest, one: ExternalReview) -> HttpResponse:
    """Keep the paper as it came."""
    form = forms.OriginalForm(request.POST or None, request.FILES or None)
    effect = Text("原件照原样保存，以摘要值固定。", "It is kept as it is, under its digest.")
    asked = Asked(Text("上传原件", "Bring the original"), effect, Text("上传", "upload"), _href(one), crumbs_of(one))

    def act(told: dict[str, Any]) -> None:
        person: Any = request.user
        with acts.act(person, ENTER):
            for file in told["papers"]:
                actions.keep_original(actor=person, external=one, file=file, name=file.name, size=file.size)

    return ask(request, form, asked, act)


@does(READ, target=queries.original_of)
def original(request: HttpRequest, one: queries.Original) -> HttpResponseBase:
    """Give out the paper as it came."""
    queries.demand_original(request.user, one)
    return shown_file(one.file.digest, name=one.file.name, media_type=one.file.media_type)


@does(CIRCULATE, target=queries.external)
@require_POST
def circulate_external(request: HttpRequest, one: ExternalReview) -> HttpResponse:
    """Circulate a result as its page shows it."""
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 9 else -1
    actions.circulate_external(actor=request.user, external=one, version=seen)
    return went(request, Text("已通报", "circulated"), "external", one.pk)


@does(CIRCULATE, target=queries.external)
def withdraw_external(request: HttpRequest, one: ExternalReview) -> HttpResponse:
    """Withdraw a result with the reason."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    effect = Text("通报一并撤回，理由保留。", "Its bulletin is withdrawn with it; the reason stays.")
    asked = Asked(Text("撤回", "Withdraw"), effect, Text("撤回", "withdraw"), _href(one), crumbs_of(one), is_grave=True)
    return ask(
        request, form, asked, lambda told: actions.withdraw_external(actor=request.user, external=one, **told) and None
    )
