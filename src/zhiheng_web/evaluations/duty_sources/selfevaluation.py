"""Duties of the self-evaluation: to fill in, to hand in, returned for change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from zhiheng_web.evaluations import states
from zhiheng_web.evaluations.models import Assessment, Submission
from zhiheng_web.lib import policy
from zhiheng_web.lib.duties import Duty, DutyState, register
from zhiheng_web.lib.words import Text


@register
def self_evaluations(person: Any) -> Iterable[Duty]:
    """Yield the self-evaluations that wait for a person's body; handing in is for its head alone."""
    within = policy.within_reach(person, "evaluations.write_claim")
    chosen = Assessment.objects.filter(within, state="self_evaluation", cycle__state="open")
    returned = Submission.objects.filter(assessment=OuterRef("pk"), returned_at__isnull=False)
    for one in chosen.annotate(is_returned=Exists(returned)).select_related("cycle", "body"):
        yield _duty(person, one, is_returned=one.is_returned)


def _duty(person: Any, one: Assessment, *, is_returned: bool) -> Duty:
    title = Text(one.cycle.title, one.cycle.title_en or one.cycle.title)
    heads = policy.may(person, "evaluations.submit_self_evaluation", one.body)
    what = Text(f"自查自评：{title.zh}", f"self-evaluation: {title.en}")
    state: DutyState = "todo"
    if is_returned:
        what, state = Text(f"补正自评：{title.zh}", f"mend the self-evaluation: {title.en}"), "returned"
    elif heads:
        what = Text(f"填写并提交自评：{title.zh}", f"write and hand in the self-evaluation: {title.en}")
    return Duty(
        key=f"evaluations.self_evaluation:{one.pk}",
        what=what,
        body=one.body,
        url=reverse("evaluations:self_evaluation", kwargs={"assessment_id": one.pk}),
        due=one.due_date,
        basis=states.state_of(one).basis.text,
        state=state,
        mine=True,
    )
