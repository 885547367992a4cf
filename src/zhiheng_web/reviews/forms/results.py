"""Forms of the results of a batch: what is asked of the statistics, the report, its submission."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from zhiheng_web.lib import clock
from zhiheng_web.lib.fields import DayField, PercentageField, PointsField, spoken
from zhiheng_web.reviews.batch_facts import Asked

_STAGES = (
    ("first", spoken("首轮评查", "First round")),
    ("final", spoken("最终（含二次考评）", "Final (with the second round)")),
)


class ComputeForm(forms.Form):
    """Which stage, and what is asked of the statistics."""

    stage = forms.ChoiceField(label=spoken("阶段", "Stage"), choices=_STAGES, widget=forms.RadioSelect)
    pass_mark = PointsField(
        label=spoken("合格分数", "Mark of a file up to standard"),
        help_text=spoken(
            "得分达到这个数、没有基本项不合格的案卷为合格。原文没有规定，60 分是本系统的建议",
            "A file is up to standard with this score and no failed basic item. The source sets none; 60 is a proposal",
        ),
        least=0,
        most=100,
        initial=Decimal(60),
    )
    threshold = PercentageField(
        label=spoken("合格率标准", "Threshold of the share up to standard"),
        help_text=spoken("要与标准比较的填写，不比较的留空", "Leave it empty where nothing is compared"),
        least=1,
        most=99,
        required=False,
    )
    confidence = PercentageField(
        label=spoken("置信水平", "Confidence"), least=50, most=Decimal("99.99"), initial=Decimal(95)
    )

    @property
    def asked(self) -> Asked:
        """Return what is asked of the statistics."""
        told = self.cleaned_data
        threshold = told["threshold"]
        return Asked(
            pass_mark=told["pass_mark"],
            threshold=None if threshold is None else threshold / 100,
            confidence=told["confidence"] / 100,
        )


class ReportForm(forms.Form):
    """What people add to the report: to whom, the opinion, what is asked for."""

    stage = forms.ChoiceField(label=spoken("依据的汇总", "Results it rests on"), choices=_STAGES)
    addressee = forms.CharField(label=spoken("主送", "Addressee"), max_length=200, required=False)
    opinion = forms.CharField(
        label=spoken("综合意见", "Comprehensive opinion"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    demands = forms.CharField(
        label=spoken("工作要求", "What is asked for"),
        help_text=spoken("一行一条", "One a line"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    with_calibration = forms.BooleanField(
        label=spoken("附评查员校准（不写姓名）", "Annex on calibration (without names)"), required=False, initial=True
    )

    @property
    def told(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {**self.cleaned_data, "demands": self.cleaned_data["demands"].splitlines()}


class SubmissionForm(forms.Form):
    """To which bureau the results were submitted, and when (XH-28)."""

    submitted_to = forms.CharField(label=spoken("报送机关", "Submitted to"), max_length=200)
    submitted_on = DayField(label=spoken("报送日期", "Submitted on"), latest=clock.today)


class PlantForm(forms.Form):
    """The seed, how many files, how many readers of each."""

    seed = forms.CharField(
        label=spoken("种子", "Seed"),
        help_text=spoken(
            "公开产生的数，例如掷骰子的点数；凭它可以重复抽取", "A number that came about publicly, such as dice"
        ),
        max_length=300,
    )
    size = forms.IntegerField(label=spoken("案卷件数", "Files"), min_value=1, max_value=10_000)
    readers_each = forms.IntegerField(
        label=spoken("每件评查人数", "Readers of each file"),
        help_text=spoken("含原来的评查员", "The regular reader included"),
        min_value=2,
        max_value=9,
        initial=2,
    )
