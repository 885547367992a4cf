"""The forms of the intake."""

from __future__ import annotations

from typing import Any

from django import forms

from zhiheng.api import ledgers
from zhiheng_web.bodies.models import Body
from zhiheng_web.intake.models import Batch, Choice, OnConflict
from zhiheng_web.lib import policy
from zhiheng_web.lib.fields import DayField, spoken

CONFLICTS = [
    (OnConflict.stop.value, spoken("作为问题列出，由我决定（默认）", "list them as wrong; I decide (default)")),
    (
        OnConflict.update.value,
        spoken("更新已有的行，旧内容保留可查", "update the row that stands; what it said is kept"),
    ),
    (OnConflict.skip.value, spoken("跳过，保留已有的行", "skip them; the row that stands is kept")),
]


class BookForm(forms.Form):
    """What a book says of itself."""

    name = forms.CharField(
        label=spoken("台账名称", "Name"),
        max_length=200,
        help_text=spoken("例如：2025 年度执法台账", "Such as: ledger of 2025"),
    )
    period_from = DayField(label=spoken("期间自", "Period from"))
    period_to = DayField(
        label=spoken("期间至（当日不含）", "Period to (that day not included)"),
        help_text=spoken("全年写到次年 1 月 1 日", "For a whole year: 1 January of the next"),
    )
    as_of = DayField(
        label=spoken("数据截至", "Data as of"),
        required=False,
        help_text=spoken("留空为期间末", "Empty: the end of the period"),
    )
    region = forms.CharField(label=spoken("地区", "Region"), max_length=200, required=False)
    currency_unit = forms.ChoiceField(
        label=spoken("文件中的金额单位", "Unit of amounts in files"),
        choices=[("yuan", spoken("元", "yuan")), ("wan_yuan", spoken("万元", "10,000 yuan"))],
        help_text=spoken("存入后一律换算为元", "Kept in yuan in any case"),
    )
    findings_complete = forms.CharField(
        label=spoken("问题已报齐的规则", "Rules whose findings are complete"),
        required=False,
        help_text=spoken(
            "规则编号用逗号分开；全部报齐写 all。没有登记即没有发生。",
            "Rule ids with commas, or all: no row means there is none",
        ),
    )
    fictional = forms.BooleanField(label=spoken("虚构数据，仅供演练", "Fictional data, for practice"), required=False)

    def clean_findings_complete(self) -> list[str]:
        """Return the rules as a list."""
        text = self.cleaned_data["findings_complete"].replace("，", ",").replace("、", ",")
        return [part.strip() for part in text.split(",") if part.strip()]


class BodyBookForm(BookForm):
    """The same with the body that keeps the book."""

    body = forms.ModelChoiceField(Body.objects.none(), label=spoken("由哪个机构建立", "Kept by"), empty_label=None)
    field_order = ("body",)

    def __init__(self, person: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        within = policy.within_reach(person, "intake.keep_book", "")
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Body.objects.filter(within, until=None)


class UploadForm(forms.Form):
    """A file, and what happens to rows that stand already."""

    file = forms.FileField(label=spoken("文件", "File"), allow_empty_file=True)
    on_conflict = forms.ChoiceField(
        label=spoken("编号已有、内容不同的行", "Rows whose key stands already with other values"),
        choices=CONFLICTS,
        widget=forms.RadioSelect,
        initial=OnConflict.stop.value,
    )

    def __init__(self, *args: Any, accept: str, hint: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = accept
        self.fields["file"].help_text = hint


class MatchForm(forms.Form):
    """For each cell of the header the column of the table that it is."""

    def __init__(self, *args: Any, batch: Batch, cells: list[str], proposed: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spec = ledgers.TABLES[batch.table]
        choices = [("", spoken("不导入", "leave out"))]
        choices += [
            (
                one.name,
                spoken(f"{one.label}{'（必填）' if one.required else ''}", f"{one.name}{' *' if one.required else ''}"),
            )
            for one in spec.columns
        ]
        for index, cell in enumerate(cells):
            label = cell or spoken(f"第 {index + 1} 列（无表头）", f"column {index + 1} (no header)")
            self.fields[f"column-{index}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=proposed.get(index, "")
            )

    def columns(self) -> dict[int, str]:
        """Return the columns chosen by index."""
        return {
            int(name.removeprefix("column-")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("column-") and value
        }


class ConfirmForm(forms.Form):
    """Which rows come in, and whether the units go into the tree of bodies."""

    choice = forms.ChoiceField(
        label=spoken("导入哪些行", "Which rows come in"),
        choices=[
            (
                Choice.all_or_nothing.value,
                spoken("全部导入，或者一行也不导入（默认）", "all of them or none (default)"),
            ),
            (Choice.good_rows_only.value, spoken("只导入没有问题的行", "good rows only")),
        ],
        widget=forms.RadioSelect,
        initial=Choice.all_or_nothing.value,
    )
    take_units = forms.BooleanField(
        label=spoken("把单位表中的单位同时纳入机构树", "take the units of the table into the tree of bodies as well"),
        required=False,
    )


class ReasonForm(forms.Form):
    """Why: it goes into the audit trail."""

    reason = forms.CharField(
        label=spoken("理由", "Reason"), max_length=500, help_text=spoken("写入审计记录", "Goes into the audit trail")
    )


class SnapshotForm(forms.Form):
    """The name of a snapshot."""

    name = forms.CharField(
        label=spoken("快照名称", "Name of the snapshot"),
        max_length=200,
        help_text=spoken("例如：2025 年度评价用", "Such as: for the evaluation of 2025"),
    )
    reason = forms.CharField(label=spoken("说明", "Note"), max_length=500, required=False)
