"""A draft scheme on results that stand: lint first, who moves by which clause, a job where it is large."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from adapters.web_world import World
from zhiheng import api
from zhiheng_web.evaluations.actions import replay as action
from zhiheng_web.evaluations.models import Computation, Cycle
from zhiheng_web.evaluations.reading import replay as reading

from .cases import CAPPED, make_rich_cycle, page, url

SignIn = Callable[[str, str], Client]


def _scheme_file() -> Any:
    return api.schemes.built_in_schemes()["hunan-2020"]


def send(client: Client, cycle: Cycle, **more: Any) -> Any:
    """Upload a draft (or none) and replay it on the cycle; return the page of the answer."""
    there = client.post(url("replay", cycle), more, follow=False)
    assert there.status_code == 303, there.context["form"].errors
    asked = client.get(there["Location"])
    options = {option.id: option.default for option in asked.context["scheme"].options}
    return client.post(there["Location"], {"cycles": [cycle.pk], **options}, follow=True)


def test_it_moves_nobody_under_the_same_scheme(world: World, signed_in: SignIn) -> None:
    cycle = make_rich_cycle(world)
    answer = send(signed_in("evaluation_office", "P"), cycle)
    ((_, _, _, moves),) = answer.context["parts"]
    assert [move.change for move in moves] == [0, 0]
    scores = {card.assessment.body.name: card.score for card in Computation.objects.first().cards.all()}  # type: ignore[union-attr]
    assert {move.name: move.score_before for move in moves} == scores  # what stands is what is replayed


def test_it_says_who_moves_and_by_which_clause(world: World, signed_in: SignIn) -> None:
    # 0.1 for each instead of 0.2: 11 × 0.1 = 1.1 instead of 2; 0.9 come back.
    cycle = make_rich_cycle(world)
    answer = send(signed_in("evaluation_office", "P"), cycle, draft=_lighter())
    ((_, _, _, moves),) = answer.context["parts"]
    second = next(move for move in moves if move.name == "甲二市城市管理局")
    assert second.change == Decimal("0.9")
    assert [(rule_id, by) for rule_id, _, by, _ in second.clauses] == [(CAPPED, Decimal("0.9"))]


def _lighter(points: str = "0.1") -> SimpleUploadedFile:
    text = _scheme_file().read_text(encoding="utf-8")
    start = text.index(CAPPED)
    rest = text[start:].replace("0.2", points, 1)
    return SimpleUploadedFile("草案.yaml", (text[:start] + rest).encode())


def test_it_tells_the_faults_of_a_draft_by_file_and_line(world: World, signed_in: SignIn) -> None:
    cycle = make_rich_cycle(world)
    broken = SimpleUploadedFile("草案.yaml", b"scheme: {id: x}\nparts: 3\n")
    answer = signed_in("evaluation_office", "P").post(url("replay", cycle), {"draft": broken})
    assert answer.status_code == 422
    told = str(answer.context["form"].errors)
    assert "草案.yaml" in told
    assert "/tmp" not in told


def test_it_shows_what_does_not_add_up_before_anything_is_replayed(world: World, signed_in: SignIn) -> None:
    client, cycle = signed_in("evaluation_office", "P"), make_rich_cycle(world)
    there = client.post(url("replay", cycle), {"draft": _lighter()})
    shown = page(client, there["Location"])
    assert "草案自身对不上的地方" in shown
    assert "第" in shown and "行" in shown


def test_it_changes_no_result(world: World, signed_in: SignIn) -> None:
    cycle = make_rich_cycle(world)
    kept = list(Computation.objects.values_list("pk", "result_digest"))
    send(signed_in("evaluation_office", "P"), cycle, draft=_lighter())
    assert list(Computation.objects.values_list("pk", "result_digest")) == kept


def test_it_becomes_a_job_where_it_is_large(
    world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(action, "MOST_AT_ONCE", 1)
    client, cycle = signed_in("evaluation_office", "P"), make_rich_cycle(world)
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(client, cycle, draft=_lighter("0.05"))
    assert answer.redirect_chain[-1][0].startswith("/jobs/")
    # 11 × 0.05 = 0.55 instead of 2: 1.45 come back; 7 × 0.05 are tolerated as before.
    done = client.get(answer.context["job"].url)
    assert Decimal("1.45") in [move.change for _, _, _, moves in done.context["parts"] for move in moves]


def test_it_opens_no_other_stored_file(world: World, signed_in: SignIn) -> None:
    cycle = make_rich_cycle(world)
    digest = Computation.objects.latest("pk").result.removeprefix("sha256:")
    page(signed_in("evaluation_office", "P"), url("replay_draft", cycle, key=digest), 404)
    page(signed_in("evaluation_office", "P"), url("replay_draft", cycle, key="x"), 404)


def test_it_keeps_a_draft_to_its_cycle(world: World, signed_in: SignIn) -> None:
    cycle = make_rich_cycle(world)
    key = reading.keep_asked(reading.Asked(cycle.pk + 1))
    page(signed_in("evaluation_office", "P"), url("replay_draft", cycle, key=key), 404)


@pytest.mark.parametrize(
    ("role", "code", "status"), [("inspector", "P", 403), ("unit_head", "A", 403), ("leader", "P", 200)]
)
def test_it_is_for_leaders_and_office_of_the_organiser(
    world: World, signed_in: SignIn, role: str, code: str, status: int
) -> None:
    page(signed_in(role, code), url("replay", make_rich_cycle(world)), status)
