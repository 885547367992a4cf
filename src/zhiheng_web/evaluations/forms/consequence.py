"""Forms of consequences and of the lists of mentions."""

from __future__ import annotations

from typing import Any

from django import forms

from zhiheng_web.bodies.forms import PersonChoice
from zhiheng_web.evaluations.actions.mentions import KINDS
from zhiheng_web.evaluations.models import Assessment
from zhiheng_web.lib import clock
from zhiheng_web.lib.fields import DayField, spoken
from zhiheng_web.lib.words import say

_AREA = {"rows": 3}


class DecideForm(forms.Form):
    """Whether a consequence is taken, why, by whom and until when it is carried out."""

    is_taken = forms.TypedChoiceField(
        label=spoken("决定", "Decision"), coerce=lambda told: told == "yes", widget=forms.RadioSelect
    )
    reason = forms.CharField(label=spoken("理由", "Reason"), widget=forms.Textarea(attrs=_AREA))
    person = forms.CharField(label=spoken("针对何人", "About whom"), max_length=200, required=False)
    owner = PersonChoice(queryset=None, label=spoken("承办人", "Carried out by"), required=False, empty_label="—")
    due_date = DayField(
        label=spoken("办理期限", "Until"),
        required=False,
        earliest=clock.today,
        help_text=spoken("不填为 20 个工作日后", "Empty is in 20 working days"),
    )

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_taken"].choices = [  # type: ignore[attr-defined]
            ("yes", spoken("采用", "take it")),
            ("no", spoken("不采用", "decline it")),
        ]
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class OutcomeForm(forms.Form):
    """How a consequence was carried out."""

    outcome = forms.CharField(label=spoken("办理情况", "How it was carried out"), widget=forms.Textarea(attrs=_AREA))


class TalkForm(forms.Form):
    """What is known of a talk; what is empty stays blank in the record."""

    post = forms.CharField(label=spoken("谈话对象职务", "Post of the person"), max_length=100, required=False)
    held_on = DayField(label=spoken("谈话日期", "Held on"), required=False, latest=clock.today)
    place = forms.CharField(label=spoken("地点", "Place"), max_length=200, required=False)
    talker = forms.CharField(label=spoken("谈话人", "Led by"), max_length=100, required=False)
    recorder = forms.CharField(label=spoken("记录人", "Recorder"), max_length=100, required=False)
    matter = forms.CharField(label=spoken("谈话事由", "Matter"), required=False, widget=forms.Textarea(attrs=_AREA))
    statement = forms.CharField(
        label=spoken("谈话对象陈述", "Statement"), required=False, widget=forms.Textarea(attrs=_AREA)
    )
    demands = forms.CharField(label=spoken("要求", "Demands"), required=False, widget=forms.Textarea(attrs=_AREA))


class TransferForm(forms.Form):
    """To which organ the transfer is proposed; it decides."""

    authority = forms.CharField(
        label=spoken("干部管理机关", "Authority over cadres"),
        max_length=200,
        help_text=spoken("有干部管理权限的机关；是否调离由它决定（CQ-50）", "It decides whether to transfer (CQ-50)"),
    )
    opinion = forms.CharField(label=spoken("意见", "Opinion"), required=False, widget=forms.Textarea(attrs=_AREA))


class MentionForm(forms.Form):
    """A body, or a person of it, for a circular."""

    kind = forms.ChoiceField(label=spoken("种类", "Kind"), widget=forms.RadioSelect)
    assessment: Any = forms.ModelChoiceField(label=spoken("单位", "Body"), queryset=None, empty_label="—")
    person = forms.CharField(
        label=spoken("个人姓名", "Person"),
        max_length=100,
        required=False,
        help_text=spoken("通报单位的不填", "Empty for the body itself"),
    )
    reason = forms.CharField(label=spoken("事实和理由", "Facts and reasons"), widget=forms.Textarea(attrs=_AREA))

    def __init__(self, *args: Any, assessments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(key, say(text)) for key, text in KINDS.items()]  # type: ignore[attr-defined]
        self.fields["assessment"].queryset = assessments  # type: ignore[attr-defined]
        self.fields["assessment"].label_from_instance = _name_of  # type: ignore[attr-defined]


def _name_of(assessment: Assessment) -> str:
    return assessment.body.name


class CircularForm(forms.Form):
    """What a circular demands of those it is sent to."""

    demand = forms.CharField(
        label=spoken("工作要求", "Demands"),
        required=False,
        widget=forms.Textarea(attrs=_AREA),
        help_text=spoken("不填用通用表述", "Empty takes the usual wording"),
    )
