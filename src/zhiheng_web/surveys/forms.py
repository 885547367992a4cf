"""The forms of surveys. The form of the public is made from the questions themselves (`asking`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from zhiheng_web.bodies.forms import BodyChoice
from zhiheng_web.bodies.models import Body
from zhiheng_web.intake.models import Book
from zhiheng_web.lib.fields import DayField, PercentageField, spoken, wrong
from zhiheng_web.lib.words import Text
from zhiheng_web.surveys.questions import KIND_TEXTS, PURPOSE_TEXTS, Question

_MOST_OPTIONS = 20


def _choices(texts: Mapping[str, Text]) -> list[tuple[str, Any]]:
    return [(key, spoken(text.zh, text.of("en"))) for key, text in texts.items()]


class QuestionnaireForm(forms.Form):
    """What a questionnaire says of itself."""

    year = forms.IntegerField(label=spoken("评价年度", "Year evaluated"), min_value=2000, max_value=2100)
    title = forms.CharField(label=spoken("中文标题", "Title in Chinese"), max_length=200)
    title_en = forms.CharField(label=spoken("英文标题", "Title in English"), max_length=200)
    greeting = forms.CharField(
        label=spoken("中文说明", "Introduction in Chinese"),
        help_text=spoken("写在问卷开头：谁在调查、作什么用", "At the top: who asks, and what for"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    greeting_en = forms.CharField(
        label=spoken("英文说明", "Introduction in English"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    opens = DayField(label=spoken("开始日期", "First day"))
    closes = DayField(label=spoken("截止日期", "Last day"), help_text=spoken("当日仍可填写", "Answers are taken on it"))
    least_seconds = forms.IntegerField(
        label=spoken("最短作答时间（秒）", "Shortest time for an answer (seconds)"),
        help_text=spoken("太快提交的请其再看一遍；0 为不限", "Who is quicker is asked to look again; 0 for none"),
        min_value=0,
        max_value=600,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NewQuestionnaireForm(QuestionnaireForm):
    """The same with the body that asks."""

    body = BodyChoice(Body.objects.none(), label=spoken("开展调查的机构", "Body that asks"), empty_label=None)
    subject = forms.CharField(widget=forms.HiddenInput, max_length=120, required=False)
    field_order = ("body",)

    def __init__(self, *args: Any, askers: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, BodyChoice)
        field.queryset = askers


class BodiesChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several bodies, shown with their depth."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Body) -> str:
        """Return name and number, indented by depth."""
        return f"{'　' * obj.depth}{obj.name}（{obj.code}）"


class TargetsForm(forms.Form):
    """The bodies that are asked about."""

    bodies = BodiesChoice(Body.objects.none(), label=spoken("调查哪些单位", "Bodies to ask about"))

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["bodies"]
        assert isinstance(field, BodiesChoice)
        field.queryset = bodies


class WeightsForm(forms.Form):
    """A weight for each stratum, in per cent; all empty means that nothing is weighted."""

    def __init__(self, *args: Any, strata: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, text in strata.options:
            self.fields[f"weight_{key}"] = PercentageField(
                label=spoken(text.zh, text.of("en")), required=False, places=4
            )

    def clean(self) -> dict[str, Any]:
        """Refuse weights that do not sum to 100 %, or that are given for some strata only."""
        cleaned = super().clean() or {}
        given = [value for name, value in cleaned.items() if name.startswith("weight_")]
        told = [value for value in given if value is not None]
        if told and (len(told) != len(given) or sum(told, Decimal(0)) != 100 or any(value <= 0 for value in told)):
            raise wrong(
                f"每层都要填大于 0 的权重，合计 100%；现在合计 {sum(told, Decimal(0))}%",
                f"every stratum needs a weight above 0, together 100 %; now {sum(told, Decimal(0))} %",
            )
        return cleaned

    @property
    def weights(self) -> dict[str, Decimal | None]:
        """Return the weights as shares of 1, by stratum."""
        found = {name.removeprefix("weight_"): value for name, value in self.cleaned_data.items()}
        return {key: None if value is None else Decimal(value) / 100 for key, value in found.items()}


_LINE = re.compile(r"\s*[|｜]\s*")


class QuestionForm(forms.Form):
    """A question. Options are lines, the Chinese and the English with a bar between."""

    kind = forms.ChoiceField(label=spoken("题型", "Kind"), choices=_choices(KIND_TEXTS))
    zh = forms.CharField(label=spoken("题目（中文）", "Question in Chinese"), max_length=300)
    en = forms.CharField(label=spoken("题目（英文）", "Question in English"), max_length=300)
    options = forms.CharField(
        label=spoken("选项", "Options"),
        help_text=spoken(
            "每行一个：中文 | English。打分题留空为 1 至 5 分，文字题留空",
            "One a line: 中文 | English. Empty for a scale of 1 to 5, and for words",
        ),
        widget=forms.Textarea(attrs={"rows": 7}),
        required=False,
    )
    required = forms.BooleanField(label=spoken("必须回答", "Must be answered"), required=False)
    purpose = forms.ChoiceField(label=spoken("用途", "Purpose"), choices=_choices(PURPOSE_TEXTS))
    satisfied = forms.CharField(
        label=spoken("第几个选项算满意", "Which options count as satisfied"),
        help_text=spoken("满意度题填写，例如：1、2", "For the satisfaction question, such as 1, 2"),
        required=False,
    )
    uncounted = forms.CharField(
        label=spoken("第几个选项不计入", "Which options are not counted"),
        help_text=spoken(
            "例如“不了解”：不算受访人数，也不算满意人数", "Such as “no opinion”: neither a respondent nor satisfied"
        ),
        required=False,
    )
    place = forms.IntegerField(
        label=spoken("排在第几题", "Place"),
        help_text=spoken("留空不动；新题排在最后", "Empty: stays; a new one goes last"),
        min_value=1,
        required=False,
    )

    def clean_options(self) -> tuple[tuple[str, Text], ...]:
        """Return the options with their keys 1, 2, …; every line needs both languages."""
        found = []
        for number, line in enumerate(filter(None, map(str.strip, self.cleaned_data["options"].splitlines())), 1):
            words = _LINE.split(line)
            if len(words) != 2 or not all(words):
                raise wrong(
                    f"第 {number} 行“{line}”要写成 中文 | English", f"line {number} “{line}”: write 中文 | English"
                )
            found.append((str(number), Text(words[0], words[1])))
        if len(found) > _MOST_OPTIONS:
            raise wrong(f"至多 {_MOST_OPTIONS} 个选项", f"at most {_MOST_OPTIONS} options")
        return tuple(found)

    def clean_satisfied(self) -> tuple[str, ...]:
        """Return the numbers named."""
        return _numbers(self.cleaned_data["satisfied"])

    def clean_uncounted(self) -> tuple[str, ...]:
        """Return the numbers named."""
        return _numbers(self.cleaned_data["uncounted"])

    def clean(self) -> dict[str, Any]:
        """Refuse options that the kind does not have, and numbers of options that are not there."""
        cleaned = super().clean() or {}
        kind, options = cleaned.get("kind"), cleaned.get("options", ())
        if kind == "scale" and not options:
            options = cleaned["options"] = tuple((str(step), Text(str(step), str(step))) for step in range(1, 6))
        if kind == "text":
            cleaned["options"] = ()
        elif "options" in cleaned and len(options) < 2:
            self.add_error("options", wrong("至少要有两个选项", "two options at least"))
        known = {key for key, _ in options}
        for name in ("satisfied", "uncounted"):
            missing = [key for key in cleaned.get(name, ()) if key not in known]
            if missing:
                self.add_error(name, wrong(f"没有第 {missing[0]} 个选项", f"there is no option {missing[0]}"))
        return cleaned

    def question(self, question_id: str = "") -> Question:
        """Return the question that was filled in."""
        told = self.cleaned_data
        meant = told["purpose"] == "satisfaction"
        return Question(
            question_id,
            told["kind"],
            Text(told["zh"], told["en"]),
            told["options"],
            told["required"],
            told["purpose"],
            told["satisfied"] if meant else (),
            told["uncounted"] if meant else (),
        )


def initial_of(question: Question) -> dict[str, Any]:
    """Return what the form shows of a question that is there."""
    return {
        "kind": question.kind,
        "zh": question.text.zh,
        "en": question.text.of("en"),
        "options": "\n".join(f"{text.zh} | {text.of('en')}" for _, text in question.options),
        "required": question.required,
        "purpose": question.purpose,
        "satisfied": "、".join(_places(question, question.satisfied)),
        "uncounted": "、".join(_places(question, question.uncounted)),
    }


def _places(question: Question, keys: Sequence[str]) -> list[str]:
    return [str(place) for place, key in enumerate(question.keys, 1) if key in keys]


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(r"\d+", unicodedata.normalize("NFKC", text))))


class ReasonForm(forms.Form):
    """A deed with a reason that need not be given."""

    reason = forms.CharField(
        label=spoken("说明", "Note"),
        help_text=spoken("写入审计记录", "Goes into the audit trail"),
        max_length=500,
        required=False,
    )


class ConfirmForm(forms.Form):
    """A deed that asks for nothing but to be confirmed."""


class BookChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One ledger, shown with the body that keeps it."""

    def label_from_instance(self, obj: Book) -> str:
        """Return the name and the body."""
        return f"{obj.name}（{obj.body.name}）"


class FeedForm(ReasonForm):
    """Into which ledger a result goes."""

    book = BookChoice(Book.objects.none(), label=spoken("台账", "Ledger"), empty_label=None)
    field_order = ("book",)

    def __init__(self, *args: Any, books: QuerySet[Book], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["book"]
        assert isinstance(field, BookChoice)
        field.queryset = books
