"""The forms of a verification: a line, a return for change, an inquiry."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from zhiheng_web.evaluations.actions.verification import TAKEN
from zhiheng_web.evaluations.reading.verification import Line
from zhiheng_web.lib import clock
from zhiheng_web.lib.fields import DayField, EvidenceField, spoken
from zhiheng_web.lib.words import say


class InstantField(forms.DateTimeField):
    """A day and a minute in Beijing time, as the picker of a browser sends it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **kwargs)


class LineForm(forms.Form):
    """One line on a page of its own."""

    taken = forms.ChoiceField(
        label=spoken("核实值取自", "Verified value"),
        widget=forms.RadioSelect,
        error_messages={"required": spoken("选一种", "Choose one")},
    )
    value = forms.CharField(label=spoken("另定的值", "Another value"), required=False, max_length=500)
    reason = forms.CharField(
        label=spoken("理由", "Reason"),
        help_text=spoken("与自评值或计算值不一致时必填", "Needed where it differs from claim or computed value"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        standing = line.verification
        initial: dict[str, Any] = {"version": standing.version if standing else 0, "taken": line_default(line)}
        if standing is not None and standing.taken != "none":
            initial |= {"reason": standing.reason, "value": standing.value if standing.taken == "other" else ""}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        taken = self.fields["taken"]
        assert isinstance(taken, forms.ChoiceField)
        taken.choices = [(key, f"{say(text)}{_beside(line, key)}") for key, text in offered(line)]
        self.fields["value"].help_text = hint_of(line)


def offered(line: Line) -> list[tuple[str, Any]]:
    """Return which values can be taken, in words."""
    there = {"claimed": bool(line.claimed), "computed": bool(line.computed), "other": True}
    return [(key, text) for key, text in TAKEN.items() if there[key]]


def line_default(line: Line) -> str:
    """Return what is chosen at first: what was taken, the computed value where both agree, else nothing."""
    if line.verification is not None and line.verification.taken != "none":
        return line.verification.taken
    return "computed" if line.agrees else ""


def _beside(line: Line, key: str) -> str:
    told = {"claimed": line.claimed_text, "computed": line.computed_text}.get(key)
    return f"（{say(told)}）" if told is not None else ""


_HINTS = {
    "flag": spoken("有填 是，没有填 否", "yes where it is the case, no where it is not"),
    "count": spoken("整数，没有填 0", "a whole number, 0 for none"),
    "elements": spoken("缺项的编号，如 1;3；都不缺填 0", "numbers of what is missing, as 1;3; 0 for nothing"),
    "rate": spoken("百分数，如 84.99", "per cent, as 84.99"),
    "level": spoken("级别编号，1 最高；没有填 0", "number of the level, 1 the highest; 0 for none"),
    "state": spoken("exempt 免扣，not_applicable 不适用，false 照常评价", "exempt, not_applicable, or false as usual"),
}


def hint_of(line: Line) -> Any:
    """Return how another value is typed."""
    return _HINTS[line.ask.kind]


class ReturnForm(forms.Form):
    """Why a self-evaluation goes back, and until when; reasons of lines are fields of their own on the page."""

    note = forms.CharField(
        label=spoken("总的说明", "In general"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due = DayField(label=spoken("补正期限", "To be handed in again until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due"].initial = clock.today() + timedelta(days=7)


class InvestigationForm(forms.Form):
    """An inquiry: whom, when, what was asked, what was established."""

    rule_id = forms.CharField(
        label=spoken("有关条款或否决情形编号", "Clause or veto"),
        help_text=spoken("关于整个单位的不填", "Leave it blank where it is about the body as a whole"),
        required=False,
        max_length=60,
    )
    asked = forms.CharField(label=spoken("被调查人", "Person asked"), max_length=200)
    held_at = InstantField(label=spoken("时间", "When"))
    questions = forms.CharField(label=spoken("问了什么", "What was asked"), widget=forms.Textarea(attrs={"rows": 4}))
    established = forms.CharField(
        label=spoken("查明什么", "What was established"), widget=forms.Textarea(attrs={"rows": 4})
    )
    attachments = EvidenceField(label=spoken("附件", "Attachments"), required=False)
