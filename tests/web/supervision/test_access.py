"""Who may open the pages of supervision: above, at the unit, beside, elsewhere; and how many queries a list costs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from adapters.web_reviews import make_cases
from adapters.web_world import World
from web.supervision.conftest import VALUES, make_run
from zhiheng_web.supervision.actions import external, letters
from zhiheng_web.supervision.models import Letter
from zhiheng_web.supervision.queries.months import last_month
from zhiheng_web.supervision.reading import ToldRow

SignedIn = Callable[[str, str], Client]


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        ("leader", "P", 200),
        ("reviewer", "P", 200),
        ("unit_head", "A", 200),
        ("data_officer", "A", 200),
        ("officer", "A", 403),
        ("unit_head", "B", 403),
        ("unit_head", "A1", 403),
        ("evaluation_office", "Q", 403),
        ("system_administrator", "P", 403),
    ],
)
def test_a_letter_is_read_within_reach(issued: Letter, signed_in: SignedIn, role: str, code: str, status: int) -> None:
    client = signed_in(role, code)
    assert client.get(f"/supervision/letters/{issued.pk}/").status_code == status
    paper = client.get(f"/supervision/letters/{issued.pk}/paper/")
    assert paper.status_code == status
    assert not paper.streaming or b"".join(paper)
    listed = client.get("/supervision/letters/")
    assert (issued.title in listed.content.decode()) is (status == 200)


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [("evaluation_office", "P", 200), ("discipline", "P", 200), ("leader", "P", 403), ("unit_head", "A", 403),
     ("evaluation_office", "A", 403)],
)  # fmt: skip
def test_a_draft_is_read_by_those_who_write_it(
    draft: Letter, signed_in: SignedIn, role: str, code: str, status: int
) -> None:
    client = signed_in(role, code)
    assert client.get(f"/supervision/letters/{draft.pk}/").status_code == status
    assert client.get(f"/api/v1/supervision/letters/{draft.pk}").status_code == status
    assert (draft.title in client.get("/supervision/letters/").content.decode()) is (status == 200)


@pytest.mark.parametrize(
    ("page", "role", "code", "status"),
    [
        ("edit/", "reviewer", "P", 200),
        ("edit/", "unit_head", "A", 403),
        ("findings/", "evaluation_office", "A", 403),
        ("reply/", "unit_head", "A", 200),
        ("reply/", "unit_head", "B", 403),
        ("reply/", "evaluation_office", "P", 403),
        ("accept/", "evaluation_office", "P", 200),
        ("accept/", "discipline", "P", 403),
        ("return/", "unit_head", "A", 403),
        ("withdraw/", "evaluation_office", "P", 200),
        ("withdraw/", "evaluation_office", "Q", 403),
    ],
)
def test_it_opens_each_deed_to_its_roles(
    issued: Letter, signed_in: SignedIn, page: str, role: str, code: str, status: int
) -> None:
    assert signed_in(role, code).get(f"/supervision/letters/{issued.pk}/{page}").status_code == status


def test_a_letter_goes_only_to_a_body_beneath(world: World, signed_in: SignedIn) -> None:
    for code in ("A", "Q1", "P"):
        form = {"addressee": world.body(code).pk, "title": "x", "suggestions": "y", "reply_days": "10"}
        answer = signed_in("evaluation_office", "A").post("/supervision/letters/new/", form)
        assert answer.status_code == 422
    assert not Letter.objects.exists()


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_a_list_costs_as_many_queries_with_many_rows(world: World, signed_in: SignedIn, issued: Letter) -> None:
    office, client = world.person("evaluation_office", "P"), signed_in("evaluation_office", "P")
    few = {url: _queries(client, url) for url in ("/supervision/letters/", "/api/v1/supervision/letters", "/")}
    for number in range(12):
        one = letters.draft_letter(actor=office, addressee=world.body("A"), values={**VALUES, "title": f"第{number}"})
        letters.add_problem(actor=office, letter=one, text="x")
        letters.issue_letter(actor=office, letter=one, version=1)
    for url, count in few.items():
        assert _queries(client, url) <= count, url


def test_a_letter_costs_as_many_queries_with_many_problems(world: World, signed_in: SignedIn, draft: Letter) -> None:
    office, client, url = (
        world.person("evaluation_office", "P"),
        signed_in("evaluation_office", "P"),
        f"/supervision/letters/{draft.pk}/",
    )
    few = _queries(client, url)
    cases = make_cases(world, "A", 12)
    for case in cases:
        letters.add_problem(actor=office, letter=draft, text="x", case=case)
    assert _queries(client, url) <= few
    before = _queries(client, f"{url}findings/")
    make_run(world, "A", {"late-decision": cases})
    # One more: the rows themselves are only asked for where there are any.
    assert _queries(client, f"{url}findings/") <= before + 1


def test_other_lists_cost_as_many_queries_with_many_rows(world: World, signed_in: SignedIn) -> None:
    office, client = world.person("evaluation_office", "P"), signed_in("evaluation_office", "P")
    month = last_month()
    make_run(world, "A1", {"late-decision": make_cases(world, "A1", 2, closed_on=month)})
    one = external.enter_external(actor=office, body=world.body("P"), values=_RESULT)
    external.add_rows(actor=office, external=one, rows=[ToldRow("A1", "A1-案-001")])
    way = f"/supervision/months/{world.body('P').pk}/{month:%Y-%m}/"
    urls = ["/supervision/months/", way, f"{way}findings/", "/supervision/external/", "/supervision/years/"]
    few = {url: _queries(client, url) for url in [*urls, f"/supervision/external/{one.pk}/"]}
    for code in ("A", "A2", "B"):
        make_run(world, code, {"late-filing": make_cases(world, code, 9, closed_on=month)})
    for number in range(12):
        external.enter_external(actor=office, body=world.body("P"), values={**_RESULT, "title": f"第{number}"})
    told = [ToldRow("A2", f"A2-案-{number:03}") for number in range(1, 9)]
    external.add_rows(actor=office, external=one, rows=told)
    for url, count in few.items():
        assert _queries(client, url) <= count, url


_RESULT = {"issuer": "部", "year": 2026, "title": "通报"}
