"""How a month was counted, in one sentence: shown above every list and in every document."""

from __future__ import annotations

from zhiheng_web.lib.words import Text
from zhiheng_web.officers.models import Month
from zhiheng_web.officers.rules import MonthRules

BASES = {
    "reviewed": Text("本月评查的案卷", "files reviewed in the month"),
    "closed": Text("本月结案的案卷", "cases closed in the month"),
}
ROUNDS = {"first": Text("一次考评扣分", "deductions of the first round"), "final": Text("最终扣分", "final deductions")}
BEARERS = {
    "lead": Text("扣分由主办人员承担", "the lead officer bears the deduction"),
    "both": Text("扣分由主办、协办人员各自承担", "lead and second officer each bear the deduction"),
}


def rules_of(month: Month) -> MonthRules:
    """Return the rules that are pinned to a month."""
    return MonthRules.model_validate(month.rules)


def basis_text(month: Month) -> Text:
    """Return the basis in words: which files, which round, who bears, from when a red card is shown."""
    told = rules_of(month)
    limit = "以上（含本数）" if told.inclusive else "以上（不含本数）"
    at = "at least" if told.inclusive else "more than"
    zh = f"{BASES[told.basis].zh}，{ROUNDS[told.round].zh}，{BEARERS[told.bearer].zh}"
    en = f"{BASES[told.basis].en}, {ROUNDS[told.round].en}, {BEARERS[told.bearer].en}"
    zh += f"；平均扣 {told.threshold} 分{limit}、不少于 {told.minimum_cases} 件的挂红牌"
    en += f"; a red card at an average of {at} {told.threshold} over {told.minimum_cases} or more files"
    if told.probability is not None:
        zh += f"，且真实平均达到的概率不低于 {told.probability}"
        en += f", with a probability of {told.probability} or more"
    return Text(f"{zh}。", f"{en}.")
