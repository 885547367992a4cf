"""What waits about surveys: to close one whose days are over, to bring a closed one into the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from zhiheng_web.lib import policy
from zhiheng_web.lib.duties import Duty, register
from zhiheng_web.lib.words import Text
from zhiheng_web.surveys import queries
from zhiheng_web.surveys.models import Questionnaire, State

_BASIS = Text("湖南评价标准第八项第（二）目", "Hunan standard, item 8(2)")


@register
def surveys_to_end(person: Any) -> Iterable[Duty]:
    """Yield the surveys that this person's office has to close or to bring into a ledger."""
    if not policy.may_somewhere(person, "surveys.close_questionnaire"):
        return
    for one in queries.waiting_for(person):
        yield _duty(one)


def _duty(one: Questionnaire) -> Duty:
    name, url = one.name, reverse("surveys:questionnaire", args=[one.pk])
    if one.state == State.open:
        what = Text(f"结束满意度调查：{name.zh}", f"Close the survey {name.en}")
        return Duty(f"surveys.close:{one.pk}", what, one.body, url, one.closes, _BASIS)
    what = Text(f"把满意度结果导入台账：{name.zh}", f"Bring the result of {name.en} into the ledger")
    return Duty(f"surveys.feed:{one.pk}", what, one.body, url, None, _BASIS)
