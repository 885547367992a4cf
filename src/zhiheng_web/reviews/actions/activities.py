"""Activities: made on one page, changed while a draft, opened, closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zhiheng import api
from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock, policy
from zhiheng_web.reviews import guards
from zhiheng_web.reviews.actions.collecting import collect
from zhiheng_web.reviews.models import Activity, ActivityBody
from zhiheng_web.reviews.models.activities import KIND_TEXTS
from zhiheng_web.reviews.procedures import ReviewRules, rules_for, rules_from
from zhiheng_web.reviews.queries import under_review

OPEN = "reviews.open_activity"
_CHANGEABLE = frozenset({"title", "theme", "period_from", "period_to", "calendar"})


def make_activity(
    *,
    actor: Any,
    organiser: Body,
    title: str,
    kind: str,
    scheme_id: str,
    period_from: date,
    period_to: date,
    bodies: Iterable[Body],
    theme: str = "",
    options: Mapping[str, str] | None = None,
) -> Activity:
    """Make a draft: scheme and procedure as they come with the application, adapted to the kind of review.

    Raises Refusal for an unknown kind, scheme or option, an empty period, or bodies that do not lie beneath the
    organiser.
    """
    policy.demand(actor, OPEN, organiser)
    if kind not in KIND_TEXTS:
        raise Refusal(Fault("no_such_kind", Place(), *_NO_KIND, kind))
    rules = _adapted(rules_for(scheme_id), kind)
    one = Activity(organiser=organiser, title=title.strip(), kind=kind, theme=theme.strip())
    one.period_from, one.period_to = period_from, period_to
    scheme = api.open_scheme(scheme_id)
    one.scheme_id, one.scheme_version, one.scheme_digest = scheme.id, scheme.version, scheme.digest
    one.options, one.rules = settled_options(scheme_id, options or {}), rules.as_data()
    _demand_sound(one)
    with acts.act(actor, OPEN):
        one.save()
        _set_bodies(one, bodies)
    return one


def _adapted(rules: ReviewRules, kind: str) -> ReviewRules:
    """Return the rules as this kind starts with: only a complete review waits for the unit to submit (WX-05, WX-16)."""
    if kind == "complete":
        return rules
    return rules.model_copy(update={"submission": None, "levels": 1})


def settled_options(scheme_id: str, chosen: Mapping[str, str]) -> dict[str, str]:
    """Return every option of a scheme as chosen, by its default where nothing is. Raises Refusal as the engine does."""
    return dict(api.scoring.settled_options(api.open_scheme(scheme_id), dict(chosen)))


def change_draft(*, actor: Any, activity: Activity, version: int, **fields: Any) -> Activity:
    """Change what a draft says: fields of the activity, `bodies`, `options`, or its whole `rules` as data.

    Raises Refusal where it has changed since `version`, is no draft any more, or the rules cannot be used.
    """
    guards.demand_organiser(actor, OPEN, activity)
    with acts.act(actor, OPEN):
        one = _draft(activity, version)
        bodies, options, rules = (fields.pop(name, None) for name in ("bodies", "options", "rules"))
        for name, value in fields.items():
            if name not in _CHANGEABLE:
                raise TypeError(name)
            setattr(one, name, value.strip() if isinstance(value, str) else value)
        if options is not None:
            one.options = settled_options(one.scheme_id, options)
        if rules is not None:
            one.rules = _checked(one, rules).as_data()
        _demand_sound(one)
        if bodies is not None:
            _set_bodies(one, bodies)
        one.version += 1
        one.save()
    return one


def _checked(one: Activity, told: Any) -> ReviewRules:
    """Return rules that fit the scheme. Raises Refusal where an aspect is none of its rules."""
    rules = rules_from(told)
    known = {rule.id for rule in api.open_scheme(one.scheme_id).every_rule()}
    strange = [aspect.rule_id for aspect in rules.aspects if aspect.rule_id not in known]
    if strange or rules.scheme != one.scheme_id:
        raise Refusal(Fault("foreign_aspect", Place(clause=", ".join(strange)), *_FOREIGN_ASPECT))
    return rules


def discard_draft(*, actor: Any, activity: Activity, version: int) -> None:
    """Delete a draft without a population; the trail keeps what it was."""
    guards.demand_organiser(actor, OPEN, activity)
    with acts.act(actor, OPEN, reason="放弃筹备 discarded"):
        one = _draft(activity, version)
        for row in (*one.exclusions.all(), *one.bodies.all()):
            row.delete()
        one.delete()


def open_activity(*, actor: Any, activity: Activity, version: int) -> Activity:
    """Open an activity: rules and options are fixed from now on; a complete review takes in what is closed already.

    Raises Refusal for a random draw (its files come from the draw), and where no body is named.
    """
    guards.demand_organiser(actor, OPEN, activity)
    with acts.act(actor, OPEN):
        one = _draft(activity, version)
        if one.kind == "random":
            raise Refusal(Fault("draw_first", Place(clause=one.title), *_DRAW_FIRST))
        _demand_bodies(one)
        set_open(one, actor=actor)
        if one.kind == "complete":
            collect(actor=actor, activity=one)
    return one


def set_open(one: Activity, *, actor: Any) -> None:
    """Put an activity to work, inside the act of whoever opens it."""
    one.state, one.opened_by, one.opened_at = "open", actor, clock.now()
    one.version += 1
    one.save()


def close_activity(*, actor: Any, activity: Activity, reason: str = "") -> Activity:
    """Close an activity all of whose files are settled. Raises Refusal where one is still on its way."""
    guards.demand_organiser(actor, OPEN, activity)
    with acts.act(actor, OPEN, reason=reason.strip()):
        one: Activity = Activity.objects.select_for_update().get(pk=activity.pk)
        if one.state not in ("open", "reported"):
            raise Refusal(Fault("not_open", Place(clause=one.title), *_NOT_OPEN))
        left = one.files.filter(under_review()).exclude(state="settled").count()
        if left:
            why = Text(f"还有 {left} 件案卷没有办结", f"{left} files are not settled")
            raise Refusal(Fault("not_settled", Place(clause=one.title), why, _SETTLE_FIRST))
        one.state = "closed"
        one.version += 1
        one.save()
    return one


def _draft(activity: Activity, version: int) -> Activity:
    chosen = Activity.objects.select_for_update(of=("self",)).select_related("organiser")
    one: Activity = chosen.get(pk=activity.pk)
    if one.state != "draft":
        raise Refusal(Fault("no_draft", Place(clause=one.title), *_NO_DRAFT))
    guards.demand_version(one, version)
    return one


def _set_bodies(one: Activity, bodies: Iterable[Body]) -> None:
    wanted = {body.pk: body for body in bodies}
    foreign = [body.name for body in wanted.values() if not body.is_within(one.organiser) or body == one.organiser]
    if foreign:
        raise Refusal(Fault("foreign_body", Place(clause="、".join(foreign)), *_FOREIGN_BODY))
    there = {row.body_id: row for row in one.bodies.all()}
    for key, row in there.items():
        if key not in wanted:
            row.delete()
    for key, body in wanted.items():
        if key not in there:
            ActivityBody(activity=one, body=body).save()


def _demand_sound(one: Activity) -> None:
    if not one.title:
        raise Refusal(Fault("no_title", Place(), *_NO_TITLE))
    if one.period_from >= one.period_to:
        raise Refusal(Fault("empty_period", Place(clause=one.title), *_EMPTY_PERIOD))


def _demand_bodies(one: Activity) -> None:
    if not one.bodies.exists():
        raise Refusal(Fault("no_bodies", Place(clause=one.title), *_NO_BODIES))


_NO_KIND = (Text("没有这种评查方式", "there is no such kind of review"), Text("从所列方式中选", "choose one listed"))
_NO_TITLE = (Text("没有写名称", "it has no title"), Text("写一个名称", "give it a title"))
_EMPTY_PERIOD = (
    Text("结案期间的止日不晚于起日", "the period does not end after it begins"),
    Text("改正结案期间", "correct the period"),
)
_NO_BODIES = (Text("没有选单位", "no body is chosen"), Text("选至少一个单位", "choose one at least"))
_FOREIGN_BODY = (
    Text("不是组织评查机构的下级单位", "does not lie beneath the organising body"),
    Text("从所列单位中选", "choose among those listed"),
)
_FOREIGN_ASPECT = (
    Text("考评方面不是方案里的规则", "an aspect is none of the scheme's rules"),
    Text("考评方面用方案的规则编号", "take the rules of the scheme"),
)
_NO_DRAFT = (
    Text("评查已经开始或已公布总体，规则不能再改", "it is open, or its population published: its rules are fixed"),
    Text("需要不同规则的，另建一次评查", "where other rules are needed, make another activity"),
)
_DRAW_FIRST = (
    Text("随机抽查的案卷由抽取产生", "the files of a random review come from a draw"),
    Text("先冻结并公布总体，种子产生后抽取", "freeze and publish the population, then draw"),
)
_NOT_OPEN = (Text("这次评查没有进行", "this review is not under way"), Text("先开始评查", "open it first"))
_SETTLE_FIRST = Text("办结后再结束评查", "close it once all are settled")
