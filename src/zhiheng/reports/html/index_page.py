"""The page that lists evaluations and opens each: rankings, downloads, and how to do it with one's own data.

It stands above the pages of the evaluations and holds no derivation of a score; those are theirs.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from importlib.resources import files
from urllib.parse import quote

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.score import UnitScore
from zhiheng.domain.texts import Text
from zhiheng.reports.html import anchors
from zhiheng.reports.html.bars import draw_bar
from zhiheng.reports.html.elements import Child, Markup, join, tag
from zhiheng.reports.html.frame import Head, cell, chip, code, link, pairs, row_head, short_digest, table
from zhiheng.reports.html.wording import points, say, told
from zhiheng.reports.labels import day_text, grade_name, period_text, ranked, status_text

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Listed:
    """An evaluation on the page: where its report stands and what can be downloaded, by addresses relative to it."""

    place: str
    report: str
    evaluation: Evaluation
    downloads: Sequence[tuple[Text, str]] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the instructions: what to do, and the lines to type (or the file to write)."""

    text: Text
    lines: tuple[str, ...] = ()


def render_index(listed: Sequence[Listed], steps: Sequence[Step], *, is_demonstration: bool) -> str:
    """Return the page in Chinese and English, without script or outer resource, the same bytes for the same input."""
    titles = (
        Text("执衡 · 演示", "Zhiheng · demonstration")
        if is_demonstration
        else Text("执衡 · 评价结果", "Zhiheng · results")
    )
    main = tag(
        "main",
        _top(is_demonstration),
        [_section(number, one) for number, one in enumerate(listed, start=1)],
        _instructions(steps),
        class_="page",
    )
    return _page(titles, join(_bar(listed), main, _foot()))


def render_notice(title: Text, *words: Text) -> str:
    """Return a short page that says why there is nothing to see here, with the way back."""
    back = tag("p", tag("a", say("回到列表", "Back to the list"), href="/"))
    body = tag("main", tag("h1", told(title)), [tag("p", told(line)) for line in words], back, class_="page notice")
    return _page(title, join(tag("div", tag("nav"), _languages(), class_="bar-top page"), body))


def _page(titles: Text, body: Markup) -> str:
    style = "\n".join(files(__package__).joinpath(name).read_text("utf-8") for name in ("report.css", "index_page.css"))
    shown = f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}"
    policy = f"default-src 'none'; style-src '{shown}'; base-uri 'none'; form-action 'none'"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="generator", content="zhiheng"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"{titles.zh} / {titles.en}"),
        tag("style", Markup(style)),
    )
    switches = join(
        tag("input", type="radio", name="language", id="lang-zh", checked=True, aria_label="中文"),
        tag("input", type="radio", name="language", id="lang-en", aria_label="English"),
    )
    return f"<!DOCTYPE html>\n{tag('html', head, tag('body', switches, body), lang='zh-CN')}\n"


def _languages() -> Markup:
    labels = (tag("label", "中文", for_="lang-zh", lang="zh-CN"), tag("label", "English", for_="lang-en", lang="en"))
    return tag("div", labels, class_="languages")


def _bar(listed: Sequence[Listed]) -> Markup:
    places: list[Child] = [link("top", say("概要", "Summary"))]
    places += [link(f"e-{number}", tag("span", one.place)) for number, one in enumerate(listed, start=1)]
    places.append(link("own", say("用自己的数据", "Your own data")))
    return tag("div", tag("nav", places, aria_label="目录 / Contents"), _languages(), class_="bar-top page")


def _top(is_demonstration: bool) -> Markup:
    fiction = say(
        "虚构：省、市、单位、人员、案件和数字都是编造的，仅供演示，不得用于任何决定。",
        "FICTIONAL: province, cities, units, persons, cases and figures are invented; decide nothing by them.",
    )
    lead = say(
        "每个单位一张评分卡：点单位名称打开，再点任何一个数，看它的条文、台账行和算式。",
        "A scorecard for each unit: open it by the unit's name, then any figure for its clause, rows and arithmetic.",
    )
    stage = say("本页只读，不需要登录。", "This page only shows results; there is no sign-in.")
    return tag(
        "header",
        tag("p", tag("strong", fiction), class_="fictional") if is_demonstration else None,
        tag("p", say("执衡", "Zhiheng"), class_="kicker"),
        tag("h1", say("行政执法评价结果", "Results of the evaluation of enforcement")),
        tag("p", lead, " ", stage, class_="note"),
        class_="top",
        id="top",
    )


def _section(number: int, one: Listed) -> Markup:
    scheme, result = one.evaluation.scheme, one.evaluation.result
    units = ranked(result.units)
    partial = sum(unit.status == "incomplete" for unit in units)
    data = Text("全部完整", "all complete") if not partial else Text(f"{partial} 个不完整", f"{partial} incomplete")
    completion = None
    if result.completion is not None:
        mark = chip(say("虚构", "fictional"), "alarm") if scheme.completion_fictional else None
        completion = join(told(scheme.completion_label), " ", mark)
    return tag(
        "section",
        tag("h2", tag("a", told(result.scheme_name), href=_address(one.report)), id=f"e-{number}"),
        pairs(
            (Text("方案", "Scheme"), join(code(result.scheme_id), f" {result.scheme_version}")),
            (Text("台账", "Ledger"), result.ledger_name),
            (Text("评价期间", "Period"), told(period_text(result))),
            (Text("数据截止", "As of"), told(day_text(result.as_of))),
            (Text("评价单位", "Units"), str(len(units))),
            (Text("数据", "Data"), told(data)),
            (Text("补充值", "Completion"), completion) if completion else None,
            (Text("结果摘要", "Digest"), short_digest(result.digest)),
        ),
        _downloads(one),
        _ranking(number, one, units),
    )


def _downloads(one: Listed) -> Markup:
    report = tag("a", say("打开评价报告", "Open the report"), href=_address(one.report), class_="main-link")
    others = [tag("a", told(label), href=_address(target)) for label, target in one.downloads]
    return tag("p", report, [join(" ", other) for other in others], class_="downloads")


def _ranking(number: int, one: Listed, units: Sequence[UnitScore]) -> Markup:
    scheme = one.evaluation.scheme
    heads = [
        Head(say("名次", "Rank"), number=True),
        Head(say("单位", "Unit")),
        Head(say("得分", "Score"), number=True),
        Head(say("等次", "Grade")) if scheme.grades else None,
        Head(say("一票否决", "Veto")) if scheme.vetoes else None,
        Head(say("图示", "Bar"), class_="bar-head"),
        Head(say("基础分", "Base"), number=True),
        Head(say("加分", "Bonus"), number=True),
        Head(say("数据", "Data")),
    ]
    full = max((sum((item.points for item in unit.items), ZERO) for unit in units), default=ZERO) or Decimal(100)
    most = max([full, *(unit.score for unit in units)])
    rows = [_row(one, unit, full=full, most=most) for unit in units]
    caption = say(
        "按得分排名，同分同名次；点名称打开评分卡", "By score; equal scores share a rank; a name opens its scorecard"
    )
    return table(caption, [head for head in heads if head], rows, id_=f"ranking-{number}", class_="ranking", wide=True)


def _row(one: Listed, unit: UnitScore, *, full: Decimal, most: Decimal) -> Markup:
    scheme, card = one.evaluation.scheme, _address(one.report, anchors.of_unit(unit.unit_id))
    grade = grade_name(scheme, unit.grade)
    cells: list[Child] = [
        cell(str(unit.rank), number=True, class_="rank"),
        row_head(tag("a", unit.name, href=card)),
        cell(tag("a", points(unit.score), href=card), number=True, class_="sum"),
        cell(chip(told(grade), "alarm" if unit.vetoes else "plain") if grade.zh else "") if scheme.grades else None,
        cell(_vetoes(one, unit)) if scheme.vetoes else None,
        cell(draw_bar(unit, full=full, most=most)),
        cell(points(unit.base), number=True),
        cell(points(unit.bonus, sign=True), number=True),
        cell(chip(told(status_text(unit)), "warn" if unit.status == "incomplete" else "plain")),
    ]
    return tag("tr", cells)


def _vetoes(one: Listed, unit: UnitScore) -> Child:
    if not unit.vetoes:
        return say("无", "none")
    holder = anchors.of_unit(unit.unit_id)
    targets = [(veto.id, _address(one.report, anchors.of_rule(holder, veto.id))) for veto in unit.vetoes]
    return [join(tag("a", chip(code(name), "alarm"), href=target), " ") for name, target in targets]


def _instructions(steps: Sequence[Step]) -> Markup:
    listed = [
        tag("li", tag("p", told(step.text)), tag("pre", "\n".join(step.lines), tabindex=0) if step.lines else None)
        for step in steps
    ]
    return tag(
        "section",
        tag("h2", say("用自己的数据", "With your own data"), id="own"),
        tag("ol", listed, class_="steps-own"),
    )


def _foot() -> Markup:
    words = say(
        "执衡：每一分都能说明来历。评价结果供有权机关审议，本身不对任何单位和个人作出处理决定。",
        "Zhiheng: every point explained. Results are for the competent bodies; they decide nothing themselves.",
    )
    return tag("footer", tag("p", words), class_="page")


def _address(path: str, anchor: str = "") -> str:
    """Return a relative address; names of folders and ids of units may hold any sign."""
    return quote(path, safe="/") + (f"#{quote(anchor, safe='~')}" if anchor else "")
