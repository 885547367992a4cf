"""A body beside itself a year before, and beside the bodies of its kind."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.models import Assessment
from zhiheng_web.evaluations.reading import comparison as reading
from zhiheng_web.evaluations.reading.stages import shown_to
from zhiheng_web.evaluations.views.scorecard import SCORECARD, card_at, crumbs_of, frame_of
from zhiheng_web.lib.gates import does


@does("evaluations.read_assessment", target=queries.assessment)
def comparison(request: HttpRequest, one: Assessment) -> HttpResponse:
    """Show what changed since the year before, and where the body stands among those of its kind."""
    shown = shown_to(request.user, one, request.GET.get("stage", ""))
    card = card_at(one, shown)
    context = frame_of(request, one, shown)
    context["crumbs"] = crumbs_of(request, one, (SCORECARD, context["places"].card()))
    if card is None:
        return render(request, "evaluations/scorecard/none.html", context)
    last = reading.last_card(one)
    scheme = queries.scheme_of(one.cycle)
    context |= {
        "card": card,
        "years": reading.years_of(card, last, shown.stage) if last is not None else None,
        "peers": reading.peers_of(request.user, one, shown),
        "kind": scheme.unit_kinds.get(one.kind),
    }
    return render(request, "evaluations/comparison/comparison.html", context)
