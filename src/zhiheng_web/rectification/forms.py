"""The forms of rectification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from zhiheng_web.bodies.forms import BodyChoice
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock
from zhiheng_web.lib.fields import DayField, EvidenceField, spoken
from zhiheng_web.lib.words import Text
from zhiheng_web.rectification.models import FORMS, KINDS, SOURCES, TASK_TEXTS


def _choices(texts: Mapping[str, Text]) -> list[tuple[str, Any]]:
    return [(key, spoken(text.zh, text.of("en"))) for key, text in texts.items()]


def _words(label: Any, *, rows: int = 3, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=4000, required=required, help_text=hint
    )


def _year() -> forms.IntegerField:
    return forms.IntegerField(label=spoken("年度", "Year"), min_value=2000, max_value=2100)


class _AboutBody(forms.Form):
    """A form that begins with the body it is about; a change keeps the body, so that it is left out there."""

    body = BodyChoice(Body.objects.none(), label=spoken("单位", "Body"), empty_label=None)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("body",)

    def __init__(self, *args: Any, bodies: QuerySet[Body] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if bodies is None:
            del self.fields["body"]
            return
        field = self.fields["body"]
        assert isinstance(field, BodyChoice)
        field.queryset = bodies


class ProblemForm(_AboutBody):
    """A problem."""

    year = _year()
    title = forms.CharField(label=spoken("问题", "Problem"), max_length=300)
    detail = _words(spoken("详情", "Detail"), required=False)
    source = forms.ChoiceField(label=spoken("来源", "Source"), choices=_choices(SOURCES))
    rule_id = forms.CharField(
        label=spoken("规则编号", "Rule"),
        help_text=spoken("对应的评分规则，例如 D03-2-a；没有可不填", "Such as D03-2-a; empty where there is none"),
        max_length=60,
        required=False,
    )
    person = forms.CharField(label=spoken("责任人", "Person responsible"), max_length=100, required=False)
    measure = _words(spoken("整改措施", "Measure"), required=False)
    deadline = DayField(label=spoken("整改时限", "Deadline"))
    subject = forms.CharField(widget=forms.HiddenInput, max_length=120, required=False)


class PlanForm(forms.Form):
    """Who answers, by which measure, until when."""

    person = forms.CharField(label=spoken("责任人", "Person responsible"), max_length=100)
    measure = _words(spoken("整改措施", "Measure"))
    deadline = DayField(label=spoken("整改时限", "Deadline"))
    reason = forms.CharField(
        label=spoken("理由", "Reason"),
        help_text=spoken("时限往后改时必填，写入审计记录", "Needed for a later deadline; goes into the audit trail"),
        max_length=500,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MilestoneForm(forms.Form):
    """A step of the road map."""

    text = forms.CharField(label=spoken("节点", "Milestone"), max_length=300)
    day = DayField(label=spoken("日期", "Day"))


class LetterForm(forms.Form):
    """The letter of responsibility as files."""

    letter = EvidenceField(label=spoken("责任书文件", "Letter of responsibility"), most_files=5, most_megabytes=50)


class ReportForm(forms.Form):
    """How a problem was rectified."""

    report = _words(spoken("完成情况", "What was done"), rows=5)


class VerdictForm(forms.Form):
    """What the verification found."""

    verdict = _words(spoken("核查意见", "Verdict"))


class ReturnForm(VerdictForm):
    """The same with a new deadline."""

    deadline = DayField(label=spoken("新的整改时限", "New deadline"), earliest=clock.today)


class GuidanceForm(forms.Form):
    """Guidance of a county."""

    body = BodyChoice(Body.objects.none(), label=spoken("指导对象", "Body guided"), empty_label=None)
    day = DayField(label=spoken("日期", "Day"), latest=clock.today)
    form = forms.ChoiceField(label=spoken("形式", "Form"), choices=_choices(FORMS))
    findings = _words(spoken("情况和意见", "Findings"), rows=5)

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, BodyChoice)
        field.queryset = bodies


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=spoken("理由", "Reason"), max_length=500)


class ConfirmForm(forms.Form):
    """A deed that asks for nothing but to be confirmed."""


class PracticeForm(_AboutBody):
    """A good practice."""

    year = _year()
    title = forms.CharField(label=spoken("名称", "Title"), max_length=200)
    practice = _words(spoken("做法和成效", "What is done, and what came of it"), rows=6)
    rule_document = forms.CharField(
        label=spoken("形成的制度", "Rule that came of it"),
        help_text=spoken("文件名称和文号", "Name and number of the document"),
        max_length=300,
        required=False,
    )
    publicity = _words(
        spoken("宣传报道", "Publicity"),
        required=False,
        hint=spoken("每行一个：媒体、日期、网址", "One a line, with its address"),
    )
    rule_id = forms.CharField(
        label=spoken("加分项", "Bonus rule"),
        help_text=spoken("例如 B03-a、B04-a；没有可不填", "Such as B03-a or B04-a; empty where there is none"),
        max_length=60,
        required=False,
    )


class TaskForm(_AboutBody):
    """A step of the plan, or a target."""

    year = _year()
    kind = forms.ChoiceField(label=spoken("类别", "Kind"), choices=_choices(KINDS))
    title = forms.CharField(label=spoken("任务", "Task"), max_length=300)
    person = forms.CharField(label=spoken("责任人", "Person responsible"), max_length=100)
    start = DayField(label=spoken("开始", "Start"))
    end = DayField(label=spoken("完成时限", "End"))
    status = forms.ChoiceField(
        label=spoken("状态", "Status"), choices=_choices({key: text for key, (text, _) in TASK_TEXTS.items()})
    )
    result = _words(spoken("完成情况", "Result"), required=False)
    subject = forms.CharField(widget=forms.HiddenInput, max_length=120, required=False)
