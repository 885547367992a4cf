"""The pages of calibration: agreement, severity, corrected figures beside raw ones, the planting of duplicates."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng_web.bodies.pages import Asked, ask
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.actions import calibration as actions
from zhiheng_web.reviews.forms.results import PlantForm
from zhiheng_web.reviews.models import Activity, Assignment
from zhiheng_web.reviews.reading import calibration as reading
from zhiheng_web.reviews.views.pages import tell, to
from zhiheng_web.reviews.views.results import results_crumbs

_READ, _PLANT = "reviews.read_calibration", "reviews.plant"
CALIBRATION = Text("评查员校准", "Calibration")


@does(_READ, target=queries.activity)
def calibration(request: HttpRequest, one: Activity) -> HttpResponse:
    """Show how far the reviewers agree, how severe each is, and what was planted."""
    planted = Assignment.objects.filter(file_review__activity=one, is_planted=True, withdrawn_at__isnull=True)
    plantings = list(one.plantings.select_related("by").order_by("-at"))
    measured = reading.calibration_of(one)
    context = {
        "activity": one,
        "measured": measured,
        # The shared ones alone are worth comparing here; a province's others would fill a book.
        "cases": [case for case in measured.cases if case.readers > 1] if measured is not None else [],
        "plantings": plantings,
        "planted": planted.count(),
        "waiting": planted.filter(done_at__isnull=True).count(),
        "is_hidden": any(planting.revealed_at is None for planting in plantings),
        "may_plant": policy.may(request.user, _PLANT, one.organiser) and one.state == "open",
        "may_reveal": policy.may(request.user, _PLANT, one.organiser),
        "crumbs": results_crumbs(one),
    }
    return render(request, "reviews/calibration/calibration.html", context)


@does(_PLANT, target=queries.activity)
def plant(request: HttpRequest, one: Activity) -> HttpResponse:
    """Plant duplicates by a seed."""
    form = PlantForm(request.POST or None)

    def act(values: dict[str, Any]) -> None:
        actions.plant(
            actor=request.user,
            activity=one,
            seed=values["seed"],
            files=values["size"],
            readers_each=values["readers_each"],
        )

    asked = Asked(
        Text("安排校准案卷", "plant duplicates"),
        Text(
            "按种子抽出的案卷再交别的评查员独立评查。评查员不知道哪些是校准案卷；校准卡不计入案卷得分，也不给单位看。",
            "Files drawn by the seed are given to further readers. They cannot tell which; a planted card never counts "
            "for its file and is never shown to the unit.",
        ),
        Text("安排", "plant"),
        reverse("reviews:calibration", args=[one.pk]),
        [*results_crumbs(one), (CALIBRATION, reverse("reviews:calibration", args=[one.pk]))],
        [(Text("可以安排的案卷", "Files that can be planted"), str(len(actions.plantable(one))))],
    )
    return ask(request, form, asked, act)


@does(_PLANT, target=queries.activity)
@require_POST
def reveal_planting(request: HttpRequest, one: Activity) -> HttpResponse:
    """Tell the readers that duplicates were planted."""
    actions.reveal(actor=request.user, activity=one)
    tell(request, "已公开，评查员可以查看自己的宽严程度", "revealed; each reviewer may now see their own severity")
    return to("calibration", one.pk)


@does("reviews.read_activity", target=queries.activity)
def my_severity(request: HttpRequest, one: Activity) -> HttpResponse:
    """Show a reviewer their own severity, nobody else's. 404 while duplicates are hidden, and to others."""
    if not reading.may_see_own(request.user, one):
        raise Http404
    measured = reading.calibration_of(one)
    context = {
        "activity": one,
        "mine": measured.reader(request.user) if measured is not None else None,
        "measured": measured,
        "crumbs": results_crumbs(one),
    }
    return render(request, "reviews/calibration/mine.html", context)
