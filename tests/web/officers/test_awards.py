"""Awards, and the allocation of means (WX-31 to WX-34): off by default, and never from fines."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from adapters import web_months as do
from adapters.web_reviews import make_officer
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web import officers
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import clock, policy
from zhiheng_web.officers import rules
from zhiheng_web.officers.actions import allocations, awards, lists, settling
from zhiheng_web.officers.models import Allocation, Award
from zhiheng_web.officers.reading import standing


def period() -> dict[str, date]:
    first = do.last_month()
    return {"period_from": first, "period_to": date(first.year + first.month // 12, first.month % 12 + 1, 1)}


def standings(world: World) -> list[standing.Standing]:
    told = period()
    body = world.body("A")
    weights = rules.in_force(body, rules.AwardRules)
    return standing.standings(body, told["period_from"], told["period_to"], weights)


def weigh(world: World, quantity: str, quality: str) -> None:
    office = world.person("evaluation_office", "A")
    values: dict[str, Any] = {"quantity": quantity, "quality": quality}
    settling.set_rules(actor=office, organiser=world.body("A"), topic="awards", values=values, reason="考核办法")


def switch_on(world: World, gate: str = "5") -> None:
    leader = world.person("leader", "A")
    settling.switch_allocation(
        actor=leader, organiser=world.body("A"), is_on=True, gate=gate, reason="试行", has_read_notice=True
    )


def allocate(world: World, **told: Any) -> Allocation:
    given: dict[str, Any] = {
        "title": "办案经费",
        "amount": Decimal("1000.00"),
        "origin": "年度预算",
        "is_budget": True,
        **period(),
    }
    office = world.person("evaluation_office", "A")
    return allocations.allocate(actor=office, organiser=world.body("A"), **{**given, **told})


def three_files(world: World) -> None:
    do.review(world, "2")
    do.review(world, "4")
    do.review(world, "1", officer=2)


def test_without_weights_there_is_no_composite(world: World) -> None:
    three_files(world)
    do.published(world)
    first, second = standings(world)
    assert (first.officer, first.composite, first.rank) == (make_officer(world, "A1", 2), None, 1)
    assert (second.cases, second.average, second.red_cards) == (2, Fraction(3), 1)
    assert standing.formula_text(rules.AwardRules()) is None


def test_the_formula_is_the_bureaus_own_and_is_shown(world: World) -> None:
    three_files(world)
    do.published(world)
    weigh(world, "40", "60")
    first, second = standings(world)
    # 2 of 2 cases: 100 × 40 % + (100 - 3) × 60 % = 98.2; 1 of 2: 50 × 40 % + 99 × 60 % = 79.4
    assert (first.composite_shown, second.composite_shown) == (Decimal("98.20"), Decimal("79.40"))
    told = standing.formula_text(rules.in_force(world.body("A"), rules.AwardRules))
    assert told is not None and "40%" in told.zh and "60%" in told.zh
    with pytest.raises(Refusal) as refusal:
        weigh(world, "40", "50")
    assert do.codes(refusal) == ["bad_rules"]


def test_people_decide_and_the_numbers_are_pinned(world: World) -> None:
    three_files(world)
    do.published(world)
    leader, officer = world.person("leader", "A"), make_officer(world, "A1", 2)
    told: dict[str, Any] = {
        "actor": leader,
        "organiser": world.body("A"),
        "title": "嘉奖",
        "decided_on": clock.today(),
        **period(),
    }
    one = awards.decide_award(**told, officer=officer, reason="案件质量好")
    assert (one.numbers["cases"], one.numbers["average"], one.body.code) == (1, "1/1", "A1")
    assert one.average == "1.00"  # as people read it; kept exactly
    unit = awards.decide_award(**told, body=world.body("A1"), reason="先进单位")
    assert (unit.officer, unit.numbers["cases"]) == (None, 3)
    officer.account = leader
    do.saved(officer)
    with pytest.raises(Refusal) as refusal:
        awards.decide_award(**told, officer=officer, reason="本人")
    assert do.codes(refusal) == ["oneself"]
    officer.account = None
    do.saved(officer)
    one = awards.withdraw_award(actor=leader, award=Award.objects.get(pk=one.pk), reason="查明不实")
    assert one.withdrawn_on == clock.today()
    with pytest.raises(policy.Denied):
        awards.decide_award(**{**told, "actor": world.person("evaluation_office", "A")}, officer=officer, reason="x")


def test_the_award_list_is_issued_with_the_numbers_and_decides_nothing(world: World) -> None:
    three_files(world)
    office, body = world.person("evaluation_office", "A"), world.body("A")
    with pytest.raises(Refusal) as refusal:
        lists.issue_award_list(actor=office, organiser=body, **period())
    assert do.codes(refusal) == ["nobody"]
    do.published(world)
    best = make_officer(world, "A1", 2)
    leader = world.person("leader", "A")
    told = {"actor": leader, "organiser": body, "decided_on": clock.today(), **period()}
    awards.decide_award(**told, officer=best, title="嘉奖", reason="质量好")
    paper = lists.issue_award_list(actor=office, organiser=body, **period())
    assert (paper.kind, paper.title) == ("award_list", f"{period()['period_from']:%Y}年奖励建议名单")
    first, second = paper.facts["rows"]
    assert (first["officer"], first["rank"], first["cases"], first["average"], first["award"]) == (
        best.name,
        1,
        1,
        "1.00",
        "嘉奖",
    )
    assert (second["red_cards"], second["award"]) == (1, "")
    assert "平均扣分" in paper.facts["basis"]["zh"]
    weigh(world, "40", "60")
    short = lists.issue_award_list(actor=office, organiser=body, **period(), most=1)
    assert [row["rank"] for row in short.facts["rows"]] == [1]
    assert "40%" in short.facts["basis"]["zh"] and short.number != paper.number
    assert Award.objects.count() == 1


def test_nobody_issues_a_list_with_themselves_on_it(world: World) -> None:
    three_files(world)
    do.published(world)
    officer, office = make_officer(world, "A1", 2), world.person("evaluation_office", "A")
    officer.account = office
    do.saved(officer)
    with pytest.raises(Refusal) as refusal:
        lists.issue_award_list(actor=office, organiser=world.body("A"), **period())
    assert do.codes(refusal) == ["oneself"]
    with pytest.raises(policy.Denied):
        lists.issue_award_list(actor=world.person("leader", "A"), organiser=world.body("A"), **period())


def test_the_list_goes_out_by_page_and_by_program(world: World, signed_in: Callable[[str, str], Client]) -> None:
    three_files(world)
    do.published(world)
    client, body, told = signed_in("evaluation_office", "A"), world.body("A"), period()
    page = reverse("officers:issue_award_list", args=[body.pk])
    month = f"{told['period_from']:%Y-%m}"
    assert month in client.get(f"{page}?since={month}&until={month}").content.decode()
    assert client.post(page, {"since": month, "until": month}).status_code == 303
    shown = client.get(reverse("officers:awards") + f"?bureau={body.pk}").content.decode()
    assert "奖励建议名单" in shown and "印发名单" in shown
    days = {name: day.isoformat() for name, day in told.items()}
    made = client.post(f"/api/v1/officers/bodies/{body.pk}/award-lists", {**days, "most": 1}, "application/json")
    assert made.status_code == 201
    assert IssuedDocument.objects.filter(kind="award_list").count() == 2


def test_the_allocation_is_off_until_a_leader_turns_it_on(world: World) -> None:
    three_files(world)
    do.published(world)
    with pytest.raises(Refusal) as refusal:
        allocate(world)
    assert do.codes(refusal) == ["allocation_off"]
    leader, body = world.person("leader", "A"), world.body("A")
    for told, code in (
        ({"gate": "5"}, "notice_unread"),
        ({"has_read_notice": True}, "no_gate"),
        ({"gate": "5", "has_read_notice": True, "reason": ""}, "no_reason"),
    ):
        with pytest.raises(Refusal) as refusal:
            given: dict[str, Any] = {"actor": leader, "organiser": body, "is_on": True, "reason": "试行", **told}
            settling.switch_allocation(**given)
        assert do.codes(refusal) == [code]
    with pytest.raises(policy.Denied):
        settling.switch_allocation(
            actor=world.person("evaluation_office", "A"), organiser=body, is_on=True, reason="x", has_read_notice=True
        )
    with pytest.raises(Refusal):  # nor by the way of the other settings
        settling.set_rules(
            actor=world.person("evaluation_office", "A"), organiser=body, topic="allocation", values={}, reason="x"
        )


def test_shares_go_by_quantity_and_quality_with_a_gate(world: World) -> None:
    do.review(world, "0")
    do.review(world, "4")  # A1: two files, average 2
    do.review(world, "6", unit="A2")  # above the gate
    do.published(world)
    switch_on(world)
    lines = {one.body.code: one for one in allocate(world).lines.select_related("body")}
    assert (lines["A1"].weight, lines["A1"].amount) == ("49/25", Decimal("1000.00"))  # 2 × 98 ÷ 100
    assert (lines["A2"].passes_gate, lines["A2"].amount) == (False, Decimal(0))
    with pytest.raises(Refusal) as refusal:
        allocate(world, is_budget=False)
    assert do.codes(refusal) == ["not_budget"]


def test_somebody_else_adopts_a_computation(world: World) -> None:
    three_files(world)
    do.published(world)
    switch_on(world)
    one = allocate(world)
    leader = world.person("leader", "A")
    done = allocations.decide_allocation(actor=leader, allocation=one, is_adopted=True, reason="同意")
    assert (done.state, done.decided_by) == ("adopted", leader)
    with pytest.raises(Refusal) as refusal:
        allocations.decide_allocation(actor=leader, allocation=one, is_adopted=False, reason="改")
    assert do.codes(refusal) == ["wrong_state"]


def test_what_was_fined_changes_nothing_and_is_not_read(world: World) -> None:
    three_files(world)
    month = do.published(world)
    switch_on(world)
    before = [(one.body_id, one.weight, one.amount) for one in allocate(world).lines.all()]
    for case in month.lines.get(officer=make_officer(world, "A1", 1)).files.all():
        case.file_review.case.fine = Decimal("9999999.00")
        case.file_review.case.save()
    with CaptureQueriesContext(connection) as asked:
        after = [(one.body_id, one.weight, one.amount) for one in allocate(world).lines.all()]
    assert before == after
    assert not [one for one in asked if re.search(r'"fine"|cases_case"', one["sql"])]


def test_no_module_of_the_app_reads_an_amount_of_a_case() -> None:
    folder = Path(officers.__file__).parent
    found = [
        path.name
        for path in folder.rglob("*.py")
        if re.search(r"\.fine\b|\bfine__|[\"']fine[\"']|confiscat\w*\s*=|penalty_amount", path.read_text("utf-8"))
    ]
    assert found == []
