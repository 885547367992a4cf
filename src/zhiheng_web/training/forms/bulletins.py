"""The forms of bulletins, commentaries and campaigns."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from zhiheng_web.lib.fields import DayField, spoken
from zhiheng_web.reviews.models import Activity
from zhiheng_web.training.forms.parts import NamedChoice, OfBody, choices, line, words
from zhiheng_web.training.models import Campaign, Focus, Series
from zhiheng_web.training.models.bulletins import KIND_TEXTS
from zhiheng_web.training.queries import bulletins as queries


class SeriesForm(OfBody):
    """A series and where its count begins."""

    kind = forms.ChoiceField(label=spoken("类别", "Kind"), choices=choices(KIND_TEXTS))
    name = line(spoken("系列名称", "Name of the series"), most=100)
    last = forms.IntegerField(
        label=spoken("已发到第几期", "Issues so far"),
        help_text=spoken("以前另行编号的，从下一期接着编；没有填 0", "Numbers go on after it; 0 for a new series"),
        min_value=0,
        max_value=1_000_000,
        initial=0,
    )


class BulletinForm(forms.Form):
    """A bulletin or, with the case that it is about, a commentary."""

    series = NamedChoice(Series.objects.none(), label=spoken("系列", "Series"), empty_label=None)
    title = line(spoken("标题", "Title"))
    case = line(
        spoken("案件编号", "Number of the case"),
        required=False,
        hint=spoken("填台账中的案件编号；点评必填", "As in the ledger; a commentary needs one"),
    )
    text = words(spoken("正文（点评写案情）", "Text (of a commentary the facts)"), rows=8, most=20000)
    problems = words(spoken("问题（点评）", "Problems (commentary)"), rows=5, required=False)
    handling = words(spoken("正确做法（点评）", "How it is done right (commentary)"), rows=5, required=False)
    activity = NamedChoice(
        Activity.objects.none(), label=spoken("评查活动", "Review activity"), required=False, empty_label="—"
    )
    month = DayField(
        label=spoken("所属月份", "Month"), required=False, help_text=spoken("填该月任意一天", "Any day of the month")
    )
    campaign = NamedChoice(
        Campaign.objects.none(), label=spoken("专项治理", "Campaign"), required=False, empty_label="—"
    )
    clear = words(
        spoken("不遮盖的词", "Words left in clear"),
        rows=2,
        required=False,
        hint=spoken("每行一个，例如受表扬的主办民警", "One a line, such as officers who are commended"),
    )
    clear_reason = line(spoken("不遮盖的理由", "Why they may stand"), required=False, most=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, rows: Any, body: Any = None, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body
        for name, found in rows.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found
        if not is_new:
            del self.fields["series"]

    def clean_month(self) -> date | None:
        """Return the first day of the month."""
        day = self.cleaned_data.get("month")
        return day.replace(day=1) if day else None

    def clean(self) -> dict[str, Any]:
        """Find the case by its number, of the body and those beneath it."""
        told = super().clean() or {}
        code = (told.get("case") or "").strip()
        body = self.body or getattr(told.get("series"), "body", None)
        found = None
        if code and body is not None:
            found = queries.cases_to_choose(body).filter(code=code).order_by("-pk").first()
            if found is None:
                said = spoken("本机构及下级没有这个编号的已结案件", "the body has no closed case of this number")
                self.add_error("case", said)
        told["case"] = found
        return told


class CommentForm(forms.Form):
    """A comment."""

    text = words(spoken("评论", "Comment"), rows=2, most=1000)


class CampaignForm(OfBody):
    """A campaign."""

    name = line(spoken("名称", "Name"))
    owner = line(spoken("负责人", "Who answers for it"), most=100)
    starts_on = DayField(label=spoken("开始", "Start"))
    ends_on = DayField(label=spoken("结束", "End"), required=False)
    goal = words(spoken("目标", "Goal"), required=False)
    focuses = forms.ModelMultipleChoiceField(
        Focus.objects.none(),
        label=spoken("治理重点", "Focus problems"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=spoken("在“治理重点”中先行登记", "They are entered under “focus problems” first"),
    )


class FocusForm(OfBody):
    """A focus problem."""

    code = line(spoken("代码", "Code"), most=30)
    name = line(spoken("名称", "Name"))
    basis = line(spoken("依据", "Basis"), required=False, most=300)


class ActivityForm(forms.Form):
    """A review activity to be tagged."""

    activity = NamedChoice(Activity.objects.none(), label=spoken("评查活动", "Review activity"), empty_label=None)

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["activity"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
