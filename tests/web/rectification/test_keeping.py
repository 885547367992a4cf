"""Guidance counted for D10-2, good practices, and the plan of tasks with its bars."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.lib import clock
from zhiheng_web.rectification import actions, progress, queries
from zhiheng_web.rectification.models import Guidance, Practice, Task

SignedIn = Callable[[str, str], Client]


def _guide(world: World, code: str, number: int, role: str = "evaluation_office", at: str = "A") -> None:
    person = world.person(role, at)
    for _ in range(number):
        actions.record_guidance(
            actor=person, body=world.body(code), day=clock.today(), form="on_site", findings="现场指导"
        )


def _year() -> tuple[date, date]:
    return date(clock.today().year, 1, 1), date(clock.today().year + 1, 1, 1)


def test_the_county_guided_least_counts_by_default(world: World) -> None:
    _guide(world, "A1", 3)
    _guide(world, "A2", 1)
    # Guidance by the province is not the city's own.
    _guide(world, "A2", 4, at="P")
    found = queries.guided(world.body("A"), *_year())
    assert (found.least, found.total) == (1, 4)
    fact = queries.facts_for_ledger(world.body("A"), *_year())[0]
    assert (fact["unit_id"], fact["rule_id"], fact["value"]) == ("A", "D10-2-a", "1")
    assert queries.facts_for_ledger(world.body("A"), *_year(), count="total")[0]["value"] == "4"  # HN-AMB-13


def test_a_county_without_guidance_counts_as_none(world: World) -> None:
    _guide(world, "A1", 2)
    assert queries.guided(world.body("A"), *_year()).least == 0
    assert queries.facts_for_ledger(world.body("A1"), *_year()) == []


def test_a_withdrawn_record_is_not_counted(world: World) -> None:
    _guide(world, "B1", 2, at="B")
    actions.withdraw_guidance(
        actor=world.person("evaluation_office", "B"), guidance=Guidance.objects.all()[0], reason="登错"
    )
    assert queries.guided(world.body("B"), *_year()).total == 1


def test_it_refuses_guidance_of_a_day_to_come(world: World) -> None:
    with pytest.raises(Refusal):
        actions.record_guidance(
            actor=world.person("evaluation_office", "A"),
            body=world.body("A1"),
            day=clock.today() + timedelta(days=1),
            form="on_site",
            findings="x",
        )


def test_it_shows_least_and_total(world: World, signed_in: SignedIn) -> None:
    _guide(world, "A1", 2)
    page = signed_in("unit_head", "A").get(f"/problems/guidance/of/{world.body('A').pk}/").content.decode()
    assert "HN-AMB-13" in page
    assert "未开展" in page


def test_it_keeps_a_good_practice_and_its_change(world: World, signed_in: SignedIn) -> None:
    client = signed_in("data_officer", "A")
    form = {"body": world.body("A").pk, "year": "2026", "title": "流动岗亭", "practice": "设到夜市", "rule_id": "B04-a"}
    assert client.post("/problems/practices/new/", form).status_code == 303
    one = Practice.objects.get()
    changed = {**form, "title": "夜市岗亭", "version": "1", "publicity": "省报 https://example.org/a"}
    assert client.post(f"/problems/practices/{one.pk}/edit/", changed).status_code == 303
    assert client.post(f"/problems/practices/{one.pk}/edit/", changed).status_code == 422
    page = client.get(f"/problems/practices/{one.pk}/").content.decode()
    assert 'href="https://example.org/a"' in page


def test_it_writes_the_plan_and_draws_it_by_months(world: World, signed_in: SignedIn) -> None:
    client = signed_in("evaluation_office", "A")
    form = {"body": world.body("A").pk, "year": "2026", "kind": "step", "title": "自评", "person": "王一"}
    days = {"start": "2026-02-10", "end": "2026-04-01", "status": "under_way"}
    assert client.post("/problems/tasks/new/", form | days).status_code == 303
    assert client.post("/problems/tasks/new/", form | {**days, "end": "2026-01-01"}).status_code == 422
    task = Task.objects.get()
    bar = progress.bar_of(task, date(2026, 6, 15))
    told = [cell and cell[0] for cell in bar.months]
    assert told == [None, "under-way", "under-way", "under-way", "late", "late", *[None] * 6]
    assert "zh-bar-under-way" in client.get("/problems/tasks/?year=2026").content.decode()
    done = form | days | {"status": "done", "version": "1"}
    assert client.post(f"/problems/tasks/{task.pk}/edit/", done).status_code == 303
    assert Task.objects.get().done_on == clock.today()
