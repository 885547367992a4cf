"""Forms of the rounds: what was done about a problem, checking it, submitting again, objecting and answering."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from zhiheng_web.documents.files import MOST_MEGABYTES
from zhiheng_web.lib.fields import EvidenceField, PointsField, spoken
from zhiheng_web.lib.words import say
from zhiheng_web.reviews.reading.rounds import SecondFinding, Standing

_REQUIRED = {"required": spoken("这一项要填写", "This must be filled in")}


def _words(label: Any, *, rows: int = 3, required: bool = True, hint: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=hint, max_length=5000, required=required, widget=area, error_messages=_REQUIRED
    )


class MendingForm(forms.Form):
    """What the officer reports of the mending of one problem."""

    note = _words(spoken("整改情况", "What was done"))
    pieces = EvidenceField(
        label=spoken("整改材料", "Files that prove it"), required=False, most_megabytes=MOST_MEGABYTES
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class CheckForm(forms.Form):
    """Accepting what was reported, or returning it."""

    note = _words(spoken("核对意见（退回须写）", "Remark (needed to return it)"), rows=2, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class ObjectionForm(forms.Form):
    """An objection to one problem."""

    line = forms.ChoiceField(label=spoken("对哪个问题提出异议", "Problem objected to"), error_messages=_REQUIRED)
    reason = _words(spoken("事实和理由", "Facts and reasons"))

    def __init__(self, *args: Any, problems: Sequence[Standing | SecondFinding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.line.pk), _named(one)) for one in problems]
        self.fields["line"].choices = choices  # type: ignore[attr-defined]


def _named(one: Standing | SecondFinding) -> str:
    """Return a finding in a line: the problem, and of round two what it says of one of round one."""
    if isinstance(one, SecondFinding) and one.problem is not None:
        return f"{one.problem.item} {one.problem.text[:40]} · {say(one.mended_text[0])}"
    return f"{one.line.item} {one.line.text[:40]}"


_MENDED_ANSWERS = [
    ("upheld", spoken("维持整改结论", "the finding stands")),
    ("partly", spoken("更正为：整改不到位", "correct it to: partly mended")),
    ("mended", spoken("更正为：已整改", "correct it to: mended")),
]


class MendedAnswerForm(forms.Form):
    """The answer to an objection to what round two says of a problem of round one."""

    outcome = forms.ChoiceField(
        label=spoken("答复", "Answer"),
        widget=forms.RadioSelect,
        choices=_MENDED_ANSWERS,
        error_messages=_REQUIRED,
    )
    answer = _words(spoken("理由", "Reason"))

    def __init__(self, *args: Any, before: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["outcome"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [one for one in _MENDED_ANSWERS if one[0] != before]


class AnswerForm(forms.Form):
    """The answer to an objection."""

    outcome = forms.ChoiceField(
        label=spoken("答复", "Answer"),
        widget=forms.RadioSelect,
        choices=[("upheld", spoken("维持原扣分", "the deduction stands")), ("corrected", spoken("更正", "correct it"))],
        error_messages=_REQUIRED,
    )
    deduction_after = PointsField(
        label=spoken("更正后的扣分", "Corrected deduction"),
        help_text=spoken("问题不成立的填 0", "0 where there was no problem"),
        least=0,
        required=False,
    )
    answer = _words(spoken("理由", "Reason"))

    def clean(self) -> dict[str, Any]:
        """Ask for the corrected deduction where there is a correction."""
        told = super().clean() or {}
        if told.get("outcome") == "corrected" and told.get("deduction_after") is None:
            self.add_error("deduction_after", str(_REQUIRED["required"]))
        return told
