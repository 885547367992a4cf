"""Fields that the forms of this app share: reasons, texts, a month, a person, an officer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from zhiheng_web.cases.models import Officer
from zhiheng_web.lib.fields import spoken, wrong
from zhiheng_web.lib.words import Text

_MONTH = re.compile(r"(\d{4})\s*[-/年.]\s*(\d{1,2})\s*月?")


def words(label: Any, *, rows: int = 3, required: bool = True, hint: Any = "") -> forms.CharField:
    """Return a field for a text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=4000, required=required, help_text=hint)


def reason(label: Any = None) -> forms.CharField:
    """Return a field for a reason, which goes into the audit trail."""
    return words(label or spoken("理由", "Reason"), rows=2, hint=spoken("写入审计记录", "Goes into the audit trail"))


def choices(texts: Mapping[str, Text]) -> list[tuple[str, Any]]:
    """Return what can be chosen, in words."""
    return [(key, spoken(text.zh, text.en)) for key, text in texts.items()]


class MonthField(forms.CharField):
    """A month: `2026-10`, `2026年10月`; cleaned to its first day."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"placeholder": "2026-10", "autocomplete": "off"}))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> date | None:
        """Return the first day of the month. Raises ValidationError for what is no month."""
        told = super().clean(value)
        if not told:
            return None
        found = _MONTH.fullmatch(told.strip())
        if found is None or not 1 <= int(found[2]) <= 12 or not 2000 <= int(found[1]) <= 2199:
            raise wrong(f"“{told}”不是月份；写成 2026-10 或 2026年10月", f"“{told}” is no month; write 2026-10")
        return date(int(found[1]), int(found[2]), 1)


class OfficerChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One officer, shown with number and body."""

    def label_from_instance(self, obj: Officer) -> str:
        """Return name, number and body."""
        return f"{obj.name}（{obj.code}，{obj.body.name}）"
