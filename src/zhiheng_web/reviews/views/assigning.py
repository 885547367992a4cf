"""The pages of assignment: what waits with the proposal, loads, by hand, to another, standing aside."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text, say
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.actions import assigning as actions
from zhiheng_web.reviews.forms.population import ReasonForm, ReviewerForm
from zhiheng_web.reviews.models import Activity, Assignment, FileReview
from zhiheng_web.reviews.queries import OfOrganiser
from zhiheng_web.reviews.reading import assigning as reading
from zhiheng_web.reviews.reading.activities import files_href
from zhiheng_web.reviews.reading.files import place_text
from zhiheng_web.reviews.views.pages import activity_crumbs, file_crumbs, tell, to, tried

ASSIGN = "reviews.assign"


@does(ASSIGN, target=queries.activity)
def assigning(request: HttpRequest, one: Activity) -> HttpResponse:
    """Show what waits for a reader with the proposal, and how much each reviewer has."""
    choices = reading.proposal(one) if one.state in ("open", "reported") else []
    loads = [(load, files_href(one, reviewer=str(load.reviewer.pk))) for load in reading.loads_of(one)]
    context = {
        "activity": one,
        "choices": choices,
        "can_be_given": sum(choice.reviewer is not None for choice in choices),
        "loads": loads,
        "rules": queries.rules_of(one),
        "key": reading.key_of(one),
        "withdrawn": _withdrawn(one),
        "crumbs": activity_crumbs(one),
    }
    return render(request, "reviews/assigning/assigning.html", context)


def _withdrawn(one: Activity) -> Any:
    gone = Assignment.objects.filter(file_review__activity=one, withdrawn_at__isnull=False, is_planted=False)
    return gone.select_related("reviewer", "file_review__case").order_by("-withdrawn_at")[:50]


@does(ASSIGN, target=queries.activity)
@require_POST
def assign_proposed(request: HttpRequest, one: Activity) -> HttpResponse:
    """Take the proposal."""
    made = actions.assign_proposed(actor=request.user, activity=one)
    tell(request, f"已指派 {len(made)} 件次", f"{len(made)} are given out")
    return to("assigning", one.pk)


def _people(file_review: FileReview, level: int) -> list[tuple[Any, str]]:
    """Return who can be named, each with load or with why they stand aside."""
    desk = reading.desk_of_unit(file_review) if level == 1 else reading.desk_of(file_review.activity)
    found = []
    for person in desk.people:
        why = desk.bars.bar(person, file_review, level=level)
        number = desk.loads.get(person.pk, 0)
        told = (
            Text(f"{number} 件", f"{number} files") if why is None else Text(f"应回避：{why.zh}", f"barred: {why.en}")
        )
        found.append((person, f"{person}（{say(told)}）"))
    return found


@does(ASSIGN, target=queries.file_of_organiser)
def assign_file(request: HttpRequest, given: OfOrganiser) -> HttpResponse:
    """Name a reviewer by hand, with the reason."""
    one = given.file_review
    level = 1 if one.state == "first_level" else 2
    readers = () if level == 1 or one.state == "second_round" else (1, 2, 3)
    form = ReviewerForm(request.POST or None, people=_people(one, level), readers=readers)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = tried(
            form,
            lambda: actions.assign_by_hand(
                actor=request.user,
                file_review=one,
                reviewer=form.chosen,
                reason=told["reason"],
                level=level,
                reader=int(told.get("reader") or 1),
            ),
        )
        if made is not None:
            tell(request, "已指派", "the reviewer is named")
            return to("file", one.pk)
    context = {"file": one, "form": form, "former": None, "crumbs": file_crumbs(request.user, one)}
    return render(request, "reviews/assigning/reviewer.html", context, status=422 if form.is_bound else 200)


@does(ASSIGN, target=queries.assignment_of_organiser)
def reassign(request: HttpRequest, given: OfOrganiser) -> HttpResponse:
    """Give a file to another reviewer, with the reason."""
    former, one = given.assignment, given.file_review
    if former is None:
        raise Http404
    people = [(person, told) for person, told in _people(one, former.level) if person.pk != former.reviewer_id]
    form = ReviewerForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        made = tried(
            form,
            lambda: actions.reassign(actor=request.user, assignment=former, reviewer=form.chosen, reason=reason),
        )
        if made is not None:
            tell(request, "已改派", "given to another reviewer")
            return to("file", one.pk)
    context = {"file": one, "form": form, "former": former, "place": place_text(former)}
    context["crumbs"] = file_crumbs(request.user, one)
    return render(request, "reviews/assigning/reviewer.html", context, status=422 if form.is_bound else 200)


@does("reviews.recuse", target=queries.assignment)
def recuse(request: HttpRequest, one: Assignment) -> HttpResponse:
    """Stand aside from a file, with the reason."""
    if one.reviewer_id != request.user.pk or one.withdrawn_at is not None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, done = form.cleaned_data["reason"], []
        tried(form, lambda: done.append(actions.recuse(actor=request.user, assignment=one, reason=reason)))
        if done:
            tell(request, "回避申请已记录，案卷已另行安排", "recorded; the file goes to somebody else")
            return to("files")
    context = {"file": one.file_review, "assignment": one, "form": form}
    context["crumbs"] = [(Text("案卷评查", "Files"), reverse("reviews:files"))]
    return render(request, "reviews/assigning/recuse.html", context, status=422 if form.is_bound else 200)
