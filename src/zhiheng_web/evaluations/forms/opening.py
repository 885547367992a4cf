"""The forms of the wizard that prepares a cycle: each step is a plain form that stores what it says in the draft."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from zhiheng_web.bodies.models import Body, LeadingGroup
from zhiheng_web.evaluations.models import Cycle
from zhiheng_web.evaluations.reading import opening as reading
from zhiheng_web.evaluations.reading.answers import COUNTY_KINDS
from zhiheng_web.intake.models import Book
from zhiheng_web.lib import clock
from zhiheng_web.lib.fields import DayField, spoken, wrong
from zhiheng_web.lib.words import Text, say

STEPS: tuple[tuple[str, Text], ...] = (
    ("scheme", Text("方案和选项", "Scheme and options")),
    ("dates", Text("期间和日期", "Period and dates")),
    ("bodies", Text("被评价单位", "Bodies")),
    ("group", Text("领导小组", "Leading group")),
    ("completion", Text("补充", "Completion")),
    ("ledger", Text("台账", "Ledger")),
    ("check", Text("核对和开启", "Check and open")),
)


class StartForm(forms.Form):
    """Begins a draft: organiser, scheme, title, year."""

    organiser = forms.ModelChoiceField(queryset=Body.objects.none(), label=spoken("组织评价的机构", "Organising body"))
    scheme_id = forms.ChoiceField(label=spoken("评价方案", "Scheme"), widget=forms.RadioSelect)
    title = forms.CharField(max_length=200, label=spoken("名称", "Title"))
    year = forms.IntegerField(min_value=2000, max_value=2100, label=spoken("年度", "Year"))

    def __init__(self, *args: Any, organisers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organiser"].queryset = organisers  # type: ignore[attr-defined]
        self.fields["scheme_id"].choices = [  # type: ignore[attr-defined]
            (scheme.id, say(scheme.name)) for scheme in reading.schemes()
        ]
        self.fields["year"].initial = clock.today().year
        if organisers.count() == 1:
            self.fields["organiser"].initial = organisers.first()


class OptionsForm(forms.Form):
    """The choices that a scheme leaves to the evaluating body, with the doubt each settles."""

    def __init__(self, *args: Any, scheme: Any, chosen: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for option in scheme.options:
            label = f"{option.id}（{option.ambiguity}）" if option.ambiguity else option.id
            self.fields[option.id] = forms.ChoiceField(
                choices=[(one, _choice_label(one, option.default)) for one in option.choices],
                initial=chosen.get(option.id, option.default),
                label=label,
                help_text=say(option.text),
            )


def _choice_label(choice: str, default: str) -> str:
    return choice + (say(Text("（默认）", " (default)")) if choice == default else "")


class DatesForm(forms.Form):
    """Period, cut-off day, and the last day of the self-evaluation."""

    title = forms.CharField(max_length=200, label=spoken("名称", "Title"))
    period_from = DayField(label=spoken("评价期间第一天", "First day of the period"))
    last_day = DayField(label=spoken("评价期间最后一天", "Last day of the period"))
    as_of = DayField(
        label=spoken("数据截止日", "Cut-off day of the data"),
        help_text=spoken("可以早于期末（HN-AMB-14）", "It may be before the end of the period (HN-AMB-14)"),
    )
    due = DayField(
        label=spoken("自评截止日", "Self-evaluation due"),
        help_text=spoken(
            "文件写“某月某日前”的，填这一天。截止日按日历日定，不因休息日顺延；下一步会说明它是不是工作日",
            "Where the document says “before 15 November”, give that day. It is a calendar day and does not move",
        ),
    )
    is_inclusive = forms.BooleanField(
        required=False,
        label=spoken("含当日（默认，HN-AMB-26）", "That day included (the default, HN-AMB-26)"),
    )
    calendar = forms.ChoiceField(
        choices=[("cn", spoken("国务院节假日安排（含调休）", "State Council holidays, make-up working days included"))],
        label=spoken("工作日历", "Working calendar"),
    )
    contact = forms.CharField(
        max_length=200,
        required=False,
        label=spoken("联系人和联系方式", "Contact"),
        help_text=spoken(
            "只在系统内显示，不对外公布（HN-15）", "Shown inside the system only, never published (HN-15)"
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Return the fields of the cycle: the period half-open, the due date as the last day that is in time."""
        told: dict[str, Any] = super().clean() or {}
        first, last, as_of = told.get("period_from"), told.get("last_day"), told.get("as_of")
        if first and last and last < first:
            self.add_error("last_day", wrong("早于第一天", "before the first day"))
        elif first and last and as_of and not first <= as_of <= last:
            self.add_error("as_of", wrong("不在评价期间内", "not within the period"))
        return told

    def fields_of_cycle(self) -> dict[str, Any]:
        """Return what is stored."""
        told = self.cleaned_data
        due: date = told["due"]
        return {
            "title": told["title"],
            "period_from": told["period_from"],
            "period_to": told["last_day"] + timedelta(days=1),
            "as_of": told["as_of"],
            "self_evaluation_due": due if told["is_inclusive"] else due - timedelta(days=1),
            "calendar": told["calendar"],
            "contact": told["contact"],
        }


class BodiesForm(forms.Form):
    """Which bodies are evaluated; for counties also which sub-items do not fit them (HN-20)."""

    bodies = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, label=spoken("被评价单位", "Bodies to be evaluated")
    )
    spared = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=spoken("不适用于县（市、区）的项目（HN-20）", "What does not apply to counties (HN-20)"),
    )

    def __init__(self, *args: Any, cycle: Cycle, scheme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(reading.bodies_for(cycle))
        depth = cycle.organiser.depth
        self.fields["bodies"].choices = [  # type: ignore[attr-defined]
            (str(body.pk), f"{'　' * (body.depth - depth - 1)}{body.name}（{_kind(scheme, body)}）") for body in known
        ]
        self.fields["spared"].choices = [  # type: ignore[attr-defined]
            (sub_item.id, f"{sub_item.id} {say(sub_item.clause if sub_item.clause.zh else sub_item.name)}")
            for _, _, sub_item in scheme.sub_items()
        ]
        if not any(reading.kind_of(scheme, body) in COUNTY_KINDS for body in known):
            del self.fields["spared"]


def _kind(scheme: Any, body: Body) -> str:
    return say(reading.kind_text(scheme, reading.kind_of(scheme, body)))


class GroupForm(forms.Form):
    """The leading group whose seats carry the right to sign (CQ-06)."""

    leading_group = forms.ModelChoiceField(
        queryset=LeadingGroup.objects.none(), label=spoken("领导小组", "Leading group")
    )
    previous = forms.ModelChoiceField(
        queryset=Cycle.objects.none(),
        required=False,
        label=spoken("上一周期", "Previous cycle"),
        help_text=spoken(
            "用于连续两年不达标的判断（CQ-50）和上下年比较", "For two failing years (CQ-50) and comparison"
        ),
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leading_group"].queryset = cycle.organiser.leading_groups.all()  # type: ignore[attr-defined]
        self.fields["previous"].queryset = reading.earlier_cycles(cycle)  # type: ignore[attr-defined]


class CompletionForm(forms.Form):
    """What a scheme leaves open, a field for each; or a whole file."""

    file = forms.FileField(
        required=False,
        label=spoken("上传补充文件（YAML）", "Upload a completion file (YAML)"),
        help_text=spoken("上传后以文件为准，下面逐项填写的不采用", "The file then counts, not the fields below"),
    )

    def __init__(self, *args: Any, open_paths: Any, values: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paths = [one.path for one in open_paths]
        for one in open_paths:
            self.fields[f"value:{one.path}"] = forms.CharField(
                required=False,
                max_length=200,
                initial=values.get(one.path, ""),
                label=one.path,
                help_text=say(one.text),
            )

    def values(self) -> dict[str, str]:
        """Return what was filled in, by path."""
        return {path: self.cleaned_data.get(f"value:{path}", "") for path in self.paths}


class LedgerForm(forms.Form):
    """A snapshot that is sealed already, or a ledger to be sealed now."""

    snapshot = forms.ChoiceField(
        required=False, widget=forms.RadioSelect, label=spoken("已封存的快照", "Sealed snapshots")
    )
    book = forms.ModelChoiceField(
        queryset=Book.objects.none(), required=False, label=spoken("现在封存这本台账", "Seal this ledger now")
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["book"].queryset = Book.objects.filter(body=cycle.organiser)  # type: ignore[attr-defined]
        self.fields["snapshot"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.book} / {one.name}") for one in reading.snapshots_for(cycle)
        ]

    def clean(self) -> dict[str, Any]:
        """Raise unless exactly one of the two is chosen."""
        told: dict[str, Any] = super().clean() or {}
        if bool(told.get("snapshot")) == bool(told.get("book")):
            self.add_error(None, wrong("快照和台账选一个", "choose either a snapshot or a ledger"))
        return told
