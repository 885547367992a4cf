"""The forms of the legal officers' meeting and of the study that follows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from zhiheng_web.lib import clock
from zhiheng_web.lib.fields import DayField, EvidenceField, spoken
from zhiheng_web.lib.words import Text
from zhiheng_web.training.forms.parts import OfBody, choices, line, number, words

_ANY_DAY = spoken("填该月任意一天", "Any day of the month")


class PlanForm(OfBody):
    """The meeting of a month."""

    month = DayField(label=spoken("哪个月的例会", "Meeting of the month"), help_text=_ANY_DAY)
    held_on = DayField(label=spoken("会议日期", "Day of the meeting"))
    problems_month = DayField(
        label=spoken("通报哪个月的问题", "Problems of the month"),
        required=False,
        help_text=spoken("不填为例会当月；月初开会可填上月", "The same month unless filled in"),
    )
    place = line(spoken("地点", "Place"), required=False)
    chair = line(spoken("主持", "Chair"), required=False, most=100)

    def clean_month(self) -> date:
        """Return the first day of the month."""
        day: date = self.cleaned_data["month"]
        return day.replace(day=1)


class ItemForm(forms.Form):
    """A newly issued law, or another point."""

    kind = forms.ChoiceField(
        label=spoken("类别", "Kind"),
        choices=choices({"law": Text("新法学习", "new law"), "other": Text("其他", "other")}),
    )
    title = line(spoken("名称或议题", "Title"), most=300)
    in_force_on = DayField(label=spoken("施行日期", "In force on"), required=False)
    detail = words(spoken("说明", "Detail"), required=False)


class MinutesForm(forms.Form):
    """The minutes, and until when the units study."""

    minutes = words(spoken("纪要", "Minutes"), rows=8, most=20000)
    study_due_on = DayField(label=spoken("各单位组织学习的期限", "Units study until"), earliest=clock.today)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class StudyForm(forms.Form):
    """What came of a study, with its proof."""

    held_on = DayField(label=spoken("学习日期", "Day of the study"), latest=clock.today)
    expected = number(spoken("应参加人数", "Expected"), most=100_000)
    present = number(spoken("参加人数", "Took part"), most=100_000)
    note = words(spoken("学习和落实情况", "What was studied and done"), required=False)
    proof = EvidenceField(
        label=spoken("签到表、照片", "Attendance sheet, photos"), required=False, most_files=10, most_megabytes=50
    )

    def clean(self) -> dict[str, Any]:
        """Return what was told."""
        return super().clean() or {}
