"""The form of a request for tolerance."""

from __future__ import annotations

from typing import Any

from django import forms

from zhiheng_web.evaluations.reading.tolerance import GROUNDS, Faulted
from zhiheng_web.lib.fields import spoken
from zhiheng_web.lib.words import Text, say


class ToleranceForm(forms.Form):
    """What is to cost no points, on which ground, and the proof that the ground asks for."""

    target = forms.ChoiceField(label=spoken("扣分事项", "Deduction"))
    quantity = forms.IntegerField(
        label=spoken("数量", "How many"),
        help_text=spoken("按一行记录申请的，整行容错", "A single row is tolerated as a whole"),
        min_value=1,
        initial=1,
    )
    ground = forms.ChoiceField(label=spoken("容错情形", "Ground"), widget=forms.RadioSelect)
    facts = forms.CharField(
        label=spoken("事实和证明", "Facts and proof"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    citation = forms.CharField(
        label=spoken("引用的条款或者文件", "Provision or document cited"), max_length=2000, required=False
    )

    def __init__(
        self, *args: Any, targets: list[tuple[Faulted, Text]], grounds: list[tuple[str, Text]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        target, ground = self.fields["target"], self.fields["ground"]
        assert isinstance(target, forms.ChoiceField) and isinstance(ground, forms.ChoiceField)
        told = [(one.key, f"{one.rule_id} {say(name)}：{say(one.text)}") for one, name in targets]
        target.choices = [("", "—"), *told]
        ground.choices = [(key, f"{key} {say(text)}") for key, text in grounds]
        self.fields["facts"].help_text = say(_asked("facts", grounds))
        self.fields["citation"].help_text = say(_asked("citation", grounds))

    @property
    def chosen(self) -> dict[str, Any]:
        """Return what was chosen as the action takes it."""
        told = dict(self.cleaned_data)
        told["rule_id"], _, told["row"] = str(told.pop("target")).partition("|")
        return told


def _asked(what: str, grounds: list[tuple[str, Text]]) -> Text:
    """Return what the grounds of a scheme ask for in a field, one after the other."""
    told = [(key, getattr(GROUNDS[key], what)) for key, _ in grounds if key in GROUNDS]
    return Text(
        "；".join(f"{key}：{text.zh}" for key, text in told if text is not None),
        "; ".join(f"{key}: {text.en}" for key, text in told if text is not None),
    )
