"""The pages of a publication: the gate, the check before it, what is published, its files, its correction."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiheng.api import Refusal
from zhiheng_web.documents.views.issued import given
from zhiheng_web.evaluations import queries, scoring
from zhiheng_web.evaluations.actions import publications
from zhiheng_web.evaluations.forms.publication import CorrectForm, PublishForm
from zhiheng_web.evaluations.models import Cycle, Publication
from zhiheng_web.evaluations.reading import publication as reading
from zhiheng_web.evaluations.reading.deliberation import rules_of
from zhiheng_web.evaluations.reading.publication import Published
from zhiheng_web.evaluations.reading.result import GRADES
from zhiheng_web.evaluations.views.verification import cycle_crumbs, refused, to
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.given_files import given_file
from zhiheng_web.lib.words import Text, say


@does("evaluations.read_cycle", target=queries.cycle)
def gate(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Show what still hinders the publication, each with the way to where it is resolved."""
    hindered = reading.obstacles(cycle) if cycle.state == "open" else []
    ready = cycle.assessments.filter(state="approved").count()
    context = {
        "cycle": cycle,
        "obstacles": [(one, reading.place_of(cycle, one)) for one in hindered],
        "is_open": cycle.state == "open" and not hindered,
        "ready": ready,
        "total": cycle.assessments.count(),
        "publication": cycle.publications.first(),
        "may_publish": policy.may(request.user, "evaluations.publish", cycle.organiser),
        "crumbs": cycle_crumbs(cycle),
    }
    return render(request, "evaluations/publication/gate.html", context)


@does("evaluations.publish", target=queries.cycle)
def publish(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Say what publishing does, and do it once the year is typed."""
    form = PublishForm(request.POST or None, cycle=cycle)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            publication = publications.publish(
                actor=request.user, cycle=cycle, audience=told["audience"], reason=told["reason"]
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(
                request, say(Text("结果已发布，通报已印发。", "The result is published, the report issued."))
            )
            return to("publication", publication.pk)
    last = scoring.latest(cycle, "current", "reviewed")
    context = {
        "cycle": cycle,
        "form": form,
        "cards": _cards(last),
        "is_open": cycle.state == "open" and not reading.obstacles(cycle),
        "crumbs": cycle_crumbs(cycle, _gate_crumb(cycle)),
    }
    return render(request, "evaluations/publication/publish.html", context, status=422 if form.errors else 200)


def _gate_crumb(cycle: Cycle) -> tuple[Text, str]:
    return Text("发布", "Publication"), reverse("evaluations:publish_gate", args=[cycle.pk])


def _cards(computation: object) -> list[tuple[object, Text | None]]:
    if computation is None:
        return []
    cards = computation.cards.select_related("assessment__body")  # type: ignore[attr-defined]
    return [(card, GRADES.get(card.grade)) for card in cards]


@does("evaluations.read_assessment", target=reading.published)
def publication(request: HttpRequest, published: Published) -> HttpResponse:
    """Show a publication: its result, report, bundle and how to verify it, versions, who and when."""
    one = published.publication
    reading.demand_read(request.user, one)
    cycle = one.cycle
    organises = policy.may(request.user, "evaluations.read_cycle", cycle.organiser)
    context = {
        "publication": one,
        "cycle": cycle,
        "organises": organises,
        "audience": publications.AUDIENCES.get(one.audience),
        "cards": _cards(one.computation),
        "versions": list(cycle.publications.select_related("document", "published_by")),
        "is_newest": not one.corrections.exists(),
        "may_correct": policy.may(request.user, "evaluations.correct_publication", cycle.organiser),
        "may_disclose": policy.may(request.user, "disclosure.disclose", cycle.organiser),
        "may_see_consequences": organises,
        "file_name": _bundle_name(one),
        "crumbs": cycle_crumbs(cycle) if organises else [],
    }
    return render(request, "evaluations/publication/publication.html", context)


def _bundle_name(one: Publication) -> str:
    return f"zhiheng-{one.cycle.scheme_id}-{one.cycle.year}-v{one.version}.zip"


@does("evaluations.read_assessment", target=reading.published)
def bundle(request: HttpRequest, published: Published) -> HttpResponseBase:
    """Give the sealed bundle out."""
    reading.demand_read(request.user, published.publication)
    one = published.publication
    return given_file(one.bundle, name=_bundle_name(one), media_type="application/zip")


@does("evaluations.read_assessment", target=reading.published)
def report_word(request: HttpRequest, published: Published) -> HttpResponseBase:
    """Give the report out as Word."""
    return _report(request, published.publication, "docx")


@does("evaluations.read_assessment", target=reading.published)
def report_pdf(request: HttpRequest, published: Published) -> HttpResponseBase:
    """Give the report out as PDF."""
    return _report(request, published.publication, "pdf")


def _report(request: HttpRequest, one: Publication, form: str) -> HttpResponseBase:
    reading.demand_read(request.user, one)
    if one.document is None:
        raise Http404
    return given(one.document, form)


@does("evaluations.correct_publication", target=reading.publication_of_organiser)
def correct(request: HttpRequest, publication: Publication) -> HttpResponse:
    """Correct a published result by a new version."""
    cycle = publication.cycle
    assessments = list(cycle.assessments.select_related("body", "cycle__organiser"))
    form = CorrectForm(request.POST or None, assessments=assessments, rules=rules_of(assessments[0]))
    if request.method == "POST" and form.is_valid():
        try:
            made = publications.correct_publication(
                actor=request.user,
                publication=publication,
                reason=form.cleaned_data["reason"],
                corrections=form.corrections,
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(
                request, say(Text(f"第 {made.version} 版已发布。", f"Version {made.version} is published."))
            )
            return to("publication", made.pk)
    back = (
        Text(f"第 {publication.version} 版", f"version {publication.version}"),
        reverse("evaluations:publication", args=[publication.pk]),
    )
    context = {"publication": publication, "form": form, "crumbs": cycle_crumbs(cycle, back)}
    return render(request, "evaluations/publication/correct.html", context, status=422 if form.errors else 200)
