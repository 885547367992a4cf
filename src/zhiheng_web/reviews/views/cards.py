"""The page of a card: the sheet beside the file, saved as a whole without scripts; signing; print."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng.api import Refusal
from zhiheng_web.lib.display import COOKIE, read_display
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text, say
from zhiheng_web.reviews import guards, queries
from zhiheng_web.reviews.actions.cards_signing import sign_card
from zhiheng_web.reviews.forms import cards as forms
from zhiheng_web.reviews.models import Assignment
from zhiheng_web.reviews.models.cards import MENDED_TEXTS
from zhiheng_web.reviews.reading import card_access as access
from zhiheng_web.reviews.reading import card_pages as pages
from zhiheng_web.reviews.reading import cards as reading
from zhiheng_web.reviews.reading import offered
from zhiheng_web.reviews.views.card_sheet import Sheet, sheet_of
from zhiheng_web.reviews.views.pages import file_crumbs

READ, FILL = "reviews.read_file", "reviews.fill_card"


@does(READ, target=access.assignment)
def card(request: HttpRequest, one: Assignment) -> HttpResponse:
    """Show a card: to its reviewer as a sheet to be filled in, to others as it was signed."""
    _demand_seen(request.user, one)
    if not access.may_write(request.user, one):
        return signed_page(request, one)
    extra = request.GET.get("rows", "")
    return sheet_page(request, one, sheet_of(one, blanks=int(extra) if extra in ("1", "2", "3", "5", "9") else 1))


def sheet_page(request: HttpRequest, one: Assignment, sheet: Sheet, status: int = 200) -> HttpResponse:
    """Show the sheet with what was typed and what is wrong with it."""
    context = {
        "sheet": sheet,
        "assignment": one,
        "facts": pages.facts_of(request.user, one),
        "documents": pages.documents_for(request.user, one),
        "papers": pages.papers_for(request.user, one),
        "offers": offered.answered(offered.offers_of(one), sheet.lines),
        "columns": forms.COLUMN_TEXTS,
        "card_title": pages.title_of(one),
        "crumbs": file_crumbs(request.user, one.file_review),
        # The sheet wants the room of the menu; the button at the top opens it.
        "display": replace(read_display(request.COOKIES.get(COOKIE, "")), menu="hidden"),
    }
    return render(request, "reviews/cards/sheet.html", context, status=status)


def signed_page(request: HttpRequest, one: Assignment, *, as_paper: bool = False) -> HttpResponse:
    """Show a card that is signed, or not written yet, to be read."""
    found = access.card_of(one)
    lines = reading.lines_of(found)
    rules = queries.rules_of(one.file_review.activity)
    context = {
        "assignment": one,
        "card": found,
        "facts": pages.facts_of(request.user, one),
        "lines": [(line, rules.item(line.item), reading.KIND_TEXTS[line.kind]) for line in reading.entries(lines)],
        "dismissed": [line for line in lines if line.kind == "dismiss"],
        "answers": [(line, *MENDED_TEXTS[line.mended]) for line in lines if line.answers_id],
        "stage": pages.stage_of(one),
        "totals": reading.totals(rules, reading.entries(lines)),
        "finding_class": rules.finding_class(found.finding_class) if found is not None else None,
        "is_sound": found is not None and reading.is_sound(found),
        "card_title": pages.title_of(one),
        "crumbs": file_crumbs(request.user, one.file_review),
    }
    return render(request, f"reviews/cards/{'paper' if as_paper else 'signed'}.html", context)


@does(READ, target=access.assignment)
def card_print(request: HttpRequest, one: Assignment) -> HttpResponse:
    """Show a card as one sheet of paper."""
    _demand_seen(request.user, one)
    return signed_page(request, one, as_paper=True)


@does(FILL, target=access.assignment)
@require_POST
def save_card(request: HttpRequest, one: Assignment) -> HttpResponse:
    """Save the whole sheet, then add a row, take one out or sign, as the pressed button says."""
    access.demand_writer(request.user, one)
    told, do = request.POST, request.POST.get("do", "save")
    sheet = sheet_of(one, blanks=0)
    # What another window has added since the page was read is not signed along unseen.
    has_seen_all = told.get("version", "") == str(sheet.version)
    sheet.take(told)
    sheet.save(request.user, without=do.removeprefix("remove-"))
    if sheet.is_wrong:
        return sheet_page(request, access.assignment(one.pk), sheet, status=422)
    if do == "sign":
        return _sign(request, one, has_seen_all=has_seen_all)
    messages.success(request, say(Text("考评卡已保存", "the card is saved")))
    more = "?rows=5#new" if do == "add" else ""
    return HttpResponseRedirect(reverse("reviews:card", args=[one.pk]) + more, status=303)


def _sign(request: HttpRequest, one: Assignment, *, has_seen_all: bool) -> HttpResponse:
    fresh = access.assignment(one.pk)
    found = access.card_of(fresh)
    version = found.version if found is not None and has_seen_all else 0 if has_seen_all else -1
    checked = bool(request.POST.get("basics_checked"))
    try:
        sign_card(actor=request.user, assignment=fresh, version=version, basics_checked=checked)
    except Refusal as refusal:
        sheet = sheet_of(access.assignment(one.pk), blanks=0)
        sheet.basics_checked = checked
        sheet.blame(refusal.faults)
        return sheet_page(request, sheet.assignment, sheet, status=422)
    messages.success(request, say(Text("考评卡已签署", "the card is signed")))
    return HttpResponseRedirect(reverse("reviews:card", args=[one.pk]), status=303)


def _demand_seen(person: Any, one: Assignment) -> None:
    guards.demand_file(person, READ, one.file_review)
    access.seen_assignment(person, one)
