"""Forms of proposal, notice and late admission."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from zhiheng_web.evaluations.actions.notices import WAYS
from zhiheng_web.lib import clock
from zhiheng_web.lib.fields import DayField, spoken, wrong
from zhiheng_web.lib.words import say


class OpinionForm(forms.Form):
    """What the office proposes, and why."""

    opinion = forms.CharField(
        label=spoken("建议和理由", "Proposal and reasons"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=spoken(
            "写明建议的得分、等次，以及需要说明的扣分、容错和一票否决", "Score, grade, and what should be explained"
        ),
    )


class ReasonForm(forms.Form):
    """A reason alone."""

    reason = forms.CharField(
        label=spoken("理由", "Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=spoken("写入审计记录", "Goes into the audit trail"),
    )


class ConfirmForm(forms.Form):
    """A tick that says: I know what this does."""

    confirmed = forms.BooleanField(label=spoken("已核对，确认办理", "I have checked it and confirm"))


class InstantField(forms.DateTimeField):
    """A day and time in Beijing, not in the future; empty is now."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateTimeInput(
                attrs={"placeholder": "2026-11-21 09:30", "autocomplete": "off"}, format="%Y-%m-%d %H:%M"
            ),
            input_formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y/%m/%d %H:%M", "%Y年%m月%d日 %H:%M", "%Y-%m-%d"],
            error_messages={
                "invalid": spoken("写成 2026-11-21 09:30", "Write 2026-11-21 09:30"),
                "required": spoken("这一项要填写", "This must be filled in"),
            },
            **kwargs,
        )

    def clean(self, value: Any) -> datetime | None:
        """Refuse an instant that lies in the future."""
        at: datetime | None = super().clean(value)
        if at is not None and at > clock.now():
            raise wrong("时间在将来", "this lies in the future")
        return at


class NoticeForm(forms.Form):
    """How and when the notice was delivered."""

    way = forms.ChoiceField(label=spoken("送达方式", "Way of delivery"), widget=forms.RadioSelect, initial="system")
    delivered_at = InstantField(
        label=spoken("送达时间", "Delivered at"),
        required=False,
        help_text=spoken(
            "不填为现在。送达当日不计，从次日起数工作日", "Empty is now. The day of delivery is not counted"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [(key, say(text)) for key, text in WAYS.items()]  # type: ignore[attr-defined]


class AdmissionForm(ReasonForm):
    """Until when a late objection is admitted, and why."""

    until = DayField(label=spoken("准许到", "Admitted until"), earliest=clock.today)
    field_order = ("until", "reason")
