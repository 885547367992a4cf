"""Who may open the pages of training: above, at the unit, beside, elsewhere; and how many queries a list costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from adapters import web_objects
from adapters.web_objects import training as objects
from adapters.web_reviews import make_officer, make_person, saved
from adapters.web_world import World
from web.training.conftest import course_values
from zhiheng_web.lib import clock
from zhiheng_web.training import models
from zhiheng_web.training.actions import courses

SignedIn = Callable[[str, str], Client]


@pytest.mark.parametrize("thing", ["bulletin", "campaign", "meeting", "course", "contest"])
@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        ("leader", "P", 200),
        ("officer", "A", 200),
        ("officer", "A1", 200),  # what A publishes is read beneath A
        ("officer", "B", 403),
        ("officer", "Q1", 403),
        ("interviewer", "A", 403),
        ("audit_administrator", "P", 403),
    ],
)
def test_what_is_published_is_read_above_and_beneath(
    world: World, signed_in: SignedIn, thing: str, role: str, code: str, status: int
) -> None:
    key = web_objects.arguments([f"{thing}_id"], world, "A", "training")[f"{thing}_id"]
    folder = {"campaign": "campaigns"}.get(thing, f"{thing}s")
    assert signed_in(role, code).get(f"/training/{folder}/{key}/").status_code == status


@pytest.mark.parametrize(
    ("role", "code", "number", "status"),
    [
        ("officer", "A", 1, 200),
        ("officer", "A", 2, 403),  # a colleague of the same unit
        ("unit_head", "A", 1, 200),
        ("unit_head", "B", 1, 403),
        ("leader", "P", 1, 200),
        ("officer", "B", 1, 403),
    ],
)
def test_an_enrolment_is_the_officers_own(world: World, role: str, code: str, number: int, status: int) -> None:
    officer, held = make_officer(world, "A"), objects.class_of(world, "P")
    row = saved(models.Enrolment(training_class=held, officer=officer, reason="试"))
    client = Client()
    person = make_person(world, role, code, number)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"/training/enrolments/{row.pk}/").status_code == status


def test_a_ballot_is_the_judges_own_and_scores_stay_blind(world: World, signed_in: SignedIn) -> None:
    judge = objects.judge_of(world, "A")
    assert signed_in("legal_officer", "A").get(f"/training/ballots/{judge.pk}/").status_code == 200
    assert signed_in("officer", "A").get(f"/training/ballots/{judge.pk}/").status_code == 403
    assert signed_in("evaluation_office", "P").get(f"/training/ballots/{judge.pk}/").status_code == 403
    candidate = objects.candidate_of(world, "A")
    saved(models.Score(judge=judge, candidate=candidate, points=77))
    judge.contest.state = "judging"
    saved(judge.contest)
    page = signed_in("evaluation_office", "A").get(f"/training/candidates/{candidate.pk}/").content.decode()
    assert "77.00" not in page
    assert signed_in("officer", "A").get(f"/training/candidates/{candidate.pk}/").status_code == 403


def test_before_the_decision_staff_see_no_candidates(world: World, signed_in: SignedIn) -> None:
    contest = objects.candidate_of(world, "A").contest
    contest.state = "judging"
    saved(contest)
    code = contest.candidates.get().file_review.case.code
    assert code not in signed_in("officer", "A1").get(f"/training/contests/{contest.pk}/").content.decode()
    assert code in signed_in("evaluation_office", "A").get(f"/training/contests/{contest.pk}/").content.decode()


@pytest.mark.parametrize(
    "page",
    ["bulletins", "commentaries", "series", "campaigns", "meetings", "courses", "register", "classes", "contests"],
)
def test_a_list_costs_few_queries(world: World, signed_in: SignedIn, page: str) -> None:
    series, month, today = objects.series_of(world, "P"), clock.today().replace(day=1), clock.today()
    office = world.person("evaluation_office", "P")
    body = world.body("P")
    for number in range(1, 13):
        told = {"title": f"{number}", "text": "x", "shown": {"title": "x"}, "state": "published"}
        saved(models.Bulletin(series=series, number=number, published_at=clock.now(), **told))
        saved(models.Campaign(body=body, name=f"{number}", owner="x", starts_on=month))
        day = month.replace(year=month.year - number)
        saved(models.Meeting(body=body, month=day, problems_month=day, held_on=day))
        course = courses.keep_course(actor=office, body=body, values=course_values())
        courses.enrol(actor=office, course=course, officers=[make_officer(world, "A", number)])
        told = {"body": body, "title": "x", "starts_on": month, "ends_on": month, "days": 1, "looks_back_to": month}
        saved(models.TrainingClass(**told))
        told = {"body": body, "title": "x", "period_from": month, "period_to": today + timedelta(days=1)}
        saved(models.Contest(**told, places=1, candidates_each=1, judges_wanted=1))
    client = signed_in("evaluation_office", "P")
    client.get(f"/training/{page}/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/training/{page}/").status_code == 200
    sql = "\n".join(query["sql"][:300] for query in asked)
    # The frame asks for person, posts and counts of the menu; the list for its count and rows.
    assert len(asked) <= 26, sql


def test_a_page_with_many_rows_costs_few_queries(world: World, signed_in: SignedIn) -> None:
    course = courses.keep_course(
        actor=world.person("evaluation_office", "P"), body=world.body("P"), values=course_values()
    )
    people = [make_officer(world, "A", number) for number in range(1, 13)]
    courses.enrol(actor=world.person("evaluation_office", "P"), course=course, officers=people)
    client = signed_in("evaluation_office", "P")
    client.get(f"/training/courses/{course.pk}/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/training/courses/{course.pk}/").status_code == 200
    assert len(asked) <= 24
