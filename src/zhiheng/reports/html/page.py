"""The whole page: head, language switch, parts in order, style and script. `render_html` is its public name."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.score import Result
from zhiheng.domain.texts import Text
from zhiheng.reports.html.cases import case_list
from zhiheng.reports.html.elements import Child, Markup, join, tag
from zhiheng.reports.html.frame import Reading, link
from zhiheng.reports.html.heatmap import heat_map
from zhiheng.reports.html.ranking import ranking
from zhiheng.reports.html.scorecard import scorecard
from zhiheng.reports.html.summary import details_of_run, summary
from zhiheng.reports.html.wording import say
from zhiheng.reports.labels import ranked


def render_html(evaluation: Evaluation) -> str:
    """Return `report.html`: one page without any outer resource, in Chinese and English, the same bytes every time."""
    reading = Reading.of(evaluation)
    style = _packaged("report.css") + _running_head(evaluation.result)
    script = _packaged("reveal.js")
    page = tag(
        "html",
        _head(evaluation.result, style=style, script=script),
        tag(
            "body", _switches(), _bar(reading), _main(reading), _foot(evaluation.result), tag("script", Markup(script))
        ),
        lang="zh-CN",
    )
    return f"<!DOCTYPE html>\n{page}\n"


def _packaged(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _running_head(result: Result) -> str:
    """Return the head of every printed page: the ledger and the scheme by names that need no translation."""
    ledger, scheme = _css_string(result.ledger_name), _css_string(f"{result.scheme_id} {result.scheme_version}")
    boxes = (
        f"@top-left {{ content: {ledger}; font-size: 8.5pt; }} @top-right {{ content: {scheme}; font-size: 8.5pt; }}"
    )
    return f"@media print {{ @page {{ {boxes} }} }}\n"


def _css_string(text: str) -> str:
    """Return text as a CSS string in which nothing but letters and digits stands unescaped."""
    return '"' + "".join(sign if sign.isalnum() else f"\\{ord(sign):x} " for sign in text) + '"'


def _titles(result: Result) -> Text:
    name = result.scheme_name
    return Text(
        f"{name.zh} 评价报告 · {result.ledger_name}", f"{name.of('en')} · evaluation report · {result.ledger_name}"
    )


def _head(result: Result, *, style: str, script: str) -> Markup:
    titles = _titles(result)
    # Only this style and this script may run: text from a ledger never becomes code, and nothing is fetched.
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="generator", content="zhiheng"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", titles.zh, data_zh=titles.zh, data_en=titles.en),
        tag("style", Markup(style)),
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _switches() -> Markup:
    """Return the radio buttons that the style reads; their labels stand in the bar."""
    return join(
        tag("input", type="radio", name="language", id="lang-zh", checked=True, aria_label="中文"),
        tag("input", type="radio", name="language", id="lang-en", aria_label="English"),
    )


def _bar(reading: Reading) -> Markup:
    has_cases = reading.evaluation.result.cases is not None
    has_items = any(unit.items for unit in reading.evaluation.result.units)
    places: list[Child] = [
        link("top", say("概要", "Summary")),
        link("ranking", say("排名", "Ranking")),
        link("heat", say("热力图", "Heat map")) if has_items else None,
        link("cases", say("案卷", "Files")) if has_cases else None,
        link("notes", say("口径", "Notes")),
        link("cards", say("评分卡", "Scorecards")),
    ]
    labels = (
        tag("label", "中文", for_="lang-zh", lang="zh-CN"),
        tag("label", "English", for_="lang-en", lang="en"),
    )
    return tag(
        "div",
        tag("nav", places, aria_label="目录 / Contents"),
        tag("div", labels, class_="languages"),
        class_="bar-top page",
    )


def _main(reading: Reading) -> Markup:
    units = ranked(reading.evaluation.result.units)
    return tag(
        "main",
        summary(reading),
        ranking(reading, units),
        heat_map(reading, units),
        case_list(reading),
        details_of_run(reading),
        tag("h2", say("评分卡", "Scorecards"), id="cards"),
        [scorecard(reading, unit) for unit in units],
        class_="page",
    )


def _foot(result: Result) -> Markup:
    words = say(
        "执衡：每一分都能说明来历。本页只说明计分，不对任何单位和个人作出处理决定。",
        "Zhiheng: every point explained. This page explains scores; it decides nothing about any unit or person.",
    )
    return tag("footer", tag("p", words), class_="page")
