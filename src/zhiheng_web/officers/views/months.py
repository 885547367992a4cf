"""Pages of months: the list, one of them, the files behind its numbers, computing, publishing, correcting."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng_web.bodies.pages import Asked, ask
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import guards, links, queries
from zhiheng_web.officers.actions import months as actions
from zhiheng_web.officers.forms.months import ComputeForm, ConfirmForm, ReasonForm
from zhiheng_web.officers.models import Month, MonthCase, MonthLine
from zhiheng_web.officers.models.months import STATE_TEXTS
from zhiheng_web.officers.queries import Shown
from zhiheng_web.officers.reading import drift, month_page
from zhiheng_web.officers.reading.basis import basis_text

MONTHS = Text("月执法清单", "Monthly lists")


def month_url(month: Month) -> str:
    """Return the page of a month."""
    return reverse("officers:month", args=[month.pk])


def crumbs_of(month: Month) -> list[tuple[Any, str]]:
    """Return the way to a month."""
    return [(MONTHS, reverse("officers:months")), (month.name, month_url(month))]


def _spec() -> Spec:
    states = [(key, text) for key, (text, _) in STATE_TEXTS.items() if key != "replaced"]
    return Spec(
        name=MONTHS,
        columns=(
            Column("month", Text("月份", "Month"), lambda one: one.name, order_by=("month",), href=month_url),
            Column("organiser", Text("机构", "Bureau"), lambda one: one.organiser.name, order_by=("organiser__path",)),
            Column("number", Text("版本", "Version"), lambda one: one.number, "number"),
            Column("state", Text("状态", "State"), lambda one: one.state_text, "state", ("state",)),
            Column("files", Text("案卷", "Files"), lambda one: one.facts.get("files", 0), "number"),
            Column("red", Text("红牌", "Red cards"), lambda one: one.red, "number", ("red",)),
            Column("published", Text("公示", "Published"), lambda one: one.published_at, "day", ("published_at",)),
        ),
        filters=(
            Filter(
                "year",
                Text("年度", "Year"),
                lambda rows, typed: rows.filter(month__year=int(typed) if typed.isdecimal() and len(typed) < 5 else 0),
            ),
            Filter("state", Text("状态", "State"), lambda rows, key: rows.filter(state=key), states, "choice"),
            Filter("body", Text("机构", "Bureau"), lambda rows, word: rows.filter(organiser__name__icontains=word)),
        ),
        order="-month",
    )


@does("officers.read_month")
def months(request: HttpRequest) -> HttpResponseBase:
    """Show the months that a person may read."""
    listing = Listing(request, queries.months_for(request.user), _spec())
    bodies = queries.bodies_for(request.user, "officers.set_rules")
    context = {
        "listing": listing,
        "may_compute": policy.may_somewhere(request.user, "officers.compute_month"),
        "bodies": list(bodies),
    }
    return listing.export() or render(request, "officers/months.html", context)


@does("officers.compute_month")
def compute_month(request: HttpRequest) -> HttpResponse:
    """Compute the list of a month."""
    bodies = queries.bodies_for(request.user, "officers.compute_month")
    last = (clock.today().replace(day=1) - clock.today().resolution).strftime("%Y-%m")
    form = ComputeForm(request.POST or None, bodies=bodies, initial={"month": last, "organiser": bodies.first()})
    made: list[Month] = []

    def act(told: dict[str, Any]) -> None:
        made.append(actions.compute_month(actor=request.user, **told))

    effect = Text(
        "按评查结果计算每名办案人员和每个单位的件数、扣分、平均和名次；公示前可以重算。",
        "Counts files, deductions, averages and ranks of officers and units; it can be computed anew until published.",
    )
    back = reverse("officers:months")
    asked = Asked(Text("计算月清单", "Compute a month"), effect, Text("计算", "Compute"), back, [(MONTHS, back)])
    answered = ask(request, form, asked, act)
    return HttpResponseRedirect(month_url(made[0]), status=303) if made else answered


@does("officers.read_month", target=queries.shown_month)
def month(request: HttpRequest, shown: Shown) -> HttpResponseBase:
    """Show a month: its officers, its units, what was left out, its versions and the log of publication."""
    one, person = shown.month, request.user
    guards.demand_read_month(person, one)
    readable = month_page.readable_lines(person, one)
    units = list(one.units.select_related("body").order_by(F("rank").asc(nulls_last=True), "body__path"))
    # Officers without a rank stand last, on every database.
    rows = one.lines.annotate(place=Coalesce("rank", 1_000_000))
    rows = rows.select_related("body", "best__case", "worst__case")
    listing = Listing(request, rows, month_page.lines_spec(one, readable, units))
    exported = listing.export()
    if exported is not None:
        return exported
    averages = list(one.lines.exclude(average="").values_list("average", "is_red"))
    context = {
        "month": one,
        "basis": basis_text(one),
        "listing": listing,
        "units": [(unit, month_page.files_url(one, unit=unit.body_id)) for unit in units],
        "officers": len(averages),
        "red": sum(is_red for _, is_red in averages),
        "charts": month_page.charts_of(one, [text for text, _ in averages], units),
        "crumbs": crumbs_of(one)[:1],
        **_around(person, one),
    }
    return render(request, "officers/month.html", context)


def _around(person: Any, one: Month) -> dict[str, Any]:
    """Return what stands around the tables: versions, log, what changed since, and which deeds are offered."""
    versions = Month.objects.filter(organiser=one.organiser, month=one.month).exclude(pk=one.pk)
    is_above = policy.may(guards.without(person, *guards._STAFF), guards.READ_MONTH, one.organiser)
    seen = [other for other in versions if is_above or other.was_published]
    deeds = ("compute_month", "publish_month", "share_summary", "issue_list", "set_rules")
    may = {f"may_{name}": policy.may(person, f"officers.{name}", one.organiser) for name in deeds}
    changed = list(drift.changed_since(one)) if one.state == "published" and may["may_compute_month"] else []
    return {
        **may,
        "is_above": is_above,
        "versions": seen,
        "is_over": one.ends <= clock.today(),
        "log": list(one.log.select_related("by")) if is_above else [],
        "circulars": list(one.circulars.select_related("document")) if is_above else [],
        "changed": changed,
    }


@does("officers.read_month", target=queries.shown_month)
def month_files(request: HttpRequest, shown: Shown) -> HttpResponseBase:
    """Show the files behind the numbers of a month; of a red card every reader sees the problem cases (WX-19)."""
    one, person = shown.month, request.user
    guards.demand_read_month(person, one)
    readable = month_page.readable_lines(person, one)
    rows = MonthCase.objects.filter(
        Q(line__in=readable) | Q(line__is_red=True, counts=True, deduction__gt=0), line__month=one
    )
    lines = MonthLine.objects.filter(Q(pk__in=readable) | Q(is_red=True), month=one).order_by("name")
    units = list(one.units.order_by("body__path"))

    def href(file: MonthCase) -> str | None:
        return links.file_review(file.file_review_id) if file.line_id in readable else None

    spec = month_page.files_spec(list(lines), units, href)
    listing = Listing(request, rows.select_related("line", "file_review__body"), spec)
    context = {"listing": listing, "month": one, "basis": basis_text(one), "crumbs": crumbs_of(one)}
    return listing.export() or render(request, "officers/files.html", context)


@does("officers.compute_month", target=queries.month)
@require_POST
def recompute(request: HttpRequest, one: Month) -> HttpResponse:
    """Compute a month that is not published yet anew."""
    made = actions.compute_month(actor=request.user, organiser=one.organiser, month=one.month)
    return HttpResponseRedirect(month_url(made), status=303)


@does("officers.publish_month", target=queries.month)
def publish_month(request: HttpRequest, one: Month) -> HttpResponse:
    """Publish a month to the staff of the bureau."""
    effect = Text(
        "公示后不能再改，只能另出更正版；本机构及下属单位的人员可以看到，不对社会公开；红牌自动列入跟踪督办。",
        "It is frozen and can only be corrected by a new version; staff of the bureau see it, the public does not; red "
        "cards are tracked from now on.",
    )
    red = one.lines.filter(is_red=True).count()
    facts = [(Text("红牌", "Red cards"), red), (Text("版本", "Version"), one.number)]
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    asked = Asked(
        Text("公示月清单", "Publish the month"), effect, Text("公示", "Publish"), month_url(one), crumbs_of(one), facts
    )
    return ask(request, form, asked, lambda told: actions.publish_month(actor=request.user, month=one))


@does("officers.compute_month", target=queries.month)
def correct_month(request: HttpRequest, one: Month) -> HttpResponse:
    """Begin the correction of a published month."""
    effect = Text(
        "按现在的评查结果另算一版，注明更正哪一版和理由；新版公示之前，现在的清单继续有效。",
        "A new version is computed from the reviews of today and names this one, which stands until it is published.",
    )
    form = ReasonForm(request.POST or None)
    made: list[Month] = []

    def act(told: dict[str, Any]) -> None:
        made.append(actions.correct_month(actor=request.user, month=one, **told))

    asked = Asked(
        Text("更正月清单", "Correct the month"), effect, Text("计算更正版", "Compute"), month_url(one), crumbs_of(one)
    )
    answered = ask(request, form, asked, act)
    return HttpResponseRedirect(month_url(made[0]), status=303) if made else answered
