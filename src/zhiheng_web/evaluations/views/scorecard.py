"""The scorecard of a body: head, items, sub-items, rules, every number leading to how it came about."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.models import Assessment, Card
from zhiheng_web.evaluations.reading.scorecard import CardReading, grade_of, tied
from zhiheng_web.evaluations.reading.stages import Addresses, Shown, reads_cycle, shown_to
from zhiheng_web.lib import policy
from zhiheng_web.lib.dates import say_instant
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text

CYCLES = Text("评价周期", "Evaluation cycles")
MINE = Text("本单位的评价", "Evaluations of the own body")
SCORECARD = Text("评分卡", "Scorecard")

Crumbs = list[tuple[Text | str, str]]


@does("evaluations.read_assessment", target=queries.assessment)
def scorecard(request: HttpRequest, one: Assessment) -> HttpResponse:
    """Show the scorecard at a stage: lost points first, or in the order of the text."""
    shown = shown_to(request.user, one, request.GET.get("stage", ""))
    card = card_at(one, shown)
    context = frame_of(request, one, shown)
    if card is None:
        return render(request, "evaluations/scorecard/none.html", context)
    scheme = queries.scheme_of(one.cycle)
    reading = CardReading(card, scheme, Addresses(one.pk, shown.stage))
    held: list[dict[str, Any]] = card.unit["vetoes"]
    in_order = request.GET.get("order") == "text"
    ranks = list(Card.objects.filter(computation=shown.computation).values_list("rank", flat=True))
    context |= {
        "card": card,
        "reading": reading,
        "items": reading.items(lost_first=not in_order),
        "bonuses": reading.bonus_items(),
        "missing": reading.missing(),
        "grade": grade_of(scheme, card.grade),
        "vetoes": [(veto, reading.index.rule_text(veto["id"]), reading.addresses.rule(veto["id"])) for veto in held],
        "consequences": [Text(told["zh"], told["en"]) for told in card.unit["consequences"]],
        "tied": tied(card.rank, ranks),
        "bodies": len(ranks),
        "in_order": in_order,
        "order_url": _order_url(one, shown, in_order=in_order),
    }
    return render(request, "evaluations/scorecard/card.html", context)


def card_at(one: Assessment, shown: Shown) -> Card | None:
    """Return the card of a body in the computation shown; None where nothing is computed."""
    if shown.computation is None:
        return None
    found = Card.objects.filter(computation=shown.computation, assessment=one).first()
    if found is not None:
        # Both are at hand: nothing more is asked of the database.
        found.computation, found.assessment = shown.computation, one
    return found


def frame_of(request: HttpRequest, one: Assessment, shown: Shown) -> dict[str, Any]:
    """Return what every page about a body's result has: body, stage, the way back, the pages beside it."""
    places = Addresses(one.pk, shown.stage)
    return {
        "assessment": one,
        "cycle": one.cycle,
        "shown": shown,
        "computation": shown.computation,
        "computed_at": say_instant(shown.computation.computed_at) if shown.computation else "",
        "places": places,
        "may_try": policy.may(request.user, "evaluations.try_what_if", one.body),
        "reads_cycle": reads_cycle(request.user, one.cycle),
        "whatif_url": places.of("what_if"),
        "comparison_url": places.of("comparison"),
        "crumbs": crumbs_of(request, one),
    }


def crumbs_of(request: HttpRequest, one: Assessment, *more: tuple[Text | str, str]) -> Crumbs:
    """Return the way to the assessment of a body, and further."""
    page = reverse("evaluations:assessment", kwargs={"assessment_id": one.pk})
    if reads_cycle(request.user, one.cycle):
        cycle = reverse("evaluations:cycle", kwargs={"cycle_id": one.cycle_id})
        start: Crumbs = [(CYCLES, reverse("evaluations:cycles")), (Text(one.cycle.title, one.cycle.title_en), cycle)]
    else:
        start = [(MINE, reverse("evaluations:my_assessments"))]
    return [*start, (one.body.name, page), *more]


def _order_url(one: Assessment, shown: Shown, *, in_order: bool) -> str:
    url = Addresses(one.pk, shown.stage).card()
    return url if in_order else f"{url}&order=text"
