"""What a rule demands, in a few words: `7个工作日`, `公民不超过200元`. Written from its parameters, never by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from zhiheng.checks import Check, Rule, Version
from zhiheng.checks.kinds.duplicated import Duplicated
from zhiheng.checks.kinds.fabricated import Fabricated
from zhiheng.checks.kinds.late import Late
from zhiheng.checks.kinds.mismatched import Mismatched
from zhiheng.checks.kinds.missing import Missing
from zhiheng.checks.kinds.out_of_order import OutOfOrder
from zhiheng.checks.kinds.outside_band import OutsideBand
from zhiheng.checks.kinds.overturned import Overturned
from zhiheng.checks.kinds.premature import Premature
from zhiheng.checks.kinds.refused import Refused
from zhiheng.checks.kinds.repeated import Repeated
from zhiheng.checks.kinds.split import Split
from zhiheng.checks.kinds.unqualified import Unqualified
from zhiheng.domain.texts import Text
from zhiheng.reports.findings_words import (
    activity_text,
    choice_text,
    compared_text,
    field_text,
    length_text,
    limit_text,
    listed,
    moment_text,
    money_text,
)

_OR = Text("或", " or ")
_AND = Text("、", ", ")
_PARTS = Text("；", "; ")

DEMANDS = {
    "two_officers": Text("两名不同的执法人员", "two different officers"),
    "officer_role": Text("不得由辅助人员办案", "no auxiliary handles the case"),
    "certificate": Text("当日执法证件有效", "a certificate valid on the day"),
    "reviewer_apart": Text("审核人不得是办案人", "the reviewer does not handle the case"),
    "legal_qualification": Text("审核人有法律职业资格", "the reviewer has the legal qualification"),
}


def rule_limit(rule: Rule) -> Text:
    """Return what a rule demands in a few words; empty for a kind that has no measure."""
    for kind, told in _TOLD.items():
        if isinstance(rule, kind):
            return told(rule)
    return Text("", " ")


def current_version(check: Check) -> Version:
    """Return the version in force last: the law of today."""
    return max(check.versions, key=lambda version: (version.from_date is not None, version.from_date))


def _late(rule: Late) -> Text:
    told = limit_text(rule.limit)
    if rule.extended_by:
        longer = length_text(rule.extension, rule.limit.unit)
        by = activity_text(rule.extended_by)
        told = Text(f"{told.zh}（{by.zh}的加{longer.zh}）", f"{told.en} (+{longer.en} where {by.of('en')})")
    return told


def _premature(rule: Premature) -> Text:
    told = limit_text(rule.least)
    if rule.over:
        return Text(f"满{told.zh}之后", f"after {told.en} have passed")
    return Text(f"不早于第{told.zh}", f"not before {told.en}")


def _missing(rule: Missing) -> Text:
    if rule.field:
        field = field_text(rule.field)
        told = Text(f"填有{field.zh}", f"{field.en} filled in")
    else:
        told = listed([activity_text(stage) for stage in rule.stages], _OR)
        if rule.media:
            media = listed([choice_text("events", "medium", medium) for medium in rule.media], _OR)
            told = Text(f"{told.zh}须有{media.zh}", f"{told.of('en')} on {media.en}")
        elif rule.documented:
            told = Text(f"{told.zh}须有文书号", f"{told.of('en')} with a document number")
        else:
            told = Text(f"须有{told.zh}", f"{told.of('en')}")
    if rule.after is not None:
        after = limit_text(rule.after)
        told = Text(f"{told.zh}，{after.zh}内", f"{told.of('en')}, within {after.en}")
    return told


def _out_of_order(rule: OutOfOrder) -> Text:
    first, then = moment_text(rule.first), moment_text(rule.then)
    return Text(f"{first.zh}先于{then.zh}", f"{first.of('en')} before {then.of('en')}")


def _outside_band(rule: OutsideBand) -> Text:
    if rule.benchmark:
        return Text("决定当日的裁量基准", "the benchmark of the day")
    told = []
    for party, minimum, maximum in rule.bounds:
        who = choice_text("cases", "party_kind", party)
        who = Text("单位", "organisation") if party == "organisation" else who
        if maximum is not None:
            most = money_text(maximum)
            told.append(Text(f"{who.zh}不超过{most.zh}", f"{who.en} at most {most.en}"))
        if minimum is not None:
            least = money_text(minimum)
            told.append(Text(f"{who.zh}不低于{least.zh}", f"{who.en} at least {least.en}"))
    return listed(told, _AND)


def _split(rule: Split) -> Text:
    same, days = compared_text(rule.same), _days(rule.within_in_days)
    told = Text(f"{same.zh}，{days.zh}", f"{same.en}, {days.en}")
    if rule.thresholds:
        bounds = [
            Text(f"{choice_text('cases', 'party_kind', party).zh}{money_text(amount).zh}", money_text(amount).en)
            for party, amount in rule.thresholds
        ]
        bound = listed(bounds, Text("、", " / "))
        told = Text(f"{told.zh}，合计达到{bound.zh}", f"{told.en}, together {bound.en}")
    return told


def _days(number: int) -> Text:
    length = length_text(number, "days")
    return Text(f"{length.zh}内", f"within {length.en}") if number else Text("同一天", "on one day")


def _fabricated(rule: Fabricated) -> Text:
    minutes = Text(f"{rule.minutes}分钟内", f"within {rule.minutes} min")
    share = f"{(rule.share * Decimal(100)).normalize():f}%"
    return {
        "same_digest": Text(f"同一文件见于2至{rule.at_most}案", f"one file in 2 to {rule.at_most} cases"),
        "same_text": Text(f"同样文字见于2至{rule.at_most}案", f"one wording in 2 to {rule.at_most} cases"),
        "impossible_time": Text(
            f"{rule.hours[0]}时至{rule.hours[1]}时的环节", f"steps from {rule.hours[0]}:00 until {rule.hours[1]}:00"
        ),
        "two_places": Text(f"{minutes.zh}一人两地", f"one officer in two places {minutes.en}"),
        "one_minute": Text(f"{minutes.zh}走完全程", f"all steps {minutes.en}"),
        "month_end": Text(
            f"月末{rule.days}日内结案{share}以上（至少{rule.least}件）",
            f"{share} or more closed in the last {rule.days} days of a month (of {rule.least} or more)",
        ),
    }[rule.sign]


def _repeated(rule: Repeated) -> Text:
    same, days = compared_text(rule.same), _days(rule.within_in_days)
    return Text(f"{same.zh}，{days.zh}{rule.times}次", f"{same.en} {rule.times} times {days.en}")


def _duplicated(rule: Duplicated) -> Text:
    if rule.of == "events":
        return Text("同一环节只登记一次", "an event is entered once")
    told = compared_text(rule.same)
    if rule.within_in_days is not None:
        days = _days(rule.within_in_days)
        told = Text(f"{told.zh}，{days.zh}", f"{told.en}, {days.en}")
    return told


def _mismatched(rule: Mismatched) -> Text:
    if rule.between == "payment":
        return Text("缴款与罚款相符", "payment agrees with the fine")
    return Text("公示的须已决定", "what is published was decided")


def _overturned(rule: Overturned) -> Text:
    results = listed([choice_text("outcomes", "result", result) for result in rule.results], _AND)
    organs = listed([choice_text("outcomes", "organ", organ) for organ in rule.organs], _AND)
    return Text(f"{organs.zh}：{results.zh}" if rule.organs else results.zh, f"{organs.en}: {results.en}")


_TOLD: dict[type, Callable[[Any], Text]] = {
    Late: _late,  # and with it Unpublished and NotWithdrawn
    Premature: _premature,
    Missing: _missing,
    OutOfOrder: _out_of_order,
    OutsideBand: _outside_band,
    Unqualified: lambda rule: DEMANDS[rule.demands],
    Split: _split,
    Fabricated: _fabricated,
    Repeated: _repeated,
    Duplicated: _duplicated,
    Mismatched: _mismatched,
    Overturned: _overturned,
    Refused: lambda _: Text("投诉应予受理", "a complaint is accepted"),
}
