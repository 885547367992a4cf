"""The findings of checks among the rows of a rule: by check, with the words of each. No page is laid out here."""

from __future__ import annotations

from collections.abc import Mapping

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.score import InputRow, RuleScore
from zhiheng.domain.texts import Text
from zhiheng.engine.checked_rules import CHECKS_TABLE, FINDINGS_TABLE, parent_of

#: What the columns of these rows are called; those of the ledger's tables have their own words.
LABELS: Mapping[str, Text] = {
    "check_id": Text("检查编号", "check"),
    "title": Text("检查事项", "what was checked"),
    "title_en": Text("检查事项（英文）", "what was checked (English)"),
    "rule_out": Text("须先排除的情形", "to be ruled out first (Chinese)"),
    "rule_out_en": Text("须先排除的情形（英文）", "to be ruled out first"),
    "detail": Text("起止和相关行", "dates and related rows"),
    "dismissed": Text("已排除", "dismissed"),
    CHECKS_TABLE: Text("检查", "checks"),
    FINDINGS_TABLE: Text("检查发现", "findings of checks"),
}


def findings_by_check(evaluation: Evaluation, rule: RuleScore) -> list[tuple[InputRow, list[InputRow]]]:
    """Return each check whose findings a rule refers to, with those findings, in the order of their references."""
    found: dict[str, list[InputRow]] = {}
    for ref in rule.rows:
        row = evaluation.rows.get(ref)
        if row is not None and row.table == FINDINGS_TABLE and parent_of(ref) in evaluation.rows:
            found.setdefault(parent_of(ref), []).append(row)
    return [(evaluation.rows[ref], rows) for ref, rows in found.items()]


def title_of(check: InputRow) -> Text:
    """Return what a check looks for."""
    return Text(check.columns["title"], check.columns.get("title_en", ""))


def rule_out_of(check: InputRow) -> Text:
    """Return the innocent explanation that people must rule out before a finding is relied on."""
    return Text(check.columns["rule_out"], check.columns.get("rule_out_en", ""))


__all__ = ["CHECKS_TABLE", "FINDINGS_TABLE", "LABELS", "findings_by_check", "parent_of", "rule_out_of", "title_of"]
