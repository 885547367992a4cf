"""A survey from its draft to the ledger: made, worded, published, answered by telephone, closed, brought in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit import acts, verification
from zhiheng_web.intake.actions.adding import add_rows
from zhiheng_web.intake.actions.books import keep_book
from zhiheng_web.intake.actions.confirming import undo_batch
from zhiheng_web.intake.models import Book, Row
from zhiheng_web.lib import clock
from zhiheng_web.lib.duties import duties_of
from zhiheng_web.surveys import actions, queries, questions
from zhiheng_web.surveys.models import Calls, Questionnaire, Target

SignedIn = Callable[[str, str], Client]


@pytest.fixture
def book(world: World) -> Book:
    """Return a ledger of this year with the bodies."""
    year = clock.today().year
    made = keep_book(
        None, body=world.body("P"), name="台账", period_from=date(year, 1, 1), period_to=date(year + 1, 1, 1)
    )
    add_rows(None, made, "units", [{"unit_id": code, "name": code} for code in ("P", "A", "B")], source="units")
    return made


def _close(world: World, one: Questionnaire) -> Questionnaire:
    return actions.close_questionnaire(actor=world.person("evaluation_office", "P"), questionnaire=one)


def test_it_is_made_and_published_by_its_pages(world: World, signed_in: SignedIn) -> None:
    client, today = signed_in("evaluation_office", "P"), clock.today()
    form = {"body": world.body("P").pk, "year": today.year, "title": "调查", "title_en": "Survey", "least_seconds": "5"}
    days = {"opens": today.isoformat(), "closes": (today + timedelta(days=7)).isoformat()}
    made = client.post("/surveys/new/", {**form, **days, "subject": "evaluations.cycle:3"})
    assert made.status_code == 303
    one = Questionnaire.objects.get()
    assert client.post(made.headers["Location"], {"bodies": [world.body("A").pk]}).status_code == 303
    put = {"kind": "scale", "zh": "态度", "en": "Manner", "purpose": "plain", "options": ""}
    assert client.post(f"/surveys/{one.pk}/questions/", put).status_code == 303
    assert client.post(f"/surveys/{one.pk}/questions/q3/remove/").status_code == 303
    assert client.post(f"/surveys/{one.pk}/publish/").status_code == 303
    one.refresh_from_db()
    assert (one.state, one.subject) == ("open", "evaluations.cycle:3")
    read = questions.read_all(one.questions)
    assert [question.id for question in read] == ["q1", "q2", "q4"]
    assert read[2].keys == ("1", "2", "3", "4", "5")


def test_it_refuses_to_publish_what_is_not_ready(world: World, draft: Questionnaire) -> None:
    office = world.person("evaluation_office", "P")
    actions.remove_question(actor=office, questionnaire=draft, question_id="q1")
    actions.set_targets(actor=office, questionnaire=draft, bodies=[])
    with pytest.raises(Refusal) as refused:
        actions.publish(actor=office, questionnaire=draft)
    assert len(refused.value.faults) == 2  # no satisfaction question, no body


def test_a_published_one_is_not_changed_but_revised(world: World, published: Questionnaire) -> None:
    office = world.person("evaluation_office", "P")
    with pytest.raises(Refusal):
        actions.remove_question(actor=office, questionnaire=published, question_id="q3")
    second = actions.revise(actor=office, questionnaire=published)
    assert (second.number, second.revises, second.state) == (2, published, "draft")
    tokens = set(Target.objects.values_list("token", flat=True))
    assert len(tokens) == 4  # two bodies in two versions, each with an address of its own


def test_it_asks_only_about_bodies_of_its_own(world: World, draft: Questionnaire) -> None:
    with pytest.raises(Refusal):
        office = world.person("evaluation_office", "P")
        actions.set_targets(actor=office, questionnaire=draft, bodies=[world.body("Q1")])


def test_calls_are_counted_with_refusals(world: World, about_a: Target, signed_in: SignedIn) -> None:
    client, url = signed_in("interviewer", "P"), f"/surveys/targets/{about_a.pk}/calls/"
    assert client.post(url, {"outcome": "answered", "q1": "2"}).status_code == 303
    assert client.post(url, {"outcome": "refused"}).status_code == 303
    assert client.post(url, {"outcome": "unreachable"}).status_code == 303
    assert client.post(url, {"outcome": "answered"}).status_code == 422
    assert client.post(url, {}).status_code == 422
    calls = Calls.objects.get()
    assert (calls.answered, calls.refused, calls.unreachable) == (1, 1, 1)
    assert queries.counted(about_a).by("way")[0].way == "telephone"


def test_closing_freezes_the_counts(world: World, about_a: Target, give: Callable[..., None]) -> None:
    give(3, q1="1")
    closed = _close(world, about_a.questionnaire)
    with pytest.raises(Refusal):
        give(1, q1="5")
    target = queries.target(about_a.pk)
    assert (queries.tally_of(target).satisfied, closed.state) == (3, "closed")
    with pytest.raises(Refusal):
        _close(world, closed)
    assert verification.verify().is_whole


def test_its_counts_come_into_the_ledger_once(
    world: World, about_a: Target, give: Callable[..., None], book: Book
) -> None:
    give(3, q1="1")
    give(1, q1="4")
    give(2, q1="6")
    interviewer, office = world.person("interviewer", "P"), world.person("evaluation_office", "P")
    actions.enter_call(actor=interviewer, target=about_a, outcome="answered", answers={"q1": "2"})
    with pytest.raises(Refusal):
        actions.rows_for_ledger(about_a.questionnaire)
    closed = _close(world, about_a.questionnaire)
    feeding = actions.bring_into_book(actor=office, questionnaire=closed, book=book)
    rows = [row.values for row in Row.objects.filter(table="surveys", is_current=True)]
    assert rows == [
        {"unit_id": "A", "method": "questionnaire", "respondents": "4", "satisfied": "3"},
        {"unit_id": "A", "method": "telephone", "respondents": "1", "satisfied": "1"},
    ]
    with pytest.raises(Refusal):
        actions.bring_into_book(actor=office, questionnaire=closed, book=book)
    undo_batch(office, batch=feeding.batch, reason="重来")
    actions.bring_into_book(actor=office, questionnaire=closed, book=book)


def test_equal_rows_of_another_survey_are_not_lost_unseen(
    world: World, about_a: Target, give: Callable[..., None], book: Book
) -> None:
    give(2, q1="1")
    standing = [{"unit_id": "A", "method": "questionnaire", "respondents": 2, "satisfied": 2}]
    add_rows(None, book, "surveys", standing, source="earlier")
    with pytest.raises(Refusal):
        office = world.person("evaluation_office", "P")
        actions.bring_into_book(actor=office, questionnaire=_close(world, about_a.questionnaire), book=book)
    assert Row.objects.filter(table="surveys", is_current=True).count() == 1


def test_the_result_shows_interval_bands_and_weights(world: World, draft: Questionnaire, signed_in: SignedIn) -> None:
    office = world.person("evaluation_office", "P")
    stratum = replace(questions.read_all(draft.questions)[1], required=True)
    actions.put_question(actor=office, questionnaire=draft, question=stratum)
    weights = {"1": Decimal("0.6"), "2": Decimal("0.4")}
    actions.set_weights(actor=office, questionnaire=draft, weights=weights)
    actions.publish(actor=office, questionnaire=draft)
    target = queries.target(draft.targets.get(body=world.body("A")).pk)
    for q1, q2 in (("1", "1"), ("2", "1"), ("5", "1"), ("1", "2")):
        actions.answer(target=target, answers={"q1": q1, "q2": q2})
    page = signed_in("leader", "P").get(f"/surveys/targets/{target.pk}/result/").content.decode()
    assert "75.00%" in page  # 3 of 4
    assert "80.00%" in page  # 0.6 × 2/3 + 0.4 × 1/1
    assert "只有 4 份有效答卷" in page
    assert "HN-AMB-01" in page  # exactly 75 %
    assert "1.959963984540054" in page


def test_it_reminds_to_close_and_to_bring_in(world: World, about_a: Target, give: Callable[..., None]) -> None:
    give(1, q1="1")
    office, one = world.person("evaluation_office", "P"), about_a.questionnaire
    with acts.act(None, "tests.later"):
        one.opens, one.closes = clock.today() - timedelta(days=9), clock.today() - timedelta(days=1)
        one.save()
    assert f"surveys.close:{one.pk}" in {duty.key for duty in duties_of(office)}
    _close(world, one)
    assert f"surveys.feed:{one.pk}" in {duty.key for duty in duties_of(office)}
