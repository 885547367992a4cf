"""Answering a letter: signed for, replied to with measures and evidence; accepted, returned, mended, closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, BinaryIO

from zhiheng.api import Text
from zhiheng_web.audit import acts
from zhiheng_web.documents.actions.evidence import keep_evidence
from zhiheng_web.documents.models import Evidence
from zhiheng_web.documents.queries import subject_of
from zhiheng_web.lib import clock, policy
from zhiheng_web.rectification.actions.problems import enter_problem
from zhiheng_web.supervision import guards
from zhiheng_web.supervision.actions.letters import locked
from zhiheng_web.supervision.models import Letter, LetterProblem, Measure, Reply
from zhiheng_web.supervision.queries import letters as queries
from zhiheng_web.training import refusals

RECEIVE, REPLY, DECIDE = "supervision.receive_letter", "supervision.reply_letter", "supervision.decide_letter"
_TO_REPLY = ("received", "returned")


def receive_letter(*, actor: Any, letter: Letter) -> Letter:
    """Sign for a letter."""
    policy.demand(actor, RECEIVE, letter.addressee)
    with acts.act(actor, RECEIVE):
        one = locked(letter, "issued")
        one.state, one.received_by, one.received_at = "received", actor, clock.now()
        one.version += 1
        one.save()
    return one


def add_evidence(*, actor: Any, letter: Letter, file: BinaryIO, name: str, size: int) -> Evidence:
    """Keep a file that proves what a reply says. Raises Refusal as `keep_evidence`, and while nothing is to reply."""
    policy.demand(actor, REPLY, letter.addressee)
    with acts.act(actor, REPLY):
        one = locked(letter, *_TO_REPLY)
        return keep_evidence(
            actor, body=one.addressee, file=file, name=name, size=size, subject=subject_of(one), deed=REPLY
        )


def withdraw_evidence(*, actor: Any, letter: Letter, evidence: Evidence) -> Evidence:
    """Withdraw a file before the reply is sent; row and file stay."""
    policy.demand(actor, REPLY, letter.addressee)
    with acts.act(actor, REPLY):
        locked(letter, *_TO_REPLY)
        stored = queries.evidence_of(letter, evidence.pk)
        stored.withdrawn_at = clock.now()
        stored.save()
    return stored


def reply_letter(*, actor: Any, letter: Letter, text: str, measures: Mapping[int, str], version: int) -> Reply:
    """Reply to a letter; `measures` by the number of the problem, one for each. Raises Refusal where one is missing."""
    policy.demand(actor, REPLY, letter.addressee)
    text = refusals.demand_words(text, "答复", "reply")
    with acts.act(actor, REPLY):
        one = locked(letter, *_TO_REPLY)
        refusals.demand_version(one, version)
        problems = list(queries.problems_of(one))
        if not set(measures) <= {row.pk for row in problems}:
            raise refusals.refusal("unknown_problem", *_UNKNOWN_PROBLEM)
        reply = Reply(letter=one, text=text, sent_by=actor, was_late=one.is_overdue_on(clock.today()))
        reply.save()
        for number, row in enumerate(problems, 1):
            told = refusals.demand_words(measures.get(row.pk, ""), f"问题 {number} 的整改措施", f"measure {number}")
            Measure(reply=reply, problem=row, text=told).save()
        one.state = "replied"
        one.version += 1
        one.save()
    return reply


def accept_reply(*, actor: Any, letter: Letter, verdict: str = "") -> Letter:
    """Accept a reply. The letter is closed, unless problems of it still stand in the problem list."""
    with acts.act(actor, DECIDE, reason=verdict.strip()):
        one = _decided(actor, letter, "accepted", verdict)
        if queries.is_mended(one):
            _close(actor, one, verdict.strip())
        else:
            one.state = "accepted"
            _save(one)
    return one


def return_reply(*, actor: Any, letter: Letter, verdict: str, due_on: date) -> Letter:
    """Return a reply, with the reason and until when the next one is due. Raises Refusal for a day that has passed."""
    verdict = refusals.demand_words(verdict, "退回理由", "reason")
    if due_on < clock.today():
        raise refusals.refusal("due_past", *_DUE_PAST, due_on.isoformat())
    with acts.act(actor, DECIDE, reason=verdict):
        one = _decided(actor, letter, "returned", verdict, due_on=due_on)
        one.state, one.reply_due_on = "returned", due_on
        _save(one)
    return one


def _decided(actor: Any, letter: Letter, state: str, verdict: str, *, due_on: date | None = None) -> Letter:
    guards.demand_issuer(actor, DECIDE, letter)
    one = locked(letter, "replied")
    reply = Reply.objects.select_for_update(of=("self",)).get(letter=one, state="sent")
    reply.state, reply.verdict, reply.new_due_on = state, verdict.strip(), due_on
    reply.decided_by, reply.decided_at = actor, clock.now()
    reply.save()
    return one


def take_over(*, actor: Any, problem: LetterProblem, deadline: date) -> LetterProblem:
    """Take a problem of a letter over into the problem list, where its mending is planned, reported and verified."""
    guards.demand_issuer(actor, DECIDE, problem.letter)
    if deadline < clock.today():
        raise refusals.refusal("due_past", *_DUE_PAST, deadline.isoformat())
    with acts.act(actor, DECIDE):
        letter = locked(problem.letter, "issued", "received", "replied", "returned")
        one: LetterProblem = LetterProblem.objects.select_for_update(of=("self",)).get(pk=problem.pk)
        if one.task_id is not None:
            raise refusals.refusal("taken_over", *_TAKEN_OVER)
        told = {"year": clock.today().year, "title": one.text[:300], "source": "inspection", "deadline": deadline}
        told |= {"detail": f"{letter.number} {one.clause}".strip(), "subject": subject_of(letter)}
        one.task = enter_problem(actor=actor, body=letter.addressee, values=told)
        one.save()
    return one


def close_letter(*, actor: Any, letter: Letter, note: str = "") -> Letter:
    """Close a letter whose reply was accepted, once its problems have been verified in the problem list."""
    guards.demand_issuer(actor, DECIDE, letter)
    with acts.act(actor, DECIDE, reason=note.strip()):
        one = locked(letter, "accepted")
        if not queries.is_mended(one):
            raise refusals.refusal("not_mended", *_NOT_MENDED)
        _close(actor, one, note.strip())
    return one


def _close(actor: Any, one: Letter, note: str) -> None:
    one.state, one.closing_note = "closed", note
    one.closed_by, one.closed_at = actor, clock.now()
    _save(one)


def _save(one: Letter) -> None:
    one.version += 1
    one.save()


_UNKNOWN_PROBLEM = (
    Text("措施所对应的问题不在这份建议书里", "a measure answers a problem that the letter does not name"),
    Text("刷新页面后再填", "reload the page and fill it in again"),
)
_DUE_PAST = (
    Text("期限已经过去", "the day has passed already"),
    Text("给出今天或以后的日期", "give today or a later day"),
)
_TAKEN_OVER = (
    Text("这个问题已经转入问题清单", "the problem stands in the problem list already"),
    Text("在问题清单里继续跟踪", "follow it there"),
)
_NOT_MENDED = (
    Text("转入问题清单的问题还没有全部核查通过", "not every problem taken over has been verified"),
    Text("在问题清单核查后再办结", "verify them in the problem list, then close"),
)
