"""The legal officers' meeting: planned with its agenda, laws typed in, attendance, minutes; then study in each unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, BinaryIO

from zhiheng.api import Text
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents import files
from zhiheng_web.lib import clock, policy, store
from zhiheng_web.training import problems, refusals
from zhiheng_web.training.models import AgendaItem, Attendance, Meeting, Proof, Study
from zhiheng_web.training.models.meetings import ATTENDANCE_TEXTS
from zhiheng_web.training.queries import meetings as queries


def plan_meeting(
    *,
    actor: Any,
    body: Body,
    month: date,
    held_on: date,
    problems_month: date | None = None,
    place: str = "",
    chair: str = "",
) -> Meeting:
    """Plan the meeting of a month: the agenda begins with the month's problems, every legal officer is invited.

    The problems are those of cards signed in `problems_month`, the meeting's own month unless named. Raises Refusal
    for a second meeting of a month.
    """
    policy.demand(actor, "training.keep_meeting", body)
    month = month.replace(day=1)
    if Meeting.objects.filter(body=body, month=month).exists():
        raise refusals.refusal("meeting_there", *_MEETING_THERE, f"{month:%Y-%m}")
    one = Meeting(body=body, month=month, held_on=held_on, place=place, chair=chair, planned_by=actor)
    one.problems_month = (problems_month or month).replace(day=1)
    with acts.act(actor, "training.keep_meeting"):
        one.save()
        for post in queries.legal_officers(body):
            Attendance(meeting=one, account=post.account, body=post.body).save()
        _fill_agenda(one)
    return one


def refill_agenda(*, actor: Any, meeting: Meeting) -> int:
    """Take the month's problems again, with the cards signed meanwhile; laws and other points stay."""
    policy.demand(actor, "training.keep_meeting", meeting.body)
    with acts.act(actor, "training.keep_meeting"):
        one = _locked(meeting)
        refusals.demand_state(one, "planned")
        for item in queries.items_of(one).filter(kind="problem"):
            item.removed_at = clock.now()
            item.save()
        return _fill_agenda(one)


def _fill_agenda(one: Meeting) -> int:
    found = problems.top_problems(one.body, one.problems_month)
    for position, problem in enumerate(found, 1):
        item = AgendaItem(meeting=one, position=position, kind="problem", title=problem.name.zh[:300])
        item.title_en = problem.name.of("en")[:300]
        item.rule_id, item.item = problem.rule_id, problem.item[:60]
        item.count, item.units = problem.count, problem.units
        item.save()
    return len(found)


def add_item(
    *, actor: Any, meeting: Meeting, kind: str, title: str, detail: str = "", in_force_on: date | None = None
) -> AgendaItem:
    """Add a point to the agenda: a newly issued law, regulation or normative document, or something else."""
    policy.demand(actor, "training.keep_meeting", meeting.body)
    title = refusals.demand_words(title, "议题", "title")
    with acts.act(actor, "training.keep_meeting"):
        one = _locked(meeting)
        refusals.demand_state(one, "planned")
        last = one.items.order_by("-position").values_list("position", flat=True).first() or 0
        item = AgendaItem(meeting=one, position=last + 1, kind=kind, title=title, detail=detail)
        item.in_force_on = in_force_on
        item.save()
    return item


def remove_item(*, actor: Any, item: AgendaItem) -> AgendaItem:
    """Take a point off the agenda; the row stays."""
    policy.demand(actor, "training.keep_meeting", item.meeting.body)
    with acts.act(actor, "training.keep_meeting"):
        refusals.demand_state(_locked(item.meeting), "planned")
        item.removed_at = clock.now()
        item.save()
    return item


def record_attendance(*, actor: Any, meeting: Meeting, states: Mapping[int, str]) -> Meeting:
    """Record who came; `states` by the number of the attendance. Raises Refusal for an unknown one."""
    policy.demand(actor, "training.keep_meeting", meeting.body)
    with acts.act(actor, "training.keep_meeting"):
        one = _locked(meeting)
        refusals.demand_state(one, "planned")
        there = {row.pk: row for row in one.attendances.all()}
        for key, state in states.items():
            if key not in there or state not in ATTENDANCE_TEXTS:
                raise refusals.refusal("unknown", *_UNKNOWN, f"{key}: {state}")
            if there[key].state != state:
                there[key].state = state
                there[key].save()
    return one


def close_meeting(*, actor: Any, meeting: Meeting, minutes: str, study_due_on: date, version: int) -> Meeting:
    """Close a meeting with its minutes; every unit with a legal officer then has to study until `study_due_on`."""
    policy.demand(actor, "training.keep_meeting", meeting.body)
    minutes = refusals.demand_words(minutes, "纪要", "minutes")
    with acts.act(actor, "training.keep_meeting"):
        one = _locked(meeting)
        refusals.demand_state(one, "planned")
        refusals.demand_version(one, version)
        if one.held_on > clock.today():
            raise refusals.refusal("not_held", *_NOT_HELD, one.held_on.isoformat())
        refusals.demand_order(one.held_on, study_due_on)
        if not one.attendances.filter(state="present").exists():
            raise refusals.refusal("nobody_present", *_NOBODY)
        one.state, one.minutes, one.study_due_on = "held", minutes, study_due_on
        one.closed_by, one.closed_at = actor, clock.now()
        one.version += 1
        one.save()
        units = {row.body_id: row.body for row in one.attendances.select_related("body")}
        for body in units.values():
            Study(meeting=one, body=body, due_on=study_due_on).save()
    return one


def add_proof(*, actor: Any, study: Study, file: BinaryIO, name: str, size: int) -> Proof:
    """Keep a file that proves a study: attendance sheet, photo. Raises Refusal for a kind that is not taken."""
    policy.demand(actor, "training.report_study", study.body)
    plain = files.plain_name(name)
    media_type = files.media_type_of(plain, file, size)
    one = Proof(study=study, name=plain, size=size, media_type=media_type, by=actor)
    one.digest = store.keep(file, name=plain)
    with acts.act(actor, "training.report_study"):
        one.save()
    return one


def report_study(*, actor: Any, study: Study, held_on: date, present: int, expected: int, note: str = "") -> Study:
    """Report a study as done. Raises Refusal without a proof (attendance, photo: WX-25) and for impossible numbers."""
    policy.demand(actor, "training.report_study", study.body)
    with acts.act(actor, "training.report_study"):
        one: Study = Study.objects.select_for_update(of=("self",)).select_related("meeting", "body").get(pk=study.pk)
        refusals.demand_state(one, "open")
        if not one.proofs.exists():
            raise refusals.refusal("no_proof", *_NO_PROOF)
        if not one.meeting.held_on <= held_on <= clock.today():
            raise refusals.refusal("wrong_day", *_WRONG_DAY, held_on.isoformat())
        if not 0 < present <= expected:
            raise refusals.refusal("wrong_number", *_WRONG_NUMBER, f"{present}/{expected}")
        one.state, one.held_on, one.present, one.expected, one.note = "done", held_on, present, expected, note
        one.reported_by, one.reported_at = actor, clock.now()
        one.save()
    return one


def _locked(meeting: Meeting) -> Meeting:
    one: Meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    return one


_MEETING_THERE = (
    Text("这个月的例会已经建立", "the meeting of this month is there already"),
    Text("打开这个月的例会", "open the meeting of this month"),
)
_UNKNOWN = (
    Text("没有这个应到人员或这种到会情况", "nobody of this number was invited, or there is no such state"),
    Text("刷新页面再填", "reload the page and fill it in again"),
)
_NOT_HELD = (
    Text("会议日期还没有到", "the day of the meeting is still to come"),
    Text("会后再形成纪要", "write the minutes after the meeting"),
)
_NOBODY = (
    Text("没有人到会", "nobody was present"),
    Text("先登记到会情况", "record the attendance first"),
)
_NO_PROOF = (
    Text("没有上传佐证", "there is no proof"),
    Text("上传签到表或照片，再报告", "upload an attendance sheet or a photo, then report"),
)
_WRONG_DAY = (
    Text("学习日期应在例会之后、今天之前（含当日）", "the study lies between the meeting and today"),
    Text("核对日期", "check the day"),
)
_WRONG_NUMBER = (
    Text("参加人数应大于0，不多于应参加人数", "those who took part are more than 0 and no more than expected"),
    Text("核对人数", "check the numbers"),
)
