"""Who could read which file, how much each reader has, and a proposal that anyone can repeat. Nothing is written."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from zhiheng import api
from zhiheng.api import Text
from zhiheng_web.accounts.models import Account
from zhiheng_web.lib import clock
from zhiheng_web.lib.policy import Role
from zhiheng_web.reviews.models import Activity, Assignment, Draw, FileReview
from zhiheng_web.reviews.queries import in_force, rules_of
from zhiheng_web.reviews.recusal import Bars

#: The roles that review at the brigade.
BRIGADE = (Role.reviewer, Role.evaluation_office)
#: The states in which the brigade reads a file.
AT_THE_BRIGADE = ("second_level", "comparing", "second_round")


@dataclass(frozen=True, slots=True)
class Load:
    """How many files a reviewer has in an activity: still to be read, and read."""

    reviewer: Any
    waiting: int
    done: int

    @property
    def total(self) -> int:
        """Return all of them."""
        return self.waiting + self.done


@dataclass(frozen=True, slots=True)
class Choice:
    """Who was chosen for a place at a file, None where nobody can be, and why; `barred` are those who stand aside."""

    file_review: FileReview
    reader: int
    reviewer: Any | None
    why: Text
    barred: tuple[tuple[Any, Text], ...] = ()
    round: int = 1


@dataclass
class Desk:
    """The reviewers of an activity with their loads; each file that is given out counts at once."""

    activity: Activity
    people: Sequence[Any]
    loads: dict[int, int]
    key: bytes
    bars: Bars = field(init=False)

    def __post_init__(self) -> None:
        self.bars = Bars(self.people)

    def choose(
        self, one: FileReview, reader: int = 1, *, level: int = 2, round: int = 1, without: Iterable[int] = ()
    ) -> Choice:
        """Choose the reviewer with the fewest files of those whom nothing bars; equals by HMAC, nobody's whim.

        `without` are the accounts that read this file in another place already.
        """
        taken = set(without)
        barred = [(person, why) for person in self.people if (why := self.bars.bar(person, one, level=level))]
        out = {person.pk for person, _ in barred} | taken
        free = [person for person in self.people if person.pk not in out]
        if not free:
            return Choice(one, reader, None, _nobody(barred), tuple(barred), round)
        chosen = min(free, key=lambda person: (self.loads.get(person.pk, 0), self._rank(one, reader, person)))
        load = self.loads.get(chosen.pk, 0)
        self.loads[chosen.pk] = load + 1
        return Choice(one, reader, chosen, _told(load, len(free), barred), tuple(barred), round)

    def _rank(self, one: FileReview, reader: int, person: Any) -> str:
        message = f"{one.case.code}\n{reader}\n{person.name}".encode()
        return hmac.new(self.key, message, "sha256").hexdigest()


def desk_of(activity: Activity) -> Desk:
    """Return the reviewers of an activity with what each has already."""
    loads = {load.reviewer.pk: load.total for load in loads_of(activity)}
    return Desk(activity, reviewers_of(activity), loads, key_of(activity).encode())


def desk_of_unit(one: FileReview) -> Desk:
    """Return the legal officers of the unit whose file it is (level 1)."""
    people = _holders([Role.legal_officer], Q(body=one.body_id))
    mine = Assignment.objects.filter(level=1, withdrawn_at__isnull=True, reviewer__in=people)
    counts = dict(mine.filter(done_at__isnull=True).values_list("reviewer").annotate(n=Count("pk")).order_by())
    return Desk(one.activity, people, counts, key_of(one.activity).encode())


def reviewers_of(activity: Activity) -> list[Any]:
    """Return the reviewers of the organiser: those who hold a post of the brigade there today."""
    return _holders(BRIGADE, Q(body=activity.organiser_id))


def _holders(roles: Sequence[Role], where: Q) -> list[Any]:
    today = clock.today()
    posts = Q(posts__role__in=roles, posts__since__lte=today) & (
        Q(posts__until__isnull=True) | Q(posts__until__gt=today)
    )
    held = Q(**{f"posts__{name}": value for name, value in where.children})  # type: ignore[misc]
    found = Account.objects.filter(posts & held, is_active=True).distinct()
    return [person for person in found.order_by("name") if person.is_valid_on(today)]


def key_of(activity: Activity) -> str:
    """Return what breaks ties: the digest of the draw's sheet, of the activity itself where nothing was drawn."""
    draw = Draw.objects.filter(population__activity=activity).order_by("-number").first()
    if draw is not None:
        return str(draw.sheet_digest)
    opened = activity.opened_at.isoformat() if activity.opened_at else ""
    return api.digests.digest_of({"activity": activity.pk, "title": activity.title, "opened_at": opened})


def loads_of(activity: Activity) -> list[Load]:
    """Return every reviewer of an activity with their load, those without any too, the busiest first."""
    rows = (
        Assignment.objects.filter(file_review__activity=activity, level=2, withdrawn_at__isnull=True)
        .values("reviewer")
        .annotate(
            waiting=Count("pk", filter=Q(done_at__isnull=True)), done=Count("pk", filter=Q(done_at__isnull=False))
        )
        .order_by()
    )
    counts = {row["reviewer"]: (row["waiting"], row["done"]) for row in rows}
    people = {person.pk: person for person in reviewers_of(activity)}
    people |= {person.pk: person for person in Account.objects.filter(pk__in=set(counts) - set(people))}
    found = [Load(person, *counts.get(pk, (0, 0))) for pk, person in people.items()]
    return sorted(found, key=lambda load: (-load.waiting, -load.done, load.reviewer.name))


def waiting_files(activity: Activity) -> list[tuple[FileReview, int, list[int]]]:
    """Return the files at the brigade that lack a reader: the file, the round, the places without one."""
    files = activity.files.filter(in_force(), state__in=AT_THE_BRIGADE)
    files = files.select_related("activity__organiser", "case", "body", "lead").prefetch_related("assignments")
    readers, found = rules_of(activity).readers, []
    for one in files.order_by("position", "case__code"):
        round = 2 if one.state == "second_round" else 1
        wanted = {1} if round == 2 else set(range(1, readers + 1))
        wanted |= {3} if one.state == "comparing" else set()
        missing = sorted(wanted - {place.reader for place in places_of(one, round)})
        if missing:
            found.append((one, round, missing))
    return found


def places_of(one: FileReview, round: int = 1, level: int = 2) -> list[Assignment]:
    """Return the assignments of a file in force, planted ones left out; read from those that were fetched along."""
    return [
        place
        for place in one.assignments.all()
        if place.round == round and place.level == level and not place.is_planted and place.withdrawn_at is None
    ]


def proposal(activity: Activity) -> list[Choice]:
    """Return who would read what waits, file by file in the order of the draw; the same each time until it is taken."""
    desk = desk_of(activity)
    choices = []
    for one, round, missing in waiting_files(activity):
        taken = {place.reviewer_id for place in places_of(one, round)}
        for reader in missing:
            choice = desk.choose(one, reader, round=round, without=taken)
            choices.append(choice)
            if choice.reviewer is not None:
                taken.add(choice.reviewer.pk)
    return choices


def _told(load: int, free: int, barred: Sequence[tuple[Any, Text]]) -> Text:
    zh = f"可派 {free} 人中件数最少（已有 {load} 件）"
    en = f"fewest files ({load}) of {free} who could be given it"
    if barred:
        zh += "；回避：" + "、".join(f"{person}（{why.zh}）" for person, why in barred)
        en += "; stand aside: " + ", ".join(f"{person} ({why.en})" for person, why in barred)
    return Text(zh, en)


def _nobody(barred: Sequence[tuple[Any, Text]]) -> Text:
    zh = "没有可以指派的人" + (
        "；回避：" + "、".join(f"{person}（{why.zh}）" for person, why in barred) if barred else ""
    )
    en = "nobody can be given it"
    if barred:
        en += "; stand aside: " + ", ".join(f"{person} ({why.en})" for person, why in barred)
    return Text(zh, en)
