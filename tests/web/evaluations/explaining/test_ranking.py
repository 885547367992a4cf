"""The ranking, the figures of its columns, the rank of a body, the table of deductions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.test import Client

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng_web.evaluations.reading.figures import spread_of

from .cases import CAPPED, make_rich_cycle, of, page, url

SignIn = Callable[[str, str], Client]


def test_it_ranks_bodies_with_their_points_by_item(world: World, signed_in: SignIn) -> None:
    answer = signed_in("evaluation_office", "P").get(url("ranking", make_rich_cycle(world), "ledger"))
    rows = {one["row"].assessment.unit_id: one["row"] for one in answer.context["lines"]}
    # 7 × 0.2 = 1.4, and 11 × 0.2 = 2.2, at most 2.
    assert {code: row.items["D03"] for code, row in rows.items()} == {"A": Decimal("1.4"), "B": Decimal(2)}
    best = min(rows.values(), key=lambda row: row.card.rank)
    assert best.card.score == max(row.card.score for row in rows.values())


def test_it_says_who_shares_a_rank(world: World, signed_in: SignIn) -> None:
    # Of the two counties the ledger tells the same: 100 points each.
    cycle = make_cycle(world, bodies=("A", "B", "A1", "A2"))
    answer = signed_in("evaluation_office", "P").get(url("ranking", cycle))
    assert [(one["row"].card.rank, one["tied"]) for one in answer.context["lines"]][:2] == [(1, 2), (1, 2)]
    assert "并列" in answer.content.decode()


def test_it_filters_by_kind_and_by_grade(world: World, signed_in: SignIn) -> None:
    cycle = make_cycle(world, "chongqing-interim")
    client = signed_in("evaluation_office", "CQ")
    answer = client.get(url("ranking", cycle), {"kind": "landscaping"})
    assert [one["row"].assessment.unit_id for one in answer.context["lines"]] == ["CQ2"]
    for grade, _, count, address in answer.context["grades"]:
        shown = client.get(address)
        assert {one["row"].card.grade for one in shown.context["lines"]} <= {grade}
        assert shown.context["listing"].total == count


def test_it_opens_mean_and_median_of_a_column(world: World, signed_in: SignIn) -> None:
    shown = page(signed_in("evaluation_office", "P"), url("column", make_rich_cycle(world), "ledger", column="D03"))
    assert "3.40 ÷ 2 = 1.70" in shown  # 1.4 + 2


def test_it_forms_quartiles_exactly() -> None:
    spread = spread_of([Decimal(one) for one in (1, 2, 3, 4)])
    assert spread is not None
    assert (spread.lower, spread.median, spread.upper) == (Decimal("1.75"), Decimal("2.5"), Decimal("3.25"))


def test_it_exports_the_ranking(world: World, signed_in: SignIn) -> None:
    client, cycle = signed_in("evaluation_office", "P"), make_rich_cycle(world)
    told = b"".join(client.get(url("ranking", cycle), {"export": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert "甲二市城市管理局" in told
    assert "D03" in told


def test_it_derives_a_rank_without_names_that_may_not_be_told(world: World, signed_in: SignIn) -> None:
    cycle = make_rich_cycle(world, "notified")
    own = page(signed_in("unit_head", "A"), url("rank", of(cycle, "A")))
    assert "甲二市" not in own
    assert "其他单位" in own
    assert "甲二市" in page(signed_in("evaluation_office", "P"), url("rank", of(cycle, "A")))


def test_it_keeps_the_ranking_to_the_organiser(world: World, signed_in: SignIn) -> None:
    page(signed_in("unit_head", "A"), url("ranking", make_rich_cycle(world)), 403)


def test_it_lists_every_deduction_with_filters(world: World, signed_in: SignIn) -> None:
    client, cycle = signed_in("evaluation_office", "P"), make_rich_cycle(world)
    every = client.get(url("deductions", cycle)).context["listing"]
    assert {(one.row.assessment.unit_id, one.rule_id) for one in every.matching} >= {("B", CAPPED), ("A", "D04-1-a")}
    of_item = client.get(url("deductions", cycle), {"item": "D04"}).context["listing"]
    assert {one.rule_id for one in of_item.matching} == {"D04-1-a"}
    of_clause = client.get(url("deductions", cycle), {"clause": CAPPED}).context["listing"]
    assert {one.rule_id for one in of_clause.matching} == {CAPPED}
    of_body = client.get(url("deductions", cycle), {"body": str(of(cycle, "B").pk)}).context["listing"]
    assert {one.row.assessment.unit_id for one in of_body.matching} == {"B"}


def test_it_draws_stacked_lost_points_with_the_table_beside(world: World, signed_in: SignIn) -> None:
    answer = signed_in("evaluation_office", "P").get(url("ranking", make_rich_cycle(world)))
    scores, lost = answer.context["charts"]
    assert lost.options()["stacked"] and not scores.options()["stacked"]
    assert len(lost.rows()) == 2


def test_it_asks_the_database_little(world: World, signed_in: SignIn, django_assert_max_num_queries: Any) -> None:
    client, cycle = signed_in("evaluation_office", "P"), make_rich_cycle(world)
    for name in ("ranking", "deductions"):
        client.get(url(name, cycle))
        with django_assert_max_num_queries(12):
            client.get(url(name, cycle))
