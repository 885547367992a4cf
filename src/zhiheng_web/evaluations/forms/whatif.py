"""Forms to try other values: a field for each line, asked in people's words; what is left blank stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from zhiheng.api import Refusal
from zhiheng_web.evaluations.reading import answers
from zhiheng_web.evaluations.reading.answers import Ask
from zhiheng_web.lib.fields import PointsField, spoken
from zhiheng_web.lib.words import Text, language, say

PREFIX = "v-"
_UNCHANGED = Text("不改", "unchanged")


class PointsForm(forms.Form):
    """How many points more are wanted; nothing for the next grade."""

    points = PointsField(
        required=False,
        label=spoken("想多得几分", "Points to gain"),
        help_text=spoken("不填则算到下一等次", "Leave blank for the next grade"),
    )


class TrialForm(forms.Form):
    """Other values for lines. `values()` holds those that were given, as facts say them."""

    def __init__(self, data: Any, *, asks: Iterable[Ask], options: Mapping[str, str], now: Mapping[str, Any]) -> None:
        self.asks = {f"{PREFIX}{ask.id}": ask for ask in asks}
        self.options = options
        self._values: dict[str, str] = {}
        sent = data if data and any(name in data for name in self.asks) else None
        super().__init__(sent)
        for name, ask in self.asks.items():
            self.fields[name] = _field(ask, now.get(ask.id))

    def clean(self) -> dict[str, Any]:
        """Read every line; what cannot be read is told at its field."""
        told: dict[str, Any] = super().clean() or {}
        data: Any = self.data
        for name, ask in self.asks.items():
            sent = data.getlist(name) if isinstance(data, MultiValueDict) else [str(data.get(name, ""))]
            try:
                value = answers.canonical(ask, answers.sent_value(ask, sent), self.options)
            except Refusal as wrong:
                for fault in wrong.faults:
                    self.add_error(name, fault.of(language()))
                continue
            if value:
                self._values[ask.id] = value
        return told

    def values(self) -> dict[str, str]:
        """Return what is to be tried, by line."""
        return dict(self._values) if self.is_valid() else {}


def _field(ask: Ask, told: Mapping[str, Any] | None) -> forms.Field:
    now = str(told["input"]) if told and told.get("input") is not None else say(Text("未填报", "not reported"))
    text = ask.rule.text if ask.rule is not None else ask.sub_item.name
    label, hint = f"{ask.id} {say(text)}", say(Text(f"现在：{now}", f"now: {now}"))
    if ask.kind == "elements":
        choices = [(one.value, say(one.text)) for one in ask.choices]
        return forms.MultipleChoiceField(
            choices=choices, required=False, label=label, help_text=hint, widget=forms.CheckboxSelectMultiple
        )
    if ask.choices:
        choices = [("", say(_UNCHANGED)), *((one.value, say(one.text)) for one in ask.choices)]
        return forms.ChoiceField(choices=choices, required=False, label=label, help_text=hint)
    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "class": "zh-points"})
    field = forms.CharField(required=False, max_length=60, label=label, help_text=hint, widget=widget)
    field.unit = "%" if ask.kind == "rate" else say(ask.rule.unit) if ask.rule is not None else ""  # type: ignore[attr-defined]
    return field
