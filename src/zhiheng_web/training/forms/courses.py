"""The forms of courses, of what training asks, and of classes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from zhiheng_web.accounts.models import Account
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib.fields import DayField, PercentageField, PointsField, spoken
from zhiheng_web.training.forms.parts import (
    NamedChoice,
    OfBody,
    OfficersChoice,
    choices,
    days,
    line,
    number,
    words,
)
from zhiheng_web.training.models import Campaign
from zhiheng_web.training.models.courses import COURSE_TEXTS

_NONE = spoken("不设可不填", "Empty: not settled")


class CourseForm(OfBody):
    """A course."""

    title = line(spoken("课程", "Course"))
    kind = forms.ChoiceField(label=spoken("类型", "Type"), choices=choices(COURSE_TEXTS))
    starts_on = DayField(label=spoken("开始", "Start"))
    ends_on = DayField(label=spoken("结束", "End"))
    days = days(spoken("天数", "Days"), hint=spoken("半天写 0.5", "0.5 for half a day"))
    lecturer = line(spoken("授课人", "Lecturer"), required=False, most=100)
    place = line(spoken("地点", "Place"), required=False)
    content = words(spoken("内容", "Content"), required=False)
    campaign = NamedChoice(
        Campaign.objects.none(), label=spoken("专项治理", "Campaign"), required=False, empty_label="—"
    )


class OfficersForm(forms.Form):
    """Officers to be chosen."""

    officers = OfficersChoice(Officer.objects.none(), label=spoken("人员", "Officers"))

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["officers"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = rows


class ArrangementForm(forms.Form):
    """What a body settles."""

    days_a_year = days(spoken("每年培训天数", "Training days a year"))
    window_in_months = number(spoken("后进名单回看月数", "Months looked back for the class"), most=60)
    red_cards_from = number(spoken("红牌达到几次", "Red cards, so many or more"), most=100, required=False, hint=_NONE)
    average_from = PointsField(
        label=spoken("平均扣分达到", "Average deduction, so much or more"), least=0, required=False, help_text=_NONE
    )
    problems_from = number(spoken("问题达到几个", "Problems, so many or more"), required=False, hint=_NONE)
    pass_mark = PercentageField(
        label=spoken("模拟考试及格分", "Pass mark of the mock examination"),
        required=False,
        help_text=spoken("占总分的百分比；不设的由教员评定", "Of all points; empty: the instructor decides"),
    )
    places = number(spoken("十佳十差各取几件", "Files named on either side"), most=100)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_version(self) -> int:
        """Return the version that was looked at."""
        return self.cleaned_data.get("version") or 0


class ClassForm(OfBody):
    """A class."""

    title = line(spoken("名称", "Title"))
    starts_on = DayField(label=spoken("开始", "Start"))
    ends_on = DayField(label=spoken("结束", "End"))
    days = days(spoken("计入培训天数", "Days that count"))
    instructor = NamedChoice(
        Account.objects.none(), label=spoken("教员", "Instructor"), required=False, empty_label="—"
    )
    simulated_case = words(
        spoken("模拟案例", "Simulated case"),
        rows=6,
        required=False,
        hint=spoken("考试的题目针对这个案例；不用真实姓名", "The questions are about it; no real names"),
        most=20000,
    )


class QuestionForm(forms.Form):
    """A question of the examination."""

    text = words(spoken("题目", "Question"))
    points = PointsField(label=spoken("分值", "Points"), least=Decimal("0.01"), most=1000)
    expected = words(spoken("参考答案", "Expected answer"), required=False)


class NotesForm(forms.Form):
    """The instructor's notes."""

    notes = words(spoken("讲评和整改指导", "Explanation and guidance"), rows=5)


class ResultForm(forms.Form):
    """A result that a person decides."""

    is_passed = forms.ChoiceField(
        label=spoken("结果", "Result"),
        choices=[("yes", spoken("合格", "passed")), ("no", spoken("不合格", "failed"))],
        widget=forms.RadioSelect,
    )
    reason = line(spoken("理由", "Reason"), most=300)
