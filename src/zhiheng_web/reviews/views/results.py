"""The pages of a batch's results: numbers that open, units beside each other, the report and its submission."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiheng_web.bodies.pages import Asked, ask
from zhiheng_web.lib import policy
from zhiheng_web.lib.columns import Column, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.actions import results as actions
from zhiheng_web.reviews.forms.results import ComputeForm, ReportForm, SubmissionForm
from zhiheng_web.reviews.models import Activity, Summary
from zhiheng_web.reviews.reading import results as reading
from zhiheng_web.reviews.reading.calibration import may_see_own
from zhiheng_web.reviews.reading.files import hides_names
from zhiheng_web.reviews.views.pages import activity_crumbs, tell, to, tried

_READ, _COMPUTE, _REPORT = "reviews.read_activity", "reviews.compute", "reviews.report"
RESULTS = Text("评查结果", "Results")


def results_crumbs(one: Activity) -> list[tuple[Text, str]]:
    """Return where a page beneath the results of an activity stands."""
    return activity_crumbs(one, (RESULTS, reverse("reviews:results", args=[one.pk])))


@does(_READ, target=queries.activity)
def results(request: HttpRequest, one: Activity) -> HttpResponse:
    """Show what the review came to, or what is missing before it can be computed."""
    summary = reading.summary_of(one, request.GET.get("stage", ""))
    board = reading.Board(summary) if summary is not None else None
    context = {
        "activity": one,
        "board": board,
        "charts": board.charts() if board is not None else [],
        "is_stale": summary is not None and reading.is_stale(summary),
        "signed": reading.signed_count(one),
        # Words of another's card: not for whoever is still to read, perhaps that very file.
        "shows_examples": not reading.open_cards_of(request.user, one).exists(),
        "crumbs": activity_crumbs(one),
        **_frame(request, one, summary),
    }
    return render(request, "reviews/results/results.html", context)


def _frame(request: HttpRequest, one: Activity, summary: Summary | None) -> dict[str, Any]:
    person = request.user
    return {
        "summary": summary,
        "stages": [(key, text, summary is not None and summary.stage == key) for key, text in reading.STAGES.items()],
        "may_compute": policy.may(person, _COMPUTE, one.organiser),
        "may_report": policy.may(person, _REPORT, one.organiser),
        "may_calibrate": policy.may(person, "reviews.read_calibration", one.organiser),
        "may_see_own": may_see_own(person, one),
        "last_report": reading.reports_of(one).first(),
    }


@does(_READ, target=queries.activity)
def unit_comparison(request: HttpRequest, one: Activity) -> HttpResponse:
    """Show the units beside each other: raw averages, and estimates named as such."""
    summary = reading.summary_of(one, request.GET.get("stage", ""))
    board = reading.Board(summary) if summary is not None else None
    context = {
        "activity": one,
        "board": board,
        "charts": [board.unit_chart()] if board is not None else [],
        "crumbs": results_crumbs(one),
        **_frame(request, one, summary),
    }
    return render(request, "reviews/results/units.html", context)


@does(_READ, target=queries.activity)
def results_behind(request: HttpRequest, one: Activity) -> HttpResponseBase:
    """Show the files behind a number of the results."""
    summary = reading.summary_of(one, request.GET.get("stage", ""))
    if summary is None:
        raise Http404
    text, keys = reading.behind(summary, request.GET.get("group", "all"), request.GET.get("key", ""))
    listing = Listing(request, reading.files_behind(request.user, summary, keys), _spec(request.user, text))
    context = {
        "activity": one,
        "summary": summary,
        "text": text,
        "counted": len(keys),
        "listing": listing,
        "crumbs": results_crumbs(one),
    }
    return listing.export() or render(request, "reviews/results/behind.html", context)


def _spec(person: Any, text: Text) -> Spec:
    def body(row: Any) -> str:
        return "—" if hides_names(person, row[0]) else row[0].body.name

    return Spec(
        text,
        columns=(
            Column("case", Text("案件编号", "Case"), lambda row: row[0].case.code, order_by=("case",), href=_file),
            Column("body", Text("承办单位", "Unit"), body, order_by=("body",)),
            Column("score", Text("得分", "Score"), lambda row: row[1], "points", ("score",)),
            Column("deducted", Text("扣分", "Points lost"), lambda row: row[2], "points", ("deducted",)),
            Column("state", Text("状态", "State"), lambda row: row[0].state_text, "state"),
        ),
        filters=(),
        order="-deducted",
    )


def _file(row: Any) -> str:
    return reverse("reviews:file", args=[row[0].pk])


@does(_COMPUTE, target=queries.activity)
def compute_results(request: HttpRequest, one: Activity) -> HttpResponse:
    """Let the engine score the signed cards and keep the results."""
    form = ComputeForm(request.POST or None, initial={"stage": request.GET.get("stage", "first")})

    def act(values: dict[str, Any]) -> None:
        actions.compute(actor=request.user, activity=one, stage=values["stage"], asked=form.asked)

    asked = Asked(
        Text("汇总评查结果", "compute the results"),
        Text(
            "按已签署的考评卡计分并统计；以前的汇总保留。",
            "Signed cards are scored and counted; earlier results are kept.",
        ),
        Text("汇总", "compute"),
        reverse("reviews:results", args=[one.pk]),
        results_crumbs(one),
        [(Text("已签署考评卡的案卷", "Files with a signed card"), str(reading.signed_count(one)))],
    )
    return ask(request, form, asked, act)


@does(_REPORT, target=queries.activity)
def report(request: HttpRequest, one: Activity) -> HttpResponse:
    """Show the reports that were issued, and issue one."""
    summary = reading.summary_of(one)
    form = ReportForm(request.POST or None, initial={"stage": summary.stage if summary is not None else "final"})
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: actions.issue_report(actor=request.user, activity=one, **form.told))
        if made is not None:
            tell(request, f"已出具报告 {made.number}", f"the report {made.number} is issued")
            return to("report", one.pk)
    context = {
        "activity": one,
        "form": form,
        "reports": list(reading.reports_of(one).select_related("issued_by")),
        "summary": summary,
        "is_stale": summary is not None and reading.is_stale(summary),
        "crumbs": results_crumbs(one),
    }
    return render(request, "reviews/results/report.html", context, status=422 if form.errors else 200)


@does(_REPORT, target=queries.activity)
def record_submission(request: HttpRequest, one: Activity) -> HttpResponse:
    """Record that the results were submitted to the bureau above (XH-28)."""
    form = SubmissionForm(request.POST or None, initial={"submitted_to": one.submitted_to})

    def act(values: dict[str, Any]) -> None:
        actions.record_submission(actor=request.user, activity=one, **values)

    asked = Asked(
        Text("登记上报", "record the submission"),
        Text(
            "评查结果应当及时上报上级机关；登记后在活动页面显示。",
            "Results are reported to the bureau above in time; the activity shows what is recorded.",
        ),
        Text("登记", "record"),
        reverse("reviews:report", args=[one.pk]),
        results_crumbs(one),
    )
    return ask(request, form, asked, act)
