"""The cases and complaints of one unit, one at a time: who, where, what for, how it goes, and what it breaks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from zhiheng.ledgers.demonstration import procedures
from zhiheng.ledgers.demonstration.bookings import Bookings
from zhiheng.ledgers.demonstration.bundles import Bundle
from zhiheng.ledgers.demonstration.diary import Diary, Plan
from zhiheng.ledgers.demonstration.dice import Dice
from zhiheng.ledgers.demonstration.matters import (
    ENFORCEMENTS,
    LICENCES,
    Cause,
    benchmark_id,
    bounds,
    causes_of,
    power_item_id,
)
from zhiheng.ledgers.demonstration.months import Months
from zhiheng.ledgers.demonstration.people import EXPIRED_ON, Crew, Row
from zhiheng.ledgers.demonstration.places import place_of, wordings_of
from zhiheng.ledgers.demonstration.procedures import Course
from zhiheng.ledgers.demonstration.profiles import Profile
from zhiheng.legaltime import Suspension, WorkingCalendar, add_calendar_days

AS_OF = date(2025, 11, 15)
FIRST_DAY, _CARRIED_OVER = date(2025, 1, 2), date(2024, 12, 10)
REVOKED_ON = date(2025, 9, 18)
VETOED_UNIT = "LG03"
#: Ledgers of so many cases and more hold licences, compulsion and standard texts as well.
VARIED_FROM = 2_000
#: From so many yuan on a party may ask for a hearing (invented thresholds).
HEARING_FROM = {"citizen": 10_000, "organisation": 100_000}
#: A fine on the spot: at most 200 yuan for a citizen, 3,000 for an organisation (Penalty Law of 2021, art. 51).
ON_THE_SPOT = {"citizen": 200, "organisation": 3_000}
_LONE_ISSUES = ("噪声扰民", "机动车乱停")
_SHORT_NOTES = ("同意", "情况属实", "当事人无异议", "已核对无误", "按规定办理")
#: A form that very many files hold; no one made it up.
_STANDARD_TEXT = "已告知拟作处罚的事实、理由、依据和陈述申辩的权利"

Walk = Callable[[Diary, Course, date], None]
_WALKS: Mapping[str, Walk] = {
    "inspection": procedures.inspection,
    "licence": procedures.licence,
    "compulsion": procedures.compulsion,
    "summary": procedures.summary,
    "ordinary": procedures.ordinary,
}


def case_id(profile: Profile, number: int) -> str:
    """Return the id of the `number`-th case of a unit, counted from 0."""
    return f"AJ-{profile.unit_id}-{number + 1:04d}"


@dataclass
class Load:
    """The cases of one unit. `cases` is the size of the whole ledger, `count` that of the unit."""

    profile: Profile
    count: int
    cases: int
    dice: Dice
    calendar: WorkingCalendar
    crews: tuple[Crew, ...]
    bookings: Bookings = field(default_factory=Bookings)
    #: What is particular to all ordinary penalties of a squad, by squad.
    habits: Mapping[str, Plan] = field(default_factory=dict)
    months: Months = field(default_factory=Months)

    @property
    def is_varied(self) -> bool:
        """Return whether the ledger is large enough for the rarer kinds of case."""
        return self.cases >= VARIED_FROM

    def crew_of(self, number: int) -> Crew:
        """Return the crew that handles a case."""
        return self.crews[number % len(self.crews)]

    def start_of(self, number: int) -> date:
        """Return the day on which a case begins; it never goes back, but for the one carried over from last year."""
        if number == 1:
            return _CARRIED_OVER
        month, day = self.profile.last_filing
        span = (date(AS_OF.year, month, day) - FIRST_DAY).days
        return FIRST_DAY + timedelta(days=span * number // max(self.count, 1))

    def bundle(self, number: int) -> Bundle:
        """Return a case: in every ten a summary penalty, in every twenty an inspection, the rest mostly ordinary."""
        row = self.head(number, self._kind_of(number))
        start = self.start_of(number)
        if number % 100 == 0:
            self.bookings.forget_before(start - timedelta(days=1))
        course = self._course(row, number)
        diary = self.walk(row, course, start)
        if self.profile.unit_id == VETOED_UNIT and number == 0:
            procedures.revoke(diary, REVOKED_ON)
        bundle = self.settled(row, diary, number)
        return bundle.breaks(*_broken(course, diary), *self._uncertified(row, diary))

    def _kind_of(self, number: int) -> str:
        if self.is_varied and number % 40 in (14, 34):
            return "licence" if number % 40 == 14 else "compulsion"
        if number % 20 == 4:
            return "inspection"
        return "summary" if number % 10 == 9 else "ordinary"

    def head(self, number: int, kind: str) -> Row:
        """Return what is known of a case from its first day; `kind` is that of the case, or the penalty's procedure."""
        crew = self.crew_of(number)
        lead, second = crew.pair(number // len(self.crews))
        causes = causes_of(self.profile)
        place = number % len(causes)
        is_penalty = kind in ("ordinary", "summary")
        row: Row = {
            "case_id": case_id(self.profile, number),
            "unit_id": crew.squad_id,
            "kind": "penalty" if is_penalty else kind,
            "cause": causes[place].name if is_penalty else _matter_of(kind, number),
            "lead_officer_id": lead,
            "second_officer_id": second,
            "party_id": f"虚构当事人{self.profile.unit_id}-{number + 1:04d}",
            "party_kind": "citizen" if self.dice.happens(60) else "organisation",
            "place": place_of(self.profile, number),
            "source": _source_of(kind, number),
        }
        if is_penalty:
            row["procedure"] = kind
            self._draw_fine(row, causes[place])
        elif kind != "inspection":
            row["document_no"] = _document_no(row)
        return row

    def _draw_fine(self, row: Row, cause: Cause) -> None:
        party = str(row["party_kind"])
        grade = 0 if row["procedure"] == "summary" else self.dice.pick((0, 0, 1, 1, 1, 2))
        low, high = bounds(cause, party, grade)
        fine = low + (high - low) * self.dice.between(0, 10) // 10
        if row["procedure"] == "summary":
            fine = low if low <= ON_THE_SPOT[party] else 0
        self.set_fine(row, cause, grade, fine)

    def set_fine(self, row: Row, cause: Cause, grade: int, fine: int) -> None:
        """Enter a cause and a fine with what follows from it: power, benchmark, and the right to a hearing."""
        party = str(row["party_kind"])
        heard = fine >= HEARING_FROM[party]
        row |= {"penalty_kind": "罚款" if fine else "警告", "fine": Decimal(fine), "hearing_right": heard}
        row |= {"major": heard, "collective": heard, "document_no": _document_no(row)}
        row |= {"cause": cause.name, "power_item_id": power_item_id(self.profile, causes_of(self.profile).index(cause))}
        row["benchmark_id"] = benchmark_id(cause, party, grade) if fine else ""

    def _course(self, row: Row, number: int) -> Course:
        late, major = self.profile.late_in_hundred, row.get("major") is True
        return Course(
            lead=str(row["lead_officer_id"]),
            second=str(row["second_officer_id"]),
            reviewer=self.crew_of(number).reviewer(number // len(self.crews)),
            mark=self.mark_of(number),
            preserves=number % 9 == 4,
            seizes=number % 11 == 5,
            pauses=number % 12 == 6,
            major=major,
            hearing=major and number % 2 == 0,
            # Spread evenly: the case at which another whole late case is due; moved off the summary penalties.
            late=(number + 4) * late // 100 > (number + 3) * late // 100,
            fined=bool(row.get("fine")),
        )

    def mark_of(self, number: int) -> str:
        """Return what the document numbers of a case begin with."""
        return f"{self.profile.unit_id}-{number + 1:04d}"

    def walk(
        self, row: Row, course: Course, start: date, *, plan: Plan | None = None, dice: Dice | None = None
    ) -> Diary:
        """Return the diary of a case that goes its way from `start` on."""
        dawn = datetime(start.year, start.month, start.day) - timedelta(days=1)
        if plan is None:
            plan = (self.habits.get(str(row["unit_id"])) if row.get("procedure") == "ordinary" else None) or Plan()
        diary = Diary(str(row["case_id"]), self.calendar, dice or self.dice, dawn, plan, self.bookings)
        _WALKS[str(row.get("procedure") or row["kind"])](diary, course, start)
        return diary

    def settled(self, row: Row, diary: Diary, number: int) -> Bundle:
        """Take back what the ledger's day cannot know yet: the penalty of an open case, its payment. Add texts."""
        decided, paid = diary.day_of("decided"), diary.day_of("paid")
        if decided is None or decided > AS_OF:
            for name in ("penalty_kind", "fine", "benchmark_id", "document_no", "hearing_right", "major", "collective"):
                row.pop(name, None)
        elif paid is not None and paid <= AS_OF and row["fine"]:
            row.setdefault("paid", row["fine"])
        if decided is not None and decided <= AS_OF and row["kind"] == "penalty":
            self.months.count(str(row["unit_id"]), decided)
        events = list(diary.up_to(AS_OF))
        self._annotate(row, events, number)
        bundle = Bundle(row, events)
        if row["source"] == "complaint":
            first = diary.moment_of(str(diary.entries[0]["activity"]))
            assert first is not None
            complaint = self.complaint(f"TS-{self.mark_of(number)}", first - timedelta(minutes=40), row)
            row["complaint_id"] = complaint["complaint_id"]
            bundle.complaints.append(complaint)
        return bundle

    def _annotate(self, row: Row, events: list[Row], number: int) -> None:
        """Give some events a note or the digest of a file, as real registers have them; no two digests are alike."""
        case = str(row["case_id"])
        for event in events:
            activity = str(event["activity"])
            if number % 3 == 0 and event.get("medium") in ("photo", "video"):
                held = hashlib.blake2b(f"{case}/{activity}".encode(), digest_size=16).hexdigest()
                event.setdefault("digest", held)
            if activity == "investigated" and number % 4 == 1:
                event.setdefault("note", f"在{row['place']}现场核查，{row['party_id']}到场，拍照{3 + number % 5}张")
            elif activity in ("reviewed", "filed") and number % 7 == 3:
                event.setdefault("note", _SHORT_NOTES[number % len(_SHORT_NOTES)])
            elif activity == "notified" and self.is_varied and number % 6 == 1:
                event.setdefault("note", _STANDARD_TEXT)

    def _uncertified(self, row: Row, diary: Diary) -> list[str]:
        """Return the checks that an officer with an expired certificate breaks; the day of the act counts."""
        acting = {row["lead_officer_id"], row["second_officer_id"]} & self.crews[-1].expired
        is_summary = row.get("procedure") == "summary"
        acted = diary.day_of("decided" if is_summary else "investigated")
        if row["kind"] != "penalty" or not acting or acted is None or not EXPIRED_ON < acted <= AS_OF:
            return []
        return [f"cn-penalty-unqualified-certificate{'-on-the-spot' if is_summary else ''}"]

    def lone_complaint(self, number: int) -> Bundle:
        """Return a complaint that needed no case."""
        month, day = self.profile.last_filing
        span = (date(AS_OF.year, month, day) - FIRST_DAY).days
        received = FIRST_DAY + timedelta(days=span * number // max(self.count // 5, 1))
        at = datetime(received.year, received.month, received.day, 10) + timedelta(minutes=self.dice.between(0, 300))
        about: Row = {"place": place_of(self.profile, number, series=1), "cause": _LONE_ISSUES[number % 2]}
        complaint = self.complaint(f"TS-{self.profile.unit_id}-A{number + 1:04d}", at, about)
        return Bundle(complaints=[complaint])

    def complaint(self, complaint_id: str, received: datetime, about: Row, *, dice: Dice | None = None) -> Row:
        """Return a complaint about the place and cause of a row, answered within days."""
        dice = dice or self.dice
        issue, place = str(about["cause"]), str(about["place"])
        row: Row = {
            "complaint_id": complaint_id,
            "unit_id": about.get("unit_id", self.profile.unit_id),
            "received_at": received,
            "issue": issue,
            "place": place,
            "channel": dice.pick(("12345热线", "来信", "来访", "网络平台")),
            "subject": dice.pick(wordings_of(issue)).format(place=place),
            "accepted": True,
        }
        answer = Diary(complaint_id, self.calendar, dice, received)
        handled, satisfied = answer.note("closed", after=(3, 9)), dice.happens(90)
        if handled <= AS_OF:
            row |= {"handled_at": answer.now, "outcome": "已办理并答复", "satisfied": satisfied}
        return row


def _matter_of(kind: str, number: int) -> str:
    if kind == "inspection":
        return "日常检查"
    matters = LICENCES if kind == "licence" else ENFORCEMENTS
    return matters[number // 40 % len(matters)]


def _source_of(kind: str, number: int) -> str:
    if kind == "licence":
        return "other"
    return "complaint" if number % 5 == 2 else "transfer" if number % 13 == 7 else "patrol"


def _document_no(row: Row) -> str:
    return f"〔2025〕{str(row['case_id'])[3:]}号（虚构）"


def _broken(course: Course, diary: Diary) -> list[str]:
    """Return the check that a late case breaks by the ledger's day, decided or not."""
    filed, decided = diary.day_of("filed"), diary.day_of("decided")
    if not course.late or filed is None or decided is None:
        return []
    paused: tuple[Suspension, ...] = ()
    if (suspended := diary.day_of("suspended")) and (resumed := diary.day_of("resumed")):
        paused = (Suspension(suspended, resumed - timedelta(days=1), "中止"),)
    due = add_calendar_days(filed, procedures.LIMIT_IN_DAYS, calendar=diary.calendar, suspensions=paused).due
    return ["cn-penalty-late-90-days"] if due is not None and due < min(decided, AS_OF) else []
