"""Bringing evidence and withdrawing it. Files are kept as they are, under their digest; each use is a row."""

from __future__ import annotations

from datetime import date
from typing import Any, BinaryIO

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents import files
from zhiheng_web.documents.models import Evidence
from zhiheng_web.lib import clock, policy, store


def keep_evidence(
    actor: Any,
    *,
    body: Body,
    file: BinaryIO,
    name: str,
    size: int,
    subject: str = "",
    rule_id: str = "",
    evidence_date: date | None = None,
    note: str = "",
    deed: str = "documents.keep_evidence",
) -> Evidence:
    """Keep a file as evidence of a body; `subject` says what it is about (`queries.subject_of`).

    `deed` is another one where an app lets people bring files to something of its own, and answers for who reads them.
    Raises Refusal for a kind, size or content that is not taken, for a date to come, and for the same file twice.
    """
    policy.demand(actor, deed, body)
    plain = files.plain_name(name)
    media_type = files.media_type_of(plain, file, size)
    if evidence_date is not None and evidence_date > clock.today():
        raise files.refused(plain, "date_to_come", *_TO_COME, value=evidence_date.isoformat())
    taken = files.taken_of(file, media_type)
    digest = store.keep(file, name=plain)
    same = Evidence.objects.filter(body=body, subject=subject, rule_id=rule_id, digest=digest, withdrawn_at=None)
    if same.exists():
        raise files.refused(plain, "evidence_twice", *_TWICE)
    one = Evidence(body=body, subject=subject, rule_id=rule_id, name=plain, digest=digest, size=size)
    one.media_type, one.note, one.uploaded_by = media_type, note, actor
    one.taken_at, one.latitude, one.longitude = taken.at, taken.latitude, taken.longitude
    # What the camera noted is a proposal where nobody says when the evidence dates from.
    one.evidence_date = evidence_date or (clock.day_of(taken.at) if taken.at else None)
    with acts.act(actor, deed):
        one.save()
    return one


def withdraw_evidence(actor: Any, *, evidence: Evidence, reason: str = "") -> Evidence:
    """Withdraw a piece of evidence; row and file stay. Whether it may still be withdrawn its subject's own deed asks.

    Raises Refusal where it has been withdrawn.
    """
    policy.demand(actor, "documents.withdraw_evidence", evidence.body)
    if evidence.withdrawn_at is not None:
        raise Refusal(Fault("withdrawn", Place(file=evidence.name), *_WITHDRAWN))
    with acts.act(actor, "documents.withdraw_evidence", reason=reason):
        evidence.withdrawn_at = clock.now()
        evidence.save()
    return evidence


_TO_COME = (
    Text("佐证日期在今天以后", "the evidence is dated in the future"),
    Text("填材料形成的日期，不是上传日期", "give the day on which the evidence came about, not that of the upload"),
)
_TWICE = (
    Text("这一项已有同一个文件", "this very file is there already"),
    Text("不必重复上传", "there is no need to upload it again"),
)
_WITHDRAWN = (
    Text("这份材料已经撤回", "this evidence has been withdrawn"),
    Text("刷新页面", "reload the page"),
)
