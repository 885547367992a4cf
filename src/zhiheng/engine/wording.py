"""The sentence beside each rule of a scorecard: what was told, the arithmetic, the cap, what excluded it."""

from __future__ import annotations

from decimal import Decimal

from zhiheng.domain.numbers import shortest
from zhiheng.domain.scheme import Rule
from zhiheng.domain.texts import Text
from zhiheng.engine.checked_rules import CHECKS
from zhiheng.engine.inputs import RuleInput
from zhiheng.schemes.scoring import Setting

NOT_REPORTED = Text(
    "未报告：没有任何输入，暂不扣分，评分卡不完整", "not reported: no input, nothing taken yet, the card is incomplete"
)

_STATES = {
    "exempt": Text("按方案规定免扣", "exempt by the scheme's own words"),
    "not_applicable": Text("不适用于本单位", "does not apply to this unit"),
}


def why_of_state(state: str) -> Text:
    """Return why a rule was not weighed at all."""
    return _STATES[state]


def why(rule: Rule, given: RuleInput, setting: Setting, *, points: Decimal, uncapped: Decimal, shut_by: str) -> Text:
    """Return how the points of one rule came about, in one sentence for each language."""
    if given.answer is None:
        return NOT_REPORTED
    arithmetic = rule.scoring.arithmetic(given.answer, rule.unit, setting)
    zh, en = arithmetic.zh, arithmetic.en
    # What checks counted is no fraction; the detail names them.
    if given.measured is not None and (given.source != CHECKS or rule.scoring.answers == "rate"):
        ratio = f"{shortest(given.measured.numerator)} ÷ {shortest(given.measured.denominator)}"
        zh, en = f"{ratio}；{zh}", f"{ratio}; {en}"
    if given.detail.zh:
        zh, en = f"{zh}（{given.detail.zh}）", f"{en} ({given.detail.of('en')})"
    cap = rule.scoring.own_cap
    if cap is not None and uncapped > cap and not shut_by:
        zh, en = f"{zh}，计 {shortest(cap)}", f"{en}, counts {shortest(cap)}"
    if given.exempted_rows:
        count = len(given.exempted_rows)
        zh, en = f"{zh}；容错 {count} 条计 0 分", f"{en}; {count} tolerated row(s) at 0 points"
    if shut_by:
        zh, en = f"{zh}；已按 {shut_by} 计，本条不再计", f"{en}; {shut_by} applies and excludes this rule"
    return Text(zh, en)
