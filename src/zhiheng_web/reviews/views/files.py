"""The pages of files: the list, those due at the unit, one file with its timeline, panels and what comes next."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.apps import load_folder
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.reviews import file_panels, guards, queries
from zhiheng_web.reviews.actions import choosing
from zhiheng_web.reviews.actions import submitting as actions
from zhiheng_web.reviews.models import FileReview
from zhiheng_web.reviews.reading import files as reading
from zhiheng_web.reviews.reading.panels import Panel, panels_of
from zhiheng_web.reviews.states import VIOLATION_TEXTS, violations_on
from zhiheng_web.reviews.views.pages import FILES, file_crumbs, tell, to

load_folder(file_panels)


@does("reviews.read_file")
def files(request: HttpRequest) -> HttpResponseBase:
    """Show the files that a person may read, by any filter."""
    listing = Listing(request, queries.files_for(request.user), reading.spec(request.user))
    context = {"listing": listing, "caption": FILES, "crumbs": [], "may_submit": _may_submit(request.user)}
    return listing.export() or render(request, "reviews/activities/files.html", context)


def _may_submit(person: Any) -> bool:
    return policy.may_somewhere(person, "reviews.submit_file")


@does("reviews.submit_file")
def due_files(request: HttpRequest) -> HttpResponseBase:
    """Show the unit's files that are to be submitted, the most urgent first; ticked ones are submitted at once."""
    own = queries.files_for(request.user, "reviews.submit_file").filter(state="due", activity__state="open")
    rows = list(own.order_by("due_on", "case__code"))
    context = {"rows": rows, "late": sum(one.is_overdue_on(clock.today()) for one in rows), "crumbs": []}
    return render(request, "reviews/activities/due.html", context)


@does("reviews.submit_file")
@require_POST
def submit_files(request: HttpRequest) -> HttpResponse:
    """Submit the files that were ticked."""
    keys = [key for key in request.POST.getlist("file") if key.isascii() and key.isdecimal() and len(key) < 19]
    chosen = queries.files_for(request.user, "reviews.submit_file").filter(pk__in=keys)
    done = actions.submit_files(actor=request.user, files=list(chosen.select_related("activity__organiser")))
    tell(request, f"已送评 {len(done)} 件案卷", f"{len(done)} files are submitted")
    return to("due_files") if len(done) != 1 else to("file", done[0].pk)


@does("reviews.read_file", target=queries.file_review)
def file(request: HttpRequest, one: FileReview) -> HttpResponse:
    """Show the review of a file: where it stands, what comes next, everything that happened."""
    person = request.user
    if not queries.files_for(person).filter(pk=one.pk).exists():
        raise Http404
    organiser, rules = one.activity.organiser, queries.rules_of(one.activity)
    is_open = one.activity.state in ("open", "reported")
    may_assign = is_open and policy.may(person, "reviews.assign", organiser)
    hides_reviewers = reading.hides_reviewers(person, one)
    places = [
        (place, reading.place_text(place), _may_recuse(person, place), may_assign and place.done_at is None)
        for place in one.assignments.filter(is_planted=False, withdrawn_at=None).select_related("reviewer")
        if place.level == 1 or not hides_reviewers or place.reviewer_id == person.pk
    ]
    who, what, basis = reading.TURNS[one.state]
    finding = rules.finding_class(one.finding_class)
    overdue = one.due_on is not None and one.due_on < clock.today() and one.state in ("due", "first_level")
    context: dict[str, Any] = {
        "file": one,
        "who": who,
        "what": what,
        "basis": basis,
        "hides_result": hides_reviewers,
        "names_hidden": reading.hides_names(person, one),
        "violations": [
            (VIOLATION_TEXTS[name], rules.violations.deduction(name)) for name in violations_on(one, clock.today())
        ],
        "places": places,
        "finding": finding.text if finding is not None else None,
        "timeline": reading.timeline(one, request.user, names_reviewers=not hides_reviewers),
        "panels": [(panel.title, _drawn(request, one, panel)) for panel in panels_of(person, one)],
        "may_submit": one.state == "due" and one.activity.state == "open" and _may_submit_this(person, one),
        "may_take_up": may_assign and overdue,
        "may_take_out": policy.may(person, "reviews.open_activity", organiser) and choosing.may_take_out(one),
        "may_assign": may_assign and one.state in ("first_level", "second_level", "comparing", "second_round"),
        "may_read_case": policy.may(person, "cases.read_case", one.case.body),
        "may_read_activity": policy.may(person, "reviews.read_activity", organiser),
        "crumbs": file_crumbs(person, one)[:-1],
    }
    return render(request, "reviews/activities/file.html", context)


def _drawn(request: HttpRequest, one: FileReview, panel: Panel) -> str:
    """Return a panel drawn: `{% include … with context=… %}` cannot name it so, a context of its own can."""
    told = {"panel": panel, "context": panel.context, "file": one}
    return render_to_string(panel.template, told, request=request)


def _may_submit_this(person: Any, one: FileReview) -> bool:
    return policy.may(person, "reviews.submit_file", one.body)


def _may_recuse(person: Any, place: Any) -> bool:
    is_theirs = place.reviewer_id == person.pk and place.done_at is None
    return is_theirs and policy.may(person, "reviews.recuse", place.file_review.body)


@does("reviews.open_activity", target=queries.file_of_organiser)
@require_POST
def take_out(request: HttpRequest, one: Any) -> HttpResponse:
    """Take a chosen file out of a special or key review, with the reason."""
    choosing.take_out(actor=request.user, file_review=one.file_review, reason=request.POST.get("reason", "")[:2000])
    tell(request, "已移出评查，记录保留", "taken out of the review; the record stays")
    return to("file", one.file_review.pk)


@does("reviews.submit_file", target=queries.file_review)
@require_POST
def submit_file(request: HttpRequest, one: FileReview) -> HttpResponse:
    """Submit one file."""
    actions.submit_files(actor=request.user, files=[one])
    tell(request, "已送评", "submitted")
    return to("file", one.pk)


@does("reviews.assign", target=queries.file_of_organiser)
@require_POST
def take_up(request: HttpRequest, one: Any) -> HttpResponse:
    """Take a file to the brigade that the unit kept beyond its time."""
    guards.demand_organiser(request.user, "reviews.assign", one.file_review.activity)
    actions.take_up(actor=request.user, file_review=one.file_review, reason=request.POST.get("reason", ""))
    tell(request, "已提级评查，违反程序已记录", "taken up; the violation is entered")
    return to("file", one.file_review.pk)
