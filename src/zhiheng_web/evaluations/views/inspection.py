"""The pages of inspections: plans, the draw, its sheet and population to repeat it with."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng.api import Refusal
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.actions import inspection as actions
from zhiheng_web.evaluations.forms.inspection import DrawForm, PlanForm
from zhiheng_web.evaluations.models import Cycle, Inspection
from zhiheng_web.evaluations.reading import inspection as reading
from zhiheng_web.evaluations.views.verification import cycle_crumbs, refused, to
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text, say


def inspections_crumb(cycle: Cycle) -> tuple[Text, str]:
    """Return where the inspections of a cycle stand."""
    return Text("检查", "Inspections"), reverse("evaluations:inspections", args=[cycle.pk])


@does("evaluations.read_cycle", target=queries.cycle)
def inspections(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Show the inspections of a cycle."""
    context = {
        "cycle": cycle,
        "rows": list(cycle.inspections.select_related("made_by")),
        "pending": reading.findings_for(request.user, cycle).filter(status="pending").count(),
        "may_plan": policy.may(request.user, "evaluations.plan_inspection", cycle.organiser) and cycle.state == "open",
        "crumbs": cycle_crumbs(cycle),
    }
    return render(request, "evaluations/inspection/inspections.html", context)


@does("evaluations.plan_inspection", target=queries.cycle)
def plan_inspection(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Plan an inspection."""
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            one = actions.plan_inspection(actor=request.user, cycle=cycle, **form.cleaned_data)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, say(Text("检查已安排，下一步抽取单位", "planned; next the bodies are drawn")))
            return to("inspection", one.pk)
    context = {"cycle": cycle, "form": form, "crumbs": cycle_crumbs(cycle, inspections_crumb(cycle))}
    return render(request, "evaluations/inspection/plan.html", context, status=422 if form.is_bound else 200)


@does("evaluations.read_cycle", target=reading.inspection)
def inspection(request: HttpRequest, one: Inspection) -> HttpResponse:
    """Show an inspection: plan, draw with its sheet, findings."""
    return _page(request, one, DrawForm())


@does("evaluations.plan_inspection", target=reading.inspection)
@require_POST
def draw_bodies(request: HttpRequest, one: Inspection) -> HttpResponse:
    """Draw the bodies to be visited, once."""
    form = DrawForm(request.POST)
    if form.is_valid():
        try:
            actions.draw_bodies(actor=request.user, inspection=one, **form.cleaned_data)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, say(Text("已抽取", "drawn")))
            return to("inspection", one.pk)
    return _page(request, one, form)


def _page(request: HttpRequest, one: Inspection, form: DrawForm) -> HttpResponse:
    may_plan = policy.may(request.user, "evaluations.plan_inspection", one.cycle.organiser)
    population = {row["id"]: row["name"] for row in one.sheet.get("population_rows", [])}
    ranks = one.sheet.get("ranks", [])
    drawn = zip(one.sheet.get("drawn", []), ranks, strict=False)
    context = {
        "inspection": one,
        "drawn": [(number, code, population.get(code, code), rank) for number, (code, rank) in enumerate(drawn, 1)],
        "form": form,
        "places": reading.places_of(one.cycle) if not one.sheet else [],
        "may_draw": may_plan and not one.sheet,
        "may_record": may_enter(request.user, one),
        "findings": reading.whole(one.findings.all()),
        "statuses": reading.STATUS,
        "crumbs": cycle_crumbs(one.cycle, inspections_crumb(one.cycle)),
    }
    return render(request, "evaluations/inspection/inspection.html", context, status=422 if form.is_bound else 200)


def may_enter(person: Any, one: Inspection) -> bool:
    """Return whether a person belongs to those who enter findings for the organiser."""
    roles = policy.deed_of("evaluations.record_finding").grants
    posts = [post for post in policy.posts_of(person) if policy.Role(post.role) in roles]
    return any(post.body.pk == one.cycle.organiser_id for post in posts)


@does("evaluations.read_cycle", target=reading.inspection)
def draw_sheet(request: HttpRequest, one: Inspection) -> HttpResponse:
    """Give the sheet of the draw out, as `zhiheng draw verify` reads it."""
    sheet = {name: value for name, value in one.sheet.items() if name != "population_rows"}
    answer = JsonResponse(sheet, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="draw-{one.pk}.json"'
    return answer


@does("evaluations.read_cycle", target=reading.inspection)
def draw_population(request: HttpRequest, one: Inspection) -> HttpResponse:
    """Give the population of the draw out as it was: ids in the first column, the stratum beside."""
    rows = one.sheet.get("population_rows", [])
    names = list(rows[0]) if rows else ["id", "name"]
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="population-{one.pk}.csv"'
    return answer
