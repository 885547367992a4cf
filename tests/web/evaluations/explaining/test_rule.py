"""The derivation of a line: clause, formula, rows and their sources, limits, decisions, stages, other values."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.test import Client

from adapters.web_world import World
from zhiheng_web.audit.models import Line
from zhiheng_web.evaluations.models import Computation

from .cases import CAPPED, make_rich_cycle, of, page, url, with_people

SignIn = Callable[[str, str], Client]


def test_it_gives_clause_arithmetic_and_source_of_each_row(world: World, signed_in: SignIn) -> None:
    shown = page(signed_in("evaluation_office", "P"), url("rule", of(make_rich_cycle(world), "B"), rule_id=CAPPED))
    assert "11 起 × 0.2 = 2.2，上限 2，计 2" in shown
    assert "findings.csv 第 3 行（批次 #" in shown
    assert "巡查记录" in shown


def test_it_shows_every_level_before_and_after_its_limit(world: World, signed_in: SignIn) -> None:
    answer = signed_in("evaluation_office", "P").get(url("rule", of(make_rich_cycle(world), "B"), rule_id=CAPPED))
    levels = [(one.id, one.before, one.after) for one in answer.context["derivation"].levels]
    assert levels[0] == (CAPPED, Decimal("2.2"), Decimal(2))
    assert levels[-1] == ("", Decimal(2), Decimal(2))  # 100 − 98


def test_it_says_why_this_input_was_taken(world: World, signed_in: SignIn) -> None:
    answer = signed_in("evaluation_office", "P").get(url("rule", of(make_rich_cycle(world), "B"), rule_id="D08-2-a"))
    order = {one.text.zh: one.standing for one in answer.context["derivation"].order}
    assert order["核实的申报"] == "taken"
    assert order["核实的问题"] == "absent"


def test_it_shows_tolerated_rows_at_no_points_with_the_ground(world: World, signed_in: SignIn) -> None:
    answer = signed_in("evaluation_office", "P").get(url("rule", of(make_rich_cycle(world), "A"), rule_id=CAPPED))
    spared = answer.context["derivation"].tolerated
    assert [one.ref for one in spared] == ["F0"]
    assert "当事人过错" in answer.content.decode()


def test_it_names_rows_that_do_not_count_and_why(world: World, signed_in: SignIn) -> None:
    answer = signed_in("evaluation_office", "P").get(url("rule", of(make_rich_cycle(world), "A"), rule_id="D04-1-a"))
    left = answer.context["derivation"].excluded
    assert [one.why.zh for one in left] == ["尚未核实，不计分"]
    counted = answer.context["derivation"].entries
    assert "中山路" in counted[0].origin.text.zh


def test_it_tells_a_verified_value_with_person_reason_and_the_stages(world: World, signed_in: SignIn) -> None:
    one = of(make_rich_cycle(world), "A")
    answer = signed_in("evaluation_office", "P").get(url("rule", one, rule_id="D05-3-a"))
    assert [stage.computation.stage for stage in answer.context["history"]] == ["ledger", "claimed", "current"]
    assert [stage.told["input"] for stage in answer.context["history"]] == ["0", "2", "1"]
    assert "查证" in answer.content.decode()


def test_it_keeps_decisions_from_the_body_until_the_notice(world: World, signed_in: SignIn) -> None:
    cycle = make_rich_cycle(world)
    shown = page(signed_in("unit_head", "A"), url("rule", of(cycle, "A"), rule_id="D05-3-a"))
    assert "自评：2" in shown
    assert "查证" not in shown
    assert "尚未核实" not in page(signed_in("unit_head", "A"), url("rule", of(cycle, "A"), rule_id="D04-1-a"))


def test_it_leads_a_claim_to_who_made_it(world: World, signed_in: SignIn) -> None:
    shown = page(signed_in("unit_head", "A"), url("rule", of(make_rich_cycle(world), "A"), rule_id="D05-3-a"))
    assert "单位自评 unit_head A" in shown


def test_it_tries_another_value_and_keeps_nothing(world: World, signed_in: SignIn) -> None:
    one, client = of(make_rich_cycle(world), "B"), signed_in("evaluation_office", "P")
    before = Computation.objects.count(), Line.objects.count()
    answer = client.get(url("rule", one, rule_id=CAPPED), {f"v-{CAPPED}": "3"})
    assert answer.context["tried"].after == Decimal("99.4")  # 100 − 3 × 0.2
    assert (Computation.objects.count(), Line.objects.count()) == before


def test_it_says_at_the_field_what_is_no_value(world: World, signed_in: SignIn) -> None:
    one, client = of(make_rich_cycle(world), "B"), signed_in("evaluation_office", "P")
    answer = client.get(url("rule", one, rule_id=CAPPED), {f"v-{CAPPED}": "许多"})
    assert answer.context["trial"].errors
    assert "tried" not in answer.context


def test_it_has_no_page_for_a_rule_that_the_scheme_lacks(world: World, signed_in: SignIn) -> None:
    page(signed_in("evaluation_office", "P"), url("rule", of(make_rich_cycle(world), "B"), rule_id="X"), 404)


def test_it_lists_the_rows_of_a_rate_with_filter_and_download(world: World, signed_in: SignIn) -> None:
    with with_people():
        cycle = make_rich_cycle(world)
    one, client = of(cycle, "B"), signed_in("evaluation_office", "P")
    rates = [rule for rule in one.cards.latest("pk").rules().values() if rule.get("measured")]
    rule_id = rates[0]["id"]
    shown = client.get(url("rule", one, rule_id=rule_id))
    assert shown.context["derivation"].measured["in_denominator"] == 4
    rows = url("rule_rows", one, rule_id=rule_id)
    assert client.get(rows, {"which": "denominator"}).context["listing"].total == 4
    assert client.get(rows, {"which": "short"}).context["listing"].total == 1  # one of four has no certificate
    assert client.get(rows, {"which": "denominator", "q": "R12"}).context["listing"].total == 1
    told = b"".join(client.get(rows, {"which": "denominator", "export": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert "officers.csv 第" in told


def test_it_asks_the_database_little(world: World, signed_in: SignIn, django_assert_max_num_queries: Any) -> None:
    one, client = of(make_rich_cycle(world, "notified"), "A"), signed_in("unit_head", "A")
    for rule_id in (CAPPED, "D05-3-a", "D04-1-a"):
        address = url("rule", one, rule_id=rule_id)
        client.get(address)
        with django_assert_max_num_queries(15):
            client.get(address)
