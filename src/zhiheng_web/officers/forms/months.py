"""The forms of months: which month, comments, the summary, circulars, settings."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from zhiheng_web.bodies.forms import BodyChoice
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib.fields import PercentageField, PointsField, spoken
from zhiheng_web.lib.numbers import two_places
from zhiheng_web.lib.words import Text
from zhiheng_web.officers.forms.fields import MonthField, choices, reason, words
from zhiheng_web.officers.models import UnitLine
from zhiheng_web.officers.reading.basis import BASES, BEARERS, ROUNDS
from zhiheng_web.reviews.models.activities import KIND_TEXTS


class ComputeForm(forms.Form):
    """Which bureau's month is computed."""

    organiser = BodyChoice(Body.objects.none(), label=spoken("机构", "Bureau"), empty_label=None)
    month = MonthField(label=spoken("月份", "Month"))

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organiser"]
        assert isinstance(field, BodyChoice)
        field.queryset = bodies


class ReasonForm(forms.Form):
    """A reason."""

    reason = reason()


class TextForm(forms.Form):
    """A text: a comment, a reply, a report."""

    text = words(spoken("内容", "Text"))


class ConfirmForm(forms.Form):
    """Nothing but a yes."""


class SummaryForm(forms.Form):
    """Into which group the summary was put."""

    where = forms.CharField(label=spoken("工作群名称", "Name of the group"), max_length=200)


class CircularForm(forms.Form):
    """Which units are named, and what is asked of them."""

    bodies = forms.TypedMultipleChoiceField(
        label=spoken("通报的单位", "Units named"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    demand = words(spoken("整改要求", "What is asked"), required=False)

    def __init__(self, *args: Any, units: Iterable[UnitLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["bodies"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(one.body_id, _unit(one)) for one in units]


def _unit(one: UnitLine) -> Any:
    shown = two_places(one.shown or 0)
    files = "1 file" if one.cases == 1 else f"{one.cases} files"
    return spoken(f"{one.name}：{one.cases} 件，平均扣 {shown}", f"{one.name}: {files}, average {shown}")


class MonthRulesForm(forms.Form):
    """How months are counted from now on."""

    basis = forms.ChoiceField(label=spoken("计入哪些案卷", "Which files"), choices=choices(BASES))
    round = forms.ChoiceField(label=spoken("按哪次考评", "Which round"), choices=choices(ROUNDS))
    bearer = forms.ChoiceField(label=spoken("扣分由谁承担", "Who bears the deduction"), choices=choices(BEARERS))
    kinds = forms.MultipleChoiceField(
        label=spoken("计入哪些评查", "Which reviews"),
        help_text=spoken(
            "专项、重点评查挑的是有问题的案卷，计入会抬高平均扣分",
            "Special and key reviews choose files with problems; counting them raises averages",
        ),
        choices=choices(KIND_TEXTS),
        widget=forms.CheckboxSelectMultiple,
    )
    threshold = PointsField(label=spoken("红牌：平均扣分", "Red card: average"), least=Decimal("0.01"), most=100)
    inclusive = forms.BooleanField(
        label=spoken("含本数（正好等于也挂红牌）", "The number itself included"), required=False
    )
    minimum_cases = forms.IntegerField(label=spoken("红牌：最少件数", "Red card: fewest files"), min_value=1)
    probability = PercentageField(
        label=spoken("红牌：真实平均达到的概率不低于", "Red card: probability at least"),
        help_text=spoken("不填：按来源文件的规则，只看平均扣分", "Empty: the rule of the source, by the average alone"),
        least=Decimal("0.01"),
        most=Decimal("99.99"),
        required=False,
    )
    unit_average = PointsField(
        label=spoken("单位通报：平均扣分达到", "Units: average at least"),
        help_text=spoken("来源文件没有数字；不填则由人挑选", "The source has no number; empty: people choose"),
        least=Decimal("0.01"),
        most=100,
        required=False,
    )
    unit_share = PercentageField(
        label=spoken("单位通报：有扣分的案卷达到", "Units: share of files with deductions"), required=False
    )
    reason = reason()

    def values(self) -> dict[str, Any]:
        """Return the rules as they are settled: numbers as text, a percentage as a share."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        if told["probability"] is not None:
            told["probability"] = told["probability"] / 100
        return {name: str(value) if isinstance(value, Decimal) else value for name, value in told.items()}


class TrackingRulesForm(forms.Form):
    """How long a red-carded officer has."""

    red_card_days = forms.IntegerField(
        label=spoken("红牌整改天数", "Days for a red card"),
        help_text=spoken("来源文件没有规定；不填则逐件定时限", "Not in the source; empty: a deadline is set each time"),
        min_value=1,
        max_value=366,
        required=False,
    )
    reason = reason()

    def values(self) -> dict[str, Any]:
        """Return the rules as they are settled."""
        return {"red_card_days": self.cleaned_data["red_card_days"]}


class AccountabilityRulesForm(forms.Form):
    """When a fault is repeated."""

    times = forms.IntegerField(
        label=spoken("同一问题出现件数", "Files with the same item"), min_value=2, max_value=100, required=False
    )
    months = forms.IntegerField(label=spoken("在几个月内", "Within months"), min_value=1, max_value=60, required=False)
    hearing_working_days = forms.IntegerField(
        label=spoken("陈述申辩的工作日", "Working days to state one's case"), min_value=1, max_value=60
    )
    reason = reason()

    def values(self) -> dict[str, Any]:
        """Return the rules as they are settled."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}


class AwardRulesForm(forms.Form):
    """The weights of quantity and quality."""

    quantity = PercentageField(label=spoken("数量的权重", "Weight of quantity"))
    quality = PercentageField(label=spoken("质量的权重", "Weight of quality"))
    reason = reason()

    def values(self) -> dict[str, Any]:
        """Return the rules as they are settled."""
        return {"quantity": str(self.cleaned_data["quantity"]), "quality": str(self.cleaned_data["quality"])}


RULES_FORMS: dict[str, type[Any]] = {
    "month": MonthRulesForm,
    "tracking": TrackingRulesForm,
    "accountability": AccountabilityRulesForm,
    "awards": AwardRulesForm,
}
EFFECTS: dict[str, Text] = {
    "month": Text(
        "今后计算的月清单按此办理；已有的清单保留各自的规则。",
        "Lists computed from now on follow it; those that are there keep their own rules.",
    ),
    "tracking": Text("今后公示的红牌按此定时限。", "Red cards published from now on get this deadline."),
    "accountability": Text(
        "来源文件没有规定“屡错不改”的次数；两个数都填了才会提示，是否追究由人决定。",
        "The source does not say how often is repeated; it is offered only with both numbers, and people decide.",
    ),
    "awards": Text(
        "来源文件没有公式。权重合计 100%，公式显示在名单上方。",
        "The source has no formula. The weights add up to 100%; the formula stands above the list.",
    ),
}
