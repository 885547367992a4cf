"""Forms of publishing and of correcting what is published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from zhiheng_web.evaluations.actions.publications import AUDIENCES, Correction
from zhiheng_web.evaluations.models import Assessment, Cycle
from zhiheng_web.lib.fields import spoken, wrong
from zhiheng_web.lib.words import say

#: So many lines can be corrected in one version by the form.
LINES = 5


class PublishForm(forms.Form):
    """For whom, why, and the year typed as a confirmation."""

    audience = forms.ChoiceField(label=spoken("公布范围", "For whom"), widget=forms.RadioSelect, initial="evaluated")
    reason = forms.CharField(
        label=spoken("发布依据", "On what basis"),
        max_length=500,
        help_text=spoken("例如：经总队长办公会审议通过", "Such as: approved by the chief captain's office meeting"),
    )
    typed = forms.CharField(
        label=spoken("确认：输入评价年度", "Confirm: type the year of the evaluation"), max_length=10
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cycle = cycle
        self.fields["audience"].choices = [(key, say(text)) for key, text in AUDIENCES.items()]  # type: ignore[attr-defined]
        self.fields["typed"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean_typed(self) -> str:
        """Demand the year of the cycle: nobody publishes by a slip."""
        typed: str = self.cleaned_data["typed"].strip()
        if typed != str(self.cycle.year):
            raise wrong(
                f"填写的是“{typed}”，应为 {self.cycle.year}", f"“{typed}” was typed; {self.cycle.year} is expected"
            )
        return typed


class CorrectForm(forms.Form):
    """Why a published result is corrected, and the lines with their values."""

    reason = forms.CharField(
        label=spoken("更正理由", "Why it is corrected"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=spoken("随更正版本公布", "Published with the corrected version"),
    )

    def __init__(
        self, *args: Any, assessments: Sequence[Assessment], rules: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {str(one.pk): one for one in assessments}
        bodies = [("", "—"), *((key, one.body.name) for key, one in self.by_id.items())]
        for n in range(1, LINES + 1):
            self.fields[f"body_{n}"] = forms.ChoiceField(
                label=spoken(f"单位 {n}", f"Body {n}"), choices=bodies, required=False
            )
            self.fields[f"rule_{n}"] = forms.ChoiceField(
                label=spoken("项目", "Line"), choices=[("", "—"), *rules], required=False
            )
            self.fields[f"value_{n}"] = forms.CharField(
                label=spoken("更正为", "Corrected to"), required=False, max_length=500
            )
            self.fields[f"why_{n}"] = forms.CharField(label=spoken("理由", "Why"), required=False, max_length=500)

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """Return the fields of each corrected line, to be drawn in a row."""
        return [tuple(self[f"{name}_{n}"] for name in ("body", "rule", "value", "why")) for n in range(1, LINES + 1)]

    @property
    def corrections(self) -> list[Correction]:
        """Return the lines that are corrected."""
        told = self.cleaned_data
        return [
            Correction(self.by_id[told[f"body_{n}"]], told[f"rule_{n}"], told[f"value_{n}"], told[f"why_{n}"])
            for n in range(1, LINES + 1)
            if told[f"body_{n}"] and told[f"rule_{n}"]
        ]
