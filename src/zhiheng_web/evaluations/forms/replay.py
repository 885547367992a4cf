"""The forms of a replay: a draft scheme as a file, then the options and the cycles on which it is tried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from zhiheng_web.evaluations.models import Cycle
from zhiheng_web.lib.fields import spoken, wrong
from zhiheng_web.lib.words import say

MOST_BYTES = 2_000_000


class DraftForm(forms.Form):
    """A draft scheme; without a file the scheme in force is replayed with other options."""

    draft = forms.FileField(
        required=False,
        label=spoken("草案方案（YAML）", "Draft scheme (YAML)"),
        help_text=spoken(
            "不上传时按现行方案，只改选项。草案只用于试算，不会成为任何周期的方案",
            "Without a file the scheme in force is tried with other options. A draft is tried and nothing else",
        ),
    )

    def clean_draft(self) -> tuple[str, str]:
        """Return name and text of the draft, empty where none was sent."""
        file = self.cleaned_data.get("draft")
        if file is None:
            return "", ""
        if file.size > MOST_BYTES:
            raise wrong("文件超过 2 MB，不是方案文件", "the file is larger than 2 MB and no scheme")
        try:
            return str(file.name), file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise wrong("文件不是 UTF-8 文字", "the file is not UTF-8 text") from None


class ReplayForm(forms.Form):
    """The cycles on which to try, and the options of the scheme that is tried."""

    cycles = forms.ModelMultipleChoiceField(
        queryset=Cycle.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label=spoken("在哪些年度上重算", "On which cycles"),
    )

    def __init__(self, *args: Any, cycles: Any, scheme: Any, chosen: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cycles"].queryset = cycles  # type: ignore[attr-defined]
        self.fields["cycles"].initial = [one.pk for one in cycles]
        self.option_names = [option.id for option in scheme.options]
        for option in scheme.options:
            self.fields[option.id] = forms.ChoiceField(
                choices=[(one, one) for one in option.choices],
                initial=chosen.get(option.id, option.default),
                label=f"{option.id}（{option.ambiguity}）" if option.ambiguity else option.id,
                help_text=say(option.text),
            )

    def options(self) -> dict[str, str]:
        """Return the options chosen."""
        return {name: str(self.cleaned_data[name]) for name in self.option_names}
