"""Pages of the rounds: the notice and what follows it, taking a file up at the unit, calling one in, settling."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text, say
from zhiheng_web.reviews import guards, queries
from zhiheng_web.reviews.actions import rounds as actions
from zhiheng_web.reviews.models import FileReview
from zhiheng_web.reviews.reading import rounds as reading
from zhiheng_web.reviews.reading.round_papers import papers_of
from zhiheng_web.reviews.views.pages import file_crumbs

READ = "reviews.read_file"


def to(name: str, *keys: Any, place: str = "") -> HttpResponseRedirect:
    """Go to a page after something was done."""
    return HttpResponseRedirect(reverse(f"reviews:{name}", args=keys) + place, status=303)


@does(READ, target=queries.file_review)
def notice(request: HttpRequest, one: FileReview) -> HttpResponse:
    """Show the notice of a review: to the brigade before it is given, to everyone concerned afterwards."""
    person = request.user
    guards.demand_file(person, READ, one)
    may_give = policy.may(person, actions.GIVE, one.body)
    card = reading.counted_of(one).cards.get(1)
    if card is None or (one.notified_at is None and not may_give):
        raise Http404
    rules = queries.rules_of(one.activity)
    is_open_first, is_open_second = reading.is_open_to_objection(one), reading.is_open_to_second_objection(one)
    may_object = policy.may(person, "reviews.object", one.body) and (is_open_first or is_open_second)
    # Round two is told with its own notice; the brigade sees it before.
    is_second_shown = one.second_notified_at is not None or (may_give and one.state == "settled")
    context = {
        "file": one,
        "card": card,
        "standings": reading.standings(one),
        "finding_class": rules.finding_class(one.finding_class),
        "objection_due": reading.objection_due(one),
        "is_open_first": is_open_first,
        "is_open_second": is_open_second,
        "is_mended": reading.is_mended(one),
        "second": reading.second_findings(one) if is_second_shown else [],
        "second_due": reading.second_objection_due(one),
        "may_give_second": may_give and reading.awaits_second_notice(one),
        "outcomes": reading.OUTCOME_TEXTS,
        "may_give": may_give and one.state == "reviewed" and one.notified_at is None,
        "may_settle": may_give and reading.is_ripe(one),
        "may_call_in": may_give and one.state == "mending" and one.is_overdue_on(clock.today()),
        "may_object": may_object,
        "may_issue": may_give and one.notified_at is not None,
        "papers": list(papers_of(one)) if policy.may(person, "documents.read_issued", one.body) else [],
        "crumbs": file_crumbs(person, one),
    }
    return render(request, "reviews/rounds/notice.html", context)


@does(actions.GIVE, target=queries.file_review)
@require_POST
def give_notice(request: HttpRequest, one: FileReview) -> HttpResponse:
    """Tell unit and officer the result of the first round."""
    actions.give_notice(actor=request.user, file_review=one)
    messages.success(request, say(Text("评查结果已告知单位和办案民警", "unit and officer are told the result")))
    return to("notice", one.pk)


@does(actions.GIVE, target=queries.file_review)
@require_POST
def give_second_notice(request: HttpRequest, one: FileReview) -> HttpResponse:
    """Tell unit and officer the result of round two."""
    actions.give_second_notice(actor=request.user, file_review=one)
    messages.success(request, say(Text("二次考评结果已告知单位和办案民警", "unit and officer are told of round two")))
    return to("notice", one.pk)


@does(actions.GIVE, target=queries.file_review)
@require_POST
def issue_opinion(request: HttpRequest, one: FileReview) -> HttpResponse:
    """Issue the opinion on a file as a numbered document."""
    issued = actions.issue_opinion(actor=request.user, file_review=one)
    told = Text(f"已出具意见书 {issued.number}", f"the opinion {issued.number} is issued")
    messages.success(request, say(told))
    return to("notice", one.pk)


@does(actions.GIVE, target=queries.file_review)
@require_POST
def settle_file(request: HttpRequest, one: FileReview) -> HttpResponse:
    """Settle a file whose period of objection is over."""
    actions.settle(actor=request.user, file_review=one)
    messages.success(request, say(Text("案卷评查已办结", "the review of the file is settled")))
    return to("notice", one.pk)


@does(actions.GIVE, target=queries.file_review)
@require_POST
def call_in(request: HttpRequest, one: FileReview) -> HttpResponse:
    """Take a file that was not submitted in time into the second round."""
    actions.call_in(actor=request.user, file_review=one)
    messages.success(request, say(Text("已调卷进入二次考评", "the file was taken into the second round")))
    return to("notice", one.pk)


@does("reviews.review_first_level", target=queries.file_review)
@require_POST
def begin_first_level(request: HttpRequest, one: FileReview) -> HttpResponse:
    """Take a file up for the review by the unit and go to its card."""
    assignment = actions.begin_first_level(actor=request.user, file_review=one)
    return to("card", assignment.pk)
