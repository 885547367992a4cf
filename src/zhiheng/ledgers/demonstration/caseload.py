"""The cases, events and complaints of every unit, one case at a time, so that a large ledger never stands in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from zhiheng.ledgers.demonstration import procedures
from zhiheng.ledgers.demonstration.diary import Diary
from zhiheng.ledgers.demonstration.dice import Dice
from zhiheng.ledgers.demonstration.matters import Cause, benchmark_id, bounds, causes_of, power_item_id
from zhiheng.ledgers.demonstration.people import Crew, Row, crews
from zhiheng.ledgers.demonstration.procedures import Course
from zhiheng.ledgers.demonstration.profiles import CITIES, EVERYONE, Profile
from zhiheng.legaltime import WorkingCalendar, working_calendar

AS_OF = date(2020, 11, 15)
_FIRST_DAY, _CARRIED_OVER = date(2020, 1, 2), date(2019, 12, 10)
#: The detachments handle six cases where a city handles one; their indicators ask for sixty and more.
_SHARE_OF_DETACHMENT = 6
REVOKED_ON = date(2020, 9, 18)
VETOED_UNIT = "LG03"
#: From so many yuan on a party may ask for a hearing (invented thresholds).
_HEARING_FROM = {"citizen": 10_000, "organisation": 100_000}
#: A fine on the spot: at most 50 yuan for a citizen, 1,000 for an organisation (Penalty Law of 2017, art. 33).
_ON_THE_SPOT = {"citizen": 50, "organisation": 1_000}


@dataclass(frozen=True)
class Bundle:
    """One case with its events and the complaint it came from; or a complaint alone."""

    case: Row | None = None
    events: list[Row] = field(default_factory=list)
    complaint: Row | None = None


def counts_of(cases: int) -> dict[str, int]:
    """Return how many of `cases` each unit handles."""
    shares = {profile.unit_id: 1 if profile in CITIES else _SHARE_OF_DETACHMENT for profile in EVERYONE}
    total, before, counts = sum(shares.values()), 0, {}
    for unit_id, share in shares.items():
        # Cut at the running sums, so that the parts add up to the whole whatever it is.
        counts[unit_id] = cases * (before + share) // total - cases * before // total
        before += share
    return counts


def case_id(profile: Profile, number: int) -> str:
    """Return the id of the `number`-th case of a unit, counted from 0."""
    return f"AJ-{profile.unit_id}-{number + 1:04d}"


def bundles(cases: int, seed: int) -> Iterator[Bundle]:
    """Yield all cases and complaints, unit by unit."""
    counts, calendar = counts_of(cases), working_calendar("cn")
    for profile in EVERYONE:
        load = _Load(profile, counts[profile.unit_id], Dice(seed, profile.unit_id), calendar, crews(profile))
        for number in range(load.count):
            yield load.bundle(number)
        for number in range(load.count // 5):
            yield Bundle(complaint=load.lone_complaint(number))


@dataclass(frozen=True)
class _Load:
    """The cases of one unit."""

    profile: Profile
    count: int
    dice: Dice
    calendar: WorkingCalendar
    crews: tuple[Crew, ...]

    def bundle(self, number: int) -> Bundle:
        """Return a case: in every ten a summary penalty, in every twenty an inspection, the rest ordinary."""
        case = case_id(self.profile, number)
        start = self._start(number)
        diary = Diary(case, self.calendar, self.dice, datetime(start.year, start.month, start.day) - timedelta(days=1))
        crew = self.crews[number % len(self.crews)]
        row = self._head(case, number, crew)
        course = self._course(row, number, crew)
        if row["kind"] == "inspection":
            procedures.inspection(diary, course, start)
        elif row["procedure"] == "summary":
            procedures.summary(diary, course, start)
        else:
            procedures.ordinary(diary, course, start)
        if self.profile.unit_id == VETOED_UNIT and number == 0:
            procedures.revoke(diary, REVOKED_ON)
        self._settle(row, diary)
        return Bundle(row, list(diary.up_to(AS_OF)), self._complaint_of(row, diary, number))

    def _start(self, number: int) -> date:
        if number == 1:
            return _CARRIED_OVER
        month, day = self.profile.last_filing
        span = (date(AS_OF.year, month, day) - _FIRST_DAY).days
        return _FIRST_DAY + timedelta(days=span * number // max(self.count, 1))

    def _head(self, case: str, number: int, crew: Crew) -> Row:
        """Return what is known of a case from its first day."""
        lead, second = crew.pair(number // len(self.crews))
        causes = causes_of(self.profile)
        place = number % len(causes)
        kind = "inspection" if number % 20 == 4 else "penalty"
        row: Row = {
            "case_id": case,
            "unit_id": crew.squad_id,
            "kind": kind,
            "cause": causes[place].name if kind == "penalty" else "日常检查",
            "lead_officer_id": lead,
            "second_officer_id": second,
            "party_id": f"虚构当事人{self.profile.unit_id}-{number + 1:04d}",
            "party_kind": "citizen" if self.dice.happens(60) else "organisation",
            "place": f"虚构街道{self.dice.between(1, 12)}号网格{number + 1}号点位",
            "source": "complaint" if number % 5 == 2 else "transfer" if number % 13 == 7 else "patrol",
        }
        if kind == "penalty":
            row["procedure"] = "summary" if number % 10 == 9 else "ordinary"
            row["power_item_id"] = power_item_id(self.profile, place)
            self._set_penalty(row, causes[place])
        return row

    def _set_penalty(self, row: Row, cause: Cause) -> None:
        party = str(row["party_kind"])
        grade = 0 if row["procedure"] == "summary" else self.dice.pick((0, 0, 1, 1, 1, 2))
        low, high = bounds(cause, party, grade)
        fine = low + (high - low) * self.dice.between(0, 10) // 10
        if row["procedure"] == "summary":
            fine = low if low <= _ON_THE_SPOT[party] else 0
        heard = fine >= _HEARING_FROM[party]
        row |= {"penalty_kind": "罚款" if fine else "警告", "fine": Decimal(fine), "hearing_right": heard}
        row |= {"major": heard, "collective": heard, "document_no": f"〔2020〕{str(row['case_id'])[3:]}号（虚构）"}
        row["benchmark_id"] = benchmark_id(cause, party, grade) if fine else ""

    def _course(self, row: Row, number: int, crew: Crew) -> Course:
        late = self.profile.late_in_hundred
        major = row.get("major") is True
        return Course(
            lead=str(row["lead_officer_id"]),
            second=str(row["second_officer_id"]),
            reviewer=crew.reviewer,
            mark=f"{self.profile.unit_id}-{number + 1:04d}",
            preserves=number % 9 == 4,
            seizes=number % 11 == 5,
            pauses=number % 12 == 6,
            major=major,
            hearing=major and number % 2 == 0,
            # Spread evenly: the case at which another whole late case is due; moved off the summary penalties.
            late=(number + 4) * late // 100 > (number + 3) * late // 100,
        )

    def _settle(self, row: Row, diary: Diary) -> None:
        """Take back what the ledger's day cannot know yet: the penalty of a case that is not decided, its payment."""
        decided, paid = diary.day_of("decided"), diary.day_of("paid")
        if decided is None or decided > AS_OF:
            for name in ("penalty_kind", "fine", "benchmark_id", "document_no", "hearing_right", "major", "collective"):
                row.pop(name, None)
        elif paid is not None and paid <= AS_OF and row["fine"]:
            row["paid"] = row["fine"]

    def _complaint_of(self, row: Row, diary: Diary, number: int) -> Row | None:
        if row["source"] != "complaint":
            return None
        first = diary.entries[0]["at"]
        assert isinstance(first, datetime)
        complaint = self._complaint(f"TS-{self.profile.unit_id}-{number + 1:04d}", first - timedelta(minutes=40))
        row["complaint_id"] = complaint["complaint_id"]
        return {**complaint, "unit_id": row["unit_id"], "place": row["place"], "issue": row["cause"]}

    def lone_complaint(self, number: int) -> Row:
        """Return a complaint that needed no case."""
        month, day = self.profile.last_filing
        span = (date(AS_OF.year, month, day) - _FIRST_DAY).days
        received = _FIRST_DAY + timedelta(days=span * number // max(self.count // 5, 1))
        at = datetime(received.year, received.month, received.day, 10) + timedelta(minutes=self.dice.between(0, 300))
        row = self._complaint(f"TS-{self.profile.unit_id}-A{number + 1:04d}", at)
        place = f"虚构街道{self.dice.between(1, 12)}号网格投诉{number + 1}号点位"
        return {**row, "place": place, "issue": "噪声、停车等（移交或当场劝导）"}

    def _complaint(self, complaint_id: str, received: datetime) -> Row:
        row: Row = {
            "complaint_id": complaint_id,
            "unit_id": self.profile.unit_id,
            "received_at": received,
            "channel": self.dice.pick(("12345热线", "来信", "来访", "网络平台")),
            "subject": "（虚构）反映城市管理问题",
            "accepted": True,
        }
        answer = Diary(complaint_id, self.calendar, self.dice, received)
        handled, satisfied = answer.note("closed", after=(3, 9)), self.dice.happens(90)
        if handled <= AS_OF:
            row |= {"handled_at": answer.now, "outcome": "已办理并答复", "satisfied": satisfied}
        return row
