"""Forms of meetings and of what they decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from zhiheng_web.evaluations.actions.deliberations import OUTCOMES, Amendment
from zhiheng_web.evaluations.actions.meetings import MeetingFacts
from zhiheng_web.evaluations.forms.result import InstantField
from zhiheng_web.lib.fields import spoken
from zhiheng_web.lib.words import say

#: So many lines can be amended in one decision of the form.
AMENDMENTS = 5


class MeetingForm(forms.Form):
    """A meeting that was held."""

    name = forms.CharField(
        label=spoken("会议名称", "Name of the meeting"),
        max_length=150,
        help_text=spoken("例如：总队长办公会", "Such as: the chief captain's office meeting"),
    )
    held_at = InstantField(label=spoken("会议时间", "Held at"))
    place = forms.CharField(label=spoken("地点", "Place"), max_length=200, required=False)
    chair = forms.CharField(label=spoken("主持人", "Led by"), max_length=100)
    minutes = forms.CharField(
        label=spoken("会议记录", "What was said"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    @property
    def facts(self) -> MeetingFacts:
        """Return the meeting as the action takes it."""
        return MeetingFacts(**self.cleaned_data)


class AttendeeForm(forms.Form):
    """Somebody who was there without a seat."""

    person = forms.CharField(label=spoken("姓名", "Name"), max_length=100)
    duty = forms.CharField(label=spoken("职务", "Post"), max_length=200, required=False)


class DecisionForm(forms.Form):
    """What the meeting decided on a body, with the lines it amends."""

    outcome = forms.ChoiceField(label=spoken("审议结论", "Outcome"), widget=forms.RadioSelect, initial="approved")
    reason = forms.CharField(
        label=spoken("理由", "Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=spoken("退回和修改必须写理由", "Needed to return or amend"),
    )

    def __init__(self, *args: Any, rules: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(key, say(text)) for key, text in OUTCOMES.items()]  # type: ignore[attr-defined]
        for number in range(1, AMENDMENTS + 1):
            self.fields[f"rule_{number}"] = forms.ChoiceField(
                label=spoken(f"修改的项目 {number}", f"Amended line {number}"),
                choices=[("", "—"), *rules],
                required=False,
            )
            self.fields[f"value_{number}"] = forms.CharField(label=spoken("改为", "To"), required=False, max_length=500)
            self.fields[f"why_{number}"] = forms.CharField(
                label=spoken("修改理由", "Why"), required=False, max_length=500
            )

    @property
    def amendments(self) -> list[Amendment]:
        """Return the lines that are amended."""
        told = self.cleaned_data
        return [
            Amendment(told[f"rule_{number}"], told[f"value_{number}"], told[f"why_{number}"])
            for number in range(1, AMENDMENTS + 1)
            if told[f"rule_{number}"]
        ]

    @property
    def amendment_rows(self) -> list[tuple[Any, Any, Any]]:
        """Return the fields of each amended line, to be drawn in a row."""
        return [(self[f"rule_{n}"], self[f"value_{n}"], self[f"why_{n}"]) for n in range(1, AMENDMENTS + 1)]
