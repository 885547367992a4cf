"""From the first round to the end of a file: notice, mending or the period of objection, settling (WX-13 to WX-15)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.documents.facts import kind_text
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.documents.queries import subject_of
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import stored
from zhiheng_web.reviews import guards, states
from zhiheng_web.reviews.actions.cards_signing import settle_scored
from zhiheng_web.reviews.models import Assignment, FileReview, Mending
from zhiheng_web.reviews.papers import issue_paper
from zhiheng_web.reviews.queries import rules_of
from zhiheng_web.reviews.reading import card_access as access
from zhiheng_web.reviews.reading import round_papers as papers
from zhiheng_web.reviews.reading import rounds as reading

GIVE = "reviews.give_notice"


def give_notice(*, actor: Any, file_review: FileReview, with_paper: bool = True) -> FileReview:
    """Tell unit and officer the result of the first round; the month of mending begins (WX-14, WX-AMB-01).

    Without problems, or with one round alone, the file is settled once the period of objection is over. `with_paper`
    issues the notice as a numbered document too. Raises Refusal where it was told before.
    """
    policy.demand(actor, GIVE, file_review.body)
    guards.demand_unbiased(actor, file_review)
    with acts.act(actor, GIVE):
        file_review = locked(file_review)
        states.demand_state(file_review, "reviewed")
        if file_review.notified_at is not None:
            raise Refusal(Fault("told_already", Place(clause=file_review.case.code), *_TOLD))
        file_review.notified_at = clock.now()
        standing = reading.counted_of(file_review).standing(1)
        if standing and reading.is_mended(file_review):
            told = "告知评查结果，开始整改 notice given, mending begins"
            states.advance(file_review, "mending", actor=actor, reason=told, start=clock.today())
            for line in standing:
                Mending(line=line, due_on=file_review.due_on).save()
        else:
            file_review.due_on = reading.objection_due(file_review)
            file_review.version += 1
            file_review.save()
        if with_paper:
            _issue("review_notice", file_review, papers.notice_facts(file_review), actor=actor)
    return file_review


def give_second_notice(*, actor: Any, file_review: FileReview, with_paper: bool = True) -> FileReview:
    """Tell unit and officer the result of round two; objections to what it found run from here.

    `with_paper` issues the opinion on the file, which tells of both rounds. Raises Refusal before round two is done and
    where it was told before.
    """
    policy.demand(actor, GIVE, file_review.body)
    guards.demand_unbiased(actor, file_review)
    with acts.act(actor, GIVE):
        file_review = locked(file_review)
        states.demand_state(file_review, "settled")
        if file_review.second_notified_at is not None:
            raise Refusal(Fault("told_already", Place(clause=file_review.case.code), *_TOLD))
        if not reading.awaits_second_notice(file_review):
            raise Refusal(Fault("no_second_round", Place(clause=file_review.case.code), *_NO_SECOND))
        file_review.second_notified_at = clock.now()
        file_review.version += 1
        file_review.save()
        if with_paper:
            _issue("review_opinion", file_review, papers.opinion_facts(file_review), actor=actor)
    return file_review


def issue_opinion(*, actor: Any, file_review: FileReview) -> IssuedDocument:
    """Issue the opinion on a file (案卷评查意见书) as it stands. Raises Refusal before the file was told."""
    policy.demand(actor, GIVE, file_review.body)
    if file_review.notified_at is None:
        raise Refusal(Fault("not_told", Place(clause=file_review.case.code), *_NOT_TOLD))
    with acts.act(actor, GIVE):
        return _issue("review_opinion", file_review, papers.opinion_facts(file_review), actor=actor)


def _issue(kind: str, file_review: FileReview, told: Mapping[str, Any], *, actor: Any) -> IssuedDocument:
    title = f"{kind_text(kind).zh} {file_review.case.code}"
    return issue_paper(
        kind,
        told,
        activity=file_review.activity,
        title=title,
        subject=subject_of(file_review),
        actor=actor,
        deed=GIVE,
        addressee=file_review.body,
    )


def settle(*, actor: Any, file_review: FileReview) -> FileReview:
    """Settle a file that is not mended: the period of objection is over and every objection answered."""
    policy.demand(actor, GIVE, file_review.body)
    with acts.act(actor, GIVE):
        return _settle(locked(file_review), actor=actor)


def settle_due() -> list[FileReview]:
    """Settle every told file whose period of objection is over: the system does it by itself, once a day."""
    done = []
    for one in FileReview.objects.filter(state="reviewed", notified_at__isnull=False, due_on__lt=clock.today()):
        if reading.is_ripe(one):
            with acts.act(None, GIVE):
                done.append(_settle(locked(one), actor=None))
    return done


def _settle(file_review: FileReview, *, actor: Any) -> FileReview:
    states.demand_state(file_review, "reviewed")
    if not reading.is_ripe(file_review):
        raise Refusal(Fault("not_ripe", Place(clause=file_review.case.code), *_NOT_RIPE))
    settle_scored(file_review, "final", actor=actor, reason="异议期满 period of objection over")
    return file_review


def resubmit(*, actor: Any, file_review: FileReview, reason: str = "") -> FileReview:
    """Submit a file the second time (WX-14); a late one is flagged.

    Raises Refusal where a mending was not accepted and no reason is given: it goes as it is, and that is on record.
    """
    deed = "reviews.resubmit_file"
    guards.demand_file(actor, deed, file_review)
    with acts.act(actor, deed, reason=reason.strip()):
        file_review = locked(file_review)
        states.demand_state(file_review, "mending")
        left = [one for one in reading.standings(file_review) if not one.is_lifted and not _is_accepted(one)]
        if left and not reason.strip():
            raise Refusal([_not_mended(one) for one in left])
        _to_second_round(file_review, actor=actor, reason=reason.strip() or "二次送评 submitted a second time")
    return file_review


def call_in(*, actor: Any, file_review: FileReview) -> FileReview:
    """Take a file that was not submitted the second time in time into the second round: it is judged as it stands."""
    policy.demand(actor, GIVE, file_review.body)
    with acts.act(actor, GIVE):
        file_review = locked(file_review)
        states.demand_state(file_review, "mending")
        if not file_review.is_overdue_on(clock.today()):
            raise Refusal(Fault("not_overdue", Place(clause=file_review.case.code), *_NOT_OVERDUE))
        _to_second_round(file_review, actor=actor, reason="逾期未二次送评 not submitted a second time in time")
    return file_review


def _to_second_round(file_review: FileReview, *, actor: Any, reason: str) -> None:
    states.advance(file_review, "second_round", actor=actor, reason=reason)
    assign_second_round(file_review, actor=actor)


def assign_second_round(file_review: FileReview, *, actor: Any) -> Assignment | None:
    """Give round two to the reviewer whose card counts; None where they may no longer: then the office assigns."""
    card = reading.counted_of(file_review).cards.get(1)
    if card is None or file_review.assignments.filter(round=2, level=2, withdrawn_at__isnull=True).exists():
        return None
    reviewer = card.assignment.reviewer
    may = reviewer.is_active and policy.may(reviewer, access.DEEDS[2], file_review.body)
    if not may or guards.bar_to_reviewing(reviewer, file_review) is not None:
        return None
    one = Assignment(file_review=file_review, reviewer=reviewer, level=2, round=2, reader=1)
    one.due_on, one.assigned_by = file_review.due_on, actor
    one.is_blind = rules_of(file_review.activity).blind
    one.why = stored(Text("一次考评的评查员核查整改", "the reviewer of round one checks the mending"))
    one.save()
    return one


def begin_first_level(*, actor: Any, file_review: FileReview) -> Assignment:
    """Take a file up for the review by the unit (WX-06): the legal officer, never one who handled the case.

    It is for files that were given to nobody. Whoever takes it up again gets what was begun. Raises Refusal where
    another legal officer has begun it.
    """
    deed = access.DEEDS[1]
    policy.demand(actor, deed, file_review.body)
    guards.demand_unbiased(actor, file_review, level=1)
    if rules_of(file_review.activity).levels != 2:
        raise Refusal(Fault("one_level", Place(clause=file_review.case.code), *_ONE_LEVEL))
    known = file_review.assignments.filter(level=1, round=1, withdrawn_at__isnull=True).first()
    if known is not None and known.reviewer_id == actor.pk:
        return access.assignment(known.pk)
    with acts.act(actor, deed):
        file_review = locked(file_review)
        states.demand_state(file_review, "first_level")
        known = file_review.assignments.filter(level=1, round=1, withdrawn_at__isnull=True).first()
        if known is not None:
            raise Refusal(Fault("begun_by_another", Place(clause=file_review.case.code), *_BEGUN, str(known.reviewer)))
        one = Assignment(file_review=file_review, reviewer=actor, level=1, assigned_by=actor, due_on=file_review.due_on)
        one.why = stored(Text("本单位法制员", "the unit's legal officer"))
        one.save()
    return access.assignment(one.pk)


def locked(file_review: FileReview) -> FileReview:
    """Return the file as stored, locked until the act is over."""
    chosen = FileReview.objects.select_for_update(of=("self",)).select_related("activity__organiser", "case", "body")
    found: FileReview = chosen.get(pk=file_review.pk)
    return found


def _is_accepted(one: reading.Standing) -> bool:
    return one.mending is not None and one.mending.state == "accepted"


def _not_mended(one: reading.Standing) -> Fault:
    return Fault("not_accepted", Place(clause=one.line.item), *_NOT_ACCEPTED, one.line.text[:40])


_TOLD = (
    Text("这件案卷的评查结果已经告知", "the result of this file was told already"),
    Text("在案卷评查页查看告知时间", "see the page of the file for when"),
)
_NO_SECOND = (
    Text("这件案卷没有二次考评", "there was no second round on this file"),
    Text("首轮结果的告知见评查结果页", "the result of round one was told on the page of the result"),
)
_NOT_TOLD = (
    Text("评查结果还没有告知", "the result was not told yet"),
    Text("告知后出具意见书", "issue the opinion after the notice"),
)
_NOT_RIPE = (
    Text("异议期没有届满，或者还有异议没有答复", "the period of objection runs, or an objection is not answered"),
    Text("期满并答复全部异议后再办结", "settle it after the period, with every objection answered"),
)
_NOT_OVERDUE = (
    Text("整改期限没有届满", "the month of mending is not over"),
    Text("期满后仍不送评的，再调卷核查", "take it in when it was not submitted by then"),
)
_NOT_ACCEPTED = (
    Text("这个问题的整改没有核对通过", "the mending of this problem was not accepted"),
    Text("核对通过后送评；仍要送评的，写明理由", "accept it first; to submit all the same, give the reason"),
)
_ONE_LEVEL = (
    Text("这次评查没有本单位初评", "this review has no review by the unit"),
    Text("由法制机构直接评查", "the brigade reviews it"),
)
_BEGUN = (
    Text("另一名法制员已经开始初评", "another legal officer has begun the review"),
    Text("由其完成，或请其回避后改由您办理", "they finish it, or stand aside first"),
)
