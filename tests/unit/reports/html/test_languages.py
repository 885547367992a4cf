"""Both languages are complete: no wording stands in one language only, and the switch needs no script."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assets.html_tree import Node, read_page
from assets.samples import cases_like, chongqing_like, hunan_like
from zhiheng.domain.evaluation import Evaluation
from zhiheng.reports.html import render_html

SAMPLES = [hunan_like, chongqing_like, cases_like]
#: What may stand without its pair: data of the ledger, codes, numbers, marks.
DATA = frozenset({"code", "data", "b", "a", "td", "li", "dd", "small", "option", "title", "style", "script", "label"})


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


@pytest.fixture(params=SAMPLES)
def page(request: pytest.FixtureRequest) -> Node:
    sample: Callable[[], Evaluation] = request.param
    return read_page(render_html(sample()))


def test_it_puts_english_beside_every_chinese_wording(page: Node) -> None:
    for node in page.walk():
        kinds = [("zh" if "zh" in c.classes else "en") for c in node.children if c.classes & {"zh", "en"}]
        assert kinds[0::2] == ["zh"] * (len(kinds) // 2), (node.name, node.text[:60])
        assert kinds[1::2] == ["en"] * (len(kinds) // 2), (node.name, node.text[:60])


def test_it_leaves_no_wording_empty_but_for_word_order(page: Node) -> None:
    empty = {n.parent.text for n in page.walk() if n.classes & {"zh", "en"} and not n.text.strip() and n.parent}

    assert all("Rank" in text for text in empty)  # 第 1 名 / Rank 1: the English has no closing word


def test_it_writes_no_chinese_in_the_english_wording_of_its_own(page: Node) -> None:
    names = {node.text for node in page.all("h3")}
    for node in page.all(class_="en"):
        text = node.text
        for name in names:
            text = text.replace(name, "")
        told_by_the_ledger = any(word in text for word in ("自评", "核实", "省厅检查", "交叉阅卷"))
        assert told_by_the_ledger or not _is_chinese(text), text


def test_it_writes_no_bare_chinese_outside_of_data(page: Node) -> None:
    for node in page.walk():
        if _is_chinese(node.own_text) and not node.classes & {"zh", "only", "clause"}:
            in_data = node.name in DATA or any(up.name in ("summary", "td") for up in node.above())
            paired = node.name in ("title", "desc", "text") or node.attributes.get("lang")
            assert in_data or paired, (node.name, node.own_text[:60])


def test_it_gives_drawings_titles_in_both_languages(page: Node) -> None:
    for drawing in page.all("svg"):
        title, description = drawing.children[:2]
        assert (title.name, description.name) == ("title", "desc")
        assert " / " in title.text and " / " in description.text


def test_it_switches_by_radio_buttons_that_stand_before_the_page(page: Node) -> None:
    body = page.all("body")[0]

    assert [node.attributes.get("id") for node in body.children[:2]] == ["lang-zh", "lang-en"]
    assert "checked" in body.children[0].attributes and "checked" not in body.children[1].attributes
    assert all("page" in node.classes for node in body.children[2:] if node.name != "script")
    style = page.all("style")[0].text
    assert "#lang-zh:checked ~ .page .en" in style and "#lang-en:checked ~ .page .zh { display: none; }" in style


def test_it_keeps_the_words_of_the_law_in_chinese_with_english_beneath(page: Node) -> None:
    clauses = page.all("p", "clause")

    assert clauses
    assert all(node.attributes["lang"] == "zh-CN" for node in clauses)
    assert all(_follows(node).attributes["lang"] == "en" for node in page.all("p", "gloss"))


def _follows(gloss: Node) -> Node:
    assert gloss.parent is not None
    place = gloss.parent.children.index(gloss)
    assert "clause" in gloss.parent.children[place - 1].classes
    return gloss
