"""Duties around the opening: drafts that wait to be opened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from zhiheng_web.evaluations.models import Cycle
from zhiheng_web.lib import policy
from zhiheng_web.lib.duties import Duty, register
from zhiheng_web.lib.words import Text

_BASIS = Text("领导小组办公室负责日常工作（CQ-08）", "the group's office handles daily work (CQ-08)")


@register
def drafts(person: Any) -> Iterable[Duty]:
    """Yield the drafts that a person may open."""
    chosen = Cycle.objects.filter(policy.within_reach(person, "evaluations.open_cycle", "organiser"), state="draft")
    for one in chosen.select_related("organiser"):
        yield Duty(
            key=f"evaluations.open_cycle:{one.pk}",
            what=Text(f"完成筹备并开启：{one.title}", f"finish preparing and open: {one.title_en or one.title}"),
            body=one.organiser,
            url=reverse("evaluations:prepare", kwargs={"cycle_id": one.pk, "step": "check"}),
            due=None,
            basis=_BASIS,
        )
