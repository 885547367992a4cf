"""What waits at the cards: the legal officer's review at the unit, the files given to a reviewer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from zhiheng_web.lib import policy
from zhiheng_web.lib.duties import Duty, register
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.models import Assignment
from zhiheng_web.reviews.reading.card_access import DEEDS

_UNIT = Text("本单位法制员先期考评（WX-06）", "the unit's legal officer reviews first (WX-06)")
_CROSS = Text("法制机构交叉阅卷评查（WX-09）", "cross-reading by the brigade (WX-09)")
_SECOND = Text("核查整改，未整改的加倍扣分（WX-15）", "what is not mended counts double (WX-15)")
#: Level and round → in which states of the file its card is written.
_WAITING = {(1, 1): ("first_level",), (2, 1): ("second_level", "comparing"), (2, 2): ("second_round",)}
#: Level and round → what it is called, and the provision.
_TOLD = {
    (1, 1): ("初评", "Review at the unit", _UNIT),
    (2, 1): ("评查", "Review", _CROSS),
    (2, 2): ("二次考评", "Second round", _SECOND),
}


@register
def cards(person: Any) -> Iterator[Duty]:
    """Yield the cards that a person has to write and sign."""
    if not any(policy.may_somewhere(person, deed) for deed in DEEDS.values()):
        return
    stages = Q(is_planted=True)
    for (level, turn), states in _WAITING.items():
        stages |= Q(level=level, round=turn, file_review__state__in=states)
    mine = Assignment.objects.filter(stages, reviewer=person, withdrawn_at__isnull=True)
    mine = mine.filter(file_review__activity__state__in=("open", "reported")).exclude(card__state="signed")
    for one in mine.select_related("file_review__case", "file_review__body"):
        zh, en, basis = _TOLD[one.level, one.round]
        code = one.file_review.case.code
        url = reverse("reviews:card", args=[one.pk])
        what = Text(f"{zh}：{code}", f"{en}: {code}")
        # A blind reader is not told whose file it is.
        body = None if one.is_blind else one.file_review.body
        yield Duty(f"reviews.card:{one.pk}", what, body, url, one.due_on, basis, "review")


@register
def files_of_nobody(person: Any) -> Iterator[Duty]:
    """Yield the files that wait for the review by the unit and were given to nobody."""
    if not policy.may_somewhere(person, DEEDS[1]):
        return
    given = Assignment.objects.filter(file_review=OuterRef("pk"), level=1, withdrawn_at__isnull=True)
    waiting = queries.files_for(person, DEEDS[1]).filter(~Exists(given), state="first_level", activity__state="open")
    for one in waiting:
        what = Text(f"初评（尚未分派）：{one.case.code}", f"Review at the unit, given to nobody: {one.case.code}")
        url = reverse("reviews:file", args=[one.pk])
        yield Duty(f"reviews.first_level:{one.pk}", what, one.body, url, one.due_on, _UNIT, mine=False)
