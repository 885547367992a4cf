"""Pages of the year's check: bodies with and without a finished review, and the report to the bureau above."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.given_files import shown_file
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.marks import link_mark
from zhiheng_web.lib.words import Text
from zhiheng_web.supervision.actions import years as actions
from zhiheng_web.supervision.forms import years as forms
from zhiheng_web.supervision.pages import NOTHING, SAVE, YEARS, Asked, ListPage, ask, show_list, url
from zhiheng_web.supervision.queries import years as queries
from zhiheng_web.supervision.queries.years import Finished, SubmissionPaper, YearOf

_STATES = (
    ("done", Text("已完成评查", "review finished")),
    ("open", Text("已完成，未上报", "finished, not reported above")),
    ("none", Text("没有完成评查", "no review finished")),
)


def _in_state(rows: list[YearOf], state: str) -> list[YearOf]:
    if state == "open":
        return [one for one in rows if one.activity is not None and one.activity.submitted_on is None]
    return [one for one in rows if (one.activity is None) is (state == "none")]


def _of_activity(name: str) -> Any:
    return lambda one: getattr(one.activity, name) if one.activity else None


def _spec(person: Any) -> Spec:
    def record(one: YearOf) -> Any:
        may = one.activity is not None and policy.may(person, queries.RECORD, one.body)
        return (_CORRECT if one.submission else _RECORD) if may else None

    return Spec(
        name=YEARS,
        columns=(
            Column("body", Text("机构", "Body"), lambda one: one.body.name),
            Column("state", Text("状态", "State"), lambda one: one.state_text, "state"),
            Column("activity", Text("评查活动", "Review"), _of_activity("title"), href=_activity_href),
            Column("reported", Text("报告日期", "Report issued"), _of_activity("reported_at"), "day"),
            Column("to", Text("报送机关", "Submitted to"), _of_activity("submitted_to")),
            Column("on", Text("报送日期", "Submitted on"), _of_activity("submitted_on"), "day"),
            Column("reference", Text("报送文号", "Reference"), lambda one: one.submission and one.submission.reference),
            Column("deed", Text("办理", "Deeds"), record, href=_record_href),
        ),
        filters=(
            # The rows are those of the year already; the filter stands here so that it can be chosen.
            Filter("year", Text("年度", "Year"), lambda rows, typed: rows),
            Filter("state", Text("状态", "State"), _in_state, _STATES, "choice"),
            Filter("body", Text("机构", "Body"), lambda rows, typed: [one for one in rows if typed in one.body.name]),
        ),
    )


_RECORD, _CORRECT = Text("登记上报", "Record the report"), Text("查看、更正", "Look, correct")


def _activity_href(one: YearOf) -> str | None:
    return reverse("reviews:activity", args=[one.activity.pk]) if one.activity else None


def _record_href(one: YearOf) -> str | None:
    return url("record_submission", one.activity.pk) if one.activity else None


@does(queries.READ)
def years(request: HttpRequest) -> HttpResponseBase:
    """Show the bodies with and without a finished review in a year, this one unless another is asked for."""
    typed = request.GET.get("year", "").strip()
    is_year = typed.isascii() and typed.isdecimal() and len(typed) == 4 and 1950 <= int(typed) <= 2199
    year = int(typed) if is_year else clock.today().year
    may_open = policy.may_somewhere(request.user, "reviews.open_activity")
    page = ListPage(
        Text(f"{year} 年度评查完成情况", f"Reviews of {year}"),
        Text(
            "全年开展案卷评查不少于一次，结果及时上报上级机关。",
            "At least one review of files a year, its results reported to the bureau above.",
        ),
        Text("没有需要评查的机构", "No body has to review files"),
        Text("建立台账或者评查活动的机构列在这里。", "Bodies that keep a ledger or review files stand here."),
        Text("评查活动", "Reviews") if may_open else NOTHING,
        reverse("reviews:activities") if may_open else "",
    )
    return show_list(request, Listing(request, queries.years_for(request.user, year), _spec(request.user)), page)


@does(queries.RECORD, target=queries.activity)
def record_submission(request: HttpRequest, one: Finished) -> HttpResponse:
    """Record that the result of a review was reported above, or correct what was recorded."""
    activity, known = one.activity, one.submission
    initial = {"submitted_to": activity.submitted_to, "submitted_on": activity.submitted_on}
    initial["reference"] = known.reference if known else ""
    form = forms.ReportedForm(request.POST or None, request.FILES or None, initial=initial)
    effect = Text(
        "记入年度评查完成情况；更正时原来的记录留在审计里。",
        "It enters the year's check; corrections stay in the trail.",
    )
    facts: list[tuple[Text, Any]] = [(Text("评查活动", "Review"), activity.title)]
    if known:
        papers = [(url("submission_paper", known.pk, file.pk), file.name) for file in evidence_about(known)]
        facts += [(Text("已存材料", "Paper kept"), link_mark(name, link)) for link, name in papers]
    back = url("years")
    asked = Asked(Text("登记上报", "Record the report"), effect, SAVE, back, [(YEARS, back)], facts)

    def act(told: dict[str, Any]) -> None:
        files = [(file, file.name, file.size) for file in told.pop("papers")]
        actions.record_submission(actor=request.user, activity=activity, files=files, **told)

    return ask(request, form, asked, act)


@does(queries.READ, target=queries.submission_paper)
def submission_paper(request: HttpRequest, one: SubmissionPaper) -> HttpResponseBase:
    """Give out a paper of a report."""
    return shown_file(one.file.digest, name=one.file.name, media_type=one.file.media_type)
