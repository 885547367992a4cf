"""The pages of a population: members and exclusions, a size tried out, what was published for all who are reviewed."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng.api import Refusal
from zhiheng_web.cases.models import Case
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.actions import population as actions
from zhiheng_web.reviews.actions.collecting import closed_cases
from zhiheng_web.reviews.forms.population import DrawForm, FreezeForm
from zhiheng_web.reviews.models import Activity, Exclusion, Population
from zhiheng_web.reviews.reading import population as reading
from zhiheng_web.reviews.views.pages import activity_crumbs, refused, tell, to, tried

_SPEC = Spec(
    Text("总体", "Population"),
    (
        Column("id", Text("编号", "Id"), lambda one: one.id, order_by=("id",)),
        Column("body", Text("单位", "Body"), lambda one: one.case.body.name, order_by=("body",)),
        Column("kind", Text("类别", "Kind"), lambda one: one.case.kind_text),
        Column("closed", Text("结案", "Closed"), lambda one: one.case.closed_on, "day", ("closed",)),
        Column("findings", Text("检查问题+1", "Findings + 1"), lambda one: one.findings, "number", ("findings",)),
        Column("fine", Text("罚款档次", "Size of fine"), lambda one: one.fine_class, "number", ("fine",)),
        Column("risk", Text("风险权重", "Weight by risk"), lambda one: one.risk, "number", ("risk",)),
    ),
    (
        Filter("id", Text("编号", "Id"), lambda rows, value: [one for one in rows if value in one.id]),
        Filter("body", Text("单位", "Body"), lambda rows, value: [one for one in rows if value in one.case.body.name]),
    ),
    order="id",
)


def _crumbs(request: HttpRequest, one: Activity, *more: tuple[Text, str]) -> list[tuple[Text, str]]:
    if policy.may(request.user, "reviews.read_activity", one.organiser):
        return activity_crumbs(one, *more)
    return [(Text("公布的总体和抽取", "Populations and draws"), reverse("reviews:draws")), *more]


@does("reviews.read_draw", target=queries.activity)
def population(request: HttpRequest, one: Activity) -> HttpResponseBase:
    """Show the population of a random review: before it is frozen to its office, afterwards to everybody here."""
    frozen = reading.population_of(one)
    if frozen is None:
        return _preparing(request, one, FreezeForm(initial={"version": one.version}))
    return render(request, "reviews/population/published.html", published(request, one, frozen))


def published(request: HttpRequest, one: Activity, frozen: Any, form: Any = None) -> dict[str, Any]:
    draws = list(frozen.draws.select_related("drawn_by", "supersedes").order_by("-number"))
    may_draw = policy.may(request.user, "reviews.draw", one.organiser) and one.state == "committed"
    is_known = clock.now() >= frozen.seed_not_before
    seed_form = frozen.commitment.get("seed_form", "")
    return {
        "activity": one,
        "population": frozen,
        "commitment": frozen.commitment,
        "size_told": _said(frozen.size_plan.get("told")),
        "looks": reading.looks_of(frozen.size_plan.get("sequential"), frozen.count),
        "strata": reading.STRATA.get(frozen.strata),
        "weights": reading.WEIGHTS.get(frozen.weights),
        "draws": draws,
        "may_draw": may_draw,
        "is_known": is_known,
        "form": form or DrawForm(is_redraw=bool(draws), seed_form=seed_form),
        "may_start": may_draw and bool(draws),
        "crumbs": _crumbs(request, one),
    }


def _said(told: Any) -> Text | None:
    return Text(told["zh"], told["en"]) if told else None


def _preparing(request: HttpRequest, one: Activity, form: FreezeForm, size: Any = None) -> HttpResponseBase:
    """Show closed cases and exclusions to those who may read the activity, the form to who may freeze."""
    policy.demand(request.user, "reviews.read_activity", one.organiser)
    members = reading.members_of(one)
    out = {row.case_id: row for row in one.exclusions.select_related("case__body", "by")}
    kept = [member for member in members if member.case.pk not in out]
    listing = Listing(request, kept, _SPEC)
    may_freeze = policy.may(request.user, "reviews.freeze_population", one.organiser)
    context = {
        "activity": one,
        "listing": listing,
        "caption": _SPEC.name,
        "count": len(kept),
        "exclusions": list(out.values()),
        "form": form,
        "size": size,
        "is_draft": one.state == "draft" and one.kind == "random",
        "may_freeze": may_freeze and one.state == "draft" and one.kind == "random",
        "crumbs": _crumbs(request, one),
    }
    status = 422 if form.is_bound and form.errors else 200
    return listing.export() or render(request, "reviews/population/preparing.html", context, status=status)


@does("reviews.freeze_population", target=queries.activity)
@require_POST
def freeze(request: HttpRequest, one: Activity) -> HttpResponseBase:
    """Try a size out, or freeze and publish the population."""
    form, size = FreezeForm(request.POST), None
    if form.is_valid():
        try:
            out = one.exclusions.values_list("case", flat=True)
            count = closed_cases(one).exclude(pk__in=out).count()
            is_weighted = bool(form.cleaned_data["weights"])
            size = reading.size_by_plan(form.plan, count, is_weighted=is_weighted) if count else None
        except Refusal as refusal:
            refused(form, refusal)
    if request.POST.get("what") != "freeze" or not form.is_valid() or not form.demand_seed():
        return _preparing(request, one, form, size)
    told = form.cleaned_data
    frozen = tried(
        form,
        lambda: actions.freeze(
            actor=request.user,
            activity=one,
            version=told["version"],
            seed_source=told["seed_source"],
            seed_form=told["seed_form"],
            seed_not_before=form.seed_not_before,
            size_plan=form.plan,
            strata=told["strata"],
            weights=told["weights"],
        ),
    )
    if frozen is None:
        return _preparing(request, one, form, size)
    tell(request, "总体已冻结并公布，等种子产生后抽取", "frozen and published; draw once the seed has come up")
    return to("population", one.pk)


@does("reviews.freeze_population", target=queries.activity)
@require_POST
def exclude_case(request: HttpRequest, one: Activity) -> HttpResponse:
    """Leave a case out, with the reason."""
    wanted = request.POST.get("id", "").strip()
    member = next((member for member in reading.members_of(one) if member.id == wanted), None)
    case = member.case if member is not None else Case(code=wanted)
    actions.exclude(actor=request.user, activity=one, case=case, reason=request.POST.get("reason", ""))
    tell(request, "已排除，理由将随总体公布", "excluded; the reason will be published")
    return to("population", one.pk)


def exclusion(exclusion_id: int) -> Exclusion:
    """Return an exclusion with its activity. Raises Http404."""
    found: Exclusion = get_object_or_404(
        Exclusion.objects.select_related("activity__organiser", "case"), pk=exclusion_id
    )
    return found


@does("reviews.freeze_population", target=exclusion)
@require_POST
def readmit_case(request: HttpRequest, one: Exclusion) -> HttpResponse:
    """Take an excluded case back."""
    activity = one.activity
    actions.readmit(actor=request.user, exclusion=one, reason=request.POST.get("reason", ""))
    tell(request, "已恢复", "taken back")
    return to("population", activity.pk)


@does("reviews.read_draw", target=queries.activity)
def population_csv(request: HttpRequest, one: Activity) -> HttpResponse:
    """Give the frozen population as the file that was published."""
    frozen = get_object_or_404(Population, activity=one)
    response = HttpResponse(reading.stored(frozen), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="population-{one.pk}.csv"'
    return response


@does("reviews.read_draw", target=queries.activity)
def commitment(request: HttpRequest, one: Activity) -> HttpResponse:
    """Give the commitment as JSON, as it was published."""
    frozen = get_object_or_404(Population, activity=one)
    text = json.dumps(frozen.commitment, ensure_ascii=False, indent=1, sort_keys=True)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="commitment-{one.pk}.json"'
    return response
