"""Every number leads to how it came about: anchors are there, unique, and each lost point has one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import pytest

from assets.html_tree import Node, read_page
from assets.samples import cases_like, chongqing_like, hunan_like
from zhiheng.domain.evaluation import Evaluation
from zhiheng.reports.html import render_html

SAMPLES = [hunan_like, chongqing_like, cases_like]


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> tuple[Evaluation, Node]:
    build: Callable[[], Evaluation] = request.param
    evaluation = build()
    return evaluation, read_page(render_html(evaluation))


def _ids(page: Node) -> Counter[str]:
    return Counter(node.attributes["id"] for node in page.walk() if "id" in node.attributes)


def test_it_gives_every_id_once(sample: tuple[Evaluation, Node]) -> None:
    assert [name for name, count in _ids(sample[1]).items() if count > 1] == []


def test_it_links_only_to_what_is_there(sample: tuple[Evaluation, Node]) -> None:
    ids = _ids(sample[1])

    assert {node.attributes["href"][1:] for node in sample[1].all("a")} <= ids.keys()
    for name in ("aria-labelledby", "aria-details", "for"):
        assert {n.attributes[name] for n in sample[1].walk() if name in n.attributes} <= ids.keys()


def test_it_anchors_every_rule_of_every_unit(sample: tuple[Evaluation, Node]) -> None:
    evaluation, page = sample
    expected = {f"u-{unit.unit_id}-{rule.id}" for unit in evaluation.result.units for rule in unit.every_rule()}
    expected |= {f"u-{unit.unit_id}-{veto.id}" for unit in evaluation.result.units for veto in unit.vetoes}

    assert expected <= _ids(page).keys()


def test_it_shows_the_points_of_every_rule_at_its_anchor(sample: tuple[Evaluation, Node]) -> None:
    evaluation, page = sample
    places = {node.attributes["id"]: node for node in page.walk() if "id" in node.attributes}
    for unit in evaluation.result.units:
        for rule in unit.every_rule():
            if rule.points:
                fold = places[f"u-{unit.unit_id}-{rule.id}"]
                shown = {Decimal(n.attributes["value"]) for n in fold.children[0].all("data")}
                assert fold.name == "details" and shown == {rule.points}
                assert rule.why.zh in fold.text and rule.why.en in fold.text


def test_it_adds_up_to_what_each_unit_lost(sample: tuple[Evaluation, Node]) -> None:
    evaluation, page = sample
    for unit in evaluation.result.units:
        if not unit.items:
            continue
        lines = page.at(f"u-{unit.unit_id}-table").all("tbody")[0].children
        numbers = [[Decimal(data.attributes["value"]) for data in line.all("data")] for line in lines]
        changes = [row[1] for row in numbers if len(row) == 3]

        # full points + every change (deductions negative, bonuses positive) = score
        assert numbers[0][0] + sum(changes) == numbers[-1][0] == unit.score


def test_it_shows_every_row_that_cost_a_point(sample: tuple[Evaluation, Node]) -> None:
    evaluation, page = sample
    codes = {node.text for node in page.all("code")}
    used = {
        ref
        for unit in evaluation.result.units
        for rule in unit.every_rule()
        if rule.points and rule.measured is None
        for ref in (*rule.rows, *rule.exempted_rows)
    }

    assert used <= codes


def test_it_gives_every_figure_a_table_of_the_same_numbers(sample: tuple[Evaluation, Node]) -> None:
    page = sample[1]

    for figure in page.all("figure"):
        assert page.at(figure.attributes["aria-details"]).name == "table"
    for drawing in page.all("svg"):
        assert drawing.attributes["role"] == "img"
        assert any(up.name in ("figure", "table") for up in drawing.above())


def test_it_names_every_table_and_scopes_its_heads(sample: tuple[Evaluation, Node]) -> None:
    for table in sample[1].all("table"):
        assert table.children[0].name == "caption" and table.children[0].text.strip()
        assert all("scope" in head.attributes for head in table.all("th"))


def test_it_keeps_the_cells_of_each_row_as_many_as_its_heads(sample: tuple[Evaluation, Node]) -> None:
    for table in sample[1].all("table"):
        width = len(table.all("thead")[0].children[0].children)
        for line in table.all("tr"):
            assert sum(int(cell.attributes.get("colspan", "1")) for cell in line.children) == width
