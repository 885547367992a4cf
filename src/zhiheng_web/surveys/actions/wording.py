"""Writing the questions of a draft, the weights of its strata, and the bodies it asks about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import policy
from zhiheng_web.surveys import questions
from zhiheng_web.surveys.actions.making import check_targets, locked_draft
from zhiheng_web.surveys.models import Questionnaire, Target
from zhiheng_web.surveys.questions import Question

_DEED = "surveys.write_questionnaire"


def put_question(
    *, actor: Any, questionnaire: Questionnaire, question: Question, place: int | None = None
) -> Questionnaire:
    """Add a question (its id empty) or change one; `place` counts from 1, by default where it is or at the end."""
    policy.demand(actor, _DEED, questionnaire.body)
    with acts.act(actor, _DEED):
        stored = locked_draft(questionnaire)
        kept = list(questions.read_all(stored.questions))
        known = [one.id for one in kept]
        put = question if question.id in known else replace(question, id=questions.next_id(kept))
        at = known.index(put.id) if put.id in known else len(kept)
        kept = [one for one in kept if one.id != put.id]
        kept.insert(at if place is None else max(0, place - 1), put)
        _keep(stored, kept)
    return stored


def remove_question(*, actor: Any, questionnaire: Questionnaire, question_id: str) -> Questionnaire:
    """Take a question out of a draft."""
    policy.demand(actor, _DEED, questionnaire.body)
    with acts.act(actor, _DEED):
        stored = locked_draft(questionnaire)
        _keep(stored, [one for one in questions.read_all(stored.questions) if one.id != question_id])
    return stored


def _keep(stored: Questionnaire, kept: list[Question]) -> None:
    stored.questions = [one.as_data() for one in kept]
    strata = questions.with_purpose(kept, "stratum")
    # A weight whose stratum is gone would stand for nothing.
    stored.weights = {key: weight for key, weight in stored.weights.items() if strata and key in strata.keys}
    stored.version += 1
    stored.save()


def set_weights(*, actor: Any, questionnaire: Questionnaire, weights: Mapping[str, Decimal | None]) -> Questionnaire:
    """Set the weight of each stratum by its option; without any the plain rate stands alone."""
    policy.demand(actor, _DEED, questionnaire.body)
    with acts.act(actor, _DEED):
        stored = locked_draft(questionnaire)
        stored.weights = {key: str(weight) for key, weight in weights.items() if weight is not None}
        stored.version += 1
        stored.save()
    return stored


def set_targets(*, actor: Any, questionnaire: Questionnaire, bodies: Iterable[Body]) -> Questionnaire:
    """Choose the bodies that a draft asks about; one that stays keeps its address."""
    policy.demand(actor, _DEED, questionnaire.body)
    chosen = {body.pk: body for body in bodies}
    with acts.act(actor, _DEED):
        stored = locked_draft(questionnaire)
        check_targets(stored, chosen.values())
        for target in stored.targets.all():
            if target.body_id not in chosen:
                target.delete()
            chosen.pop(target.body_id, None)
        for body in chosen.values():
            Target(questionnaire=stored, body=body).save()
        stored.version += 1
        stored.save()
    return stored
