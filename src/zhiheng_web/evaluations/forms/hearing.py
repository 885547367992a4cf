"""Forms of the objection, line by line, and of its review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms

from zhiheng_web.evaluations.actions.objections import Contested
from zhiheng_web.evaluations.reading.answers import Ask
from zhiheng_web.evaluations.reading.result import Lost
from zhiheng_web.lib.fields import EvidenceField, spoken
from zhiheng_web.lib.words import say


class ContestForm(forms.Form):
    """One line that can be contested: chosen or not, why, what is right, the evidence."""

    chosen = forms.BooleanField(label=spoken("对这一项提出异议", "Contest this line"), required=False)
    reason = forms.CharField(
        label=spoken("理由", "Reason"), required=False, widget=forms.Textarea(attrs={"rows": 2, "class": "zh-reason"})
    )
    wanted = forms.CharField(
        label=spoken("认为应当是", "What it should be"), required=False, max_length=500, widget=forms.TextInput
    )
    evidence = EvidenceField(label=spoken("佐证材料", "Evidence"), required=False, most_megabytes=50)

    def __init__(self, data: Any, files: Any, *, lost: Lost) -> None:
        super().__init__(data, files, prefix=f"line-{lost.rule_id}")
        self.lost = lost

    def clean(self) -> dict[str, Any]:
        """Demand the reason of a chosen line; a reason without a tick counts as chosen."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("chosen") and not (told.get("reason") or "").strip():
            self.add_error("reason", say_missing())
        return told

    @property
    def is_chosen(self) -> bool:
        """Return whether the line is contested."""
        told = self.cleaned_data
        return bool(told.get("chosen") or (told.get("reason") or "").strip() or told.get("evidence"))

    @property
    def contested(self) -> Contested:
        """Return the line as the action takes it."""
        told = self.cleaned_data
        return Contested(self.lost.rule_id, told.get("reason") or "", told.get("wanted") or "")


def say_missing() -> str:
    """Say that the reason of a chosen line is missing."""
    return str(spoken("选了这一项，要写理由", "A chosen line needs its reason"))


def contest_forms(lines: Sequence[Lost], data: Any, files: Any) -> list[ContestForm]:
    """Return a form for each line that can be contested."""
    return [ContestForm(data, files, lost=line) for line in lines]


def chosen_of(every: Sequence[ContestForm]) -> Iterator[ContestForm]:
    """Yield the forms of the lines that are contested."""
    yield from (form for form in every if form.is_chosen)


class ReviewForm(forms.Form):
    """The answer to a contested line."""

    outcome = forms.ChoiceField(label=spoken("结论", "Outcome"), widget=forms.RadioSelect)
    value = forms.CharField(label=spoken("更正为", "Corrected to"), required=False, max_length=500)
    reason = forms.CharField(label=spoken("理由", "Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, outcomes: Mapping[str, Any], ask: Ask | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(key, say(text)) for key, text in outcomes.items()]  # type: ignore[attr-defined]
        self.fields["value"].help_text = hint_of(ask)


def hint_of(ask: Ask | None) -> str:
    """Say how a value is written; of a veto only that it does not hold."""
    if ask is None:
        return str(spoken("一票否决不成立的填“否”", "Write “no” where the veto does not hold"))
    return say(ask.question.how)
