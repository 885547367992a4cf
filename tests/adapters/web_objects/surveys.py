"""Objects of surveys: what the body asks, with one question, and the body asked about."""

from __future__ import annotations

from datetime import timedelta

from adapters.web_objects import provides
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text
from zhiheng_web.surveys.models import Questionnaire, Target
from zhiheng_web.surveys.questions import Question

_QUESTION = Question("q1", "text", Text("意见", "Remarks"), required=False)


def questionnaire_of(world: World, code: str) -> Questionnaire:
    """Return a draft of the body about itself, made once."""
    body, today = world.body(code), clock.today()
    found: Questionnaire | None = Questionnaire.objects.filter(body=body).first()
    if found is None:
        found = Questionnaire(body=body, year=today.year, title="试", title_en="Try", questions=[_QUESTION.as_data()])
        found.opens, found.closes = today, today + timedelta(days=9)
        with acts.act(None, "tests.make_world"):
            found.save()
            Target(questionnaire=found, body=body).save()
    return found


@provides("questionnaire_id")
def questionnaire(world: World, code: str) -> int:
    """Return a questionnaire of the body."""
    return int(questionnaire_of(world, code).pk)


@provides("question_id")
def question(world: World, code: str) -> str:
    """Return a question of it."""
    return "q1"


@provides("target_id")
def target(world: World, code: str) -> int:
    """Return the body as it is asked about."""
    return int(questionnaire_of(world, code).targets.get().pk)


@provides("token")
def token(world: World, code: str) -> str:
    """Return the part of the address that the public answers at."""
    return str(questionnaire_of(world, code).targets.get().token)
