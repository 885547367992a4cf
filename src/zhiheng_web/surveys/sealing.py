"""The answers of a day under one digest in the audit trail: changed, removed or added answers are found by it.

A day is sealed when the first answer of a later day comes, and when the questionnaire is closed; never answer by
answer, since the instant of a line would then be the instant of an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Max

from zhiheng.api import digests
from zhiheng_web.audit import acts
from zhiheng_web.audit.models import Mention
from zhiheng_web.surveys.models import Answer, Questionnaire, State

KIND = "surveys.answers"


def key_of(questionnaire_id: int, day: date) -> str:
    """Return the key under which the answers of a day stand in the trail."""
    return f"{questionnaire_id}:{day.isoformat()}"


def digest_of(key: str) -> str:
    """Return the digest of the answers of a day as they are now. The order is that of the random keys."""
    number, _, day = key.partition(":")
    rows = Answer.objects.filter(target__questionnaire_id=number, day=day).order_by("pk")
    return digests.digest_of([_told(row) for row in rows.iterator(chunk_size=2000)])


def _told(row: Answer) -> list[Any]:
    return [str(row.pk), row.target_id, row.day.isoformat(), row.way, row.answers]


def keys() -> Iterator[str]:
    """Yield the days that must have been sealed: all of a closed questionnaire, all but the last of an open one."""
    days = Answer.objects.order_by().values_list("target__questionnaire_id", "day").distinct()
    last = dict(
        Answer.objects.filter(target__questionnaire__state=State.open)
        .order_by()
        .values_list("target__questionnaire_id")
        .annotate(last=Max("day"))
    )
    yield from (key_of(number, day) for number, day in days if day != last.get(number))


def seal(questionnaire: Questionnaire, *, before: date | None = None) -> int:
    """Seal the days that are not sealed yet, those earlier than `before` where it is given. Return how many."""
    answers = Answer.objects.filter(target__questionnaire=questionnaire)
    if before is not None:
        answers = answers.filter(day__lt=before)
    days = {key_of(questionnaire.pk, day): day for day in answers.order_by().values_list("day", flat=True).distinct()}
    if not days:
        return 0
    sealed = set(Mention.objects.filter(kind=KIND, key__in=list(days)).values_list("key", flat=True))
    wanted = [key for key in sorted(days) if key not in sealed]
    if wanted:
        with acts.act(None, "surveys.seal_answers") as act:
            for key in wanted:
                count = answers.filter(day=days[key]).count()
                act.wrote_batch(KIND, key, digest=digest_of(key), count=count)
    return len(wanted)
