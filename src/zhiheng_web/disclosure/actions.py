"""Making a published result public, replacing it after a correction, withdrawing it within three working days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from zhiheng.api import Fault, Place, Refusal, Text, legaltime
from zhiheng_web.audit import acts
from zhiheng_web.disclosure import public_copy
from zhiheng_web.disclosure.models import Disclosed
from zhiheng_web.evaluations.models import Publication
from zhiheng_web.lib import clock, policy

#: LPS-24: what was revoked or found unlawful is taken off the platform within so many working days.
WITHDRAWAL_IN_WORKING_DAYS = 3


def disclose(*, actor: Any, publication: Publication, reason: str, with_bundle: bool = False) -> Disclosed:
    """Make a published result public; the public copy of an earlier version is replaced by it.

    `with_bundle`: somebody has checked that the notes in the bundle's rows name no person. Raises Refusal for a version
    that was corrected since, or that is public already, and without a reason.
    """
    policy.demand(actor, "disclosure.disclose", publication.cycle.organiser)
    place = Place(clause=publication.cycle.title)
    if publication.corrections.exists():
        raise Refusal(Fault("corrected_since", place, *_CORRECTED))
    if publication.disclosures.filter(withdrawn_at=None).exists():
        raise Refusal(Fault("public_already", place, *_PUBLIC_ALREADY))
    if not reason.strip():
        raise Refusal(Fault("no_reason", place, *_NO_REASON))
    # Written before the act: what takes time holds no lock.
    content = public_copy.content_of(publication)
    word, pdf = public_copy.report_of(publication)
    one = Disclosed(publication=publication, body=publication.cycle.organiser, year=publication.cycle.year)
    one.title, one.number = _title(publication), publication.document.number if publication.document else ""
    one.content, one.word, one.pdf = content, word, pdf
    one.bundle = publication.bundle if with_bundle else ""
    one.reason, one.correction, one.disclosed_by = reason.strip(), publication.reason, actor
    with acts.act(actor, "disclosure.disclose", reason=reason):
        one.replaces = _earlier(publication)
        one.disclosed_at = clock.now()
        try:
            with transaction.atomic():
                one.save()
        except IntegrityError:
            raise Refusal(Fault("public_already", place, *_PUBLIC_ALREADY)) from None
    return one


def _title(publication: Publication) -> str:
    version = f"（第 {publication.version} 版）" if publication.version > 1 else ""
    return f"{publication.cycle.title}{publication.cycle.year}年度评价结果{version}"


def _earlier(publication: Publication) -> Disclosed | None:
    """Return the public copy that this one replaces: of the cycle, not withdrawn, not replaced yet."""
    found: Disclosed | None = Disclosed.objects.filter(
        publication__cycle=publication.cycle, withdrawn_at=None, replaced_by=None
    ).first()
    return found


def withdrawal_due(learnt_on: date, calendar: str = "cn") -> date | None:
    """Return until when a public result is withdrawn: the third working day after the day it was learnt of (LPS-24)."""
    days = legaltime.working_calendar(calendar)
    return legaltime.add_working_days(learnt_on, WITHDRAWAL_IN_WORKING_DAYS, calendar=days).due


def withdraw(*, actor: Any, disclosed: Disclosed, reason: str, learnt_on: date) -> Disclosed:
    """Withdraw a public result, with the ground and the day on which the organ learnt of it; the row stays.

    Raises Refusal where it is not public any more, without a reason, or for a day to come.
    """
    policy.demand(actor, "disclosure.withdraw", disclosed.body)
    place = Place(clause=disclosed.title)
    if disclosed.withdrawn_at is not None or hasattr(disclosed, "replaced_by"):
        raise Refusal(Fault("not_public", place, *_NOT_PUBLIC))
    if not reason.strip():
        raise Refusal(Fault("no_reason", place, *_NO_REASON))
    if learnt_on > clock.today():
        raise Refusal(Fault("future", place, *_FUTURE, learnt_on.isoformat()))
    with acts.act(actor, "disclosure.withdraw", reason=reason):
        disclosed.learnt_on, disclosed.withdrawal_due = learnt_on, withdrawal_due(learnt_on)
        disclosed.withdrawal_reason, disclosed.withdrawn_by = reason.strip(), actor
        disclosed.withdrawn_at = clock.now()
        disclosed.save()
    return disclosed


_CORRECTED = (
    Text("这个版本已经被更正", "this version has been corrected"),
    Text("公开最新的版本", "make the newest version public"),
)
_PUBLIC_ALREADY = (
    Text("这个版本已经公开", "this version is public already"),
    Text("刷新页面", "reload the page"),
)
_NO_REASON = (
    Text("没有写依据或理由", "no basis or reason is given"),
    Text("写明依据或理由", "write on what basis, or why"),
)
_NOT_PUBLIC = (
    Text("已经撤下或被新版本替换", "it has been withdrawn or replaced"),
    Text("刷新页面", "reload the page"),
)
_FUTURE = (
    Text("知悉日期在将来", "the day it was learnt of lies in the future"),
    Text("填写实际知悉的日期", "give the day on which it was learnt of"),
)
