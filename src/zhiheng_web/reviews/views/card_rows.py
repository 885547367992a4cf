"""What the script of a card asks for while it is typed: a row, the opinion, an answer, a finding; answered as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng.api import Refusal
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import language, say
from zhiheng_web.reviews.actions import cards as actions
from zhiheng_web.reviews.actions import cards_offered as offering
from zhiheng_web.reviews.forms import cards as forms
from zhiheng_web.reviews.models import Assignment, Card, CardLine
from zhiheng_web.reviews.queries import rules_of
from zhiheng_web.reviews.reading import card_access as access
from zhiheng_web.reviews.reading import cards as reading
from zhiheng_web.reviews.reading.items import choices_of
from zhiheng_web.reviews.reading.rounds import counted_of
from zhiheng_web.reviews.views.card_sheet import said

FILL = "reviews.fill_card"


@does(FILL, target=access.assignment)
@require_POST
def save_row(request: HttpRequest, one: Assignment) -> HttpResponse:
    """Save one row as it is left, or take it out; a conflict answers 409 with what stands there."""
    typed = forms.typed(request.POST, request.POST.get("key", ""))
    line = _line(one, typed.pk) if typed.pk is not None else None

    def save() -> dict[str, Any]:
        access.demand_writer(request.user, one)
        if request.POST.get("do") == "remove":
            if line is not None:
                actions.remove_line(actor=request.user, assignment=one, line=line)
            return _told(one, None)
        if line is None and typed.told.is_blank:
            return _told(one, None)
        place = request.POST.get("position", "")
        position = int(place) if place.isascii() and place.isdigit() and len(place) < 7 else 0
        saved = actions.save_line(
            actor=request.user, assignment=one, told=typed.told, line=line, seen=typed.seen, position=position
        )
        return _told(one, saved)

    return _answer(save)


@does(FILL, target=access.assignment)
@require_POST
def save_head(request: HttpRequest, one: Assignment) -> HttpResponse:
    """Save opinion, class, good practice and guidance as they are left."""
    told, seen = forms.head_in(request.POST), request.POST.get("head_seen", "")

    def save() -> dict[str, Any]:
        access.demand_writer(request.user, one)
        card = actions.save_head(actor=request.user, assignment=one, told=told, seen=seen)
        return {"seen": reading.head_fingerprint(card), "version": card.version}

    return _answer(save)


@does(FILL, target=access.assignment)
@require_POST
def save_answer(request: HttpRequest, one: Assignment) -> HttpResponse:
    """Save what is said of a problem of round one."""
    asked = request.POST.get("problem", "")
    problem = next((line for line in counted_of(one.file_review).problems(1) if str(line.pk) == asked), None)
    if problem is None:
        raise Http404
    mended, text, seen = (request.POST.get(name, "") for name in ("mended", "text", "seen"))

    def save() -> dict[str, Any]:
        access.demand_writer(request.user, one)
        words = {"mended": mended, "text": text, "seen": seen}
        return _told(one, actions.answer_line(actor=request.user, assignment=one, problem=problem, **words))

    return _answer(save)


@does(FILL, target=access.assignment)
@require_POST
def answer_finding(request: HttpRequest, one: Assignment) -> HttpResponse:
    """Take a finding of the checks over into the card, or dismiss it with the reason."""
    access.demand_writer(request.user, one)
    told = request.POST
    if told.get("do") == "take":
        line = offering.take_over(actor=request.user, assignment=one, check_id=told.get("check_id", ""))
        place = f"#l{line.pk}-item"
    else:
        reason = told.get("reason", "")
        offering.dismiss(actor=request.user, assignment=one, check_id=told.get("check_id", ""), reason=reason)
        place = "#card-offered"
    return HttpResponseRedirect(reverse("reviews:card", args=[one.pk]) + place, status=303)


def _line(one: Assignment, pk: int) -> CardLine:
    found: CardLine | None = CardLine.objects.filter(pk=pk, card__assignment=one).select_related("card").first()
    if found is None:
        raise Http404
    return found


def _told(one: Assignment, line: CardLine | None) -> dict[str, Any]:
    """Return what the script needs to know of a saved row."""
    card = Card.objects.get(assignment=one) if line is not None or hasattr(one, "card") else None
    told: dict[str, Any] = {"version": card.version if card is not None else 0}
    if line is not None:
        choice = next(
            (each for each in choices_of(rules_of(one.file_review.activity)) if each.item.id == line.item), None
        )
        told |= {"key": f"l{line.pk}", "seen": reading.fingerprint(line), "words": forms.words_of(line)}
        told |= {"rule": line.rule_id, "kind": line.kind, "name": say(choice.item.text) if choice else ""}
    return told


def _answer(save: Callable[[], dict[str, Any]]) -> JsonResponse:
    try:
        return JsonResponse(save())
    except actions.Conflict as conflict:
        theirs = conflict.theirs
        told: dict[str, Any] = {"said": conflict.faults[0].reason.of(language())}
        if isinstance(theirs, CardLine):
            is_out = theirs.removed_at is not None
            told |= {"theirs": forms.words_of(theirs), "seen": reading.fingerprint(theirs), "removed": is_out}
        else:
            told |= {"theirs": {name: getattr(theirs, name) for name in forms.HEAD}}
            told["seen"] = reading.head_fingerprint(theirs)
        return JsonResponse(told, status=409)
    except Refusal as refusal:
        faults = [{"column": fault.place.column, "said": said(fault)} for fault in refusal.faults]
        return JsonResponse({"faults": faults}, status=422)
