"""The form of an activity's rules and of the items of its card; both only while it is a draft."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from zhiheng_web.lib.fields import PointsField, spoken, wrong
from zhiheng_web.reviews.procedures import ReviewRules
from zhiheng_web.reviews.states import VIOLATION_TEXTS

_LIMITS = (
    ("first_level", spoken("单位初评（工作日）", "Review by the unit (working days)")),
    ("second_level", spoken("法制机构评查（工作日）", "Review by the brigade (working days)")),
    ("comparing", spoken("第三人评定（工作日）", "Third reader (working days)")),
    ("reviewed", spoken("告知结果（工作日）", "Notice of the result (working days)")),
    ("second_round", spoken("二次考评（工作日）", "Second round (working days)")),
)


def _choice(label: Any, choices: Iterable[tuple[str, Any]], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(choices), **more)


def _number(label: Any, *, least: int = 1, most: int = 365, required: bool = True, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=required, **more)


class RulesForm(forms.Form):
    """Levels, rounds, submission, readers, blindness, limits, violations, the officer's month."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    levels = _choice(
        spoken("评查级数", "Levels"),
        (
            ("2", spoken("两级：单位初评，法制机构再评", "two: the unit first, then the brigade")),
            ("1", spoken("一级：法制机构评查", "one: the brigade")),
        ),
    )
    rounds = _choice(
        spoken("考评次数", "Rounds"),
        (
            ("2", spoken("两次：整改后二次送评", "two: submitted again once mended")),
            ("1", spoken("一次", "one")),
        ),
    )
    submission = _choice(
        spoken("单位送评", "Submission by the unit"),
        (
            ("closing", spoken("结案后送评（WX-05）", "from closing (WX-05)")),
            ("listed", spoken("列入之日起送评", "from the day it is listed")),
            ("none", spoken("不送评，直接评查", "none, the review begins at once")),
        ),
    )
    submission_months = _number(spoken("送评期限（月）", "Submission within (months)"), most=12, required=False)
    second_months = _number(spoken("二次送评期限（月，自告知起）", "Second submission (months from notice)"), most=12)
    reminders_days = forms.CharField(
        max_length=40,
        label=spoken("到期前提醒（天）", "Reminders (days before)"),
        help_text=spoken("用逗号分开，如 7,3,1", "Separated by commas, such as 7,3,1"),
    )
    readers = _choice(
        spoken("每件评查人数", "Readers of a file"),
        (("1", spoken("一人", "one")), ("2", spoken("两人分别阅卷", "two, each by themselves"))),
    )
    difference = PointsField(
        least=0, label=spoken("两人相差达到多少分请第三人", "Points of difference from which a third reads")
    )
    blind = forms.BooleanField(
        required=False, label=spoken("评查员看不到单位和办案人员姓名", "Units and officers hidden from reviewers")
    )
    blind_papers = _choice(
        spoken("盲评时没有涂黑副本的文书", "Papers without a blackened copy, when names are hidden"),
        (
            (
                "shown",
                spoken("提供原件（可能载有姓名），打开记入审计", "the original, with names, on record"),
            ),
            ("withheld", spoken("不提供", "withheld")),
        ),
    )
    cross_unit = forms.BooleanField(
        required=False,
        label=spoken("交叉阅卷：同一支队伍的人不评查（WX-09）", "Cross-reading: nobody of the same branch (WX-09)"),
    )
    objection_working_days = _number(spoken("异议期限（工作日）", "Objections within (working days)"), most=60)
    basis = _choice(
        spoken("月清单按哪个月", "Month of the officers' list"),
        (("reviewed", spoken("评查月份", "reviewed in it")), ("closed", spoken("结案月份", "closed in it"))),
    )
    round = _choice(
        spoken("月清单用哪次扣分", "Deduction of the list"),
        (("first", spoken("首轮", "round one")), ("final", spoken("最终", "final"))),
    )
    threshold = PointsField(least=0, label=spoken("红牌：平均扣分达到", "Red card from an average of"))
    inclusive = forms.BooleanField(required=False, label=spoken("含本数", "That number included"))
    minimum_cases = _number(spoken("红牌最少案件数", "Fewest cases of a red card"))
    probability = forms.DecimalField(
        required=False,
        min_value=0,
        max_value=1,
        decimal_places=4,
        label=spoken("红牌要求的概率（0–1，可空）", "Probability a red card asks (0–1, may be blank)"),
    )
    fails_mode = _choice(
        spoken("基本项不合格", "A failed basic item"),
        (("score_zero", spoken("整卷不合格，计 0 分", "fails the file: 0")), ("deduct", spoken("扣分", "deducts"))),
    )
    fails_amount = PointsField(required=False, least=0, label=spoken("扣多少分", "Points deducted"))

    def __init__(self, *args: Any, rules: ReviewRules, version: int, **kwargs: Any) -> None:
        kwargs["initial"] = {**initial_of(rules), "version": version}
        super().__init__(*args, **kwargs)
        for name, label in _LIMITS:
            limit = _number(label, most=250, required=False, initial=getattr(rules.limits, name))
            self.fields[f"limit_{name}"] = limit
        for name, text in VIOLATION_TEXTS.items():
            told = rules.violations.deduction(name)
            label = spoken(f"{text.zh}扣分（可空）", f"Deduction for {text.en} (may be blank)")
            self.fields[f"violation_{name}"] = PointsField(required=False, least=0, label=label, initial=told)

    def group(self, *names: str) -> list[Any]:
        """Return some of the fields, to be shown together."""
        return [self[name] for name in self.fields if name in names]

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """Return the fields by what they are about."""
        limits = [name for name in self.fields if name.startswith("limit_")]
        violations = [name for name in self.fields if name.startswith("violation_")]
        course = ("levels", "rounds", "submission", "submission_months", "second_months", "reminders_days")
        readers = ("readers", "difference", "blind", "blind_papers", "cross_unit", "objection_working_days")
        month = ("basis", "round", "threshold", "inclusive", "minimum_cases", "probability")
        return [
            (spoken("流程", "Course"), self.group(*course)),
            (spoken("评查员", "Reviewers"), self.group(*readers)),
            (spoken("各步期限（建议值，可空）", "Limits (proposals, may be blank)"), self.group(*limits)),
            (
                spoken("违反程序的扣分（来源没有规定，WX-AMB-04）", "Violations (the source sets none, WX-AMB-04)"),
                self.group(*violations, "fails_mode", "fails_amount"),
            ),
            (
                spoken("月清单和红牌（WX-18、WX-19）", "Officers' month and red cards (WX-18, WX-19)"),
                self.group(*month),
            ),
        ]

    def clean_reminders_days(self) -> list[int]:
        """Return the days, the most first."""
        parts = self.cleaned_data["reminders_days"].replace("，", ",").replace("、", ",").split(",")
        days = [part.strip() for part in parts if part.strip()]
        if not all(day.isascii() and day.isdecimal() and 0 < int(day) <= 60 for day in days):
            raise wrong("写成 7,3,1 这样的天数", "write days such as 7,3,1")
        return sorted({int(day) for day in days}, reverse=True)

    def told(self, rules: ReviewRules) -> dict[str, Any]:
        """Return the rules as data with what was filled in; aspects and finding classes stay."""
        told, data = self.cleaned_data, rules.as_data()
        begins = told["submission"]
        data |= {name: int(told[name]) for name in ("levels", "rounds", "readers", "objection_working_days")}
        data |= {name: told[name] for name in ("blind", "blind_papers", "cross_unit", "reminders_days", "difference")}
        months = told["submission_months"] or 1
        data["submission"] = None if begins == "none" else {"months": months, "from": begins}
        data["second"] = {"months": told["second_months"], "from": "notice"}
        data["limits"] = {name: told[f"limit_{name}"] for name, _ in _LIMITS}
        data["violations"] = {name: told[f"violation_{name}"] for name in VIOLATION_TEXTS}
        data["month"] = {name: told[name] for name in data["month"]}
        amount = told["fails_amount"] if told["fails_mode"] == "deduct" else None
        data["basic_fails_with"] = {"mode": told["fails_mode"], "amount": amount}
        return data


def initial_of(rules: ReviewRules) -> dict[str, Any]:
    """Return what the form shows of rules."""
    submission = rules.submission
    return {
        "levels": str(rules.levels),
        "rounds": str(rules.rounds),
        "submission": submission.begins if submission else "none",
        "submission_months": submission.months if submission else 1,
        "second_months": rules.second.months,
        "reminders_days": ",".join(map(str, rules.reminders_days)),
        "readers": str(rules.readers),
        "difference": rules.difference,
        "blind": rules.blind,
        "blind_papers": rules.blind_papers,
        "cross_unit": rules.cross_unit,
        "objection_working_days": rules.objection_working_days,
        **rules.month.model_dump(),
        "fails_mode": rules.basic_fails_with.mode,
        "fails_amount": rules.basic_fails_with.amount,
    }


def _short() -> forms.TextInput:
    return forms.TextInput(attrs={"size": 4})


def _long() -> forms.TextInput:
    return forms.TextInput(attrs={"size": 30})


class VersionForm(forms.Form):
    """Carries the version that was read beside forms of another kind."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ItemForm(forms.Form):
    """An item of the card; without words it is left out."""

    id = forms.CharField(max_length=5, required=False, widget=_short(), label=spoken("编号", "Id"))
    kind = _choice(
        spoken("种类", "Kind"),
        (
            ("range", spoken("扣分", "deducts")),
            ("basic", spoken("基本项", "basic")),
            ("good", spoken("好的做法", "good practice")),
        ),
    )
    zh = forms.CharField(max_length=200, required=False, widget=_long(), label=spoken("项目", "Item in Chinese"))
    en = forms.CharField(max_length=200, required=False, label=spoken("英文", "Item in English"))
    min = PointsField(required=False, least=0, widget=_short(), label=spoken("最少", "Least"))
    max = PointsField(required=False, least=0, widget=_short(), label=spoken("最多", "Most"))
    default = PointsField(required=False, least=0, widget=_short(), label=spoken("通常", "Usual"))
    clause = forms.CharField(max_length=200, required=False, label=spoken("依据", "Provision"))


ItemFormSet: type[BaseFormSet[ItemForm]] = formset_factory(ItemForm, extra=2)


def item_rows(formset: BaseFormSet[ItemForm]) -> list[dict[str, Any]]:
    """Return the items that were filled in; those without words are gone."""
    found = []
    for form in formset.forms:
        told = form.cleaned_data
        if told.get("zh"):
            points = {name: told[name] if told["kind"] == "range" else None for name in ("min", "max", "default")}
            words = {name: told[name] for name in ("id", "kind", "zh", "clause")}
            found.append({**words, "en": told["en"] or told["zh"], **points})
    return found
