"""The form of a new token."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms

from zhiheng_web.lib import clock
from zhiheng_web.lib.policy import Deed
from zhiheng_web.lib.words import Text, say


class TokenForm(forms.Form):
    """What a token is for, which deeds it carries, until when."""

    name = forms.CharField(max_length=100)
    expires_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    scopes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, deeds: Sequence[Deed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = say(Text("用途", "Purpose"))
        self.fields["name"].help_text = say(Text("例如：年度数据上报程序", "for example: yearly data upload"))
        self.fields["expires_on"].label = say(Text("有效期至（含当日）", "Valid until (that day included)"))
        self.fields["expires_on"].initial = clock.today() + timedelta(days=90)
        scopes = self.fields["scopes"]
        assert isinstance(scopes, forms.MultipleChoiceField)
        scopes.label = say(Text("可办事项", "Deeds"))
        scopes.choices = [(deed.key, say(deed.text)) for deed in deeds]
