"""Replaying a draft scheme: at once where the cycles are small, as a job where they are large."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django_tasks import task

from zhiheng_web.evaluations.models import Card, Cycle
from zhiheng_web.evaluations.reading import replay
from zhiheng_web.lib import jobs, policy
from zhiheng_web.lib.words import Text

#: So many bodies, over all cycles, are replayed within the request.
MOST_AT_ONCE = 60


@task()
def replay_draft(cycle_id: int, key: str) -> None:
    """Replay what was asked and keep the answer; a second run writes the same answer again."""
    replay.keep_answer(key, replay.run(replay.find_asked(cycle_id, key).asked))


def replay_scheme(actor: Any, *, cycle: Cycle, asked: replay.Asked, on: Iterable[Cycle]) -> tuple[str, Any]:
    """Replay a draft or other options on cycles of the organiser; return the key of the answer, and the job if any.

    What stands for each cycle now is named in the request: a later result gives another request. Raises policy.Denied,
    and Refusal where a ledger cannot be read under the draft.
    """
    policy.demand(actor, "evaluations.replay_draft", cycle.organiser)
    allowed = replay.cycles_to_replay(cycle).filter(pk__in=[one.pk for one in on])
    standing = [found.pk for one in allowed if (found := replay.result_of_cycle(one)) is not None]
    asked = replace(asked, cycle_id=cycle.pk, computations=tuple(sorted(standing)))
    key = replay.keep_asked(asked)
    if replay.answer_of(key) is not None:
        return key, None
    if Card.objects.filter(computation__in=standing).count() <= MOST_AT_ONCE:
        replay.keep_answer(key, replay.run(asked))
        return key, None
    url = reverse("evaluations:replayed", kwargs={"cycle_id": cycle.pk, "key": key})
    what = Text("用草案方案重算", "replay a draft scheme")
    return key, jobs.start(replay_draft, owner=actor, what=what, url=url, cycle_id=cycle.pk, key=key)
