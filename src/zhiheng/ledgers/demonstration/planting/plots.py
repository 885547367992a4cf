"""Where a scene is staged: some case numbers of a unit, and the tools to write cases that depart from the ordinary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from zhiheng.ledgers.demonstration.bundles import Bundle
from zhiheng.ledgers.demonstration.diary import Diary, Plan
from zhiheng.ledgers.demonstration.dice import Dice
from zhiheng.ledgers.demonstration.load import HEARING_FROM, ON_THE_SPOT, Load
from zhiheng.ledgers.demonstration.matters import Cause, bounds, causes_of
from zhiheng.ledgers.demonstration.people import Row
from zhiheng.ledgers.demonstration.planting.dayrules import nth_working_day
from zhiheng.ledgers.demonstration.procedures import Course


@dataclass
class Draft:
    """A case being written: change the row, the course or the plan, `walk` it, change the diary, then `write` it."""

    load: Load
    number: int
    row: Row
    start: date
    course: Course
    plan: Plan
    dice: Dice
    _diary: Diary | None = None

    @property
    def diary(self) -> Diary:
        """Return what happened."""
        return self.walk()

    def walk(self) -> Diary:
        """Let the case go its way, once, and return what happened."""
        if self._diary is None:
            course = replace(self.course, fined=bool(self.row.get("fine")))
            self._diary = self.load.walk(self.row, course, self.start, plan=self.plan, dice=self.dice)
        return self._diary

    def omit(self, *activities: str) -> None:
        """Leave steps out."""
        self.plan.omits.update(activities)

    def entry(self, activity: str) -> Row:
        """Return the first entry of a step."""
        return next(entry for entry in self.diary.entries if entry["activity"] == activity)

    def move(self, activity: str, *, after: str, working_days: int) -> None:
        """Put a step a number of working days after another step, or before it where the number is negative."""
        anchor, entry = self.diary.moment_of(after), self.entry(activity)
        moment = entry["at"]
        assert anchor is not None
        assert isinstance(moment, datetime)
        day = nth_working_day(self.diary, anchor.date(), working_days)
        entry["at"] = self.diary.booked(datetime.combine(day, moment.time()), entry.get("officer_id"))

    def add(self, activity: str, day: date, **details: object) -> None:
        """Enter a further step on a day, at a time in the morning; steps without an officer need nobody to be free."""
        moment = datetime.combine(day, datetime.min.time()) + timedelta(minutes=self.dice.between(540, 700))
        self.diary.entries.append({"case_id": self.row["case_id"], "activity": activity, "at": moment, **details})

    def write(self, *check_ids: str) -> Bundle:
        """Return the case with its events, and note which checks it breaks."""
        return self.load.settled(self.row, self.diary, self.number).breaks(*check_ids)


@dataclass
class Plot:
    """The case numbers from `number` on that a scene may use. `turn` counts how often the scene was staged before."""

    load: Load
    number: int
    turn: int
    dice: Dice
    used: int = 0

    def start(self) -> date:
        """Return the day on which the first case begins."""
        return self.load.start_of(self.number)

    def penalty(self, *, kind: str = "ordinary", heard: bool = False, **course: bool) -> Draft:
        """Return the next case, a lawful penalty: small, or so large that the party may ask for a hearing (`heard`).

        `course`: what comes between, such as `hearing`, `seizes`, `preserves`, `pauses`.
        """
        case = self._draft(kind)
        cause, party, grade, fine = self._fine(heard=heard, kind=kind)
        case.row |= {"party_kind": party}
        self.load.set_fine(case.row, cause, grade, fine)
        case.course = replace(self._course(case), major=heard, **course)  # type: ignore[arg-type]
        return case

    def other(self, kind: str) -> Draft:
        """Return the next case: a licence, a compulsion or an inspection, lawful."""
        return self._draft(kind)

    @property
    def can_fine_on_the_spot(self) -> bool:
        """Return whether the unit has a cause with fines as small as the law allows on the spot."""
        return bounds(self.cause(), "citizen", 0)[0] <= ON_THE_SPOT["citizen"]

    def variant(self, number: int) -> int:
        """Return which of `number` variants is due this time."""
        return self.turn % number

    def cause(self, size: int = 0) -> Cause:
        """Return a cause of the unit by the size of its fines: 0 the smallest, -1 the largest."""
        return sorted(causes_of(self.load.profile), key=lambda cause: cause.fines)[size]

    def fine_below_hearing(self, party: str, grade: int) -> tuple[Cause, int, int]:
        """Return the smallest cause with the bounds of its fines for a kind of party."""
        cause = self.cause()
        low, high = bounds(cause, party, grade)
        assert high < HEARING_FROM[party]
        return cause, low, high

    def _draft(self, kind: str) -> Draft:
        number = self.number + self.used
        self.used += 1
        row = self.load.head(number, kind)
        row["source"] = "other" if kind == "licence" else "patrol"
        row["lead_officer_id"], row["second_officer_id"] = self.load.crew_of(number).sound_pair(number)
        draft = Draft(self.load, number, row, self.start(), _NOBODY, Plan(), self.dice)
        draft.course = self._course(draft)
        return draft

    def _course(self, case: Draft) -> Course:
        crew = self.load.crew_of(case.number)
        return Course(
            lead=str(case.row["lead_officer_id"]),
            second=str(case.row["second_officer_id"]),
            reviewer=crew.reviewer(case.number),
            mark=self.load.mark_of(case.number),
        )

    def _fine(self, *, heard: bool, kind: str) -> tuple[Cause, str, int, int]:
        if heard:
            cause = self.cause(-1)
            return cause, "organisation", 2, bounds(cause, "organisation", 2)[1]
        cause, low, high = self.fine_below_hearing("citizen", 0)
        fine = low + (high - low) * self.dice.between(0, 10) // 10
        if kind == "summary" and fine > ON_THE_SPOT["citizen"]:
            fine = 0
        return cause, "citizen", 0, fine


Stage = Callable[[Plot], list[Bundle]]
_NOBODY = Course("", "", "", "")
