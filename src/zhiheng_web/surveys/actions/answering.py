"""Taking answers: from the public by an address, and from interviewers by telephone. No identity is asked or kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.db import transaction

from zhiheng_web.audit import acts
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text
from zhiheng_web.surveys import refusals, sealing
from zhiheng_web.surveys.models import Answer, Calls, Questionnaire, Target, Way

CallOutcome = Literal["answered", "refused", "unreachable"]

#: What came of a call, in words.
OUTCOME_TEXTS: dict[str, Text] = {
    "answered": Text("接受访问", "answered"),
    "refused": Text("拒绝访问", "refused"),
    "unreachable": Text("未接通", "not reached"),
}


def answer(*, target: Target, answers: Mapping[str, Any]) -> None:
    """Keep an answer of the public with its day. Raises Refusal outside the days of the survey.

    There is no actor and no line of the trail for one answer: its instant would stand in it (see `sealing`).
    """
    with transaction.atomic():
        _keep(target, answers, Way.questionnaire)


def enter_call(*, actor: Any, target: Target, outcome: CallOutcome, answers: Mapping[str, Any] | None = None) -> Calls:
    """Enter what came of a call; an answered one with its answers. The trail names the interviewer, not the answers."""
    policy.demand(actor, "surveys.enter_call", target.questionnaire.body)
    with acts.act(actor, "surveys.enter_call"):
        if outcome == "answered":
            _keep(target, answers or {}, Way.telephone)
        else:
            _locked(target)
        found: Calls | None = (
            Calls.objects.select_for_update().filter(target=target, day=clock.today(), interviewer=actor).first()
        )
        calls = found or Calls(target=target, day=clock.today(), interviewer=actor)
        setattr(calls, outcome, getattr(calls, outcome) + 1)
        calls.save()
    return calls


def _keep(target: Target, answers: Mapping[str, Any], way: Way) -> None:
    questionnaire = _locked(target)
    # The day is read behind the lock: a day that somebody else is sealing gets no further answer.
    today = clock.today()
    sealing.seal(questionnaire, before=today)
    Answer(target=target, day=today, way=way, answers=dict(answers)).save(force_insert=True)


def _locked(target: Target) -> Questionnaire:
    stored: Questionnaire = Questionnaire.objects.select_for_update(of=("self",)).get(pk=target.questionnaire_id)
    if not stored.takes_answers_on(clock.today()):
        raise refusals.not_open()
    return stored
