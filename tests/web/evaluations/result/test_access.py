"""Who may see and do what from the proposal on; each deed leaves its line in the trail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng_web.audit.models import Line
from zhiheng_web.evaluations.models import Meeting, Publication

from . import steps

SignIn = Callable[[str, str], Client]
ORGANISERS = (("evaluation_office", "P"), ("leader", "P"), ("executive_deputy", "P"))
FOREIGN = (("unit_head", "B"), ("evaluation_office", "Q"), ("leader", "Q"), ("evaluation_office", "A"))


@pytest.fixture
def publication(world: World) -> Publication:
    cycle = make_cycle(world, state="proposed")
    steps.complete(world, cycle)
    for code in ("A", "B"):
        steps.waive(world, cycle, code)
    return steps.published(world, cycle)


def _status(client: Client, name: str, *args: Any) -> int:
    answer = client.get(reverse(f"evaluations:{name}", args=args))
    answer.close()
    return answer.status_code


def test_it_shows_each_page_to_those_who_may(publication: Publication, signed_in: SignIn) -> None:
    cycle, a = publication.cycle, steps.of(publication.cycle, "A").pk
    meeting = Meeting.objects.get()
    inside = (("meetings", cycle.pk), ("meeting", meeting.pk), ("publish_gate", cycle.pk))
    inside += (("consequences", cycle.pk), ("mentions", cycle.pk))
    for role, code in ORGANISERS:
        client = signed_in(role, code)
        assert {_status(client, *page) for page in (*inside, ("result", a), ("publication", publication.pk))} == {200}
    head = signed_in("unit_head", "A")
    assert {_status(head, *page) for page in (("result", a), ("publication", publication.pk))} == {200}
    assert {_status(head, name, publication.pk) for name in ("publication_bundle", "publication_word")} == {200}
    assert {_status(head, *page) for page in inside} == {403}
    for role, code in FOREIGN:
        client = signed_in(role, code)
        expected = 200 if code == "A" else 403  # the city's own office reads what concerns its city
        assert _status(client, "result", a) == expected
        assert {_status(client, *page) for page in inside} == {403}
    assert _status(signed_in("leader", "Q"), "publication", publication.pk) == 403
    assert Client().get(reverse("evaluations:result", args=[a])).status_code == 302


def test_each_deed_leaves_its_line(publication: Publication) -> None:
    deeds = {
        "evaluations.propose_result": 2,
        "evaluations.sign_proposal": 2,
        "evaluations.give_notice": 2,
        "evaluations.object": 2,  # both declared that they have no objection
        "evaluations.record_meeting": 2,  # recorded and closed
        "evaluations.decide": 2,
        "evaluations.publish": 1,
    }
    assert {deed: Line.objects.filter(deed=deed).count() for deed in deeds} == deeds


def test_its_lists_cost_few_queries(
    publication: Publication, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client, cycle = signed_in("leader", "P"), publication.cycle.pk
    for name in ("consequences", "mentions", "meetings"):
        with django_assert_max_num_queries(60):  # the menu counts what waits on every page
            assert _status(client, name, cycle) == 200
