"""What a unit has not reported: each rule with its clause, the evidence it asks for and the next step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhiheng.domain.scheme import Rule
from zhiheng.domain.score import UnitScore
from zhiheng.reports.html import anchors
from zhiheng.reports.html.elements import Child, Markup, join, tag
from zhiheng.reports.html.frame import Head, Reading, cell, code, doubts, fold, row_head, table
from zhiheng.reports.html.wording import clause, say, told

#: Up to so many stand open; a longer list opens by a click.
_MOST_OPEN = 8


def missing_box(reading: Reading, holder: str, unit: UnitScore) -> Markup | None:
    """Return the rules without any input; every one has its anchor here. None where all was reported."""
    if not unit.not_reported:
        return None
    count = len(unit.not_reported)
    lead = say(
        "下列规则没有任何数据，暂未扣分，得分可能下降。下一步：报送数据并附佐证；"
        "确实没有的，申报 0，或在 ledger.yaml 的 findings_complete 中列出。",
        "These rules have no data; nothing is deducted for now and the score may fall. Next: report with evidence; "
        "where there is none, state 0 or list the rule under findings_complete in ledger.yaml.",
    )
    heads = [
        Head(say("规则", "Rule")),
        Head(say("内容", "Words")),
        Head(say("怎样补", "How to supply it")),
        Head(say("疑义", "Doubt")),
    ]
    caption = say("没有数据的规则", "Rules without data")
    return fold(
        say(f"尚未填报（{count} 条）", f"Not reported yet ({count})"),
        tag("p", lead, class_="note"),
        table(caption, heads, list(_lines(reading, holder, unit.not_reported)), class_="quiet"),
        class_="missing",
        is_open=count <= _MOST_OPEN,
    )


def _lines(reading: Reading, holder: str, rule_ids: Sequence[str]) -> Iterator[Markup]:
    said = ""
    for rule_id in rule_ids:
        words = reading.index.clause_of(rule_id)
        if words.zh and words.zh != said:
            said = words.zh
            yield tag("tr", tag("th", clause(words), colspan=4, scope="rowgroup"))
        rule = reading.index.rule(rule_id)
        cells: list[Child] = [
            row_head(code(rule_id)),
            cell(told(reading.name_of(rule_id))),
            cell(_remedy(rule)),
            cell(doubts(reading, rule.ambiguity) if rule else ""),
        ]
        yield tag("tr", cells, id=anchors.of_rule(holder, rule_id))


def _remedy(rule: Rule | None) -> Child:
    if rule is None:
        return ""
    parts: list[Child] = []
    if rule.measure or rule.measures:
        parts.append(say("补齐台账中统计所需的表，或申报", "fill the ledger's tables for the measure, or state it"))
    else:
        parts.append(say("申报或登记问题", "state it, or enter findings"))
    if rule.data_source.zh:
        parts.append([say("；数据依据：", "; decisive source: "), told(rule.data_source)])
    if rule.evidence:
        parts.append(say("；佐证：", "; evidence: "))
        parts += [join(told(proof), " ") for proof in rule.evidence]
    return parts
