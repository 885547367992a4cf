"""The page as a file: same bytes, nothing from outside, nothing from the ledger as code, sound nesting, size."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from assets.html_tree import read_page
from assets.samples import cases_like, chongqing_like, hunan_like
from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.score import InputRow
from zhiheng.domain.texts import Text
from zhiheng.reports.html import render_html

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;"
SAMPLES = [hunan_like, chongqing_like, cases_like]


def _poisoned(evaluation: Evaluation) -> Evaluation:
    """Return the evaluation with a hostile text in every name, cell and reason that comes from files."""
    rows = {
        ref: InputRow(ref, row.table, {name: value + HOSTILE for name, value in row.columns.items()})
        for ref, row in evaluation.rows.items()
    }
    units = tuple(
        replace(unit, name=unit.name + HOSTILE, unit_id=unit.unit_id + HOSTILE) for unit in evaluation.result.units
    )
    left = tuple(replace(one, what=HOSTILE, reason=Text(HOSTILE, HOSTILE)) for one in evaluation.result.left_out)
    result = replace(
        evaluation.result,
        units=units,
        left_out=left,
        ledger_name=HOSTILE + "</style>",
        scheme_name=Text(HOSTILE, HOSTILE),
        options={**evaluation.result.options, HOSTILE: HOSTILE},
    )
    return Evaluation(evaluation.scheme, result, rows)


@pytest.mark.parametrize("sample", SAMPLES)
def test_it_gives_the_same_bytes_twice(sample: Callable[[], Evaluation]) -> None:
    assert render_html(sample()).encode() == render_html(sample()).encode()


@pytest.mark.parametrize("sample", SAMPLES)
def test_it_nests_and_closes_every_element(sample: Callable[[], Evaluation]) -> None:
    root = read_page(render_html(sample()))

    assert [node.name for node in root.children] == ["html"]
    assert [node.name for node in root.children[0].children] == ["head", "body"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_it_shows_hostile_text_as_text(sample: Callable[[], Evaluation]) -> None:
    clean, dirty = (read_page(render_html(one)) for one in (sample(), _poisoned(sample())))

    assert len(dirty.all("script")) == len(clean.all("script")) == 1
    assert dirty.all("style")[0].text.count("</style") == 0
    assert not dirty.all("img")
    assert not [name for node in dirty.walk() for name in node.attributes if name.startswith("on")]
    assert HOSTILE in dirty.all("h1")[0].text


@pytest.mark.parametrize("sample", SAMPLES)
def test_it_asks_for_nothing_from_outside(sample: Callable[[], Evaluation]) -> None:
    page = render_html(sample())
    root = read_page(page)

    assert not root.all("link") + root.all("iframe") + root.all("img")
    assert not [node for node in root.walk() if "src" in node.attributes]
    assert all(node.attributes["href"].startswith("#") for node in root.all("a"))
    assert "http://" not in page and "https://" not in page
    assert "url(" not in root.all("style")[0].text and "@import" not in root.all("style")[0].text


def test_it_lets_only_its_own_style_and_script_run() -> None:
    root = read_page(render_html(hunan_like()))
    policy = next(n.attributes["content"] for n in root.all("meta") if n.attributes.get("http-equiv"))

    for name in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(root.all(name)[0].own_text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert not [node for node in root.walk() if "style" in node.attributes]


def test_it_stays_below_three_megabytes_for_fourteen_units() -> None:
    evaluation = hunan_like()

    assert len(evaluation.result.units) == 14
    assert len(render_html(evaluation).encode()) < 3_000_000


def test_it_uses_no_selector_that_old_browsers_lack() -> None:
    style = read_page(render_html(hunan_like())).all("style")[0].text

    assert ":has(" not in style  # browsers of offices begin at Chromium 86


@pytest.mark.parametrize("sample", SAMPLES)
def test_it_keeps_headings_in_order(sample: Callable[[], Evaluation]) -> None:
    levels = [int(n.name[1]) for n in read_page(render_html(sample())).walk() if n.name in ("h1", "h2", "h3", "h4")]

    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
