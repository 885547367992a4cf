"""Establishing the value of a rule after verification: a review, a meeting or a correction sets it, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.evaluations import queries, scoring
from zhiheng_web.evaluations.models import Assessment, Verification, Veto
from zhiheng_web.evaluations.reading import answers
from zhiheng_web.lib import clock

_NO = ("false", "no", "0", "否", "无", "没有")


def ask_of(assessment: Assessment, rule_id: str) -> answers.Ask | None:
    """Return what is asked of a body for a rule or sub-item, None where nothing is."""
    cycle = assessment.cycle
    for _, _, lines in answers.asks_of(queries.scheme_of(cycle), assessment.kind, dict(cycle.options)):
        for ask in lines:
            if ask.id == rule_id:
                return ask
    return None


def is_veto(assessment: Assessment, rule_id: str) -> bool:
    """Return whether an id is that of a veto of the scheme."""
    return rule_id in {rule.id for rule in queries.scheme_of(assessment.cycle).vetoes}


def settled(assessment: Assessment, rule_id: str, typed: str) -> str:
    """Return a value as it is stored. Raises Refusal where it is no answer to the rule.

    Of a veto it can only be said here that it does not hold: a new one needs two persons (CQ-30).
    """
    if is_veto(assessment, rule_id):
        if typed.strip().lower() not in _NO:
            raise Refusal(Fault("new_veto", Place(clause=rule_id), *_NEW_VETO, typed))
        return "false"
    ask = ask_of(assessment, rule_id)
    if ask is None:
        raise Refusal(Fault("unknown_rule", Place(clause=rule_id), *_NO_SUCH_LINE, rule_id))
    value = answers.canonical(ask, typed, dict(assessment.cycle.options))
    if not value:
        raise Refusal(Fault("no_value", Place(clause=rule_id), *_NO_VALUE))
    return value


def establish(assessment: Assessment, rule_id: str, value: str, *, actor: Any, reason: str) -> None:
    """Set the verified value of a rule, inside the act of the deed that corrects it; the trail keeps the one before.

    A veto is lifted: what two persons confirmed is rejected with the reason, and stays on record. Raises Refusal where
    the value is no answer to the rule.
    """
    told = settled(assessment, rule_id, value)
    found = Verification.objects.filter(assessment=assessment, rule_id=rule_id).first()
    if is_veto(assessment, rule_id):
        for veto in Veto.objects.filter(assessment=assessment, rule_id=rule_id, status="confirmed"):
            veto.status, veto.rejected_by, veto.reason = "rejected", actor, reason
            veto.save()
        if found is None:
            return
    one = found or Verification(assessment=assessment, rule_id=rule_id)
    one.taken, one.value, one.reason, one.by, one.at = "other", told, reason, actor, clock.now()
    one.version += 1
    one.save()


class _Undone(Exception):
    """Ends a trial: nothing of it stays."""


def tried(assessment: Assessment, values: Mapping[str, str]) -> dict[str, Any]:
    """Return the scorecard of a body as it would be with these values; nothing is kept and no line is written.

    The values are established and computed as they would be in earnest, and then undone: tolerances and findings of the
    same rules act on them just as they will.
    """
    card: dict[str, Any] = {}
    try:
        with transaction.atomic(), acts.act(None, "evaluations.try_values"):
            for rule_id, value in values.items():
                establish(assessment, rule_id, value, actor=None, reason="试算 trial")
            card = scoring.previewed(assessment)
            raise _Undone
    except _Undone:
        return card


_NEW_VETO = (
    Text("这里只能认定一票否决不成立", "here a veto can only be found not to hold"),
    Text("新的一票否决退回核实，由两人确认", "return it for verification: a new veto needs two persons"),
)
_NO_SUCH_LINE = (
    Text("这个单位没有这一项", "the body has no such line"),
    Text("从评分卡上选择", "choose from the scorecard"),
)
_NO_VALUE = (Text("没有填写值", "no value is given"), Text("填写认定的值", "give the value that is right"))
