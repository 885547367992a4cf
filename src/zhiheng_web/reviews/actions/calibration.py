"""Planting duplicates to measure the readers: drawn by a seed, given to readers who cannot tell them from any other."""

from __future__ import annotations

from typing import Any

from zhiheng import api
from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import stored
from zhiheng_web.reviews import guards
from zhiheng_web.reviews.models import Activity, Assignment, FileReview, Planting
from zhiheng_web.reviews.queries import in_force, rules_of
from zhiheng_web.reviews.reading import assigning

_PLANT = "reviews.plant"
#: Files that may be read once more without a reader noticing: the unit has not been told of them yet.
PLANTABLE = ("second_level", "comparing", "reviewed")


def plant(*, actor: Any, activity: Activity, seed: str, files: int, readers_each: int = 2) -> Planting:
    """Give files to further readers, so that each is read by `readers_each` in all; the seed says which files.

    Whoever may look at the calibration is no reader of it. A planted card never counts for its file and is never shown
    to the unit. Raises Refusal where the numbers cannot be had, or where nobody is left to read.
    """
    guards.demand_organiser(actor, _PLANT, activity)
    place = Place(clause=activity.title)
    if activity.state != "open":
        raise Refusal(Fault("wrong_state", place, *_NOT_OPEN))
    if not seed.strip():
        raise Refusal(Fault("no_seed", place, *_NO_SEED))
    if readers_each < 2:
        raise Refusal(Fault("too_few_readers", place, *_TOO_FEW_READERS, str(readers_each)))
    candidates = {str(one.pk): one for one in plantable(activity, readers_each)}
    if not 1 <= files <= len(candidates):
        reason = Text(f"可以安排的案卷有 {len(candidates)} 件", f"{len(candidates)} files can be planted")
        raise Refusal(Fault("bad_size", place, reason, _ANOTHER_SIZE, str(files)))
    drawn = api.sampling.draw(candidates, size=files, seed=seed.strip())
    with acts.act(actor, _PLANT):
        planting = Planting(activity=activity, seed=seed.strip(), files=files, readers_each=readers_each, by=actor)
        planting.save()
        chosen = [candidates[one.id] for one in drawn.drawn]
        made = _assign(activity, chosen, readers_each, actor)
        if not made:
            raise Refusal(Fault("nobody", place, *_NOBODY))
    return planting


def plantable(activity: Activity, readers_each: int = 2) -> list[FileReview]:
    """Return the files of an activity that fewer read than `readers_each` and that may be planted."""
    files = activity.files.filter(in_force(), state__in=PLANTABLE)
    found = files.select_related("activity__organiser", "case", "body", "lead").prefetch_related("assignments")
    return [one for one in found.order_by("pk") if _missing(one, readers_each) > 0]


def _missing(one: FileReview, readers_each: int) -> int:
    """Return how many readers a file lacks; those whom its procedure will still give it count already."""
    return readers_each - max(len(_readers_of(one)), rules_of(one.activity).readers)


def _readers_of(one: FileReview) -> set[int]:
    return {
        place.reviewer_id
        for place in one.assignments.all()
        if place.level == 2 and place.round == 1 and place.withdrawn_at is None
    }


def _assign(activity: Activity, files: list[FileReview], readers_each: int, actor: Any) -> list[Assignment]:
    """Assign as any other assignment is: the same words, the same order of choosing, the same due date."""
    desk = assigning.desk_of(activity)
    desk.people = [
        person for person in desk.people if not policy.may(person, "reviews.read_calibration", activity.organiser)
    ]
    made = []
    for one in files:
        taken = _readers_of(one)
        for _ in range(_missing(one, readers_each)):
            choice = desk.choose(one, without=taken)
            if choice.reviewer is None:
                break
            taken.add(choice.reviewer.pk)
            made.append(_planted(one, choice, actor))
    return made


def _planted(one: FileReview, choice: Any, actor: Any) -> Assignment:
    made = Assignment(file_review=one, reviewer=choice.reviewer, level=2, round=1, reader=1, is_planted=True)
    made.why, made.due_on = stored(choice.why), one.due_on
    made.is_blind = rules_of(one.activity).blind
    made.assigned_by, made.assigned_at = actor, clock.now()
    made.save()
    return made


def reveal(*, actor: Any, activity: Activity) -> int:
    """Tell the readers that duplicates were planted, so that each may see their own severity; return how many.

    Raises Refusal where nothing waits to be revealed, or where a planted card is still open.
    """
    guards.demand_organiser(actor, _PLANT, activity)
    place = Place(clause=activity.title)
    hidden = list(activity.plantings.filter(revealed_at__isnull=True))
    if not hidden:
        raise Refusal(Fault("nothing_hidden", place, *_NOTHING_HIDDEN))
    waiting = Assignment.objects.filter(
        file_review__activity=activity, is_planted=True, withdrawn_at__isnull=True, done_at__isnull=True
    )
    if waiting.exists():
        raise Refusal(Fault("still_open", place, *_STILL_OPEN, str(waiting.count())))
    with acts.act(actor, _PLANT, reason="公开校准安排 the planting is revealed"):
        for one in hidden:
            one.revealed_at = clock.now()
            one.save()
    return len(hidden)


_NOT_OPEN = (
    Text("活动不在评查中", "the activity is not under review"),
    Text("评查进行中才能安排校准案卷", "duplicates are planted while files are reviewed"),
)
_NO_SEED = (Text("没有写种子", "no seed is given"), Text("填写公开产生的种子", "write a seed that came about publicly"))
_TOO_FEW_READERS = (
    Text("每件至少由两人评查才能比较", "at least two must read a file to compare"),
    Text("填写 2 或者更多", "write 2 or more"),
)
_ANOTHER_SIZE = Text(
    "填写不超过这个数的件数；送到评查环节的案卷多了再安排",
    "choose no more than these, or wait until more files are at the brigade",
)
_NOBODY = (
    Text("没有可以再评查这些案卷的评查员", "no further reviewer can read these files"),
    Text(
        "增加评查员，或者解除回避；能看到校准结果的人不参加",
        "name more reviewers; who may see the calibration takes no part",
    ),
)
_NOTHING_HIDDEN = (
    Text("没有待公开的校准安排", "nothing is hidden"),
    Text("先安排校准案卷", "plant duplicates first"),
)
_STILL_OPEN = (
    Text("还有校准案卷没有评查完", "planted files are still being read"),
    Text("等全部签署后再公开", "wait until all of them are signed"),
)
