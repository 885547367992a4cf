"""The words that tables and documents use for the codes of a result, in both languages. No sentence, no arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from zhiheng.domain.scheme import Scheme
from zhiheng.domain.score import Result, RuleScore, UnitScore
from zhiheng.domain.texts import Text
from zhiheng.ledgers import TABLES

INPUT_FROM: Mapping[str, Text] = {
    "findings": Text("问题台账", "findings"),
    "facts": Text("申报数据", "facts"),
    "measure": Text("台账统计", "measured from the ledger"),
    "outcomes": Text("外部结果", "outcomes"),
    "not_reported": Text("未填报", "not reported"),
    "not_applicable": Text("不适用", "not applicable"),
}

STATUS: Mapping[str, Text] = {
    "complete": Text("数据完整", "complete"),
    "incomplete": Text("数据不完整", "incomplete"),
}

#: Options whose values are codes; the scheme's own file words the option, these word its values.
CHOICES: Mapping[str, Mapping[str, Text]] = {
    "boundary_policy": {
        "default": Text("按方案载明的上下限", "the applied bounds of the scheme"),
        "favour_evaluated": Text("两档都可适用时取扣分较少的一档", "the smaller deduction where bands overlap"),
        "strict": Text("两档都可适用时取扣分较多的一档", "the larger deduction where bands overlap"),
    },
    "not_applicable": {
        "full": Text("不适用的子项计满分", "a sub-item that does not apply counts as full points"),
        "rescale": Text(
            "不适用的子项剔除后按比例折算", "sub-items that do not apply are taken out, the rest is scaled"
        ),
    },
    "certificate_scope": {
        "each_detachment": Text("任一支（大）队未达到即扣分", "each detachment must reach the rate"),
        "whole_unit": Text("按全单位合并计算", "the rate of the whole unit"),
    },
    "count_by": {
        "element": Text("按条款列举的要素计", "by the elements that the clause lists"),
        "penalty_item": Text("按处罚事项计", "by penalty item"),
    },
    "check_findings": {
        "counted": Text("没有核实的数据时，按检查发现计", "findings of checks count where nothing is verified"),
        "not_counted": Text("不采用检查发现", "findings of checks do not count"),
    },
    "quality_rate": {
        "reviewed": Text("只采用评查申报的比率", "the rate reported from file reviews alone"),
        "clean_cases": Text(
            "没有核实的申报时，按结案案件中检查没有发现问题的比例计",
            "where none is verified, closed cases in which checks found nothing",
        ),
    },
    "total_cap": {
        "none": Text("总分不设上限", "the total has no upper limit"),
        "100": Text("总分最高 100", "the total is at most 100"),
    },
    "exempt_vetoes": {
        "no": Text("容错不免除一票否决", "a tolerance lifts no veto"),
        "yes": Text("容错同时免除一票否决", "a tolerance lifts a veto too"),
    },
    "mended_keeps_deduction": {
        "yes": Text("已整改的问题保留第一轮扣分", "a mended problem keeps its round-one deduction"),
        "no": Text("已整改的问题不再扣分", "a mended problem costs nothing any more"),
    },
    "partly_counts_as_unmended": {
        "yes": Text("整改不到位视同没有整改", "inadequately mended counts as unmended"),
        "no": Text("整改不到位不加倍", "inadequately mended is not doubled"),
    },
}


_BEYOND_TABLES = {
    "rows": Text("数据行", "rows"),
    "quarantined": Text("不能使用的行", "unusable rows"),
    "findings_complete": Text("齐全声明", "declarations of completeness"),
}


def left_out_text(what: str) -> Text:
    """Return what a `LeftOut` speaks of: a table of the ledger, or rows of several."""
    spec = TABLES.get(what)
    return Text(spec.labels[0], what) if spec else _BEYOND_TABLES.get(what, Text(what))


def two_places(value: Decimal) -> str:
    """Write a score with two decimals, rounded half up; comparisons elsewhere use the exact number."""
    return format(value.quantize(Decimal("0.01"), ROUND_HALF_UP), "f")


def grade_name(scheme: Scheme, grade: str | None) -> Text:
    """Return the name of a grade as the scheme words it; empty where the scheme has no grades."""
    if grade is None:
        return Text("")
    return next((known.name for known in scheme.grades if known.id == grade), Text(grade))


def option_text(scheme: Scheme, option_id: str) -> Text:
    """Return what an option decides, in the words of the scheme; its id where the scheme does not word it."""
    return next((option.text for option in scheme.options if option.id == option_id), Text(option_id))


def choice_text(option_id: str, value: str) -> Text:
    """Return what the chosen value of an option means; the value itself where it speaks for itself."""
    return CHOICES.get(option_id, {}).get(value, Text(value))


#: Sources that the engine names itself; any other word is the ledger's own and stays as written.
SOURCES: Mapping[str, Text] = {
    "verified": Text("核实", "verified"),
    "findings_complete": Text("声明没有问题", "declared to be none"),
    "findings_pending": Text("未核实的问题", "problems not verified"),
    "findings_not_countable": Text("件数不能回答本条", "a count answers no rate"),
    "certificate_rate": Text("全单位持证率", "certificate rate of the unit"),
    "lowest_certificate_rate": Text("最低支（大）队的持证率", "certificate rate of the lowest detachment"),
    "on_duty_certificate_rate": Text("办案人员持证率", "certificate rate of those who handled cases"),
    "satisfaction_rate": Text("满意度调查", "satisfaction surveys"),
    "on_time_rate": Text("按期办结率", "on-time rate"),
    "checks": Text("检查发现", "findings of checks"),
    "checks_not_answerable": Text("台账无法回答的检查", "checks that the ledger cannot answer"),
    "cases_filed": Text("立案数", "cases filed"),
    "case_closing_rate": Text("结案率", "closing rate"),
    "power_exercise_rate": Text("处罚权履职率", "rate of powers exercised"),
}


def origin_text(input_from: str, source: str) -> Text:
    """Return where an input came from: its kind, with the source it names."""
    label = INPUT_FROM.get(input_from, Text(input_from))
    if not source:
        return label
    named = SOURCES.get(source, Text(source))
    return Text(f"{label.zh}（{named.zh}）", f"{label.of('en')} ({named.of('en')})")


def input_text(rule: RuleScore) -> Text:
    """Return where a rule's input came from."""
    return origin_text(rule.input_from, rule.source)


def status_text(unit: UnitScore) -> Text:
    """Return whether the data of a unit were complete, with the number of rules without any input."""
    label = STATUS[unit.status]
    missing = len(unit.not_reported)
    if not missing:
        return label
    return Text(f"{label.zh}（{missing} 项未填报）", f"{label.en} ({missing} not reported)")


def day_text(iso: str) -> Text:
    """Return a day as documents write it: 2020年11月15日; as it stands where it is no date."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return Text(iso)
    return Text(f"{day.year}年{day.month}月{day.day}日", day.isoformat())


def period_text(result: Result) -> Text:
    """Return the period from its first day to the day before its half-open end."""
    if result.period is None:
        return Text("台账未载明", "not stated in the ledger")
    start, end = result.period
    try:
        last = (date.fromisoformat(end[:10]) - timedelta(days=1)).isoformat()
    except ValueError:
        last = end
    first_day, last_day = day_text(start), day_text(last)
    return Text(f"{first_day.zh}至{last_day.zh}", f"{first_day.of('en')} to {last_day.of('en')}")


def completion_text(scheme: Scheme, result: Result) -> Text:
    """Return what supplied the values that the source leaves open, marked where fictional; empty where nothing did."""
    if result.completion is None:
        return Text("")
    label = scheme.completion_label
    zh = label.zh or "未命名的补充件"
    en = label.of("en") or "an unnamed completion"
    if scheme.completion_fictional and "虚构" not in zh:
        zh += "（虚构，仅供演示）"
    if scheme.completion_fictional and "fictional" not in en.lower():
        en += " (fictional, for demonstration only)"
    return Text(zh, en)


def ranked(units: Iterable[UnitScore]) -> list[UnitScore]:
    """Return units by rank; those of equal rank by id, so that the order never depends on the ledger's."""
    return sorted(units, key=lambda unit: (unit.rank, unit.unit_id))
