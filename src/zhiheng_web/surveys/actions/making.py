"""Making a questionnaire, changing what it says of itself, publishing it, making a new version of a published one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zhiheng_web.audit import acts, trail
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text
from zhiheng_web.surveys import questions, refusals
from zhiheng_web.surveys.models import Questionnaire, State, Target

_DEED = "surveys.write_questionnaire"
#: What of a draft can be edited as a form; questions, weights and bodies have pages of their own.
EDITABLE = ("year", "title", "title_en", "greeting", "greeting_en", "opens", "closes", "least_seconds")


def create_questionnaire(
    *, actor: Any, body: Body, values: Mapping[str, Any], targets: Iterable[Body] = (), subject: str = ""
) -> Questionnaire:
    """Make a draft of a body with the usual questions, about bodies beneath it or itself."""
    policy.demand(actor, _DEED, body)
    one = Questionnaire(body=body, subject=subject, **{name: values[name] for name in EDITABLE if name in values})
    one.questions = [question.as_data() for question in questions.usual()]
    _check_days(one)
    chosen = list(targets)
    check_targets(one, chosen)
    with acts.act(actor, _DEED):
        one.save()
        for about in chosen:
            Target(questionnaire=one, body=about).save()
    return one


def edit_questionnaire(
    *, actor: Any, questionnaire: Questionnaire, version: int, values: Mapping[str, Any]
) -> Questionnaire:
    """Change a draft. Raises Refusal once it is published, and where somebody else was quicker, naming both."""
    policy.demand(actor, _DEED, questionnaire.body)
    with acts.act(actor, _DEED):
        stored = locked_draft(questionnaire)
        wanted = {name: values[name] for name in EDITABLE if name in values}
        if version != stored.version:
            differing = [name for name in wanted if wanted[name] != getattr(stored, name)]
            raise refusals.edited_meanwhile(
                [(name, str(getattr(stored, name))) for name in differing],
                [(name, str(wanted[name])) for name in differing],
            )
        for name, value in wanted.items():
            setattr(stored, name, value)
        _check_days(stored)
        stored.version += 1
        stored.save()
    return stored


def publish(*, actor: Any, questionnaire: Questionnaire) -> Questionnaire:
    """Publish a draft: from now on its address takes answers and nothing of it changes.

    Raises Refusal with everything that is missing.
    """
    policy.demand(actor, "surveys.publish_questionnaire", questionnaire.body)
    with acts.act(actor, "surveys.publish_questionnaire"):
        stored = locked_draft(questionnaire)
        found = questions.faults(questions.read_all(stored.questions), stored.weights)
        if not stored.targets.exists():
            found.append(Text("还没有选被调查的单位", "no body to ask about has been chosen"))
        if stored.closes < clock.today():
            found.append(Text("截止日期已过，改晚一些", "the last day has passed; choose a later one"))
        if found:
            raise refusals.unready(found)
        stored.state, stored.published_at = State.open, clock.now()
        stored.version += 1
        stored.save()
    return stored


def revise(*, actor: Any, questionnaire: Questionnaire) -> Questionnaire:
    """Make a draft of the next version from a published questionnaire; the old one and its answers stay as they are."""
    policy.demand(actor, _DEED, questionnaire.body)
    if questionnaire.state == State.draft:
        raise refusals.refusal(
            "still_draft",
            Text("还没有发布，可以直接改", "it has not been published and can be changed as it is"),
            Text("直接修改", "edit it"),
        )
    today = clock.today()
    with acts.act(actor, _DEED):
        trail.lock()
        one = Questionnaire(body=questionnaire.body, revises=questionnaire, number=_next_number(questionnaire))
        for name in (*EDITABLE, "questions", "weights", "scheme_id", "rule_id", "subject"):
            setattr(one, name, getattr(questionnaire, name))
        length = questionnaire.closes - questionnaire.opens
        one.opens = max(today, questionnaire.opens)
        one.closes = one.opens + length
        one.save()
        for target in questionnaire.targets.select_related("body"):
            Target(questionnaire=one, body=target.body).save()
    return one


def _next_number(questionnaire: Questionnaire) -> int:
    first = questionnaire
    while first.revises is not None:
        first = first.revises
    numbers, ring = [first.number], [first.pk]
    while ring:
        later = Questionnaire.objects.filter(revises__in=ring).values_list("pk", "number")
        ring = [key for key, _ in later]
        numbers += [number for _, number in later]
    return max(numbers) + 1


def locked_draft(questionnaire: Questionnaire) -> Questionnaire:
    """Return the stored draft, held until the act ends. Raises Refusal once it is published."""
    stored: Questionnaire = Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire.pk)
    if stored.state != State.draft:
        raise refusals.not_draft()
    return stored


def check_targets(questionnaire: Questionnaire, bodies: Iterable[Body]) -> None:
    """Raise Refusal for a body that is neither the asking one nor beneath it."""
    foreign = [body.name for body in bodies if not body.is_within(questionnaire.body)]
    if foreign:
        raise refusals.refusal(
            "foreign_target",
            Text("只能调查本机构和下级机构", "only the own body and those beneath can be asked about"),
            Text("去掉其他机构", "leave the others out"),
            "、".join(foreign),
        )


def _check_days(questionnaire: Questionnaire) -> None:
    if questionnaire.closes < questionnaire.opens:
        raise refusals.refusal(
            "days_reversed",
            Text("截止日期早于开始日期", "the last day is before the first"),
            Text("核对日期", "check the days"),
            f"{questionnaire.opens} – {questionnaire.closes}",
        )
