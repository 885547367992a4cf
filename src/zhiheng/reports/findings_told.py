"""What a finding says, in a sentence: the words for `what`, `measured`, `limit` and `related`, kind by kind.

The engine writes facts alone; sentences are made here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from zhiheng.checks import Check, Version
from zhiheng.checks.kinds.late import Late
from zhiheng.checks.kinds.missing import Missing
from zhiheng.checks.kinds.out_of_order import OutOfOrder
from zhiheng.checks.kinds.premature import Premature
from zhiheng.checks.parameters import Limit
from zhiheng.domain.numbers import shortest
from zhiheng.domain.texts import Text
from zhiheng.reports.findings import Alert
from zhiheng.reports.findings_law import version_on
from zhiheng.reports.findings_limits import DEMANDS
from zhiheng.reports.findings_words import (
    activity_text,
    choice_text,
    compared_text,
    field_text,
    length_text,
    limit_text,
    moment_text,
    money_text,
)

#: Kinds whose findings are dated by the later row and not by where a period begins.
_DATED_BY_ITSELF = ("split", "duplicated", "repeated", "fabricated", "overturned", "refused")


def version_of(check: Check, alert: Alert) -> Version:
    """Return the version of the check that found an alert: the law in force on the day of the act."""
    begins = date.fromisoformat(alert.begins[:10]) if alert.begins else None
    occurred = alert.occurred_at.date() if alert.occurred_at else None
    day = occurred if check.kind in _DATED_BY_ITSELF else begins or occurred
    return version_on(check, day)


def told_of(check: Check, alert: Alert) -> Text:
    """Return in a sentence what was found: measured beside the limit, what is missing, or how it disagrees."""
    rule = version_of(check, alert).rule
    if isinstance(rule, Late):
        return _took_too_long(rule, alert)
    if isinstance(rule, Missing):
        return _lacks(rule, alert)
    if isinstance(rule, Premature):
        return _too_soon(rule, alert)
    if isinstance(rule, OutOfOrder):
        return _in_wrong_order(rule, alert)
    return _TOLD[check.kind](alert) if check.kind in _TOLD else Text(alert.what, alert.what or " ")


def _took_too_long(rule: Late, alert: Alert) -> Text:
    unit, ends = rule.limit.unit, activity_text(alert.what)
    ends = moment_text(rule.ends[0]) if rule.ends[0].fact is None else ends
    took, most = _measured(alert, rule.limit)
    if rule.limit.unit == "months":
        limit = limit_text(rule.limit)
        most = Text(f"{limit.zh}（折合{most.zh}）", f"{limit.en} ({most.en})")
    elif alert.limit is not None:
        most = length_text(alert.limit, unit)
    if alert.ends:
        return Text(f"至{ends.zh}用了{took.zh}，期限{most.zh}", f"{ends.of('en')} after {took.en}, limit {most.en}")
    return Text(f"已过{took.zh}仍没有{ends.zh}，期限{most.zh}", f"not {ends.of('en')} after {took.en}, limit {most.en}")


def _measured(alert: Alert, limit: Limit) -> tuple[Text, Text]:
    """Return measured and limit as lengths of time; periods of months are told in days."""
    unit = "days" if limit.unit == "months" else limit.unit
    measured, most = alert.measured or Decimal(0), alert.limit or Decimal(limit.number)
    return length_text(measured, unit), length_text(most, unit)


def _lacks(rule: Missing, alert: Alert) -> Text:
    what = field_text(rule.field) if rule.field else activity_text(alert.what)
    once = moment_text(rule.once)
    if rule.media:
        told = Text(f"{what.zh}没有音像记录", f"no recording of: {what.of('en')}")
    elif rule.documented:
        told = Text(f"{what.zh}没有文书号", f"no document number of: {what.of('en')}")
    elif rule.field:
        told = Text(f"没有填写{what.zh}", f"not filled in: {what.en}")
    else:
        told = Text(f"已有{once.zh}，没有{what.zh}", f"{once.of('en')}, but not {what.of('en')}")
    if rule.after is not None:
        took, most = _measured(alert, rule.after)
        told = Text(
            f"{told.zh}；已过{took.zh}，应在{most.zh}内", f"{told.of('en')}; {took.en} passed, within {most.en}"
        )
    return told


def _too_soon(rule: Premature, alert: Alert) -> Text:
    end, (gap, least) = moment_text(rule.end), _measured(alert, rule.least)
    if rule.over:
        return Text(f"第{gap.zh}即{end.zh}，应满{least.zh}之后", f"{end.of('en')} after {gap.en}, {least.en} must pass")
    return Text(f"仅隔{gap.zh}即{end.zh}，应不少于{least.zh}", f"{end.of('en')} after {gap.en}, at least {least.en}")


def _in_wrong_order(rule: OutOfOrder, alert: Alert) -> Text:
    first, then = moment_text(rule.first), moment_text(rule.then)
    gap = length_text(alert.measured or Decimal(0), "days")
    by = Text(f"{gap.zh}", f" by {gap.en}") if alert.measured else Text("", " on the same day")
    return Text(f"{first.zh}晚于{then.zh}{by.zh}", f"{first.of('en')} came after {then.of('en')}{by.en}")


def _outside(alert: Alert) -> Text:
    amount, bound = money_text(alert.measured or Decimal(0)), money_text(alert.limit or Decimal(0))
    if alert.what == "not_in_force":
        return Text(
            f"罚款{amount.zh}，所引裁量基准在决定当日不在施行期内",
            f"fine {amount.en}, under a benchmark that was not in force on the day of the decision",
        )
    how = {
        "above": Text("高于上限", "above the maximum"),
        "below": Text("低于下限", "below the minimum"),
        "wan_as_yuan": Text("疑似把万元写成元，低于下限", "looks like 10,000s entered as yuan, below the minimum"),
        "yuan_as_wan": Text("疑似把元写成万元，高于上限", "looks like yuan entered as 10,000s, above the maximum"),
    }.get(alert.what, Text(alert.what))
    return Text(f"罚款{amount.zh}，{how.zh}{bound.zh}", f"fine {amount.en}, {how.of('en')} {bound.en}")


def _not_qualified(alert: Alert) -> Text:
    if alert.what == "certificate" and alert.due_date:
        return Text(f"执法证已于{alert.due_date}到期", f"the certificate had expired on {alert.due_date}")
    if alert.what == "certificate":
        return Text("没有执法证", "no enforcement certificate")
    demand = DEMANDS.get(alert.what, Text(alert.what))
    return Text(f"不符合：{demand.zh}", f"not met: {demand.of('en')}")


def _alike(alert: Alert) -> Text:
    same = compared_text(tuple(alert.what.split("+")))
    before = "、".join(alert.related)
    gap = length_text(alert.measured or Decimal(0), "days")
    told = Text(f"与 {before} {same.zh}，相隔{gap.zh}", f"{same.en} as {before}, {gap.en} apart")
    if alert.value:
        total = money_text(Decimal(alert.value))
        told = Text(f"{told.zh}，罚款合计{total.zh}", f"{told.en}, fines together {total.en}")
    return told


def _copies(alert: Alert) -> Text:
    if alert.what != "events":
        return _alike(alert)
    count = shortest(alert.measured or Decimal(0))
    return Text(f"有 {count} 个环节重复登记", f"{count} events entered again")


def _made_up(alert: Alert) -> Text:
    count, limit = (shortest(number or Decimal(0)) for number in (alert.measured, alert.limit))
    before = "、".join(alert.related)
    known = {
        "digest": Text(
            f"与 {before} 用同一文件，共见于 {count} 案", f"the same file as in {before}; {count} cases in all"
        ),
        "note_key": Text(
            f"与 {before} 文字相同，共见于 {count} 案", f"the same wording as {before}; {count} cases in all"
        ),
        "two_places": Text(
            f"同一人 {count} 秒前还在 {before} 的地点，限度 {limit} 秒",
            f"the officer stood elsewhere, in {before}, {count} seconds before; limit {limit}",
        ),
        "one_minute": Text(
            f"全部环节用了 {count} 秒，限度 {limit} 秒", f"all steps within {count} seconds, limit {limit}"
        ),
        "month_end": Text(
            f"当月结案 {limit} 件，{count} 件在月末几天", f"{count} of {limit} closings in the last days of the month"
        ),
    }
    hours = alert.what.replace("-", "时至")
    odd = Text(f"{count} 个环节登记在{hours}时", f"{count} events between hours {alert.what}")
    return known.get(alert.what, odd)


def _again(alert: Alert) -> Text:
    first = "、".join(alert.related)
    return Text(
        f"同一问题的第 {alert.value} 次投诉（自 {first} 起）", f"complaint {alert.value} (counted from {first})"
    )


def _disagrees(alert: Alert) -> Text:
    if alert.what == "undecided":
        return Text("已公示而没有决定", "published without a decision")
    paid, bound = money_text(alert.measured or Decimal(0)), money_text(alert.limit or Decimal(0))
    if alert.what == "overpaid":
        return Text(f"缴款{paid.zh}，最多应为{bound.zh}", f"paid {paid.en}, at most {bound.en} due")
    return Text(f"结案时缴款{paid.zh}，罚款{bound.zh}", f"paid {paid.en} of a fine of {bound.en} at closing")


_TOLD: Mapping[str, Callable[[Alert], Text]] = {
    "outside_band": _outside,
    "unqualified": _not_qualified,
    "split": _alike,
    "duplicated": _copies,
    "fabricated": _made_up,
    "repeated": _again,
    "mismatched": _disagrees,
    "overturned": lambda alert: choice_text("outcomes", "result", alert.what),
    "refused": lambda _: Text("投诉没有受理", "the complaint was not accepted"),
}
