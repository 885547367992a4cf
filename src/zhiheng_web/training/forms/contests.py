"""The forms of contests."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms

from zhiheng_web.accounts.models import Account
from zhiheng_web.lib import clock
from zhiheng_web.lib.fields import DayField, spoken, wrong
from zhiheng_web.officers.models.accountability import TRIGGERS
from zhiheng_web.training.forms.parts import NamedChoice, OfBody, choices, line, number, words
from zhiheng_web.training.models import Series
from zhiheng_web.training.models.contests import REWARD_TEXTS


class ContestForm(OfBody):
    """A contest."""

    title = line(spoken("名称", "Title"))
    period_from = DayField(label=spoken("办结自", "Settled from"))
    last_day = DayField(label=spoken("办结至（含）", "Settled until, included"))
    places = number(spoken("各取件数", "Places on either side"), most=100)
    candidates_each = number(spoken("各列候选件数", "Candidates on either side"), most=500)
    judges_wanted = number(spoken("评委人数", "Judges"), most=100)
    least_scores = number(
        spoken("每件最少评分人数", "Scores that a file needs"),
        most=100,
        hint=spoken("回避后仍应有这么多评委评分", "After all who stand aside"),
    )
    judging_due_on = DayField(label=spoken("评审截止", "Judging until"), required=False)

    def clean(self) -> dict[str, Any]:
        """Give the period as half-open."""
        told = super().clean() or {}
        last = told.pop("last_day", None)
        if last is not None:
            told["period_to"] = last + timedelta(days=1)
        return told


class NomineesForm(forms.Form):
    """Officers named as excellent."""

    accounts = forms.ModelMultipleChoiceField(
        Account.objects.none(), label=spoken("优秀民警", "Excellent officers"), widget=forms.CheckboxSelectMultiple
    )
    reason = line(spoken("理由", "Reason"), most=300)

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["accounts"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = rows


class FreezeForm(forms.Form):
    """What will be the seed, and from when it can be known."""

    seed_source = line(
        spoken("种子来源", "Source of the seed"),
        most=300,
        hint=spoken("公布之后才产生、谁也不能左右的，如次日开奖号码", "Something later that nobody can steer"),
    )
    day = DayField(label=spoken("种子最早可知日期", "Seed not known before the day"), earliest=clock.today)
    at = forms.CharField(label=spoken("时刻", "Time"), max_length=5, initial="21:00", help_text="21:00")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_at(self) -> time:
        """Return the time of the day."""
        try:
            return time.fromisoformat(self.cleaned_data["at"].strip().replace("：", ":"))
        except ValueError:
            raise wrong("时刻写成 21:00 这样", "write the time as 21:00") from None

    @property
    def instant(self) -> datetime:
        """Return the instant, Beijing time."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["at"], clock.SHANGHAI)


class SeedForm(forms.Form):
    """The seed."""

    seed = line(spoken("种子", "Seed"), most=300)


class RewardForm(forms.Form):
    """A reward."""

    kind = forms.ChoiceField(label=spoken("类别", "Kind"), choices=choices(REWARD_TEXTS))
    text = line(spoken("内容", "What"), most=300)
    decision = line(spoken("决定文号或会议", "Decision"), required=False, most=300)
    decided_on = DayField(label=spoken("决定日期", "Decided on"), latest=clock.today)


class ExperienceForm(forms.Form):
    """What there is to learn from one of the best files."""

    article = words(spoken("经验材料", "Experience"), rows=10, most=20000)
    presented_by = line(spoken("介绍人", "Presented by"), required=False, most=100)


class FollowUpForm(forms.Form):
    """A measure of accountability."""

    measure = line(spoken("问责措施", "Measure"), most=300)
    decision = line(spoken("决定文号或会议", "Decision"), most=300)
    decided_on = DayField(label=spoken("决定日期", "Decided on"), latest=clock.today)


class HandOverForm(forms.Form):
    """On which ground an officer's accountability is taken up."""

    trigger = forms.ChoiceField(label=spoken("情形", "Ground"), choices=choices(TRIGGERS))
    measure = line(spoken("建议的追究方式", "Proposed measure"), most=300)


class SeriesChoiceForm(forms.Form):
    """The series in which a result is announced."""

    series = NamedChoice(Series.objects.none(), label=spoken("系列", "Series"), empty_label=None)

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["series"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
