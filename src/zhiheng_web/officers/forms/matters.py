"""The forms of trackings, accountability, awards and allocation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from zhiheng_web.accounts.models import Account
from zhiheng_web.bodies.forms import BodyChoice, PersonChoice
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.lib import clock
from zhiheng_web.lib.fields import DayField, PointsField, spoken, wrong
from zhiheng_web.officers.forms.fields import MonthField, OfficerChoice, choices, reason, words
from zhiheng_web.officers.models.accountability import HEARINGS, TRIGGERS
from zhiheng_web.officers.queries import people_of


class _OfBureau(forms.Form):
    """A form about somebody or something of a bureau."""

    def __init__(self, *args: Any, organiser: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organiser = organiser
        within = {"body__path__startswith": organiser.path}
        officer = self.fields.get("officer")
        if isinstance(officer, forms.ModelChoiceField):
            officer.queryset = Officer.objects.filter(**within).select_related("body").order_by("body__path", "code")
        body = self.fields.get("body")
        if isinstance(body, forms.ModelChoiceField):
            body.queryset = Body.objects.filter(path__startswith=organiser.path).order_by("path")
        owner = self.fields.get("owner")
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = people_of(organiser)


def _owner() -> PersonChoice:
    return PersonChoice(Account.objects.none(), label=spoken("责任人", "Owner"), required=False, empty_label="—")


class TrackingForm(_OfBureau):
    """A key case or a key person: why, who, what next, until when, what closes it."""

    case_code = forms.CharField(
        label=spoken("重点案：案号", "Key case: number"),
        max_length=200,
        required=False,
        help_text=spoken("与重点人二选一", "Or a key person"),
    )
    officer = OfficerChoice(
        Officer.objects.none(), label=spoken("重点人", "Key person"), required=False, empty_label="—"
    )
    reason = reason()
    owner = _owner()
    next_action = forms.CharField(label=spoken("下一步", "Next action"), max_length=300, required=False)
    due_on = DayField(label=spoken("时限", "Deadline"), required=False, earliest=clock.today)
    closing_condition = forms.CharField(label=spoken("办结条件", "Closing condition"), max_length=300)

    def clean_case_code(self) -> Case | None:
        """Return the case of this number within the bureau. Raises ValidationError where there is none."""
        typed = self.cleaned_data["case_code"].strip()
        if not typed:
            return None
        chosen = Case.objects.filter(code=typed, body__path__startswith=self.organiser.path, is_current=True)
        found: Case | None = chosen.select_related("body", "lead", "second").first()
        if found is None:
            raise wrong(f"本机构没有案号“{typed}”的案件", f"the bureau has no case “{typed}”")
        return found

    def values(self) -> dict[str, Any]:
        """Return what was filled in, as the action takes it."""
        told = dict(self.cleaned_data)
        told["case"] = told.pop("case_code")
        return told


class StepForm(_OfBureau):
    """A step: what happened, what comes next, a new deadline or owner."""

    text = words(spoken("办理情况", "What happened"))
    next_action = forms.CharField(label=spoken("下一步", "Next action"), max_length=300, required=False)
    due_on = DayField(label=spoken("新的时限", "New deadline"), required=False, earliest=clock.today)
    owner = _owner()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NoteForm(forms.Form):
    """What shows that it can be closed."""

    note = words(spoken("办结说明", "Closing note"))


class NoticeForm(forms.Form):
    """What a notice of supervision asks for."""

    demands = words(spoken("督办要求", "Demands"), rows=5, hint=spoken("每行一条", "One a line"))


class ProposalForm(forms.Form):
    """The draft of an opinion."""

    fault = words(spoken("认定的执法过错", "The fault"), rows=6)
    history = words(spoken("整改经过", "History of the mending"), rows=5, required=False)
    basis = words(
        spoken("依据", "Basis"),
        rows=2,
        required=False,
        hint=spoken("本机构执法过错责任追究的规定及条款", "The bureau's own rules on accountability, by clause"),
    )
    measure_proposed = forms.CharField(label=spoken("建议的追究方式", "Proposed measure"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NewProposalForm(_OfBureau, ProposalForm):
    """A draft about an officer whom no trigger named."""

    officer = OfficerChoice(Officer.objects.none(), label=spoken("人员", "Officer"), empty_label="—")
    trigger = forms.ChoiceField(label=spoken("情形", "Ground"), choices=choices(TRIGGERS))
    field_order = ("officer", "trigger")


class HearingForm(forms.Form):
    """How the officer was heard."""

    hearing = forms.ChoiceField(label=spoken("方式", "How"), choices=choices(HEARINGS), widget=forms.RadioSelect)
    statement = words(spoken("陈述申辩内容，或者放弃的情况", "The statement, or how it was waived"))
    considered = words(spoken("采纳情况", "How it was considered"), required=False)


class StatementForm(forms.Form):
    """One's own statement."""

    statement = words(spoken("陈述申辩", "Statement"), rows=6, required=False)
    waives = forms.BooleanField(label=spoken("我放弃陈述申辩", "I waive it"), required=False)


class SubmissionForm(forms.Form):
    """What was made of the statement."""

    considered = words(spoken("对陈述申辩的采纳情况", "How the statement was considered"), required=False)


class DecisionForm(forms.Form):
    """What the committee decided."""

    decision = forms.ChoiceField(
        label=spoken("决定", "Decision"),
        choices=[("held", spoken("追究责任", "Held responsible")), ("not_held", spoken("不予追究", "Not held"))],
        widget=forms.RadioSelect,
    )
    meeting = forms.CharField(
        label=spoken("会议", "Meeting"),
        help_text=spoken("同一次会议决定的为一批", "Decisions of one meeting are one batch"),
        max_length=200,
    )
    held_on = DayField(label=spoken("会议日期", "Day of the meeting"), latest=clock.today)
    measure = forms.CharField(label=spoken("追究方式", "Measure"), max_length=300, required=False)
    grounds = words(spoken("决定理由", "Grounds"), rows=2)


class PeriodForm(forms.Form):
    """Which months; the last one is included."""

    since = MonthField(label=spoken("自", "From"))
    until = MonthField(label=spoken("至（含）", "To (included)"))


class AwardListForm(PeriodForm):
    """Which months the award list is of, and how many of the first it names."""

    most = forms.IntegerField(
        label=spoken("只列前几名（可空）", "Only the first so many (may be blank)"),
        required=False,
        min_value=1,
        max_value=1000,
    )


class AwardForm(_OfBureau, PeriodForm):
    """A reward that was decided."""

    officer = OfficerChoice(Officer.objects.none(), label=spoken("人员", "Officer"), required=False, empty_label="—")
    body = BodyChoice(Body.objects.none(), label=spoken("或者单位", "Or a unit"), required=False, empty_label="—")
    title = forms.CharField(label=spoken("奖励", "Award"), max_length=200)
    decided_on = DayField(label=spoken("决定日期", "Decided on"), latest=clock.today)
    reason = reason()
    field_order = ("officer", "body", "title", "since", "until")


class SwitchForm(forms.Form):
    """Whether means are allocated here at all."""

    gate = PointsField(
        label=spoken("质量门槛：平均扣分不高于", "Gate of quality: average at most"),
        help_text=spoken("质量是前提：超过的单位不分配", "Quality comes first: units above it get nothing"),
        least=Decimal("0.01"),
        most=100,
    )
    has_read_notice = forms.BooleanField(
        label=spoken("已阅读上面的法律风险提示", "I have read the notice on the risk of law above")
    )
    reason = reason()


class AllocationForm(PeriodForm):
    """An amount typed in by hand and the months it goes by."""

    title = forms.CharField(label=spoken("名称", "Title"), max_length=200)
    amount = PointsField(label=spoken("总额", "Amount"), least=Decimal("0.01"), unit=spoken("元", "yuan"))
    origin = forms.CharField(
        label=spoken("经费来源", "Where it comes from"),
        help_text=spoken("例如：年度预算办案经费", "Such as: budget of the year"),
        max_length=300,
    )
    is_budget = forms.BooleanField(
        label=spoken(
            "总额来自财政预算，与罚款、没收款项没有任何联系",
            "The amount is of the budget and has no link whatever with fines or confiscations",
        )
    )
    field_order = ("title", "amount", "origin", "since", "until")


class AdoptForm(forms.Form):
    """Whether a computation is adopted."""

    decision = forms.ChoiceField(
        label=spoken("决定", "Decision"),
        choices=[("adopt", spoken("采用", "Adopt")), ("discard", spoken("不采用", "Discard"))],
        widget=forms.RadioSelect,
    )
    reason = reason()
