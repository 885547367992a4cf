"""What waits in disclosure: a correction of a public result is made public too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from zhiheng_web.disclosure import queries
from zhiheng_web.disclosure.actions import withdrawal_due
from zhiheng_web.lib import clock, duties, policy
from zhiheng_web.lib.duties import Duty
from zhiheng_web.lib.words import Text

_BASIS = Text(
    "更正后的结果应替换已公开的版本，3 个工作日内（参照 LPS-24）",
    "a correction replaces what is public, within 3 working days (after LPS-24)",
)


@duties.register
def to_replace(person: Any) -> Iterator[Duty]:
    """Yield the corrections whose earlier version is still what the public sees."""
    if not policy.may_somewhere(person, "disclosure.disclose"):
        return
    for one in queries.undisclosed_for(person).exclude(corrects=None):
        if not queries.in_force().filter(publication__cycle=one.cycle_id).exists():
            continue
        what = Text(f"公开更正版：{one.cycle.title}", f"make the correction public: {one.cycle.title}")
        url = reverse("disclosure:disclose", args=[one.pk])
        due = withdrawal_due(clock.day_of(one.published_at), one.cycle.calendar)
        yield Duty(f"disclosure.disclose:{one.pk}", what, one.cycle.organiser, url, due, _BASIS)
