"""What the page says of each situation: caps, tolerance, conflicts, missing data, vetoes, grades, cases, fictions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assets.html_tree import Node, read_page
from assets.samples import cases_like, chongqing_like, hunan_like
from zhiheng.domain.evaluation import Evaluation
from zhiheng.reports.html import render_html
from zhiheng.reports.html.ledger_rows import MOST_ROWS


@pytest.fixture(scope="module")
def hunan() -> Node:
    return read_page(render_html(hunan_like()))


@pytest.fixture(scope="module")
def chongqing() -> Node:
    return read_page(render_html(chongqing_like()))


@pytest.fixture(scope="module")
def cases() -> Node:
    return read_page(render_html(cases_like()))


def test_it_says_when_a_cap_is_used_up(hunan: Node) -> None:
    fold = hunan.at("u-u02-D03-2-a")

    # 11 × 0.2 = 2.2, cap 2
    assert "11 起 × 0.2 = 2.2（上限 2）" in fold.text
    assert "已扣完 2/2" in fold.text and "used up 2/2" in fold.text
    assert "2.2 → 2" in fold.text


def test_it_says_how_much_of_a_cap_is_left(hunan: Node) -> None:
    assert "已扣 1.4/2" in hunan.at("u-u05-D03-2-a").text  # 7 × 0.2 = 1.4


def test_it_shows_a_tolerated_row_with_its_reason_and_no_points(hunan: Node) -> None:
    fold = hunan.at("u-u01-D03-2-a")

    assert "容错免扣 0.2 分" in fold.text
    assert [row for row in fold.all("tr", "tolerated") if "计 0 分" in row.text and "制服被扯破" in row.text]


def test_it_shows_an_input_that_differs_and_was_not_used(hunan: Node) -> None:
    assert "数据不一致" in hunan.at("u-u04-D05-2-a").text
    assert "facts:u04:D05-2-a:自评" in hunan.at("u-u04-D05-2-a").all("div", "others")[0].text
    assert "D05-2-a" in hunan.at("notes").parent.text  # type: ignore[union-attr]


def test_it_opens_a_rate_to_its_fraction_and_the_rows_that_lower_it(hunan: Node) -> None:
    fold = hunan.at("u-u03-D06-4-a")

    assert "分子 187 ÷ 分母 200" in fold.text  # 93.5 % < 95 %: 3 points
    assert [node.text for node in fold.all("tbody")[0].all("code")] == ["officers:u03-P004"]


def test_it_lists_what_is_not_reported_and_says_what_to_do(hunan: Node) -> None:
    box = hunan.at("u-u06").all("details", "missing")[0]

    assert {row.attributes["id"] for row in box.all("tr") if "id" in row.attributes} == {
        "u-u06-D10-4-a",
        "u-u06-D10-3-a",
        "u-u06-D08-2-a",
    }
    assert "open" in box.attributes and "下一步" in box.text and "findings_complete" in box.text


def test_it_folds_what_cost_nothing_and_keeps_it_open_to_all(hunan: Node) -> None:
    fold = hunan.at("u-u07").all("details", "rest")[0]

    assert "open" not in fold.attributes
    assert "条未扣分" in fold.children[0].text
    assert "未按规定建立的，扣2分。" in fold.text  # the clause of D01-1 stands in the fold


def test_it_names_an_exemption_by_its_clause(hunan: Node) -> None:
    assert "已获文明或文明标兵单位的不扣分" in hunan.at("u-u02-sub-D01-3").text


def test_it_lets_ties_share_a_rank(hunan: Node) -> None:
    ranks = [row.children[0].text for row in hunan.at("ranking-table").all("tbody")[0].children]

    assert ranks == ["1", "2", "3", "3", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14"]


def test_it_puts_the_number_into_every_cell_of_the_heat_map(hunan: Node) -> None:
    rows = hunan.at("heat-table").all("tbody")[0].children

    assert len(rows) == 14
    assert all(cell.text for row in rows for cell in row.children)


def test_it_links_choices_to_the_doubts_they_settle(hunan: Node) -> None:
    assert "HN-AMB-01" in hunan.at("option-boundary_policy").text
    assert [a for a in hunan.at("u-u10-D05-2-a").all("a") if a.attributes["href"] == "#option-count_by"]


def test_it_tells_what_was_left_out(hunan: Node) -> None:
    assert "状态为待核实，未计入" in hunan.text and "F-9002" in hunan.text


def test_it_marks_a_veto_and_keeps_the_score(chongqing: Node) -> None:
    card = chongqing.at("u-z2")

    assert "O-0007" in chongqing.at("u-z2-V4").text
    assert "得分 99 保留" in card.text and "不达标" in card.all("p", "grade")[0].text


def test_it_gives_the_bounds_of_a_grade(chongqing: Node) -> None:
    bounds = chongqing.at("u-z3").all("span", "bounds")[0]

    assert "< 60" in bounds.text


def test_it_leaves_consequences_to_people(chongqing: Node) -> None:
    tasks = chongqing.at("u-z3").all("div", "tasks")[0]

    assert "诫勉谈话" in tasks.text and "由有权机关" in tasks.text
    assert "连续两年" not in tasks.text  # nobody has shown that its condition holds


def test_it_marks_fictional_values_loudly(chongqing: Node, hunan: Node) -> None:
    assert "虚构" in chongqing.all("p", "fictional")[0].text
    assert not hunan.all("p", "fictional")


def test_it_lists_cases_with_round_officer_and_aspects(cases: Node) -> None:
    rows = cases.at("cases-table").all("tbody")[0].children

    assert len(rows) == 12
    assert [cell.text for cell in rows[1].children][2:7] == ["P2002", "2", "96.00", "−2.00", "−4.00"]  # 2 × 2


def test_it_opens_a_case_to_its_arithmetic(cases: Node) -> None:
    anchor = next(a for a in cases.at("cases-table").all("a") if a.text.endswith("2 号")).attributes["href"][1:]

    assert "首轮 2 × 2 = 4" in cases.at(anchor).text


def test_it_counts_rows_that_are_too_many_to_print() -> None:
    evaluation = hunan_like()
    refs = tuple(f"F-X{number}" for number in range(MOST_ROWS + 5))
    unit = evaluation.result.units[4]
    items = tuple(_with_rows(item, "D03-2-a", refs) for item in unit.items)
    result = replace(evaluation.result, units=(replace(unit, items=items),))
    page = read_page(render_html(Evaluation(evaluation.scheme, result, evaluation.rows)))

    assert f"共 {MOST_ROWS + 5} 行，列出前 {MOST_ROWS} 行" in page.at("u-u05-D03-2-a").text
    assert "此行未随结果保存" in page.at("u-u05-D03-2-a").text


def _with_rows(item, rule_id: str, refs: tuple[str, ...]):  # type: ignore[no-untyped-def]
    subs = tuple(
        replace(sub, rules=tuple(replace(rule, rows=refs) if rule.id == rule_id else rule for rule in sub.rules))
        for sub in item.sub_items
    )
    return replace(item, sub_items=subs)


def test_it_says_so_where_an_option_rescales_a_score() -> None:
    evaluation = hunan_like()
    first = evaluation.result.units[0]
    rescaled = replace(first, base=first.base + 1, score=first.score + 1)
    page = read_page(render_html(Evaluation(evaluation.scheme, replace(evaluation.result, units=(rescaled,)), {})))

    assert "100 − 3.2 → 97.8" in page.at("u-u01").all("p", "total")[0].text  # no equals sign where it is none
    assert "按选项折算或封顶" in page.at("u-u01").text


def test_it_anchors_a_veto_that_nobody_reported_on() -> None:
    evaluation = chongqing_like()
    unit = replace(evaluation.result.units[0], not_reported=("V1",), status="incomplete")
    page = read_page(render_html(Evaluation(evaluation.scheme, replace(evaluation.result, units=(unit,)), {})))

    assert "符合立案条件" in page.at("u-z1").text and page.at("u-z1-V1").name == "tr"


def test_it_claims_no_share_where_the_text_allots_no_points() -> None:
    evaluation = hunan_like()
    unit = evaluation.result.units[4]
    items = tuple(replace(item, points=item.points * 0) for item in unit.items)
    result = replace(evaluation.result, units=(replace(unit, items=items),))
    page = read_page(render_html(Evaluation(evaluation.scheme, result, {})))

    fold = page.at("u-u05-item-D03")
    assert "从总分中扣 1.4 分" in fold.text and "/0" not in fold.children[0].text
    assert "100 − 12.6 = 87.4" in page.at("u-u05").text  # the part's 100 points are the start
