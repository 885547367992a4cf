"""The forms of bodies, posts and leading groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from zhiheng_web.accounts.models import Account
from zhiheng_web.bodies.models import KINDS, LEVELS, SLOTS, Body
from zhiheng_web.lib.fields import DayField, spoken
from zhiheng_web.lib.policy import ROLE_TEXTS, Role
from zhiheng_web.lib.words import Text, say

_REASON_HINT = spoken("写入审计记录", "Goes into the audit trail")
_REGION = RegexValidator(r"^(\d{6}|\d{9}|\d{12})\Z", spoken("行政区划代码是 6、9 或 12 位数字。", "6, 9 or 12 digits."))
_USCC = RegexValidator(
    r"^[0-9A-HJ-NP-RT-UW-Y]{18}\Z",
    spoken(
        "统一社会信用代码是 18 位数字和大写字母（不用 I、O、S、V、Z）。",
        "18 digits and capitals without I, O, S, V and Z.",
    ),
)
_NONE = ("", "—")


def _choices(texts: Iterable[tuple[str, Text]]) -> list[tuple[str, str]]:
    return [_NONE, *((key, say(text)) for key, text in texts)]


class BodyChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One body of the tree, shown with its depth."""

    def label_from_instance(self, obj: Body) -> str:
        """Return name and number, indented by depth."""
        return f"{'　' * obj.depth}{obj.name}（{obj.code}）"


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One account, shown with its name."""

    def label_from_instance(self, obj: Account) -> str:
        """Return the person's name and the account."""
        return f"{obj.display_name}（{obj.name}）"


def _body_field(label: Any, **more: Any) -> BodyChoice:
    return BodyChoice(Body.objects.filter(until=None), label=label, empty_label="—", **more)


class BodyForm(forms.Form):
    """What is said of a body."""

    code = forms.CharField(
        label=spoken("单位编号", "Number"),
        help_text=spoken("与台账中的单位编号一致", "As in the ledger"),
        max_length=100,
    )
    name = forms.CharField(label=spoken("名称", "Name"), max_length=200)
    name_en = forms.CharField(label=spoken("英文名称", "English name"), max_length=200, required=False)
    level = forms.ChoiceField(label=spoken("层级", "Level"), required=False)
    kind = forms.ChoiceField(
        label=spoken("单位类型", "Kind"),
        help_text=spoken("决定评价方案中哪些项目适用", "Decides which items of a scheme apply"),
        required=False,
    )
    region_code = forms.CharField(label=spoken("行政区划代码", "Region code"), validators=[_REGION], required=False)
    uscc = forms.CharField(label=spoken("统一社会信用代码", "USCC"), validators=[_USCC], required=False)
    since = DayField(label=spoken("成立日期", "Founded on"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = dict(KINDS)
        present = str((self.initial or {}).get("kind", ""))
        if present:
            # A kind that only an imported scheme knows must survive an edit.
            kinds.setdefault(present, Text(present, present))
        for name, texts in (("level", LEVELS), ("kind", kinds)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = _choices(texts.items())


class NewBodyForm(BodyForm):
    """The same with the body above."""

    parent = _body_field(
        spoken("上级机构", "Body above"), required=False, help_text=spoken("留空为最上级", "Empty for a root")
    )
    field_order = ("parent",)


class MoveForm(forms.Form):
    """Where a body goes, and from which day."""

    parent = _body_field(spoken("划到", "Under"))
    on = DayField(label=spoken("自何日起", "From the day"))
    reason = forms.CharField(
        label=spoken("依据", "Ground"),
        help_text=spoken("文件名称和文号，写入审计记录", "The document; goes into the trail"),
    )


class EndForm(forms.Form):
    """The first day on which something no longer holds, and why."""

    until = DayField(label=spoken("自何日起不再", "No longer from the day"))
    reason = forms.CharField(label=spoken("理由", "Reason"), help_text=_REASON_HINT, max_length=500)


class ReasonForm(forms.Form):
    """A decision: the reason."""

    reason = forms.CharField(label=spoken("理由", "Reason"), help_text=_REASON_HINT, max_length=500, required=False)


def _roles() -> list[tuple[str, str]]:
    return _choices((role.value, ROLE_TEXTS[role]) for role in Role)


class PostForm(forms.Form):
    """A post to be proposed."""

    body = _body_field(spoken("机构", "Body"))
    role = forms.ChoiceField(label=spoken("岗位", "Post"))
    since = DayField(label=spoken("任职日期", "From"))
    until = DayField(
        label=spoken("任期至", "Until"),
        help_text=spoken("当日起不再任职；留空为长期", "The first day no longer held; empty: without end"),
        required=False,
    )
    reason = forms.CharField(label=spoken("任职依据", "Ground"), help_text=_REASON_HINT, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _roles()


class TransferForm(PostForm):
    """Where a person goes: the old post ends on the day on which the new one begins."""

    since = None  # type: ignore[assignment]
    until = None  # type: ignore[assignment]
    on = DayField(label=spoken("调任日期", "Transfer on"))
    field_order = ("body", "role", "on", "reason")


class GroupForm(forms.Form):
    """A leading group."""

    name = forms.CharField(label=spoken("名称", "Name"), initial="执法效能评价领导小组", max_length=200)
    since = DayField(label=spoken("成立日期", "Set up on"))
    until = DayField(label=spoken("任期至", "Until"), required=False)


class SeatForm(forms.Form):
    """A seat and who takes it."""

    slot = forms.ChoiceField(label=spoken("席位", "Seat"))
    person = forms.CharField(label=spoken("姓名", "Person"), max_length=100)
    duty = forms.CharField(label=spoken("职务", "Duty"), max_length=200, required=False)
    account = PersonChoice(
        Account.objects.filter(is_active=True).order_by("display_name"),
        label=spoken("账号", "Account"),
        help_text=spoken("有账号的才能在系统中签批", "Only with an account can they sign here"),
        required=False,
        empty_label="—",
    )
    represents = _body_field(
        spoken("主管或代表的机构", "Heads or represents"),
        help_text=spoken("不得核实、决定该机构的评价，系统自动回避", "Barred from verifying or deciding on that body"),
        required=False,
    )
    since = DayField(label=spoken("任职日期", "From"))
    until = DayField(label=spoken("任期至", "Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["slot"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _choices(SLOTS.items())
