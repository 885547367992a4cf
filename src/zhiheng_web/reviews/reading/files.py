"""Reading reviews of files: the list with its filters, the timeline of one, whose turn it is. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from zhiheng.api import Text
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.policy import Role
from zhiheng_web.lib.words import say
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.models import Assignment, FileReview
from zhiheng_web.reviews.models.files import STATE_TEXTS
from zhiheng_web.reviews.states import VIOLATION_TEXTS, violations_on

#: Groups of states that numbers on the page of an activity open.
GROUPS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "submitted": (
        Text("已送评（含以后各步）", "submitted (and beyond)"),
        ("first_level", "second_level", "comparing", "reviewed", "mending", "second_round", "settled"),
    ),
    "under_review": (
        Text("列入评查（不含移出）", "under review (not taken out)"),
        tuple(state for state in STATE_TEXTS if state != "taken_out"),
    ),
    "at_brigade": (Text("法制机构评查中", "at the brigade"), ("second_level", "comparing")),
    "reviewed_all": (
        Text("已评查（含以后各步）", "reviewed (and beyond)"),
        ("reviewed", "mending", "second_round", "settled"),
    ),
}

#: State → whose turn it is, what they do, on what basis.
TURNS: dict[str, tuple[Text, Text, str]] = {
    "due": (
        Text("本单位法制员或负责人", "the unit's legal officer or head"),
        Text("送评", "submit the file"),
        "WX-05",
    ),
    "first_level": (
        Text("本单位法制员（非办案民警）", "the unit's legal officer (who did not handle the case)"),
        Text("初评，自我纠正，填写考评卡", "review it, correct what can be, sign the card"),
        "WX-06",
    ),
    "second_level": (
        Text("法制机构评查员", "the brigade's reviewer"),
        Text("阅卷评查，签署考评卡", "read the file and sign the card"),
        "WX-07、WX-09",
    ),
    "comparing": (
        Text("第三名评查员", "the third reader"),
        Text("两人分差较大，由第三人评定", "two readers differ, a third one settles it"),
        "WX-09",
    ),
    "reviewed": (
        Text("法制机构", "the brigade"),
        Text("把评查结果告知单位", "give notice of the result"),
        "WX-13",
    ),
    "mending": (
        Text("办案民警；单位领导和法制员督促", "the handling officer, urged by leader and legal officer"),
        Text("逐个问题整改并附证明，二次送评", "mend problem by problem with evidence, submit again"),
        "WX-13、WX-14",
    ),
    "second_round": (
        Text("法制机构评查员", "the brigade's reviewer"),
        Text("逐个核查整改，二次考评", "check each problem, second round"),
        "WX-15",
    ),
    "settled": (Text("无", "nobody"), Text("已办结", "settled"), ""),
    "taken_out": (Text("无", "nobody"), Text("已移出，不再评查", "taken out, it is not reviewed"), ""),
}


def hides_names(person: Any, one: FileReview) -> bool:
    """Return whether officers and unit are hidden from a person: reviewers of a blind activity alone."""
    # The rules as they are stored: a list asks for every row.
    return bool(one.activity.rules.get("blind")) and _is_reviewer_alone(person)


def _is_reviewer_alone(person: Any) -> bool:
    grants = policy.deed_of("reviews.read_file").grants
    return {Role(post.role) for post in policy.posts_of(person)} & set(grants) <= {Role.reviewer}


def hides_reviewers(person: Any, one: FileReview) -> bool:
    """Return whether the brigade's reviewers are not yet named to a person: the unit learns them with the notice."""
    is_brigade = policy.may(person, "reviews.read_activity", one.activity.organiser)
    return not is_brigade and one.notified_at is None


def spec(person: Any) -> Spec:
    """Return the list of files for a person: columns, filters with what there is to choose."""
    known = queries.files_for(person).order_by()
    activities = known.values_list("activity", "activity__title").distinct()
    readers = Assignment.objects.filter(_unplanted(person), file_review__in=known.values("pk"), withdrawn_at=None)
    if not policy.may_somewhere(person, "reviews.read_activity"):
        readers = readers.filter(level=1)
    # What is found by a name is found out by it.
    named = known if not _is_reviewer_alone(person) else known.exclude(activity__rules__blind=True)
    bodies = named.values_list("body__code", "body__name").distinct()

    def seen(keep: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
        return keep if named is known else lambda rows, value: keep(rows, value).exclude(activity__rules__blind=True)

    people = readers.order_by().values_list("reviewer", "reviewer__display_name").distinct()
    return Spec(
        Text("案卷评查", "Files under review"),
        _columns(person),
        (
            Filter("activity", Text("评查活动", "Activity"), _by("activity"), _choices(activities), "choice"),
            Filter("body", Text("单位", "Body"), seen(_by("body__code")), _choices(bodies), "choice"),
            Filter("state", Text("状态", "State"), _by_state, _STATES, "choice"),
            Filter("overdue", Text("逾期", "Overdue"), _overdue, (("yes", Text("已逾期", "overdue")),), "choice"),
            Filter("violation", Text("违反程序", "Violation"), _violation, _VIOLATIONS, "choice"),
            Filter("reviewer", Text("评查员", "Reviewer"), _by_reviewer(person), _choices(people), "choice"),
            Filter("officer", Text("主办人员", "Lead officer"), seen(_by_officer)),
            Filter("class", Text("认定", "Finding"), _by("finding_class"), _classes(known), "choice"),
            Filter("case", Text("案号", "Case"), _contains("case__code")),
        ),
        order="due",
    )


def _columns(person: Any) -> tuple[Column, ...]:
    hidden = Text("隐名", "withheld")

    def told(one: FileReview, value: Any) -> Any:
        return hidden if hides_names(person, one) else value

    def result(one: FileReview, value: Any) -> Any:
        return None if hides_reviewers(person, one) else value

    return (
        Column("case", Text("案号", "Case"), lambda one: one.case.code, order_by=("case__code",), href=url_of),
        Column("body", Text("单位", "Body"), lambda one: told(one, one.body.name), order_by=("body__path",)),
        Column("officer", Text("主办人员", "Lead officer"), lambda one: told(one, one.lead and one.lead.name)),
        Column("closed", Text("结案", "Closed"), lambda one: one.case.closed_on, "day", ("case__closed_on",)),
        Column("state", Text("状态", "State"), lambda one: one.state_text, "state", ("state",)),
        Column("due", Text("到期", "Due"), lambda one: one.due_on, "due", ("due_on", "case__code")),
        Column("violations", Text("违反程序", "Violations"), violations_told),
        Column(
            "deduction",
            Text("首轮扣分", "Deduction, round one"),
            lambda one: result(one, one.deduction_first),
            "points",
        ),
        Column("final", Text("最终扣分", "Final deduction"), lambda one: result(one, one.deduction_final), "points"),
        Column("activity", Text("评查活动", "Activity"), lambda one: one.activity.title, order_by=("activity__title",)),
    )


def url_of(one: FileReview) -> str:
    """Return the address of a file's page."""
    return reverse("reviews:file", args=[one.pk])


def violations_told(one: FileReview) -> Text | None:
    """Return the violations of procedure of a file in words, today's too; None where there are none."""
    found = [VIOLATION_TEXTS[name] for name in violations_on(one, clock.today())]
    if not found:
        return None
    return Text("、".join(text.zh for text in found), ", ".join(text.en for text in found))


def _choices(rows: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(key), str(name)) for key, name in sorted(set(rows), key=lambda row: str(row[1])))


def _classes(known: Any) -> tuple[tuple[str, Text | str], ...]:
    """Return the finding classes of the activities that are listed."""
    found: dict[str, Text | str] = {}
    for told in known.values_list("activity__rules__finding_classes", flat=True).distinct():
        found |= {one["id"]: Text(one["zh"], one["en"]) for one in told or ()}
    return tuple(found.items())


_STATES = tuple((key, text) for key, (text, _) in STATE_TEXTS.items()) + tuple(
    (key, text) for key, (text, _) in GROUPS.items()
)
_VIOLATIONS = (("any", Text("有违反程序", "any")), *VIOLATION_TEXTS.items())


def _by(name: str) -> Any:
    return lambda rows, value: rows.filter(**{name: value})


def _contains(name: str) -> Any:
    return lambda rows, value: rows.filter(**{f"{name}__icontains": value})


def _by_state(rows: Any, value: str) -> Any:
    return rows.filter(state__in=GROUPS[value][1] if value in GROUPS else (value,))


def _overdue(rows: Any, value: str) -> Any:
    return rows.filter(overdue_now())


def overdue_now() -> Q:
    """Return the condition that keeps files whose submission, first or second, is overdue today."""
    return Q(state__in=("due", "mending"), due_on__lt=clock.today())


def violating_now() -> Q:
    """Return the condition that keeps files with a violation entered, or a submission that fell overdue."""
    return ~Q(violations=[]) | Q(state="due", due_on__lt=clock.today())


def _violation(rows: Any, value: str) -> Any:
    if value == "any":
        return rows.filter(violating_now())
    late_now = Q(state="due", due_on__lt=clock.today())
    found = Q(violations__icontains=f'"{value}"')
    return rows.filter(found | late_now if value == "not_submitted" else found)


def _unplanted(person: Any) -> Q:
    """Return the condition on assignments that a person sees: a reader cannot tell a planted file by its absence."""
    return Q(is_planted=False) | Q(reviewer=person.pk)


def _by_reviewer(person: Any) -> Callable[[Any, str], Any]:
    def chosen(rows: Any, value: str) -> Any:
        own = Assignment.objects.filter(_unplanted(person), reviewer=int(value), withdrawn_at=None)
        return rows.filter(pk__in=own.values("file_review"))

    return chosen


def _by_officer(rows: Any, value: str) -> Any:
    return rows.filter(Q(lead__name__icontains=value) | Q(lead__code__icontains=value) | Q(lead__initials=value))


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to a file: when, what, by whom, with which words, and where it can be seen."""

    at: datetime
    what: Text
    by: Any = None
    note: str = ""
    tone: str = "neutral"


def timeline(one: FileReview, person: Any, *, names_reviewers: bool) -> list[Moment]:
    """Return what happened to a file, the latest first; planted assignments of others are no matter of it."""
    told = [_changed(change) for change in one.changes.select_related("by")]
    places = one.assignments.filter(_unplanted(person)).select_related("reviewer", "assigned_by", "card")
    for place in places:
        if place.level == 2 and not names_reviewers:
            continue
        told += _assigned(place)
    return sorted(told, key=lambda moment: moment.at, reverse=True)


def _changed(change: Any) -> Moment:
    after, tone = STATE_TEXTS[change.to_state]
    if change.from_state:
        before, _ = STATE_TEXTS[change.from_state]
        return Moment(
            change.at, Text(f"{before.zh} → {after.zh}", f"{before.en} → {after.en}"), change.by, change.reason, tone
        )
    return Moment(change.at, Text(f"列入评查：{after.zh}", f"entered: {after.en}"), change.by, change.reason, tone)


def place_text(place: Assignment) -> Text:
    """Return which place at a file an assignment is: level, round, reader."""
    if place.level == 1:
        return Text("单位初评", "review by the unit")
    if place.round == 2:
        return Text("二次考评", "second round")
    return Text(f"评查员（第 {place.reader} 人）", f"reader {place.reader}")


def _assigned(place: Assignment) -> list[Moment]:
    text, who = place_text(place), place.reviewer
    found = [
        Moment(
            place.assigned_at,
            Text(f"{text.zh}：指派{who}", f"{text.en}: {who} named"),
            place.assigned_by,
            say(place.why_told),
        )
    ]
    if place.withdrawn_at is not None:
        what = Text(f"{text.zh}：{who}不再评查", f"{text.en}: {who} no longer")
        found.append(Moment(place.withdrawn_at, what, note=place.withdrawn_reason, tone="warn"))
    if place.done_at is not None:
        what = Text(f"{text.zh}：{who}签署考评卡", f"{text.en}: {who} signed the card")
        found.append(Moment(place.done_at, what, who, tone="good"))
    return found
