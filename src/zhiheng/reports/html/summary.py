"""The head of the page: what was evaluated under which text, with which choices, and what was left out or differs."""

from __future__ import annotations

from collections.abc import Iterator

from zhiheng.domain.numbers import shortest
from zhiheng.domain.scheme import Scheme
from zhiheng.domain.score import LeftOut, Result, RuleScore, UnitScore
from zhiheng.domain.texts import Text
from zhiheng.reports.cards import conflict_text
from zhiheng.reports.html import anchors
from zhiheng.reports.html.elements import Child, Markup, join, tag
from zhiheng.reports.html.frame import (
    Head,
    Reading,
    cell,
    chip,
    code,
    fold,
    ids_in,
    link,
    pairs,
    row_head,
    short_digest,
    table,
)
from zhiheng.reports.html.wording import clause, say, told
from zhiheng.reports.labels import choice_text, left_out_text, option_text, period_text

_MOST_REFS = 20


def summary(reading: Reading) -> Markup:
    """Return the head of the page."""
    scheme, result = reading.evaluation.scheme, reading.evaluation.result
    return tag(
        "header",
        _fictional(scheme),
        tag("p", say("评价报告", "Evaluation report"), class_="kicker"),
        tag("h1", told(result.scheme_name)),
        _facts(scheme, result),
        _status(result),
        class_="top",
        id="top",
    )


def details_of_run(reading: Reading) -> Markup:
    """Return the sections after the head: choices, doubts, what was left out, inputs that differ, vetoes, digests."""
    return tag(
        "section",
        tag("h2", say("口径与说明", "Choices and notes"), id="notes"),
        _options(reading),
        _questions(reading),
        _left_out(reading.evaluation.result),
        _conflicts(reading),
        _vetoes(reading),
        _digests(reading.evaluation.scheme, reading.evaluation.result),
    )


def _fictional(scheme: Scheme) -> Markup | None:
    if not scheme.completion_fictional:
        return None
    words = say(
        "虚构：原文未载明的分值由虚构的补充值填入，仅供演示，不得用于任何决定。",
        "FICTIONAL: values that the source leaves open are made up, for demonstration only; decide nothing by them.",
    )
    return tag("p", tag("strong", words), class_="fictional")


def _facts(scheme: Scheme, result: Result) -> Markup:
    source = scheme.source
    number = f"（{source.number}）" if source.number else ""
    completion = None
    if result.completion is not None:
        mark = chip(say("虚构", "fictional"), "alarm") if scheme.completion_fictional else None
        digest = result.completion.get("digest", "")
        completion = join(told(scheme.completion_label), " ", mark, " ", short_digest(digest) if digest else None)
    return pairs(
        (Text("依据", "Source"), join(told(source.document), number)),
        (Text("制定机关", "Issued by"), told(source.issuer)) if source.issuer.zh else None,
        (Text("台账", "Ledger"), result.ledger_name),
        (Text("评价期间", "Period"), told(period_text(result))),
        (Text("数据截止", "As of"), result.as_of),
        (Text("方案版本", "Scheme version"), join(code(result.scheme_id), f" {result.scheme_version}")),
        (Text("补充值", "Completion"), completion) if completion else None,
        (Text("结果摘要", "Result digest"), short_digest(result.digest)) if result.digest else None,
    )


def _status(result: Result) -> Markup:
    units = result.units
    partial = [unit for unit in units if unit.status == "incomplete"]
    vetoed = [unit for unit in units if unit.vetoes]
    best, worst = (max(units, key=_score), min(units, key=_score)) if units else (None, None)
    entries: list[tuple[Text, Child] | None] = [
        (Text("评价单位", "Units"), link("ranking", str(len(units)))),
        (Text("最高分", "Highest"), _named_score(best)) if best else None,
        (Text("最低分", "Lowest"), _named_score(worst)) if worst else None,
        (Text("一票否决", "Vetoed"), _names(vetoed)) if vetoed else None,
        (Text("数据不完整", "Incomplete data"), _names(partial)) if partial else None,
    ]
    if partial:
        words = say(
            "“数据不完整”指有规则既无核实的问题、也无申报和统计数据：这些规则暂不扣分，列明待补，得分不是最终得分。",
            "“Incomplete” means that rules had neither findings nor facts nor a measure: they cost nothing for now, "
            "are listed, and the score is not final.",
        )
    else:
        words = say(
            "各单位的每条规则都有数据，得分完整。", "Every rule had data for every unit: the scores are complete."
        )
    return join(tag("div", pairs(*entries), class_="keys"), tag("p", words, class_="note"))


def _score(unit: UnitScore) -> tuple[object, str]:
    return unit.score, unit.unit_id


def _named_score(unit: UnitScore) -> Markup:
    from_name = link(anchors.of_unit(unit.unit_id), unit.name)
    return join(tag("b", shortest(unit.score)), " ", from_name)


def _names(units: list[UnitScore]) -> Markup:
    return join([(link(anchors.of_unit(unit.unit_id), unit.name), " ") for unit in units])


def _options(reading: Reading) -> Markup | None:
    scheme, result = reading.evaluation.scheme, reading.evaluation.result
    if not result.options:
        return None
    known = {option.id: option for option in scheme.options}
    rows = []
    for name, value in sorted(result.options.items()):
        option = known.get(name)
        default = option.default if option else ""
        chosen = chip(say("默认", "default"), "plain") if value == default else chip(say("另选", "chosen"), "warn")
        meaning = choice_text(name, value)
        cells = (
            row_head(code(name)),
            cell(told(option_text(scheme, name))),
            cell(join(code(value), " ", told(meaning) if meaning.zh != value else None)),
            cell(chosen),
            cell([chip(doubt, "doubt") for doubt in ids_in(option.ambiguity)] if option else ""),
        )
        rows.append(tag("tr", cells, id=anchors.of_option(name)))
    heads = [
        Head(say("选项", "Option")),
        Head(say("决定什么", "What it decides")),
        Head(say("取值", "Value")),
        Head(say("来历", "Origin")),
        Head(say("所处理的疑义", "Doubt it settles")),
    ]
    return table(say("本次评价的选项", "Options of this evaluation"), heads, rows)


def _questions(reading: Reading) -> Markup | None:
    questions = reading.evaluation.scheme.open_questions
    if not questions:
        return None
    seen: set[str] = set()
    rows = []
    for question in questions:
        anchor = None if question.ambiguity in seen else anchors.of_question(question.ambiguity)
        seen.add(question.ambiguity)
        cells = (
            row_head(chip(question.ambiguity, "doubt")),
            cell(code(question.rule_id) if question.rule_id else ""),
            cell(told(question.text)),
            cell(question.handled_by),
        )
        rows.append(tag("tr", cells, id=anchor))
    heads = [
        Head(say("编号", "Id")),
        Head(say("规则", "Rule")),
        Head(say("疑义", "Doubt")),
        Head(say("处理", "Handled by")),
    ]
    return fold(
        say(f"原文的疑义（{len(rows)}）", f"Doubts in the text ({len(rows)})"),
        table(
            say("原文没有回答、影响分数的问题", "Questions that the text leaves open and points depend on"), heads, rows
        ),
        id_="questions",
    )


def _left_out(result: Result) -> Markup | None:
    if not result.left_out:
        return tag("p", say("台账中没有未被采用的内容。", "Nothing in the ledger was left out."), class_="note")
    heads = [
        Head(say("内容", "What")),
        Head(say("数量", "Count"), number=True),
        Head(say("原因", "Reason")),
        Head(say("台账行", "Rows")),
    ]
    rows = [_left_out_row(left) for left in result.left_out]
    total = sum(left.count for left in result.left_out)
    return fold(
        say(f"台账中未计入得分的内容（{total} 条）", f"What of the ledger the scores did not use ({total} rows)"),
        table(say("未计入得分的内容和原因", "What was not used, and why"), heads, rows),
        id_="left-out",
    )


def _left_out_row(left: LeftOut) -> Markup:
    what = told(left_out_text(left.what))
    shown = [join(code(ref), " ") for ref in left.rows[:_MOST_REFS]]
    rest = len(left.rows) - _MOST_REFS
    more = say(f"等 {len(left.rows)} 行", f"and {rest} more") if rest > 0 else None
    cells = (row_head(what), cell(str(left.count), number=True), cell(told(left.reason)), cell([shown, more]))
    return tag("tr", cells)


def _conflicting(result: Result) -> Iterator[tuple[str, str, RuleScore]]:
    for unit in result.units:
        for rule in unit.every_rule():
            if rule.conflict:
                yield anchors.of_unit(unit.unit_id), unit.name, rule
    for case in result.cases or ():
        for item in case.items:
            for sub_item in item.sub_items:
                for rule in sub_item.rules:
                    if rule.conflict:
                        yield anchors.of_case(case.case_id), case.case_id, rule


def _conflicts(reading: Reading) -> Markup | None:
    rows = [
        tag(
            "tr",
            row_head(link(holder, name)),
            cell(link(anchors.of_rule(holder, rule.id), code(rule.id))),
            cell(tag("b", rule.input or ""), number=True),
            cell(told(conflict_text(rule))),
        )
        for holder, name, rule in _conflicting(reading.evaluation.result)
    ]
    if not rows:
        return None
    heads = [
        Head(say("单位", "Unit")),
        Head(say("规则", "Rule")),
        Head(say("采用", "Used"), number=True),
        Head(say("未采用", "Not used")),
    ]
    return table(say("数据不一致之处", "Where inputs differ"), heads, rows)


def _vetoes(reading: Reading) -> Markup | None:
    vetoes = reading.evaluation.scheme.vetoes
    if not vetoes:
        return None
    held = {veto.id for unit in reading.evaluation.result.units for veto in unit.vetoes}
    rows = [
        tag("tr", row_head(code(veto.id)), cell(clause(veto.clause)), cell(_held(veto.id in held))) for veto in vetoes
    ]
    heads = [Head(say("编号", "Id")), Head(say("情形", "Situation")), Head(say("本期", "This period"))]
    return fold(
        say(f"一票否决情形（{len(rows)}）", f"Vetoes ({len(rows)})"),
        table(say("一票否决情形", "Vetoes"), heads, rows),
        id_="vetoes",
    )


def _held(held: bool) -> Markup:
    return chip(say("有单位成立", "holds"), "alarm") if held else say("没有记录", "no record")


def _digests(scheme: Scheme, result: Result) -> Markup:
    completion = (result.completion or {}).get("digest", "")
    entries: list[tuple[Text, Child] | None] = [
        (Text("方案", "Scheme"), code(result.scheme_digest)),
        (Text("台账", "Ledger"), code(result.ledger_digest)),
        (Text("补充值", "Completion"), code(completion)) if completion else None,
        (Text("结果", "Result"), code(result.digest)) if result.digest else None,
    ]
    words = say(
        "同样的方案、台账和选项得到逐字节相同的本页；结果旁的 inputs 文件夹可用 zhiheng evaluate 复算。",
        "The same scheme, ledger and options give this page byte for byte; "
        "the folder inputs beside the result can be evaluated again with zhiheng evaluate.",
    )
    return fold(
        say("摘要与复核", "Digests and verification"), pairs(*entries), tag("p", words, class_="note"), id_="digests"
    )
