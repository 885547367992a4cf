"""What would be if: the cheapest corrections, and other values tried freely. Nothing of it is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhiheng import api
from zhiheng.api import Refusal
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.forms.whatif import PREFIX, PointsForm, TrialForm
from zhiheng_web.evaluations.models import Assessment
from zhiheng_web.evaluations.reading import whatif as reading
from zhiheng_web.evaluations.reading.scorecard import CardReading, grade_of
from zhiheng_web.evaluations.reading.stages import shown_to
from zhiheng_web.evaluations.views.scorecard import SCORECARD, card_at, crumbs_of, frame_of
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.numbers import two_places


@does("evaluations.try_what_if", target=queries.assessment)
def what_if(request: HttpRequest, one: Assessment) -> HttpResponse:
    """Show the cheapest corrections, and a form in which every value of the body can be tried."""
    shown = shown_to(request.user, one, request.GET.get("stage", ""))
    card = card_at(one, shown)
    context = frame_of(request, one, shown)
    context["crumbs"] = crumbs_of(request, one, (SCORECARD, context["places"].card()))
    if card is None or shown.computation is None:
        return render(request, "evaluations/scorecard/none.html", context)
    form = PointsForm(request.GET if request.GET.get("points") else None)
    scheme = queries.scheme_of(one.cycle)
    options = api.scoring.settled_options(scheme, one.cycle.options)
    groups = reading.asks_for(one)
    asks = [ask for _, _, lines in groups for ask in lines]
    trial = TrialForm(request.GET, asks=asks, options=options, now=card.rules())
    context |= {
        "card": card,
        "score_now": two_places(card.score),
        "grade": grade_of(scheme, card.grade),
        "points_form": form,
        "form": trial,
        "groups": _fields(trial, groups),
    }
    cards = CardReading(card, scheme, context["places"])
    try:
        wanted = form.cleaned_data["points"] if form.is_bound and form.is_valid() else None
        context["answer"] = _answer(reading.corrections_of(one, shown.computation, wanted), cards)
        if trial.is_bound and trial.values():
            context["tried"] = reading.tried(one, card, trial.values())
    except Refusal as wrong:
        context["faults"] = wrong.faults
    status = 422 if "faults" in context or (trial.is_bound and trial.errors) else 200
    return render(request, "evaluations/whatif/whatif.html", context, status=status)


def _answer(answer: Any, cards: CardReading) -> dict[str, Any]:
    """Return the engine's answer with the words of the lines, each leading to its derivation."""
    rules = cards.card.rules()
    return {
        "told": answer,
        "wanted": grade_of(cards.scheme, answer.grade_wanted or ""),
        "is_reached": answer.score >= answer.target,
        "corrections": [(one, cards.line(rules[one.rule_id])) for one in answer.corrections],
        "prices": [(one, cards.addresses.card(one.sub_item_id)) for one in answer.prices],
    }


def _fields(trial: TrialForm, groups: list[Any]) -> list[tuple[Any, list[Any], bool]]:
    """Return the fields by item, opened where something was typed."""
    by_item: dict[str, tuple[Any, list[Any], bool]] = {}
    for item, _, asks in groups:
        key = item.id if item is not None else ""
        _, fields, is_open = by_item.get(key, (item, [], False))
        bound = [trial[f"{PREFIX}{ask.id}"] for ask in asks]
        opened = is_open or any(one.errors or (trial.is_bound and one.value()) for one in bound)
        by_item[key] = (item, [*fields, *bound], bool(opened))
    return list(by_item.values())
