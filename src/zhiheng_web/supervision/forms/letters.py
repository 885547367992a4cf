"""The forms of suggestion letters and of the replies to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from zhiheng_web.bodies.forms import BodyChoice
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock
from zhiheng_web.lib.fields import DayField, EvidenceField, spoken
from zhiheng_web.supervision.models import Letter, LetterProblem
from zhiheng_web.supervision.models.letters import REPLY_DAYS
from zhiheng_web.supervision.queries import letters as queries
from zhiheng_web.training.forms.parts import line, number, words


class LetterForm(forms.Form):
    """What a letter says beside its problems; a draft keeps its addressee."""

    addressee = BodyChoice(Body.objects.none(), label=spoken("受文单位", "Addressee"), empty_label="—")
    title = line(spoken("标题", "Title"))
    found_in = line(
        spoken("发现途径", "Found in"),
        required=False,
        hint=spoken("如：2026年10月案件网上监督", "Such as the online checks of October 2026"),
    )
    basis = line(spoken("依据", "Basis"), required=False, most=300)
    suggestions = words(spoken("监督建议", "Suggestions"), rows=5, hint=spoken("每行一条", "One a line"))
    reply_days = number(
        spoken("答复期限（工作日）", "Reply within (working days)"),
        most=250,
        hint=spoken("自制发次日起算；默认 10 个工作日", "Counted from the day after; 10 unless settled otherwise"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, bodies: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply_days"].initial = REPLY_DAYS
        field = self.fields["addressee"]
        if bodies is None:
            del self.fields["addressee"]
        elif isinstance(field, forms.ModelChoiceField):
            field.queryset = bodies


class LetterProblemForm(forms.Form):
    """A problem of a letter, with the case in which it was found."""

    text = words(spoken("问题", "Problem"), rows=3, most=500)
    clause = line(spoken("依据条款", "Clause"), required=False, most=300)
    case = line(
        spoken("案件编号", "Number of the case"),
        required=False,
        hint=spoken("填台账中的案件编号；不针对个案的不填", "As in the ledger; empty where it is about no single case"),
    )

    def __init__(self, *args: Any, person: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.letter = person, letter

    def clean_case(self) -> Any:
        """Return the case of this number. Raises ValidationError where the addressee has none."""
        code = self.cleaned_data["case"].strip()
        found = queries.case_named(self.person, self.letter.addressee, code) if code else None
        if code and found is None:
            raise forms.ValidationError(
                spoken("受文单位没有这个编号的案件", "the addressee has no case of this number")
            )
        return found


class ReplyForm(forms.Form):
    """A reply: what was done as a whole, a measure for each problem, files."""

    text = words(spoken("整改情况", "What was done"), rows=5)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, problems: Iterable[LetterProblem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = {f"measure_{one.pk}": one.pk for one in problems}
        for place, (name, one) in enumerate(zip(self.named, problems, strict=True), 1):
            label = spoken(f"问题 {place} 的整改措施", f"Measure for problem {place}")
            self.fields[name] = words(label, hint=one.text)
        hint = spoken("整改照片、文书、记录；没有可不传", "Photos, papers, records, where there are any")
        self.fields["files"] = EvidenceField(label=spoken("佐证材料", "Evidence"), required=False, help_text=hint)

    def measures(self) -> dict[int, str]:
        """Return the measures by the number of the problem."""
        return {pk: self.cleaned_data[name] for name, pk in self.named.items()}


class VerdictForm(forms.Form):
    """What the office says to a reply that it accepts, or to a letter that it closes."""

    verdict = words(spoken("意见", "Remark"), required=False, most=2000)


class ReturnReplyForm(forms.Form):
    """Why a reply is returned, and until when the next is due."""

    verdict = words(spoken("退回理由", "Reason"), most=2000)
    due_on = DayField(label=spoken("新的答复截止日期", "New reply due"), earliest=clock.today)


class TakeOverForm(forms.Form):
    """Until when a problem is to be rectified."""

    deadline = DayField(label=spoken("整改时限", "Deadline"), earliest=clock.today)
