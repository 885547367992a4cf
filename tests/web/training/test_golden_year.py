"""Wuxue's numbers as a golden year (WX-16, WX-22, WX-39), read from the product's own pages, statistics and API.

200 files of penalties, licences and compulsion were reviewed again, one sheet each: 5 not strict, 125 not
standardised; 57 bulletins, 63 case commentaries; 11 officers held responsible in two batches.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from adapters.web_review_cards import make_activity, make_file, sign_card
from adapters.web_reviews import make_officer, saved
from adapters.web_world import World
from zhiheng_web.cases.models import Case
from zhiheng_web.lib import clock
from zhiheng_web.officers.actions import accountability
from zhiheng_web.officers.models import Accountability
from zhiheng_web.officers.reading.statistics import statistics_of
from zhiheng_web.reviews.actions import results
from zhiheng_web.reviews.models import Activity, Card
from zhiheng_web.training.actions import bulletins
from zhiheng_web.training.models import Bulletin
from zhiheng_web.training.queries.bulletins import counters

SignedIn = Callable[[str, str], Client]
#: Files by kind of case; together 200.
KINDS = {"penalty": 140, "licence": 40, "compulsion": 20}
E1 = {"rule_id": "WX-EVIDENCE", "item": "E1", "page": "3", "deduction": "2", "text": "缺现场照片", "mend": "补照片"}
STRICT, STANDARD = 5, 125
BULLETINS, COMMENTARIES = 57, 63
#: Officers of each of the two batches: 6 + 5 = 11.
BATCHES = (6, 5)


def _kind(number: int) -> str:
    return "penalty" if number < 140 else "licence" if number < 180 else "compulsion"


@pytest.fixture
def special(world: World) -> Activity:
    """Return a special review of 200 files, each with one signed sheet, and its results computed."""
    made = make_activity(world, kind="special", title="执法突出问题专项评查", rules={"rounds": 1})
    for number in range(200):
        found = "not_strict" if number % 40 == 7 else "not_standardised" if number % 8 < 5 else "clean"
        lines = [] if found == "clean" else [E1]
        file = make_file(world, made, "AB"[number % 2], f"ZX-{number:03}", finding_class=found)
        Case.objects.filter(pk=file.case_id).update(kind=_kind(number))
        sign_card(world, file, lines, finding_class=found)
    results.compute(actor=world.person("evaluation_office", "P"), activity=made, stage="first")
    return made


def test_of_200_files_5_are_not_strict_and_125_not_standardised(special: Activity, signed_in: SignedIn) -> None:
    kinds = {kind: special.files.filter(case__kind=kind).count() for kind in KINDS}
    assert kinds == KINDS and sum(kinds.values()) == 200
    # One sheet a case (WX-16).
    assert Card.objects.filter(assignment__file_review__activity=special).count() == 200
    browser, address = signed_in("evaluation_office", "P"), f"/reviews/activities/{special.pk}/results/"
    board = browser.get(address).context["board"]
    # One of each 40 files is not strict: 200 ÷ 40 = 5; five of each 8 are not standardised: 200 × 5 ÷ 8 = 125.
    told = {row["id"]: len(row["files"]) for row in board.summary.facts["classes"]}
    assert told == {"not_strict": STRICT, "not_standardised": STANDARD, "clean": 200 - STRICT - STANDARD}
    for key, count in (("not_strict", STRICT), ("not_standardised", STANDARD)):
        assert browser.get(f"{address}files/?group=classes&key={key}").context["counted"] == count
    # The API tells the same; (5 + 125) × 2 ÷ 200 = 1.3.
    (summary,) = browser.get(f"/api/v1/reviews/activities/{special.pk}/results").json()["items"]
    counts = {row["id"]: len(row["files"]) for row in summary["facts"]["classes"]}
    assert counts == told and summary["facts"]["files"] == 200
    assert summary["facts"]["average_deduction"] == "1.3"


def _publish(world: World, kind: str, name: str, count: int, case: Case) -> None:
    office = world.person("evaluation_office", "P")
    series = bulletins.keep_series(actor=office, body=world.body("P"), kind=kind, name=name)
    for number in range(1, count + 1):
        values: dict[str, Any] = {"title": f"{name}之{number}", "text": "情况通报。"}
        values |= {"case": case} if kind == "commentary" else {}
        draft = bulletins.write_bulletin(actor=office, series=series, values=values)
        bulletins.publish_bulletin(actor=office, bulletin=draft, version=draft.version)


def test_57_bulletins_and_63_commentaries_are_numbered_without_a_gap(world: World, signed_in: SignedIn) -> None:
    file = make_file(world, make_activity(world), "A", "ZX-1")
    _publish(world, "bulletin", "执法通报", BULLETINS, file.case)
    _publish(world, "commentary", "每案点评", COMMENTARIES, file.case)
    year = clock.today().year
    assert counters(world.body("P"), year) == {"bulletin": BULLETINS, "commentary": COMMENTARIES}
    for kind, count in (("bulletin", BULLETINS), ("commentary", COMMENTARIES)):
        numbers = Bulletin.objects.filter(series__kind=kind).order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, count + 1))
    reader = signed_in("officer", "A")
    assert reader.get("/training/bulletins/").context["listing"].total == BULLETINS
    assert reader.get("/training/commentaries/").context["listing"].total == COMMENTARIES


def _held(world: World, number: int, meeting: str) -> None:
    """Bring an officer's matter before the committee, and let a leader record that they are held responsible."""
    officer = make_officer(world, "A1", number)
    one = Accountability(organiser=world.body("A"), officer=officer, body=officer.body, trigger="refused")
    one.fault, one.measure_proposed, one.hearing, one.state = "拒不整改", "通报批评", "waived", "submitted"
    one.proposed_by, one.submitted_at = world.person("evaluation_office", "A"), clock.now()
    accountability.decide(
        actor=world.person("leader", "A"),
        matter=saved(one),
        is_held=True,
        meeting=meeting,
        held_on=clock.today(),
        measure="通报批评",
        grounds="事实清楚",
    )


def test_11_officers_were_held_responsible_in_two_batches(world: World, signed_in: SignedIn) -> None:
    first, second = BATCHES
    for number in range(1, first + second + 1):
        _held(world, number, "第 6 次党委会" if number <= first else "第 9 次党委会")
    body, year = world.body("A"), clock.today().year
    told = statistics_of(body, year)
    assert (told.batches, told.persons, told.not_held) == (2, 11, 0)
    browser = signed_in("evaluation_office", "A")
    shown = browser.get("/officers/accountability/").context["years"]
    assert [(at, numbers.batches, numbers.persons) for at, numbers in shown] == [(body, 2, 11)]
    answer = browser.get(f"/api/v1/officers/bodies/{body.pk}/accountability-statistics").json()
    assert (answer["batches"], answer["persons"]) == (2, 11)
