"""The derivation of a line: clause, formula, input, rows, caps, who decided, earlier stages, other values tried."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from zhiheng import api
from zhiheng.api import Refusal, Text
from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.forms.whatif import TrialForm
from zhiheng_web.evaluations.models import Assessment, Card, ObjectionLine
from zhiheng_web.evaluations.reading import derivation as reading
from zhiheng_web.evaluations.reading import whatif
from zhiheng_web.evaluations.reading.derivation import RuleOf
from zhiheng_web.evaluations.reading.origins import tolerances_of, trace
from zhiheng_web.evaluations.reading.provenance import Entry, Sources, label_of, value_of
from zhiheng_web.evaluations.reading.scorecard import CardReading
from zhiheng_web.evaluations.reading.stages import Addresses, Shown, shown_to
from zhiheng_web.evaluations.views.scorecard import SCORECARD, card_at, crumbs_of, frame_of
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing

#: Which rows of a line: those used, or the sides of a rate.
WHICH = {
    "used": Text("采用的行", "rows used"),
    "numerator": Text("分子", "numerator"),
    "denominator": Text("分母", "denominator"),
    "short": Text("在分母而不在分子", "in the denominator only"),
}


@does("evaluations.read_assessment", target=reading.rule_of)
def rule(request: HttpRequest, subject: RuleOf) -> HttpResponse:
    """Show how the points of a line came about."""
    one = subject.assessment
    shown = shown_to(request.user, one, request.GET.get("stage", ""))
    stages = reading.cards_of(one, shown)
    card = next((held for held in stages if held.computation == shown.computation), None)
    if card is None:
        raise Http404
    cards = CardReading(card, queries.scheme_of(one.cycle), Addresses(one.pk, shown.stage))
    derivation = reading.derive(request.user, subject, shown, card=card, reading=cards)
    context = frame_of(request, one, shown) | _decided(one, subject.rule.id, shown)
    trial = _trial(request, subject, card) if context["may_try"] and derivation.line is not None else {}
    context |= {
        "rule": subject.rule,
        "derivation": derivation,
        "line": derivation.line,
        "unused": reading.unused_of(derivation.line.told) if derivation.line is not None and shown.sees_all else [],
        "history": reading.history_of(stages, subject.rule.id),
        "rows_url": cards.addresses.of("rule_rows", rule_id=subject.rule.id),
        "crumbs": crumbs_of(request, one, (SCORECARD, cards.addresses.card())),
        **trial,
    }
    return render(request, "evaluations/derivation/rule.html", context)


def _card(request: HttpRequest, subject: RuleOf) -> tuple[Shown, Card, CardReading]:
    shown = shown_to(request.user, subject.assessment, request.GET.get("stage", ""))
    card = card_at(subject.assessment, shown)
    if card is None:
        raise Http404
    scheme = queries.scheme_of(subject.assessment.cycle)
    return shown, card, CardReading(card, scheme, Addresses(subject.assessment.pk, shown.stage))


def _decided(one: Assessment, rule_id: str, shown: Shown) -> dict[str, Any]:
    """Return what people said and decided on a line; decisions only where the body may know of them."""
    told: dict[str, Any] = {
        "claim": one.claims.filter(rule_id=rule_id).select_related("saved_by").first(),
        "evidence": list(evidence_about(one).filter(rule_id=rule_id)),
    }
    if shown.sees_all:
        lines = ObjectionLine.objects.filter(objection__assessment=one, rule_id=rule_id)
        told |= {
            "verification": one.verifications.filter(rule_id=rule_id).select_related("by").first(),
            "tolerances": tolerances_of(one, rule_id),
            "objected": list(lines.select_related("objection__filed_by", "review__by")),
            "amendments": reading.amendments_of(one, rule_id),
        }
    return told


def _trial(request: HttpRequest, subject: RuleOf, card: Card) -> dict[str, Any]:
    """Return the form “why not another value?”, with the answer where one was asked."""
    one = subject.assessment
    ask = whatif.ask_for(one, subject.rule.id)
    if ask is None:
        return {}
    options = api.scoring.settled_options(queries.scheme_of(one.cycle), one.cycle.options)
    form = TrialForm(request.GET, asks=[ask], options=options, now=card.rules())
    told: dict[str, Any] = {"trial": form}
    if form.is_bound and form.values():
        try:
            told["tried"] = whatif.tried(one, card, form.values())
        except Refusal as wrong:
            told["faults"] = wrong.faults
    return told


# The rows of a line as a list


@does("evaluations.read_assessment", target=reading.rule_of)
def rule_rows(request: HttpRequest, subject: RuleOf) -> HttpResponseBase:
    """Show all rows of a line, or of a side of a rate: pages, filters, exports."""
    shown, card, cards = _card(request, subject)
    which = request.GET.get("which", "used")
    entries = _entries(subject, shown, card, which)
    listing = Listing(request, entries, _spec(subject, entries))
    base = next((one for one in shown.latest if one.stage == "ledger"), shown.computation)
    assert base is not None and shown.computation is not None  # there is a card
    traced = listing.matching if "export" in request.GET else listing.rows
    trace(request.user, subject.assessment, Sources(base, shown.computation, subject.assessment.unit_id), traced)
    context = frame_of(request, subject.assessment, shown)
    context |= {
        "rule": subject.rule,
        "listing": listing,
        "text": WHICH.get(which, WHICH["used"]),
        "crumbs": crumbs_of(
            request,
            subject.assessment,
            (SCORECARD, cards.addresses.card()),
            (subject.rule.id, cards.addresses.rule(subject.rule.id)),
        ),
    }
    return listing.export() or render(request, "evaluations/derivation/rows.html", context)


def _entries(subject: RuleOf, shown: Shown, card: Card, which: str) -> list[Entry]:
    told = card.rules().get(subject.rule.id) or {}
    measured = told.get("measured") or {"numerator_rows": [], "denominator_rows": []}
    held = frozenset(measured["numerator_rows"])
    refs = {
        "used": told.get("rows", []),
        "numerator": measured["numerator_rows"],
        "denominator": measured["denominator_rows"],
        "short": [ref for ref in measured["denominator_rows"] if ref not in held],
    }
    spared = told.get("exempted_rows", []) if which not in ("numerator", "denominator", "short") else []
    base = next((one for one in shown.latest if one.stage == "ledger"), shown.computation)
    assert base is not None and shown.computation is not None
    sources = Sources(base, shown.computation, subject.assessment.unit_id)
    scheme = queries.scheme_of(subject.assessment.cycle)
    return reading.entries_of(sources, refs.get(which, refs["used"]), spared, scheme)


def _spec(subject: RuleOf, entries: list[Entry]) -> Spec:
    names = list(dict.fromkeys((entry.table, name) for entry in entries for name, _ in entry.told))
    columns = [Column("ref", Text("台账行", "Row"), lambda one: one.ref, order_by=("ref",))]
    columns += [_cell_column(table, name, number) for number, (table, name) in enumerate(names)]
    columns += [
        Column("standing", Text("是否计分", "Counted"), lambda one: STANDINGS[one.standing], kind="state"),
        Column("origin", Text("出处", "Source"), lambda one: one.origin and one.origin.text, href=_origin_url),
        Column("who", Text("何人", "Who"), lambda one: one.origin and one.origin.who),
        Column("at", Text("何时", "When"), lambda one: one.origin and one.origin.at, kind="instant"),
    ]
    holds = Filter("q", Text("包含", "Contains"), lambda rows, typed: [one for one in rows if _holds(one, typed)])
    return Spec(Text(f"{subject.rule.id} 数据行", f"{subject.rule.id} rows"), columns, [holds], order="ref")


def _cell_column(table: str, name: str, number: int) -> Column:
    def value(one: Entry) -> Any:
        return value_of(table, name, one.cells.get(name, "")) if one.table == table else ""

    return Column(f"c{number}", label_of(table, name), value)


def _holds(one: Entry, typed: str) -> bool:
    return any(typed.lower() in text.lower() for text in (one.ref, *one.cells.values()))


def _origin_url(one: Entry) -> str | None:
    return one.origin.url if one.origin is not None else None


STANDINGS = {
    "counted": (Text("计分", "counted"), "info"),
    "tolerated": (Text("容错，计 0 分", "tolerated, 0 points"), "good"),
    "excluded": (Text("不计", "not counted"), "neutral"),
}
