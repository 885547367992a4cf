"""The pages of the portal. Nobody signs in, no cookie is set, no person is named."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text
from zhiheng_web.portal import charts, data, frame, queries
from zhiheng_web.portal.queries import BodyOverYears, Result


def _crumbs() -> list[tuple[Text, str]]:
    return [(frame.HOME, reverse("portal:results"))]


@does("portal.read_results")
@require_safe
def results(request: HttpRequest) -> HttpResponseBase:
    """List what was made public, by year."""
    return frame.page(request, "portal/results.html", crumbs=[], results=queries.results())


@does("portal.read_results", target=queries.result)
@require_safe
def result(request: HttpRequest, result: Result) -> HttpResponseBase:
    """Show one result: ranking, points lost, downloads, digests, what corrects it and what it corrects."""
    chart = charts.lost_points(result, frame.keep_of(request)) if result.is_in_force else None
    return frame.page(request, "portal/result.html", crumbs=_crumbs(), result=result, one=result.disclosed, chart=chart)


@does("portal.read_results", target=queries.body_over_years)
@require_safe
def body(request: HttpRequest, told: BodyOverYears) -> HttpResponseBase:
    """Show one body over the years."""
    chart = charts.scores(told, frame.keep_of(request))
    losses = charts.losses_over_years(told)
    return frame.page(request, "portal/body.html", crumbs=_crumbs(), told=told, chart=chart, losses=losses)


@does("portal.read_results")
@require_safe
def verify(request: HttpRequest) -> HttpResponseBase:
    """Say how anyone makes a result again, and show the digests that it takes."""
    told = {"results": queries.results_in_force(), "checkpoint": queries.newest_checkpoint()}
    return frame.page(request, "portal/verify.html", crumbs=_crumbs(), **told)


@does("portal.read_results")
@require_safe
def open_data(request: HttpRequest) -> HttpResponseBase:
    """Say which data can be had and what their fields mean."""
    told = {"results": queries.results_in_force(), "heads": data.HEADS, "format": data.FORMAT}
    return frame.page(request, "portal/data.html", crumbs=_crumbs(), **told)
