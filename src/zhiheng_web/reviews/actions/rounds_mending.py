"""Mending problem by problem (WX-13): the officer reports with evidence, leader and legal officer check or return."""

from __future__ import annotations

from typing import Any, BinaryIO

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.documents.actions.evidence import keep_evidence
from zhiheng_web.documents.models import Evidence
from zhiheng_web.documents.queries import evidence_about, subject_of
from zhiheng_web.lib import clock
from zhiheng_web.reviews import guards, states
from zhiheng_web.reviews.models import Mending
from zhiheng_web.reviews.reading.rounds import file_of

REPORT, CHECK = "reviews.report_mending", "reviews.check_mending"


def add_evidence(*, actor: Any, mending: Mending, file: BinaryIO, name: str, size: int) -> Evidence:
    """Keep a file that proves the mending of a problem. Raises Refusal as `keep_evidence`, and once it was accepted."""
    _demand_open(actor, mending)
    body, subject = mending.governing_body, subject_of(mending)
    return keep_evidence(
        actor, body=body, subject=subject, rule_id=mending.line.rule_id, file=file, name=name, size=size, deed=REPORT
    )


def withdraw_evidence(*, actor: Any, mending: Mending, evidence: Evidence) -> Evidence:
    """Withdraw a file before the mending is accepted; row and file stay."""
    _demand_open(actor, mending)
    if evidence.subject != subject_of(mending) or evidence.withdrawn_at is not None:
        raise Refusal(Fault("withdrawn", Place(file=evidence.name), *_WITHDRAWN))
    with acts.act(actor, REPORT):
        evidence.withdrawn_at = clock.now()
        evidence.save()
    return evidence


def report_mending(*, actor: Any, mending: Mending, note: str, version: int) -> Mending:
    """Report what was done about a problem. Raises Refusal without words, or where it was changed meanwhile."""
    _demand_open(actor, mending)
    if not note.strip():
        raise Refusal(Fault("no_note", Place(clause=mending.line.item), *_NO_NOTE))
    with acts.act(actor, REPORT):
        mending = _locked(mending, version)
        mending.state, mending.note = "reported", note.strip()[:5000]
        mending.reported_by, mending.reported_at = actor, clock.now()
        mending.version += 1
        mending.save()
    return mending


def check_mending(*, actor: Any, mending: Mending, is_accepted: bool, version: int, note: str = "") -> Mending:
    """Accept what was reported, or return it with the reason; never by the one who reported it."""
    file_review = file_of(mending)
    guards.demand_file(actor, CHECK, file_review)
    states.demand_state(file_review, "mending")
    place = Place(clause=mending.line.item)
    if mending.state != "reported":
        raise Refusal(Fault("not_reported", place, *_NOT_REPORTED))
    if mending.reported_by_id == actor.pk:
        raise Refusal(Fault("same_person", place, *_SAME_PERSON))
    if not is_accepted and not note.strip():
        raise Refusal(Fault("no_reason", place, *_NO_REASON))
    with acts.act(actor, CHECK, reason=note.strip()):
        mending = _locked(mending, version)
        mending.state = "accepted" if is_accepted else "returned"
        mending.checked_by, mending.checked_at, mending.check_note = actor, clock.now(), note.strip()[:5000]
        mending.version += 1
        mending.save()
    return mending


def files_of(mending: Mending) -> list[Evidence]:
    """Return the evidence of a mending."""
    return list(evidence_about(mending))


def _demand_open(actor: Any, mending: Mending) -> None:
    file_review = file_of(mending)
    guards.demand_file(actor, REPORT, file_review)
    states.demand_state(file_review, "mending")
    if mending.state == "accepted":
        raise Refusal(Fault("accepted", Place(clause=mending.line.item), *_ACCEPTED))


def _locked(mending: Mending, version: int) -> Mending:
    found: Mending = Mending.objects.select_for_update().get(pk=mending.pk)
    if found.version != version:
        raise Refusal(Fault("changed_meanwhile", Place(clause=mending.line.item), *_CHANGED))
    return found


_NO_NOTE = (
    Text("没有写整改情况", "what was done is not told"),
    Text("写明怎样整改的，有材料的一并上传", "say how it was mended, with files where there are any"),
)
_NOT_REPORTED = (
    Text("这个问题没有待核对的整改报告", "there is no report to be checked for this problem"),
    Text("刷新页面", "reload the page"),
)
_SAME_PERSON = (
    Text("整改情况是您自己报告的", "you reported this yourself"),
    Text("请单位负责人或另一名法制员核对", "the head of the unit or another legal officer checks it"),
)
_NO_REASON = (
    Text("退回没有写理由", "it is returned without a reason"),
    Text("写明哪里没有整改到位", "say what is not mended yet"),
)
_ACCEPTED = (
    Text("这个问题的整改已经核对通过", "the mending of this problem was accepted"),
    Text("不必再报", "nothing more is to be reported"),
)
_CHANGED = (
    Text("别人刚刚修改过", "somebody else has just changed this"),
    Text("刷新页面，核对后再提交", "reload the page and compare"),
)
_WITHDRAWN = (
    Text("这份材料不在这里，或者已经撤回", "this file is not here, or was withdrawn"),
    Text("刷新页面", "reload the page"),
)
