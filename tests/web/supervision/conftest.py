"""What the tests of supervision share: letters from P to A in each state, cases of A with findings of the checks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from adapters.web_reviews import make_book, make_cases, saved
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit import acts
from zhiheng_web.cases.models import Case, CheckFinding, CheckRun
from zhiheng_web.intake.models import Snapshot
from zhiheng_web.lib import store
from zhiheng_web.supervision.actions import letters, replies
from zhiheng_web.supervision.models import Letter, Reply

#: Two checks as a run holds them: words, what they examined.
CHECKS = {
    "late-decision": {"title": ["办案期限过长", "decided too late"], "citation": ["行政处罚法第六十条", "art. 60"]},
    "late-filing": {"title": ["立案期限过长", "filed too late"], "citation": ["程序规定第十八条", "art. 18"]},
}
VALUES = {"title": "关于办案期限的监督建议", "suggestions": "开展期限自查\n建立预警", "found_in": "案件网上监督"}


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Expect a refusal whose first reason has this code."""
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.faults[0].code == code


def make_run(world: World, code: str, found: dict[str, list[Case]], *, dismissed: str = "") -> CheckRun:
    """Make a run of the checks over the book of a body with a finding of each check in each of its cases."""
    book = make_book(world, code)
    digest = store.keep(b"{}", name="findings.parquet")
    name = f"网上监督 {Snapshot.objects.count() + 1}"
    snapshot = saved(Snapshot(book=book, name=name, digest=digest, folder="none"))
    words = {
        key: {**CHECKS[key], "severity": "ordinary", "subject": "case", "kinds": [], "examined": 9, "findings": 1}
        for key in CHECKS
    }
    summary = {key: {**one, "why_not": None} for key, one in words.items()}
    run = saved(CheckRun(book=book, snapshot=snapshot, summary=summary, findings=digest))
    for check_id, cases in found.items():
        for case in cases:
            row = {"run": run, "code": case.code, "check_id": check_id, "severity": "ordinary"}
            told_zh = f"{case.code}：{CHECKS[check_id]['title'][0]}"
            CheckFinding(**row, told_zh=told_zh, told_en="too late", dismissed=dismissed).save()
    return run  # type: ignore[no-any-return]


@pytest.fixture
def cases(world: World) -> list[Case]:
    """Return three closed cases of A."""
    return make_cases(world, "A", 3)


@pytest.fixture
def draft(world: World, cases: list[Case]) -> Letter:
    """Return a letter that P is writing to A, with two problems: one of a case, one of none."""
    office = world.person("evaluation_office", "P")
    one = letters.draft_letter(actor=office, addressee=world.body("A"), values=VALUES)
    letters.add_problem(actor=office, letter=one, text="超过九十日未作决定", clause="第六十条", case=cases[0])
    letters.add_problem(actor=office, letter=one, text="期限台账不全")
    return Letter.objects.get(pk=one.pk)


@pytest.fixture
def issued(world: World, draft: Letter) -> Letter:
    """Return the letter issued under a number."""
    return letters.issue_letter(actor=world.person("evaluation_office", "P"), letter=draft, version=draft.version)


@pytest.fixture
def received(world: World, issued: Letter) -> Letter:
    """Return the letter signed for."""
    return replies.receive_letter(actor=world.person("legal_officer", "A"), letter=issued)


def measures_of(letter: Letter) -> dict[int, str]:
    """Return a measure for each problem of a letter."""
    return {one.pk: f"措施 {one.pk}" for one in letter.problems.filter(removed_at=None)}


def reply(world: World, letter: Letter, **more: Any) -> Reply:
    """Let the head of A reply to a letter."""
    stored = Letter.objects.get(pk=letter.pk)
    told = {"text": "已整改", "measures": measures_of(stored), "version": stored.version, **more}
    return replies.reply_letter(actor=world.person("unit_head", "A"), letter=stored, **told)


@pytest.fixture
def replied(world: World, received: Letter) -> Letter:
    """Return the letter answered."""
    reply(world, received)
    return Letter.objects.get(pk=received.pk)


def set_due(letter: Letter, day: date) -> None:
    """Move the day on which a reply is due."""
    with acts.act(None, "tests.make_world"):
        stored = Letter.objects.get(pk=letter.pk)
        stored.reply_due_on = day
        stored.save()
