"""The pages of draws: all that were published, one draw with how to repeat it, its sheet, the start of the review."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.actions import draw_sheets
from zhiheng_web.reviews.actions import population as actions
from zhiheng_web.reviews.forms.population import DrawForm
from zhiheng_web.reviews.models import Activity, Draw, Population
from zhiheng_web.reviews.reading import population as reading
from zhiheng_web.reviews.views.pages import activity_crumbs, tell, to, tried
from zhiheng_web.reviews.views.population import published

DRAWS = Text("公布的总体和抽取", "Populations and draws")


@does("reviews.read_draw")
def draws(request: HttpRequest) -> HttpResponse:
    """Show every population that was published, with its draws: to all who work here."""
    rows = Population.objects.select_related("activity__organiser").annotate(n=Count("draws")).order_by("-frozen_at")
    return render(request, "reviews/population/draws.html", {"rows": rows[:200], "crumbs": []})


@does("reviews.draw", target=queries.activity)
@require_POST
def draw_files(request: HttpRequest, one: Activity) -> HttpResponse:
    """Draw with the seed that was typed."""
    frozen = reading.population_of(one)
    if frozen is None:
        return to("population", one.pk)
    form = DrawForm(
        request.POST, is_redraw=frozen.draws.exists(), seed_form=str(frozen.commitment.get("seed_form", ""))
    )
    made = None
    if form.is_valid():
        told = {"reason": "", **form.cleaned_data}
        made = tried(form, lambda: actions.draw(actor=request.user, activity=one, **told))
    if made is None:
        context = published(request, one, frozen, form)
        return render(request, "reviews/population/published.html", context, status=422)
    tell(request, f"已抽取 {made.size} 件", f"{made.size} are drawn")
    return to("draw", made.pk)


@does("reviews.draw", target=queries.activity)
@require_POST
def start_review(request: HttpRequest, one: Activity) -> HttpResponse:
    """Begin the review with the files of the last draw."""
    files = actions.start(actor=request.user, activity=one)
    tell(request, f"评查已开始，{len(files)} 件案卷", f"the review is open with {len(files)} files")
    return to("activity", one.pk)


def _context(request: HttpRequest, one: Draw) -> dict[str, Any]:
    population = one.population
    activity = population.activity
    sheet = one.sheet
    strata = sheet.get("strata") or {}
    weights = sheet.get("weights") or {}
    keys, ranks = weights.get("keys", []), sheet["ranks"]
    rows = [
        {
            "number": number,
            "id": name,
            "rank": ranks[number - 1][:16],
            "stratum": strata["drawn"][number - 1] if strata else "",
            "weight": weights["drawn"][number - 1] if weights else "",
            "key": keys[number - 1][:12] if keys else "",
        }
        for number, name in enumerate(sheet["drawn"], start=1)
    ]
    here = (Text("总体和抽取", "Population and draws"), reverse("reviews:population", args=[activity.pk]))
    reads = policy.may(request.user, "reviews.read_activity", activity.organiser)
    return {
        "draw": one,
        "population": population,
        "activity": activity,
        "rows": rows,
        "strata": strata.get("sizes", []),
        "has_weights": bool(weights),
        "superseded_by": Draw.objects.filter(supersedes=one).first(),
        "command": command_of(one),
        "papers": draw_sheets.sheets_of(one),
        "may_issue": policy.may(request.user, "reviews.draw", activity.organiser),
        "crumbs": activity_crumbs(activity, here) if reads else [(DRAWS, reverse("reviews:draws")), here],
    }


def command_of(one: Draw) -> str:
    """Return the command that repeats a draw from the files that can be downloaded."""
    key = one.population.activity_id
    return (
        f"zhiheng draw verify draw-{one.pk}.json --population population-{key}.csv --commitment commitment-{key}.json"
    )


@does("reviews.read_draw", target=queries.draw)
def draw(request: HttpRequest, one: Draw) -> HttpResponse:
    """Show a draw: seed, proof, who was drawn, and how everybody can repeat it."""
    return render(request, "reviews/population/draw.html", _context(request, one))


@does("reviews.read_draw", target=queries.draw)
def draw_sheet(request: HttpRequest, one: Draw) -> HttpResponse:
    """Show the sheet of a draw to be printed and signed."""
    return render(request, "reviews/population/sheet.html", _context(request, one))


@does("reviews.read_draw", target=queries.draw)
def draw_json(request: HttpRequest, one: Draw) -> HttpResponse:
    """Give the sheet as JSON: what `zhiheng draw verify` reads."""
    text = json.dumps(one.sheet, ensure_ascii=False, indent=1, sort_keys=True)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="draw-{one.pk}.json"'
    return response


@does("reviews.draw", target=queries.draw)
@require_POST
def issue_sheet(request: HttpRequest, one: Draw) -> HttpResponse:
    """Issue the sheet as an official document."""
    paper = draw_sheets.issue_sheet(actor=request.user, draw=one)
    tell(request, f"签单已印发：{paper.number}", f"the sheet is issued: {paper.number}")
    return to("draw", one.pk)
