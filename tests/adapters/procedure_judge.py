"""An independent judge of demonstration ledgers: what a single case breaks, counted with zhiheng.legaltime.

It knows nothing of the engine, of the rule files or of how the faults were planted; it is slow and plain on purpose.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from zhiheng.ledgers import Ledger
from zhiheng.legaltime import Suspension, add_calendar_days, add_months, working_calendar

Row = Mapping[str, object]
Judge = Callable[["File"], bool]

CALENDAR = working_calendar("cn")


@dataclass(frozen=True)
class File:
    """A case with its events in order of time, and what the other tables say about it."""

    row: Row
    events: Sequence[Row]
    officers: Mapping[object, Row]
    benchmarks: Mapping[object, Row]
    outcomes: Sequence[Row]
    as_of: date

    def all(self, activity: str) -> list[Row]:
        """Return the entries of a step."""
        return [event for event in self.events if event["activity"] == activity]

    def has(self, *activities: str) -> bool:
        """Say whether one of the steps was taken."""
        return any(self.all(activity) for activity in activities)

    def at(self, activity: str) -> datetime | None:
        """Return the first time of a step."""
        return min((moment_of(event["at"]) for event in self.all(activity)), default=None)

    def day(self, activity: str) -> date | None:
        """Return the first day of a step."""
        moment = self.at(activity)
        return moment.date() if moment else None

    def officer(self, place: str) -> Row | None:
        """Return the lead or second officer."""
        return self.officers.get(self.row[f"{place}_officer_id"])


def moment_of(value: object) -> datetime:
    """Return an instant of the ledger without its zone; a day alone is its midnight."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    assert isinstance(value, date)
    return datetime(value.year, value.month, value.day)


def files_of(ledger: Ledger) -> Iterator[File]:
    """Yield the cases of a ledger."""
    events, outcomes = defaultdict(list), defaultdict(list)
    for row in ledger.tables["events"].rows():
        events[row["case_id"]].append(row)
    for row in ledger.tables["outcomes"].rows():
        outcomes[row["case_id"]].append(row)
    officers = {row["officer_id"]: row for row in ledger.tables["officers"].rows()}
    benchmarks = {row["benchmark_id"]: row for row in ledger.tables["benchmarks"].rows()}
    assert ledger.as_of is not None
    for row in ledger.tables["cases"].rows():
        case = row["case_id"]
        yield File(row, events[case], officers, benchmarks, outcomes[case], ledger.as_of)


# Single cases


def _when(judge: Judge, **fields: object) -> Judge:
    return lambda file: all(file.row[name] == value for name, value in fields.items()) and judge(file)


def _ordinary(judge: Judge, **fields: object) -> Judge:
    return _when(judge, kind="penalty", procedure="ordinary", **fields)


def _missing(once: str, *stages: str, unless: tuple[str, ...] = ()) -> Judge:
    return lambda file: file.has(once) and not file.has(*stages) and not file.has(*unless)


def _unrecorded(step: str, *media: str) -> Judge:
    return lambda file: file.has(step) and not any(event["medium"] in media for event in file.all(step))


def _reversed(first: str, then: str) -> Judge:
    def judge(file: File) -> bool:
        one, other = file.at(first), file.at(then)
        return one is not None and other is not None and one > other

    return judge


def _late(start: str, *ends: str, due: Callable[[File, date], date], ended_only: bool = False) -> Judge:
    def judge(file: File) -> bool:
        begun, ended = file.day(start), [day for end in ends if (day := file.day(end))]
        if begun is None or (ended_only and not ended):
            return False
        return min(ended, default=file.as_of) > due(file, begun)

    return judge


def _working(number: int) -> Callable[[File, date], date]:
    return lambda _, day: CALENDAR.day_at(CALENDAR.index_of(day) + number)


def _calendar(number: int, extended: str = "", more: int = 0) -> Callable[[File, date], date]:
    def due(file: File, day: date) -> date:
        days = number + (more if extended and file.has(extended) else 0)
        found = add_calendar_days(day, days, calendar=CALENDAR, suspensions=_pauses(file)).due
        return found or date.max  # still suspended: it never falls due

    return due


def _pauses(file: File) -> tuple[Suspension, ...]:
    start, end = file.day("suspended"), file.day("resumed")
    return () if start is None else (Suspension(start, end - timedelta(days=1) if end else None),)


def _months_after(number: int) -> Callable[[File, date], date]:
    return lambda _, day: add_months(day, number, calendar=CALENDAR).due or date.max


def _too_soon(start: str, end: str, least: int, unless: tuple[str, ...] = ()) -> Judge:
    def judge(file: File) -> bool:
        one, other = file.day(start), file.day(end)
        if one is None or other is None or other < one or file.has(*unless):
            return False
        return CALENDAR.working_days_between(one, other) < least

    return judge


def _alone(file: File) -> bool:
    lead, second = file.row["lead_officer_id"], file.row["second_officer_id"]
    return file.has("decided") and (lead is None or second is None or lead == second)


def _auxiliary(file: File) -> bool:
    acting = [officer for place in ("lead", "second") if (officer := file.officer(place))]
    return file.has("decided") and any(officer["role"] == "auxiliary" for officer in acting)


def _uncertified(step: str) -> Judge:
    def judge(file: File) -> bool:
        day = file.day(step)
        acting = [officer for place in ("lead", "second") if (officer := file.officer(place))]
        ends = [officer["certificate_until"] for officer in acting if officer["role"] == "officer"]
        return day is not None and any(isinstance(end, date) and end < day for end in ends)

    return judge


def _own_reviewer(step: str) -> Judge:
    return lambda file: any(
        event["officer_id"] in (file.row["lead_officer_id"], file.row["second_officer_id"]) for event in file.all(step)
    )


def _unqualified_reviewer(file: File) -> bool:
    persons = [file.officers[event["officer_id"]] for event in file.all("legal_review_passed")]
    return any(person["legal_qualification"] is not True for person in persons)


def _outside_benchmark(file: File) -> bool:
    benchmark, fine = file.benchmarks.get(file.row["benchmark_id"]), file.row["fine"]
    if benchmark is None or not isinstance(fine, Decimal):
        return False
    return not benchmark["minimum"] <= fine <= benchmark["maximum"]  # type: ignore[operator]


def _outside_on_the_spot(file: File) -> bool:
    fine, most = file.row["fine"], 200 if file.row["party_kind"] == "citizen" else 3_000
    return isinstance(fine, Decimal) and fine > most


def _mispaid(file: File) -> bool:
    fine, paid = file.row["fine"], file.row["paid"] or Decimal(0)
    if not isinstance(fine, Decimal) or not isinstance(paid, Decimal) or file.has("revoked", "enforced"):
        return False
    return file.has("closed") and fine > 0 and not fine <= paid <= 2 * fine


def _not_withdrawn(file: File) -> bool:
    lost = [day for row in file.outcomes if row["result"] in LOST and isinstance(day := row["effective_at"], date)]
    lost = [moment_of(day).date() for day in lost] + ([day] if (day := file.day("revoked")) else [])
    if not lost or not file.has("published"):
        return False
    due = CALENDAR.day_at(CALENDAR.index_of(min(lost)) + 3)
    return (file.day("withdrawn") or file.as_of) > due


def _at_night(file: File) -> bool:
    steps = ("statement_heard", "hearing_held", "reviewed", "discussed", "decided")
    return any(moment_of(event["at"]).hour < 5 for step in steps for event in file.all(step))


def _in_a_minute(file: File) -> bool:
    filed, decided = file.at("filed"), file.at("decided")
    return filed is not None and decided is not None and timedelta(0) <= decided - filed <= timedelta(minutes=1)


def _approved_late(file: File) -> bool:
    seized, approved = file.at("seized"), file.at("seizure_approved")
    return seized is not None and approved is not None and approved - seized > timedelta(hours=24)


def _entered_twice(file: File) -> bool:
    names = ("activity", "at", "officer_id", "medium", "document_no")
    return max(Counter(tuple(event[name] for name in names) for event in file.events).values(), default=0) > 1


LOST = ("revoked", "partly_revoked", "changed", "confirmed_illegal")
_HEARD = ("hearing_requested", "hearing_held")
JUDGES: Mapping[str, Judge] = {
    "cn-penalty-missing-filing": _ordinary(_missing("decided", "filed")),
    "cn-penalty-missing-investigation": _ordinary(_missing("decided", "inspected", "investigated")),
    "cn-penalty-missing-notice": _ordinary(_missing("decided", "notified")),
    "cn-penalty-missing-statement": _ordinary(_missing("decided", "statement_heard", *_HEARD)),
    "cn-penalty-missing-review": _ordinary(_missing("decided", "reviewed", "legal_review_passed", "discussed")),
    "cn-penalty-missing-service": _ordinary(
        lambda file: file.has("decided") and _missing("closed", "served", unless=("revoked",))(file)
    ),
    "cn-penalty-missing-hearing": _ordinary(
        lambda file: file.has("decided") and _missing("hearing_requested", "hearing_held")(file), hearing_right=True
    ),
    "cn-penalty-missing-hearing-notice": _ordinary(_missing("hearing_held", "hearing_notified")),
    "cn-penalty-missing-legal-review": _ordinary(_missing("decided", "legal_review_passed"), major=True),
    "cn-penalty-missing-legal-review-after-hearing": _ordinary(
        lambda file: file.has("hearing_held") and _missing("decided", "legal_review_passed")(file)
    ),
    "xuhui-missing-legal-review": _ordinary(_missing("decided", "legal_review_passed"), hearing_right=True),
    "three-systems-missing-legal-review": lambda file: (
        file.row["kind"] in ("compulsion", "licence") and file.row["major"] is True
        and _missing("decided", "legal_review_passed")(file)
    ),
    "cn-penalty-missing-collective-discussion": _ordinary(_missing("decided", "discussed"), major=True),
    "cn-penalty-missing-decision-number": _when(
        lambda file: file.has("decided") and not file.row["document_no"], kind="penalty"
    ),
    "cn-penalty-out-of-order-notice": _ordinary(_reversed("notified", "decided")),
    "cn-penalty-out-of-order-legal-review": _ordinary(_reversed("legal_review_passed", "decided"), major=True),
    "cn-penalty-out-of-order-legal-review-after-hearing": _ordinary(
        lambda file: file.has("hearing_held") and _reversed("legal_review_passed", "decided")(file)
    ),
    "cn-penalty-out-of-order-collective-discussion": _ordinary(_reversed("discussed", "decided"), major=True),
    "cn-penalty-out-of-order-service": _when(_reversed("decided", "served"), kind="penalty"),
    "cn-penalty-out-of-order-investigation": _ordinary(
        lambda file: not file.has("inspected") and _reversed("investigated", "decided")(file)
    ),
    "cn-penalty-out-of-order-filing": _ordinary(_reversed("filed", "decided")),
    "cn-penalty-out-of-order-hearing": _ordinary(_reversed("hearing_held", "decided")),
    "three-systems-out-of-order-publication": _reversed("decided", "published"),
    "cn-penalty-late-90-days": _ordinary(_late("filed", "decided", "closed", due=_calendar(90, "extended", 30))),
    "cn-penalty-late-service": _ordinary(_late("decided", "served", due=_working(7))),
    "cn-penalty-late-evidence": _when(
        _late("evidence_preserved", "evidence_resolved", "seized", "decided", "closed", due=_working(7)), kind="penalty"
    ),
    "cn-penalty-late-limitation": _when(
        lambda file: file.has("decided")
        and _late("violation_ended", "clue_registered", "inspected", "filed", due=_months_after(24))(file),
        kind="penalty",
    ),
    "cn-penalty-late-payment": _when(_late("served", "paid", due=_calendar(15), ended_only=True), kind="penalty"),
    "xuhui-late-filing": _ordinary(_late("clue_registered", "filed", "closed", due=_calendar(15))),
    "chongqing-missing-filing": lambda file: (
        not file.has("filed", "decided", "closed") and _late("clue_registered", due=_calendar(25))(file)
    ),
    "wuxue-late-submission": _late("closed", "review_submitted", due=_months_after(1)),
    "wuxue-late-resubmission": _late("review_returned", "review_resubmitted", due=_months_after(1)),
    "three-systems-unpublished-7-days": _ordinary(_late("decided", "published", due=_working(7))),
    "three-systems-unpublished-licences-7-days": _when(_late("decided", "published", due=_working(7)), kind="licence"),
    "three-systems-unpublished-20-days": _when(_late("decided", "published", due=_working(20)), kind="compulsion"),
    "three-systems-missing-archive": _late("closed", "archived", due=_calendar(90)),
    "three-systems-not-withdrawn-3-days": _not_withdrawn,
    "three-systems-missing-recording-seizure": _unrecorded("seized", "audio", "video"),
    "three-systems-missing-recording-hearing": _unrecorded("hearing_held", "audio", "video", "photo"),
    "three-systems-missing-recording-enforcement": _when(_unrecorded("enforced", "audio", "video"), kind="compulsion"),
    "cn-compulsion-late-release": _late(
        "seized", "released", "decided", "closed", due=_calendar(30, "seizure_extended", 30)
    ),
    "cn-compulsion-late-approval": _approved_late,
    "cn-compulsion-missing-approval": _missing("seized", "seizure_approved"),
    "cn-compulsion-missing-demand": _when(_missing("enforced", "demanded"), kind="compulsion"),
    "cn-compulsion-missing-seizure-document": lambda file: (
        file.has("seized") and not any(event["document_no"] for event in file.all("seized"))
    ),
    "cn-compulsion-premature-enforcement": _when(_too_soon("demanded", "enforced", 3), kind="compulsion"),
    "cn-compulsion-premature-application": _too_soon("demanded", "court_applied", 11),
    "cn-compulsion-unqualified-two-officers": _when(_alone, kind="compulsion"),
    "cn-compulsion-unqualified-auxiliary": _when(_auxiliary, kind="compulsion"),
    "cn-licence-late-decision": _when(_late("filed", "decided", "closed", due=_working(20)), kind="licence"),
    "cn-licence-late-certificate": _when(_late("decided", "served", due=_working(10), ended_only=True), kind="licence"),
    "cn-penalty-premature-hearing": _ordinary(_too_soon("hearing_notified", "hearing_held", 7)),
    "cn-penalty-premature-decision": _ordinary(_too_soon("notified", "decided", 6, _HEARD), hearing_right=True),
    "cn-penalty-unqualified-two-officers": _ordinary(_alone),
    "cn-penalty-unqualified-auxiliary": _when(_auxiliary, kind="penalty"),
    "cn-penalty-unqualified-certificate": _ordinary(_uncertified("investigated")),
    "cn-penalty-unqualified-certificate-on-the-spot": _when(
        _uncertified("decided"), kind="penalty", procedure="summary"
    ),
    "cn-penalty-unqualified-reviewer": _ordinary(_own_reviewer("reviewed")),
    "cn-penalty-unqualified-legal-review-by-handler": _ordinary(_own_reviewer("legal_review_passed")),
    "cn-penalty-unqualified-legal-reviewer": _ordinary(_unqualified_reviewer),
    "cn-penalty-outside-band-benchmark": _when(_outside_benchmark, kind="penalty"),
    "cn-penalty-outside-band-on-the-spot": _when(_outside_on_the_spot, kind="penalty", procedure="summary"),
    "cn-penalty-mismatched-payment": _when(_mispaid, kind="penalty"),
    "xuhui-fabricated-time": _ordinary(_at_night),
    "xuhui-fabricated-one-minute": _ordinary(_in_a_minute),
    "xuhui-duplicated-events": _entered_twice,
}  # fmt: skip
