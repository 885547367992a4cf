"""Checks of a sealed ledger, kept case by case: found, not found, not answerable; and what nobody has run yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit.verification import verify
from zhiheng_web.cases import actions, checking, queries
from zhiheng_web.cases.checked import found_in
from zhiheng_web.cases.models import Case, CheckFinding, CheckRun
from zhiheng_web.intake import actions as intake
from zhiheng_web.intake.models import Book

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(case: Case, filled: Book, world: World) -> CheckRun:
    """Return a run over the sealed book: the first case was filed and decided, and never served."""
    snapshot = intake.take_snapshot(None, filled, name="年底")
    return checking.record_run(snapshot, world.person("evaluation_office", "P"))


def test_it_keeps_what_the_checks_found(run: CheckRun, case: Case) -> None:
    told = found_in(case)
    assert told.run == run
    assert {one.check.id for one in told.failed} >= {"cn-penalty-missing-notice"}
    assert all(one.finding.told.zh and one.finding.told.en for one in told.failed)
    hit = {one.check.id for one in told.failed}
    assert told.clear and not hit & {one.id for one in told.clear}
    # A licence is asked for nothing that is asked of penalties.
    licence = found_in(Case.objects.get(code="C-2025-0002"))
    named = {one.id for one in licence.clear} | {one.check.id for one in licence.failed}
    assert not {one for one in named if one.startswith("cn-penalty")}


def test_it_shows_them_on_the_case(run: CheckRun, case: Case, signed_in: Callable[[str, str], Client]) -> None:
    text = signed_in("legal_officer", "A").get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "项检查在本案没有发现" in text and "依据快照" in text
    assert [one for one in queries.timeline(case) if one.kind == "check"]
    told = signed_in("legal_officer", "A").get(f"/api/v1/cases/{case.pk}/checks").json()
    assert told["snapshot"] == "年底" and told["findings"]


def test_it_runs_once_for_a_snapshot(run: CheckRun, filled: Book) -> None:
    assert checking.record_run(run.snapshot, None) == run
    intake.take_snapshot(None, filled, name="更晚")
    assert found_in(Case.objects.get(code="C-2025-0001")).is_old


def test_it_finds_a_finding_that_was_changed(run: CheckRun) -> None:
    assert [one for one in verify().problems if one.code != "guard"] == []
    CheckFinding.objects.filter(run=run).first().delete()  # type: ignore[union-attr]
    assert [one.code for one in verify().problems if one.code != "guard"] == ["batch"]


def test_it_says_what_to_do_where_nothing_has_run(
    case: Case, filled: Book, world: World, signed_in: Callable[[str, str], Client]
) -> None:
    office, address = signed_in("evaluation_office", "P"), reverse("cases:case", args=[case.pk])
    assert found_in(case).run is None
    assert "先在台账页面封存快照" in office.get(address).content.decode()
    with pytest.raises(Refusal):
        actions.run_checks(world.person("evaluation_office", "P"), book=filled)
    intake.take_snapshot(None, filled, name="年底")
    assert "运行检查</button>" in office.get(address).content.decode()
    assert "运行检查</button>" not in signed_in("legal_officer", "A").get(address).content.decode()


def test_it_runs_on_the_page(
    case: Case, filled: Book, signed_in: Callable[[str, str], Client], django_capture_on_commit_callbacks: Any
) -> None:
    intake.take_snapshot(None, filled, name="年底")
    with django_capture_on_commit_callbacks(execute=True):
        answer = signed_in("evaluation_office", "P").post(
            reverse("cases:run_checks", args=[filled.pk]), {"case": str(case.pk)}
        )
    assert (answer.status_code, answer["Location"]) == (303, reverse("cases:case", args=[case.pk]))
    assert found_in(case).failed
