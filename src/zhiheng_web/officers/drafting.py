"""The words with which a matter of accountability begins: fault and history of mending, told from cards and states."""

from __future__ import annotations

from zhiheng_web.lib.clock import day_of
from zhiheng_web.lib.dates import say_date
from zhiheng_web.lib.words import Text
from zhiheng_web.officers.counting import plain
from zhiheng_web.officers.reading.triggers import Trigger
from zhiheng_web.reviews.models import CardLine, FileReview, StateChange
from zhiheng_web.reviews.models.cards import MENDED_TEXTS
from zhiheng_web.reviews.models.files import STATE_TEXTS


def draft_of(trigger: Trigger) -> tuple[str, str]:
    """Return the draft of what the fault was and of what became of it; people go on writing from there.

    The letter is an official document, so the draft is in Chinese whatever the page speaks.
    """
    return _fault(trigger), _history(trigger)


def _fault(trigger: Trigger) -> str:
    codes = {review.pk: review.case.code for review in trigger.files}
    opening = f"{trigger.officer.name}主办的 {len(codes)} 件案卷中，" + (
        "下列问题经二次考评认定没有整改：" if trigger.kind == "refused" else f"“{trigger.name.zh}”反复出现："
    )
    return "\n".join([opening, *(_problem(trigger, line) for line in trigger.lines)])


def _problem(trigger: Trigger, line: CardLine) -> str:
    review = next(one for one in trigger.files if one.pk == line.card.assignment.file_review_id)
    page = f"（第 {line.page} 页）" if line.page else ""
    lost = f"，扣 {plain(line.deduction)} 分" if line.deduction is not None else ""
    clause = f"，依据：{line.clause}" if line.clause else ""
    return f"· {review.case.code}{page}：{line.text or trigger.name.zh}{lost}{clause}。"


def _history(trigger: Trigger) -> str:
    changes = StateChange.objects.filter(file_review__in=[one.pk for one in trigger.files]).order_by("at", "pk")
    by_file: dict[int, list[str]] = {}
    for change in changes:
        state: Text = STATE_TEXTS[change.to_state][0]
        by_file.setdefault(change.file_review_id, []).append(f"{say_date(day_of(change.at), 'zh')} {state.zh}")
    return "\n".join(_told(review, by_file.get(review.pk, []), trigger) for review in trigger.files)


def _told(review: FileReview, steps: list[str], trigger: Trigger) -> str:
    found = CardLine.objects.filter(answers__in=[one.pk for one in trigger.lines], card__state="signed")
    own = [one for one in found if one.card.assignment.file_review_id == review.pk and one.mended]
    fates = "；二次考评：" + "、".join(MENDED_TEXTS[one.mended][0].zh for one in own) if own else ""
    return f"· {review.case.code}：{'，'.join(steps) or '无记录'}{fates}。"
