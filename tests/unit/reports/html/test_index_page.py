"""The page that lists evaluations: what it says, where its links lead, and that names from a ledger stay text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote

import pytest

from assets.html_tree import Node, read_page
from assets.samples import cases_like, chongqing_like, hunan_like
from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.texts import Text
from zhiheng.reports.html import render_html
from zhiheng.reports.html.index_page import Listed, Step, render_index, render_notice

HOSTILE = "<script>alert(1)</script>\"'><img src=x>&amp;</style>"
STEPS = (Step(Text("评价", "Evaluate"), ("zhiheng evaluate --scheme hunan-2020",)),)
SAMPLES = [hunan_like, chongqing_like, cases_like]


def _listed(evaluation: Evaluation, name: str = "one") -> Listed:
    downloads = ((Text("评分卡", "Scorecards"), f"results/{name}/scorecards.xlsx"),)
    return Listed(name, f"results/{name}/report.html", evaluation, downloads)


def _page(*evaluations: Evaluation, is_demonstration: bool = True) -> Node:
    listed = [_listed(evaluation, f"e{number}") for number, evaluation in enumerate(evaluations)]
    return read_page(render_index(listed, STEPS, is_demonstration=is_demonstration))


def _links(page: Node) -> list[str]:
    return [unquote(node.attributes["href"]) for node in page.all("a")]


@pytest.mark.parametrize("sample", SAMPLES)
def test_it_gives_the_same_bytes_twice(sample: Callable[[], Evaluation]) -> None:
    assert render_index([_listed(sample())], STEPS, is_demonstration=True) == render_index(
        [_listed(sample())], STEPS, is_demonstration=True
    )


@pytest.mark.parametrize("sample", SAMPLES)
def test_it_links_every_unit_to_its_scorecard(sample: Callable[[], Evaluation]) -> None:
    evaluation = sample()
    cards = {node.attributes.get("id") for node in read_page(render_html(evaluation)).walk()}
    targets = [link.partition("#") for link in _links(_page(evaluation)) if link.startswith("results/e0/report.html#")]
    assert {anchor for _, _, anchor in targets} <= cards
    assert len({anchor for _, _, anchor in targets if anchor.count("-") == 1}) == len(evaluation.result.units)


def test_it_lists_units_by_rank_with_grade_veto_and_state() -> None:
    evaluation = chongqing_like()
    rows = _page(evaluation).at("ranking-1").all("tr")[1:]
    ranks = [int(row.all("td", "rank")[0].text) for row in rows]
    assert ranks == sorted(unit.rank for unit in evaluation.result.units)
    vetoed = next(unit for unit in evaluation.result.units if unit.vetoes)
    row = next(row for row in rows if vetoed.name in row.text)
    assert vetoed.vetoes[0].id in row.text


def test_it_links_from_the_bar_to_every_evaluation_and_to_the_instructions() -> None:
    page = _page(hunan_like(), chongqing_like())
    ids = {node.attributes.get("id") for node in page.walk()}
    inner = {link[1:] for link in _links(page) if link.startswith("#")}
    assert {"e-1", "e-2", "own"} <= inner <= ids


def test_it_says_on_top_that_a_demonstration_is_fictional() -> None:
    assert _page(hunan_like()).all("p", "fictional")[0].text.startswith("虚构")
    assert not _page(hunan_like(), is_demonstration=False).all("p", "fictional")
    assert _page(chongqing_like(), is_demonstration=False).all(
        "span", "alarm"
    )  # its completion is fictional all the same


def test_it_shows_the_lines_to_type() -> None:
    assert _page(hunan_like()).all("pre")[0].text == "zhiheng evaluate --scheme hunan-2020"


def test_it_shows_hostile_text_as_text() -> None:
    evaluation = hunan_like()
    units = tuple(replace(unit, name=unit.name + HOSTILE) for unit in evaluation.result.units)
    result = replace(evaluation.result, units=units, ledger_name=HOSTILE, scheme_name=Text(HOSTILE))
    dirty = replace(evaluation, result=result)
    page = _page(dirty)
    assert HOSTILE in page.text
    assert not page.all("script")
    assert not page.all("img")


def test_it_needs_nothing_from_outside_and_no_script() -> None:
    page = render_index([_listed(hunan_like())], STEPS, is_demonstration=True)
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(https?:)?//|@import|url\(", page)
    assert "default-src &#x27;none&#x27;" in page


def test_it_says_everything_in_both_languages() -> None:
    page = _page(hunan_like(), chongqing_like())
    english = [node.text for node in page.all("span", "en")]
    assert len(english) == len(page.all("span", "zh")) > 40
    assert not [text for text in english if re.search(r"[\u4e00-\u9fff]", text.replace("我的台账", ""))]


def test_it_leads_back_from_a_notice() -> None:
    page = read_page(render_notice(Text("没有这一页", "There is no such page"), Text(HOSTILE, "why")))
    assert "没有这一页" in page.all("h1")[0].text
    assert _links(page) == ["/"]
    assert not page.all("script")
