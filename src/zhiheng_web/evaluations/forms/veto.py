"""The form of a veto that a person proposes."""

from __future__ import annotations

from typing import Any

from django import forms

from zhiheng_web.lib.fields import DayField, spoken
from zhiheng_web.lib.words import Text, say


class VetoForm(forms.Form):
    """Which situation, what happened, on what basis; two ticks for the one that asks for cause and impact."""

    rule_id = forms.ChoiceField(label=spoken("否决情形", "Situation"))
    fact = forms.CharField(
        label=spoken("事实", "Fact"),
        help_text=spoken("何时、何事、涉及谁、依据什么", "when, what, who, and on what basis"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    document = forms.CharField(label=spoken("依据文件（名称、文号）", "Document (name, number)"), max_length=300)
    fact_date = DayField(label=spoken("日期", "Day"))
    is_fault_of_work = forms.BooleanField(
        label=spoken("已确认：原因是工作失误或者执法过错", "Confirmed: the cause is a fault of work or of enforcement"),
        help_text=spoken("V9 须勾选", "needed for V9"),
        required=False,
    )
    has_adverse_impact = forms.BooleanField(
        label=spoken("已确认：造成不良社会影响", "Confirmed: it had an adverse social impact"),
        help_text=spoken("V9 须勾选", "needed for V9"),
        required=False,
    )

    def __init__(self, *args: Any, situations: list[tuple[str, Text]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["rule_id"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", "—"), *((key, f"{key} {say(text)}") for key, text in situations)]
