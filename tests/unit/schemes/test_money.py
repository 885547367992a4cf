"""Money from fines and confiscations is never an input of a score (Administrative Penalty Law art. 74)."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.scheme_files import SMALL, altered, faults_in, read_text, written
from zhiheng.schemes import built_in_schemes
from zhiheng.schemes.lint import lint_file

# How a scheme might come to read an amount: openly, as a sum, as a rate, in words, abroad.
DISGUISES = [
    "measure: fine",
    "measure: fine_total",
    "measure: paid",
    "measure: total_confiscated",
    "formula: fines collected / cases handled",
    "formula: FINES PAID / FINES IMPOSED",
    "formula: 罚款总额 ÷ 案件数",
    "formula: 缴款率",
    "metric_zh: 罚没收入",
    "metric_zh: 罚款收缴率",
    "metric_en: confiscations in the year",
    "metric_zh: 没收金额",
    "metric_zh: 罚款额",
    "measure: {option: boundary_policy, default: cases_filed, strict: fine_amount}",
    "unit_en: 10000 yuan of fines",
    "unit_zh: 万元罚款",
]
# A count of faults that have to do with fines is no amount.
ALLOWED = [
    "metric_zh: 乱罚款起数",
    "metric_en: number of unlawful fines found",
    "formula: 违法罚款问题数",
    "formula: 未实行罚缴分离的案件数",
    "note: 罚款总额只作统计，不参与计分",
    "note: 罚款数额超出裁量基准的，按起计",
]


def with_member(member: str) -> str:
    """Return the small scheme whose counting rule has one more member."""
    unit = "unit_zh: 起, " if not member.startswith("unit_zh") else ""
    return altered(SMALL, ("cap: 6, unit_zh: 起, ", f"cap: 6, {unit}{member}, "))


@pytest.mark.parametrize("member", DISGUISES)
def test_it_refuses_a_scheme_that_reads_an_amount(member: str, tmp_path: Path) -> None:
    faults = [fault for fault in faults_in(tmp_path, with_member(member)) if fault.code == "money_input"]
    assert [(fault.place.line, fault.place.clause) for fault in faults] == [(27, "D01-2-a")]
    assert "第七十四条" in faults[0].remedy.zh and "art. 74" in faults[0].remedy.en


@pytest.mark.parametrize("member", ALLOWED)
def test_it_allows_a_count_of_faults(member: str, tmp_path: Path) -> None:
    assert read_text(tmp_path, with_member(member)).id == "small"


def test_it_refuses_a_rule_counted_in_money(tmp_path: Path) -> None:
    # “每收缴罚款一万元扣0.5分” is an amount in the dress of a count.
    text = altered(SMALL, ("unit_zh: 起, zh: 每发现一起", "unit_zh: 万元, zh: 每收缴罚款一万元"))
    assert "money_input" in [fault.code for fault in faults_in(tmp_path, text)]
    unlawful = altered(SMALL, ("zh: 每发现一起", "zh: 每发现一起乱罚款"))
    assert read_text(tmp_path, unlawful).id == "small"


@pytest.mark.parametrize(
    "text",
    [
        "rules:\n- {id: X, category: ACTION, type: per_unit, amount: 1, zh: 罚款, formula: 罚款总额, zh_text: 条文}\n",
        "rules:\n- {id: X, category: ACTION, type: per_unit, amount: 1, measure: fine_total, zh: 罚, zh_text: 条文}\n",
        "values:\n  IND-CASES: {points: 12, target: 60, formula: 罚款总额}\n",
        "values:\n  IND-CASES.formula: fines collected / target\n",
    ],
)
def test_it_refuses_a_completion_that_reads_an_amount(text: str, tmp_path: Path) -> None:
    chongqing = built_in_schemes()["chongqing-interim"].read_text(encoding="utf-8")
    faults = faults_in(tmp_path, chongqing, f"scheme: chongqing-interim\n{text}")
    money = [fault for fault in faults if fault.code == "money_input"]
    assert [fault.place.file for fault in money] == [str(tmp_path / "completion.yaml")]


def test_lint_tells_it_as_a_remark(tmp_path: Path) -> None:
    remarks = lint_file(written(tmp_path, with_member("formula: 罚款总额 ÷ 案件数")))
    assert [(remark.code, remark.rule_id, remark.line) for remark in remarks if remark.code == "money_input"] == [
        ("money_input", "D01-2-a", 27)
    ]
