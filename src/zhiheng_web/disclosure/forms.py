"""Forms of disclosure and withdrawal."""

from __future__ import annotations

from django import forms

from zhiheng_web.lib import clock
from zhiheng_web.lib.fields import DayField, spoken


class DiscloseForm(forms.Form):
    """On what basis a result is made public, and whether its bundle is."""

    reason = forms.CharField(
        label=spoken("公开依据", "On what basis"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=spoken(
            "例如：政府信息公开条例第十九条、经领导批准",
            "Such as: Disclosure Regulation art. 19, approved by the leader",
        ),
    )
    with_bundle = forms.BooleanField(
        label=spoken(
            "同时公开验证包：已核对其中的备注没有个人信息",
            "Also the bundle: I have checked that its notes name no person",
        ),
        required=False,
    )
    confirmed = forms.BooleanField(label=spoken("已核对公开内容", "I have checked what becomes public"))


class WithdrawForm(forms.Form):
    """Why a public result is withdrawn, and when that was learnt of."""

    learnt_on = DayField(
        label=spoken("知悉日期", "Learnt on"),
        latest=clock.today,
        help_text=spoken(
            "收到撤销、确认违法或要求重作的文书之日；自次日起 3 个工作日内撤下",
            "The day the decision was received; it is withdrawn within 3 working days after it",
        ),
    )
    reason = forms.CharField(label=spoken("撤下理由", "Why"), widget=forms.Textarea(attrs={"rows": 3}))
