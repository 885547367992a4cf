"""The forms of inspections: the plan, the draw, what is found on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from zhiheng_web.bodies.models import Body
from zhiheng_web.evaluations.forms.verification import InstantField
from zhiheng_web.evaluations.reading.inspection import Clause
from zhiheng_web.lib.clock import SHANGHAI
from zhiheng_web.lib.fields import DayField, EvidenceField, EvidenceInput, spoken
from zhiheng_web.lib.words import say


class PlanForm(forms.Form):
    """An inspection: its name, its days, who goes."""

    title = forms.CharField(label=spoken("名称", "Name"), max_length=200)
    starts_on = DayField(label=spoken("开始日期", "First day"))
    ends_on = DayField(label=spoken("结束日期", "Last day"))
    team = forms.CharField(
        label=spoken("检查组", "Team"),
        help_text=spoken("每行一人：姓名、单位、职务", "One person a line: name, body, duty"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DrawForm(forms.Form):
    """A draw: how many, by which seed."""

    size = forms.IntegerField(label=spoken("抽取个数", "How many"), min_value=1)
    seed = forms.CharField(
        label=spoken("种子", "Seed"),
        help_text=spoken(
            "抽取之前已公布、谁也不能左右的文字，如当天开奖号码",
            "a text announced beforehand that nobody can steer, such as the lottery number of the day",
        ),
        max_length=200,
    )
    by_city = forms.BooleanField(label=spoken("按市州分层抽取", "Draw by city"), required=False)


class FieldForm(forms.Form):
    """What is found on the spot. It works as a plain form; scripts add position, search and the queue."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    body_id = forms.ChoiceField(label=spoken("单位", "Body"))
    rule_id = forms.ChoiceField(label=spoken("条款", "Clause"), widget=forms.Select(attrs={"data-clauses": ""}))
    quantity = forms.IntegerField(
        label=spoken("数量", "How many"),
        min_value=1,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    occurred_at = InstantField(label=spoken("时间", "When"))
    place = forms.CharField(label=spoken("地点", "Place"), max_length=300, required=False)
    note = forms.CharField(label=spoken("说明", "What was found"), widget=forms.Textarea(attrs={"rows": 3}))
    photos = EvidenceField(
        label=spoken("拍照", "Take photos"),
        required=False,
        widget=EvidenceInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    album = EvidenceField(
        label=spoken("从相册选择", "Choose from the album"),
        required=False,
        widget=EvidenceInput(attrs={"accept": "image/*,video/mp4,application/pdf"}),
    )
    latitude = forms.DecimalField(
        label=spoken("纬度", "Latitude"), max_digits=9, decimal_places=6, min_value=-90, max_value=90, required=False
    )
    longitude = forms.DecimalField(
        label=spoken("经度", "Longitude"), max_digits=9, decimal_places=6, min_value=-180, max_value=180, required=False
    )

    def __init__(
        self, *args: Any, places: Sequence[Body], drawn: Sequence[str], clauses: Sequence[Clause], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        body, rule = self.fields["body_id"], self.fields["rule_id"]
        assert isinstance(body, forms.ChoiceField) and isinstance(rule, forms.ChoiceField)
        first = [one for one in places if one.code in drawn]
        rest = [one for one in places if one.code not in drawn]
        groups = [(say_drawn(), _told(first))] if first else []
        body.choices = [("", "—"), *groups, *([(say_others(), _told(rest))] if first and rest else _told(rest))]
        rule.choices = [("", "—"), *((one.rule_id, _clause(one)) for one in clauses)]
        for name in ("latitude", "longitude"):
            self.fields[name].widget.attrs["inputmode"] = "decimal"

    def clean_occurred_at(self) -> Any:
        """Return the instant in Beijing time, whatever the zone of the request."""
        told = self.cleaned_data["occurred_at"]
        return told if told.tzinfo else told.replace(tzinfo=SHANGHAI)


def say_drawn() -> Any:
    """Return the heading of the bodies that were drawn."""
    return spoken("抽中的单位", "Drawn")


def say_others() -> Any:
    """Return the heading of the others."""
    return spoken("其他单位", "Others")


def _clause(one: Clause) -> str:
    """Return a clause as it is searched and chosen: id, sub-item, the rule's own words."""
    return f"{one.rule_id} {say(one.sub_item)}：{say(one.text)}"


def _told(bodies: Sequence[Body]) -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in bodies]
