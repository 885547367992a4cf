"""Giving files to reviewers: by proposal or by hand, to another with the reason, standing aside, the third reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import stored
from zhiheng_web.reviews import guards, states
from zhiheng_web.reviews.models import Activity, Assignment, FileReview
from zhiheng_web.reviews.queries import rules_of
from zhiheng_web.reviews.reading import assigning as reading
from zhiheng_web.reviews.recusal import Bars

_ASSIGN = "reviews.assign"


def assign_proposed(*, actor: Any, activity: Activity) -> list[Assignment]:
    """Give every file that waits for a reader to the one whom the proposal names; return what was given.

    The proposal is worked out again inside the act, from what stands then. Files that nobody can read keep waiting.
    """
    guards.demand_organiser(actor, _ASSIGN, activity)
    with acts.act(actor, _ASSIGN):
        chosen = [one for one in reading.proposal(activity) if one.reviewer is not None]
        if not chosen:
            raise Refusal(Fault("nothing_to_assign", Place(clause=activity.title), *_NOTHING))
        return [
            _give(one.file_review, one.reviewer, reader=one.reader, why=one.why, actor=actor, round=one.round)
            for one in chosen
        ]


def assign_by_hand(
    *, actor: Any, file_review: FileReview, reviewer: Any, reason: str, level: int = 2, reader: int = 1
) -> Assignment:
    """Give a file to a reviewer whom the office names, with the reason.

    Raises Refusal where the place is taken, where the reviewer holds no such post, or must stand aside.
    """
    guards.demand_organiser(actor, _ASSIGN, file_review.activity)
    states.demand_state(file_review, *(("first_level",) if level == 1 else reading.AT_THE_BRIGADE))
    why = _demand_reason(reason)
    round = 2 if file_review.state == "second_round" else 1
    reader = 1 if level == 1 or round == 2 else reader
    if _places(file_review, level=level, round=round).filter(reader=reader).exists():
        raise Refusal(Fault("place_taken", Place(clause=file_review.case.code), *_TAKEN))
    _demand_able(reviewer, file_review, level=level, round=round)
    told = Text(f"由{actor}指派：{why}", f"named by {actor}: {why}")
    with acts.act(actor, _ASSIGN, reason=why):
        return _give(file_review, reviewer, reader=reader, why=told, actor=actor, level=level, round=round)


def reassign(*, actor: Any, assignment: Assignment, reviewer: Any, reason: str) -> Assignment:
    """Give a file to another reviewer, with the reason; the former assignment stays in the record.

    Raises Refusal where its card is signed or the reviewer must stand aside.
    """
    one = assignment.file_review
    guards.demand_organiser(actor, _ASSIGN, one.activity)
    why = _demand_reason(reason)
    _demand_open(assignment)
    if assignment.reviewer_id == reviewer.pk:
        raise Refusal(Fault("same_reviewer", Place(clause=one.case.code), *_SAME))
    _demand_able(reviewer, one, level=assignment.level, round=assignment.round, without=assignment)
    with acts.act(actor, _ASSIGN, reason=why):
        _withdraw(assignment, why)
        told = Text(f"由{assignment.reviewer}改派：{why}", f"taken over from {assignment.reviewer}: {why}")
        return _in_place_of(assignment, reviewer, told, actor)


def recuse(*, actor: Any, assignment: Assignment, reason: str) -> Assignment | None:
    """Stand aside from a file, with the reason; it goes to the next reviewer by the rules, or waits for the office.

    Raises policy.Denied for another's assignment, Refusal where its card is signed.
    """
    one = assignment.file_review
    policy.demand(actor, "reviews.recuse", one.body)
    if assignment.reviewer_id != actor.pk:
        raise policy.Denied(policy.deed_of("reviews.recuse"))
    why = _demand_reason(reason)
    _demand_open(assignment)
    with acts.act(actor, "reviews.recuse", reason=why):
        _withdraw(assignment, f"申请回避 stood aside：{why}")
        choice = _choose_other(assignment)
        if choice.reviewer is None:
            return None
        told = Text(f"{actor}申请回避后改派；{choice.why.zh}", f"after {actor} stood aside; {choice.why.of('en')}")
        return _in_place_of(assignment, choice.reviewer, told, None)


def assign_first_level(file_review: FileReview, *, actor: Any) -> Assignment | None:
    """Give a submitted file to the unit's legal officer who did not handle it (WX-06), inside the act under way.

    None where the unit has no such legal officer: the office names one, or takes the file up.
    """
    choice = reading.desk_of_unit(file_review).choose(file_review, level=1)
    if choice.reviewer is None:
        return None
    return _give(file_review, choice.reviewer, reader=1, why=choice.why, actor=actor, level=1)


def demand_third_reader(file_review: FileReview, *, actor: Any = None) -> Assignment | None:
    """Ask a third reader, because two differ by the points of the rules or more (WX-09); inside the act under way.

    The file waits in `comparing`. Called by whoever signs the second card. None where nobody can read it as yet: the
    office has it on its list. A second call changes nothing.
    """
    if file_review.state == "second_level":
        reason = "两人评查结果不一致 the two readers differ"
        states.advance(file_review, "comparing", actor=actor, reason=reason)
    states.demand_state(file_review, "comparing")
    there: Assignment | None = _places(file_review).filter(reader=3).first()
    if there is not None:
        return there
    taken = _places(file_review).values_list("reviewer", flat=True)
    choice = reading.desk_of(file_review.activity).choose(file_review, 3, without=taken)
    if choice.reviewer is None:
        return None
    return _give(file_review, choice.reviewer, reader=3, why=choice.why, actor=actor)


def _give(
    one: FileReview, reviewer: Any, *, reader: int, why: Text, actor: Any, level: int = 2, round: int = 1
) -> Assignment:
    made = Assignment(file_review=one, reviewer=reviewer, level=level, round=round, reader=reader)
    made.why, made.due_on = stored(why), one.due_on
    made.is_blind = level == 2 and rules_of(one.activity).blind
    made.assigned_by, made.assigned_at = actor, clock.now()
    made.save()
    return made


def _in_place_of(former: Assignment, reviewer: Any, why: Text, actor: Any) -> Assignment:
    return _give(
        former.file_review,
        reviewer,
        reader=former.reader,
        why=why,
        actor=actor,
        level=former.level,
        round=former.round,
    )


def _choose_other(former: Assignment) -> reading.Choice:
    one = former.file_review
    taken = set(_places(one, level=former.level, round=former.round).values_list("reviewer", flat=True))
    taken.add(former.reviewer_id)
    desk = reading.desk_of_unit(one) if former.level == 1 else reading.desk_of(one.activity)
    return desk.choose(one, former.reader, level=former.level, without=taken)


def _withdraw(assignment: Assignment, reason: str) -> None:
    assignment.withdrawn_at, assignment.withdrawn_reason = clock.now(), reason
    assignment.save()


def _places(one: FileReview, *, level: int = 2, round: int = 1) -> Any:
    return Assignment.objects.filter(
        file_review=one, level=level, round=round, is_planted=False, withdrawn_at__isnull=True
    )


def _demand_reason(reason: str) -> str:
    if not reason.strip():
        raise Refusal(Fault("no_reason", Place(), *_NO_REASON))
    return reason.strip()


def _demand_open(assignment: Assignment) -> None:
    place = Place(clause=assignment.file_review.case.code)
    card = getattr(assignment, "card", None)
    if assignment.withdrawn_at is not None:
        raise Refusal(Fault("withdrawn", place, *_WITHDRAWN))
    if assignment.done_at is not None or (card is not None and card.is_signed):
        raise Refusal(Fault("signed", place, *_SIGNED))


def _demand_able(reviewer: Any, one: FileReview, *, level: int, round: int, without: Assignment | None = None) -> None:
    place = Place(clause=one.case.code)
    able: Sequence[Any] = reading.desk_of_unit(one).people if level == 1 else reading.reviewers_of(one.activity)
    if reviewer not in able:
        raise Refusal(Fault("no_reviewer", place, *_NO_REVIEWER, str(reviewer)))
    others = _places(one, level=level, round=round).filter(reviewer=reviewer)
    if without is not None:
        others = others.exclude(pk=without.pk)
    if others.exists():
        raise Refusal(Fault("reads_already", place, *_READS_ALREADY, str(reviewer)))
    why = Bars([reviewer]).bar(reviewer, one, level=level)
    if why is not None:
        reason = Text(f"{reviewer}应当回避：{why.zh}", f"{reviewer} must stand aside: {why.en}")
        raise Refusal(Fault("must_stand_aside", place, reason, Text("改派其他人", "choose somebody else")))


_NOTHING = (
    Text("没有可以指派的案卷", "no file can be given out"),
    Text("等单位送评；没有可派人员的，增加评查员或逐件指派", "wait for files, or name more reviewers"),
)
_TAKEN = (
    Text("这个位置已经有评查员", "this place has a reviewer already"),
    Text("要换人的，用改派", "give it to another reviewer instead"),
)
_SAME = (Text("就是现在的评查员", "this is the reviewer it has"), Text("选另一个人", "choose somebody else"))
_NO_REASON = (Text("没有写理由", "no reason is given"), Text("写明理由", "say why"))
_WITHDRAWN = (
    Text("这件案卷已改由他人评查", "this file has been given to another reviewer"),
    Text("刷新页面查看", "reload the page"),
)
_SIGNED = (
    Text("考评卡已经签署，不能再换人", "its card is signed, nobody can be put in place"),
    Text("对结论有异议的，用异议程序", "who disagrees with it can object"),
)
_NO_REVIEWER = (
    Text("不担任这一级的评查岗位", "holds no post that reviews at this level"),
    Text("从名单里选", "choose from the list"),
)
_READS_ALREADY = (
    Text("已经在另一位置评查这件案卷", "reads this file in another place already"),
    Text("两名评查员应当是不同的人", "two readers are two persons"),
)
