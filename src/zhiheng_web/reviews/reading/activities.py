"""Reading activities: the list, the progress of one with every number leading to its files, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from zhiheng.api import Text
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.reviews.models import Activity
from zhiheng_web.reviews.models.activities import KIND_TEXTS, STATE_TEXTS
from zhiheng_web.reviews.models.files import STATE_TEXTS as FILE_STATES
from zhiheng_web.reviews.queries import in_force, rules_of, under_review
from zhiheng_web.reviews.reading.files import GROUPS, TURNS, overdue_now, violating_now

#: Whom an activity can be organised for: bodies beneath the organiser that exist today.
ACTIVITIES = Text("评查活动", "Review activities")


def spec() -> Spec:
    """Return the list of activities."""
    return Spec(
        ACTIVITIES,
        (
            Column("title", Text("名称", "Title"), lambda one: one.title, order_by=("title",), href=url_of),
            Column("kind", Text("方式", "Kind"), lambda one: one.kind_text),
            Column("organiser", Text("组织机构", "Organised by"), lambda one: one.organiser.name),
            Column("from", Text("结案起", "Closed from"), lambda one: one.period_from, "day", ("period_from",)),
            Column("to", Text("止（不含）", "to (excluded)"), lambda one: one.period_to, "day", ("period_to",)),
            Column("files", Text("案卷", "Files"), lambda one: one.file_count, "number"),
            Column("settled", Text("已办结", "Settled"), lambda one: one.settled_count, "number"),
            Column("state", Text("状态", "State"), lambda one: one.state_text, "state", ("state",)),
        ),
        (
            Filter("kind", Text("方式", "Kind"), _by("kind"), tuple(KIND_TEXTS.items()), "choice"),
            Filter("state", Text("状态", "State"), _by("state"), _STATES, "choice"),
            Filter("title", Text("名称", "Title"), lambda rows, value: rows.filter(title__icontains=value)),
        ),
        order="-from",
    )


_STATES = tuple((key, text) for key, (text, _) in STATE_TEXTS.items())


def _by(name: str) -> Any:
    return lambda rows, value: rows.filter(**{name: value})


def url_of(one: Activity) -> str:
    """Return the address of an activity."""
    return reverse("reviews:activity", args=[one.pk])


def counted(rows: Any) -> Any:
    """Return activities with the number of their files, all and settled."""
    standing = ~Q(files__draw__superseded_by__isnull=False) & ~Q(files__state="taken_out")
    return rows.annotate(
        file_count=Count("files", filter=standing, distinct=True),
        settled_count=Count("files", filter=standing & Q(files__state="settled"), distinct=True),
    )


def bodies_for(organiser: Body) -> list[Body]:
    """Return the bodies whose files an organiser may review: those beneath it that are there today."""
    today = clock.today()
    found = Body.objects.filter(path__startswith=organiser.path).exclude(pk=organiser.pk)
    return [body for body in found.order_by("path") if body.is_there_on(today)]


def organisers_for(person: Any) -> Any:
    """Return the bodies for which a person may open a review activity."""
    return Body.objects.filter(policy.within_reach(person, "reviews.open_activity", "")).order_by("path")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the progress with the address that opens its files."""

    text: Text
    number: int
    href: str
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Step:
    """A state of the files of an activity: how many are in it, how many of those late, whose turn it is."""

    state: str
    text: Text
    here: Figure
    late: Figure
    who: Text
    what: Text
    basis: str


@dataclass(frozen=True, slots=True)
class Row:
    """The progress of one body: listed, submitted, reviewed, settled, overdue, with violations."""

    body: Body
    figures: tuple[Figure, ...]


def files_href(activity: Activity, **filters: str) -> str:
    """Return the address of the list of files of an activity under filters."""
    return f"{reverse('reviews:files')}?{urlencode({'activity': activity.pk, **filters})}"


def summary_of(activity: Activity) -> list[Figure]:
    """Return the progress in numbers: listed, submitted, reviewed, settled, overdue, with violations."""
    return _figures(activity, activity.files.filter(under_review()).aggregate(**_counts()))


def _counts() -> dict[str, Count]:
    return {
        "listed": Count("pk"),
        "submitted": Count("pk", filter=Q(state__in=GROUPS["submitted"][1])),
        "reviewed": Count("pk", filter=Q(state__in=GROUPS["reviewed_all"][1])),
        "settled": Count("pk", filter=Q(state="settled")),
        "overdue": Count("pk", filter=overdue_now()),
        "violating": Count("pk", filter=violating_now()),
    }


def _figures(activity: Activity, counts: Any, **filters: str) -> list[Figure]:
    listed = Text("已结案列入", "closed and listed") if activity.kind == "complete" else Text("列入评查", "listed")
    told: tuple[tuple[Text, str, dict[str, str]], ...] = (
        (listed, "listed", {"state": "under_review"} if activity.kind in ("special", "key") else {}),
        (Text("已送评", "submitted"), "submitted", {"state": "submitted"}),
        (Text("已评查", "reviewed"), "reviewed", {"state": "reviewed_all"}),
        (Text("已办结", "settled"), "settled", {"state": "settled"}),
        (Text("逾期", "overdue"), "overdue", {"overdue": "yes"}),
        (Text("违反程序", "with violations"), "violating", {"violation": "any"}),
    )
    return [
        Figure(text, counts[name], files_href(activity, **filters, **narrowed), _tone(name, counts[name]))
        for text, name, narrowed in told
    ]


def _tone(name: str, number: int) -> str:
    return "bad" if name in ("overdue", "violating") and number else "neutral"


def rows_of(activity: Activity) -> list[Row]:
    """Return the progress body by body."""
    rows = activity.files.filter(under_review()).values("body").annotate(**_counts()).order_by("body__path")
    counts = {row["body"]: row for row in rows}
    bodies = Body.objects.in_bulk(counts)
    return [Row(bodies[key], tuple(_figures(activity, row, body=bodies[key].code))) for key, row in counts.items()]


def steps_of(activity: Activity) -> list[Step]:
    """Return the states that files of this activity pass, with numbers, whose turn it is and on what basis."""
    late = {row["state"]: row for row in _by_state(activity)}
    rules = rules_of(activity)
    found = []
    for state, (text, _) in FILE_STATES.items():
        passes = {
            "due": rules.submission is not None,
            "first_level": rules.levels == 2,
            "comparing": rules.readers == 2,
            "mending": rules.rounds == 2,
            "second_round": rules.rounds == 2,
            "taken_out": False,
        }
        counts = late.get(state, {"n": 0, "late": 0})
        if not passes.get(state, True) and not counts["n"]:
            continue
        here = Figure(text, counts["n"], files_href(activity, state=state))
        behind = Figure(text, counts["late"], files_href(activity, state=state, overdue="yes"), "bad")
        who, what, basis = TURNS[state]
        found.append(Step(state, text, here, behind, who, what, basis))
    return found


def _by_state(activity: Activity) -> Any:
    files = activity.files.filter(in_force()).values("state")
    return files.annotate(n=Count("pk"), late=Count("pk", filter=overdue_now())).order_by()


def next_step(activity: Activity) -> Text:
    """Return what comes next for an activity, in words."""
    if activity.state == "draft":
        if activity.kind == "random":
            return Text(
                "核对总体和排除，然后冻结并公布总体", "check population and exclusions, then freeze and publish it"
            )
        return Text("核对规则，然后开始评查", "check the rules, then open the review")
    if activity.state == "committed":
        return Text(
            "种子产生后录入并抽取，然后开始评查", "enter the seed once it has come up, draw, then begin the review"
        )
    told = {
        "open": Text("按下表逐步办理；全部评查后汇总并出报告", "go on as below; then compute and report"),
        "reported": Text("办结余下案卷后结束活动", "settle what is left, then close it"),
        "closed": Text("已办结", "closed"),
    }
    return told[activity.state]
