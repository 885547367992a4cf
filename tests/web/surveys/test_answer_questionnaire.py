"""Answering by the link: no sign-in, no cookie, no address, the day alone; what is wrong is told and kept."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from adapters.web_world import World
from zhiheng_web.audit import acts, verification
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import clock
from zhiheng_web.surveys import actions, limits, queries, sealing
from zhiheng_web.surveys.models import Answer, Questionnaire, Target


def _url(target: Target) -> str:
    return f"/surveys/q/{target.token}/"


def _begun(client: Client, target: Target) -> str:
    page = client.get(_url(target)).content.decode()
    found = re.search(r'name="begun" value="([^"]+)"', page)
    assert found
    return found[1]


def _hand_in(client: Client, target: Target, **told: str) -> int:
    return client.post(_url(target), {"begun": _begun(client, target), **told}).status_code


def test_it_keeps_an_answer_with_its_day_and_nothing_of_who_gave_it(client: Client, about_a: Target) -> None:
    lines = Line.objects.count()
    assert _hand_in(client, about_a, q1="2", q2="1", q3="多巡查") == 303
    kept = Answer.objects.get()
    assert (kept.day, kept.way, kept.answers) == (
        clock.today(),
        "questionnaire",
        {"q1": "2", "q2": "1", "q3": "多巡查"},
    )
    assert {field.name for field in Answer._meta.concrete_fields} == {"id", "target", "day", "way", "answers"}
    assert Line.objects.count() == lines  # the instant of a line would be the instant of the answer


def test_it_sets_no_cookie(about_a: Target) -> None:
    client = Client(enforce_csrf_checks=True)
    assert not client.get(_url(about_a)).cookies
    answer = client.post(_url(about_a), {"begun": _begun(client, about_a), "q1": "1"})
    assert answer.status_code == 303
    assert not answer.cookies
    assert not client.get(answer.headers["Location"]).cookies
    assert not client.cookies


def test_it_speaks_english_by_its_address_alone(client: Client, about_a: Target) -> None:
    page = client.get(f"{_url(about_a)}?lang=en&elder=on").content.decode()
    assert "Very satisfied" in page
    assert "非常满意" not in page
    assert 'data-elder="on"' in page
    assert f'action="{_url(about_a)}?lang=en&amp;elder=on"' in page


def test_it_says_what_is_missing_and_keeps_what_was_given(client: Client, about_a: Target) -> None:
    answer = client.post(_url(about_a), {"begun": _begun(client, about_a), "q3": "多巡查"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "这一题还没有回答" in page
    assert "多巡查" in page
    assert not Answer.objects.exists()


def test_it_asks_to_look_again_where_an_answer_comes_too_quick(client: Client, about_a: Target) -> None:
    with acts.act(None, "tests.slow"):
        one = about_a.questionnaire
        one.least_seconds = 15
        one.save()
    assert _hand_in(client, about_a, q1="1") == 422
    assert not Answer.objects.exists()


@pytest.mark.parametrize("begun", ["", "forged"])
def test_it_takes_no_answer_without_a_page(client: Client, about_a: Target, begun: str) -> None:
    assert client.post(_url(about_a), {"begun": begun, "q1": "1"}).status_code == 422
    assert not Answer.objects.exists()


def test_it_takes_so_many_from_one_place_and_no_more(client: Client, about_a: Target) -> None:
    begun = _begun(client, about_a)
    told = {"begun": begun, "q1": "1"}
    statuses = [client.post(_url(about_a), told).status_code for _ in range(limits.MOST_FROM_ONE_PLACE + 1)]
    assert statuses == [303] * limits.MOST_FROM_ONE_PLACE + [429]
    # Another household behind the same proxy is another place.
    assert client.post(_url(about_a), told, headers={"x-forwarded-for": "192.0.2.7"}).status_code == 303


def test_no_address_stands_in_the_database(client: Client, about_a: Target) -> None:
    told = {"begun": _begun(client, about_a), "q1": "1"}
    client.post(_url(about_a), told, REMOTE_ADDR="203.0.113.77")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert not any("203.0.113.77" in str(row) for row in cursor.fetchall()), table


@pytest.mark.parametrize(("opens", "closes", "word"), [(1, 5, "还没有开始"), (-5, -1, "已经结束")])
def test_it_takes_answers_within_its_days_only(
    client: Client, about_a: Target, opens: int, closes: int, word: str
) -> None:
    begun = _begun(client, about_a)
    one = about_a.questionnaire
    with acts.act(None, "tests.move_days"):
        one.opens, one.closes = clock.today() + timedelta(days=opens), clock.today() + timedelta(days=closes)
        one.save()
    assert word in client.get(_url(about_a)).content.decode()
    client.post(_url(about_a), {"begun": begun, "q1": "1"})
    assert not Answer.objects.exists()


def test_it_shows_nothing_of_a_draft_or_a_guess(client: Client, draft: Questionnaire) -> None:
    target = draft.targets.first()
    assert target is not None
    assert client.get(_url(target)).status_code == 404
    assert client.get("/surveys/q/0123456789abcdef/").status_code == 404


def test_it_seals_earlier_days_with_the_next_answer(world: World, about_a: Target) -> None:
    yesterday = clock.today() - timedelta(days=1)
    Answer(target=about_a, day=yesterday, way="questionnaire", answers={"q1": "1"}).save()
    key = sealing.key_of(about_a.questionnaire_id, yesterday)
    actions.answer(target=about_a, answers={"q1": "2"})
    line = Line.objects.latest("sequence")
    assert (line.deed, line.actor_id) == ("surveys.seal_answers", None)
    assert line.changes == [{"kind": sealing.KIND, "id": key, "state": sealing.digest_of(key), "batch": 1}]
    assert verification.verify().is_whole


def test_a_changed_or_added_answer_is_found(world: World, about_a: Target) -> None:
    actions.answer(target=about_a, answers={"q1": "5"})
    office = world.person("evaluation_office", "P")
    actions.close_questionnaire(actor=office, questionnaire=queries.questionnaire(about_a.questionnaire_id))
    assert verification.verify().is_whole
    Answer.objects.update(answers={"q1": "1"})
    assert [one.code for one in verification.verify().problems] == ["batch"]
    Answer.objects.update(answers={"q1": "5"})
    Answer(target=about_a, day=clock.today() - timedelta(days=3), way="telephone", answers={}).save()
    assert [one.code for one in verification.verify().problems] == ["batch"]
