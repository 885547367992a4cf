"""`late`: the table of what comes in time, late or not at all; every engine runs it. As of Sunday 30 June 2024."""

from __future__ import annotations

from pathlib import Path

from adapters.checked_ledgers import Told, case, checked, found_as_told, ledger, rule

# Days of rest in the months used: 10–17 February (but 18 worked), 4–6 April (7 worked), 1–5 May (11 worked), 8–10 June.
DAYS = {"cause": "days"}
WORKING = {"cause": "working"}
PAUSED = {"cause": "paused"}
MONTHS = {"cause": "months"}
HOURS = {"cause": "hours"}
HALT = ("suspended 2024-03-11", "resumed 2024-03-21")
ROLL = ("suspended 2024-04-01", "resumed 2024-04-08")
WEEK = ("suspended 2024-03-06", "resumed 2024-03-13")

LEDGER = ledger(
    # 2024-03-01 + 30 = 31 March, a Sunday: the last day is Monday 1 April.
    case("on-the-last-day", "filed 2024-03-01", "decided 2024-04-01", **DAYS),
    case("late-by-one-day", "filed 2024-03-01", "decided 2024-04-02", **DAYS),
    case("late-after-a-workday", "filed 2024-03-04", "decided 2024-04-07", **DAYS),  # 3 April is worked
    case("ends-on-holiday", "filed 2024-03-05", "decided 2024-04-07", **DAYS),  # 4 April → Sunday 7 April, made up
    case("made-up-sunday-missed", "filed 2024-03-05", "decided 2024-04-08", **DAYS),
    case("open-and-overdue", "filed 2024-05-28", **DAYS),  # 27 June
    case("open-ends-on-saturday", "filed 2024-05-30", **DAYS),  # 29 June → Monday 1 July
    case("open-not-yet-due", "filed 2024-06-20", **DAYS),
    # 10 days out: 31 March + 10 = Wednesday 10 April.
    case("suspended", "filed 2024-03-01", *HALT, "decided 2024-04-10", **DAYS),
    case("suspended-late", "filed 2024-03-01", *HALT, "decided 2024-04-11", **DAYS),
    # 10 + 7 days out: 31 March + 17 = Wednesday 17 April.
    case(
        *("suspended-twice", "filed 2024-03-01", *HALT, "suspended 2024-03-25", "resumed 2024-04-01"),
        "decided 2024-04-18",
        **DAYS,
    ),
    case(
        *("suspended-too-late", "filed 2024-03-01", "suspended 2024-04-05", "resumed 2024-04-15", "decided 2024-04-20"),
        **DAYS,
    ),
    # The period ends on Sunday and is halted on Monday: the next day on which it runs is 8 April.
    case("suspended-over-the-roll", "filed 2024-03-01", *ROLL, "decided 2024-04-08", **DAYS),
    case("suspended-over-the-roll-late", "filed 2024-03-01", *ROLL, "decided 2024-04-09", **DAYS),
    case("suspended-for-good", "filed 2024-03-01", "suspended 2024-03-11", **DAYS),
    case("resumed-without-suspension", "filed 2024-03-01", "resumed 2024-03-05", "decided 2024-04-02", **DAYS),
    # Of the suspension 2 to 5 March lie in the period: 31 March + 4 = 4 April → 7 April.
    case(
        "suspended-before-filing",
        "suspended 2024-02-20",
        "filed 2024-03-01",
        "resumed 2024-03-06",
        "decided 2024-04-08",
        **DAYS,
    ),
    case("extended", "filed 2024-03-01", "extended 2024-03-20", "decided 2024-04-10", **DAYS),
    case("extended-late", "filed 2024-03-01", "extended 2024-03-20", "decided 2024-04-11", **DAYS),
    case("extended-after-the-run", "filed 2024-05-28", "extended 2024-07-02", **DAYS),
    case("transferred", "filed 2024-03-01", "transferred 2024-03-02", **DAYS),
    case("closed-instead", "filed 2024-03-01", "closed 2024-03-20", **DAYS),
    case("decided-after-the-run", "filed 2024-05-28", "decided 2024-07-05", **DAYS),
    case("filed-after-the-run", "filed 2024-07-10", **DAYS),
    case("never-filed", "decided 2024-04-02", **DAYS),
    case("one-end-before-the-start", "decided 2024-02-01", "filed 2024-03-01", "closed 2024-05-01", **DAYS),
    case("the-end-before-the-start", "decided 2024-02-01", "filed 2024-03-01", **DAYS),
    case("time-of-day-on-the-last-day", "filed 2024-03-04T23:50", "decided 2024-04-03T23:59", **DAYS),
    case("another-kind", "filed 2024-03-01", "decided 2024-06-03", cause="days", kind="licence"),
    # Seven days of the old law, seven working days of the new one: the law of the decision's day.
    case("crosses-the-law", "decided 2021-07-14", "served 2021-07-22", **WORKING),  # 21 July
    case("old-law-in-time", "decided 2021-07-14", "served 2021-07-21", **WORKING),
    case("new-law-in-time", "decided 2021-07-15", "served 2021-07-26", **WORKING),  # 16 19 20 21 22 23 26 July
    case("new-law-late", "decided 2021-07-15", "served 2021-07-27", **WORKING),
    case("over-spring-festival", "decided 2024-02-07", "served 2024-02-22", **WORKING),  # 8 9 18 19 20 21 22
    case("over-spring-festival-late", "decided 2024-02-07", "served 2024-02-23", **WORKING),
    case("from-a-rest-day", "decided 2024-02-10", "served 2024-02-27", **WORKING),  # 18 19 20 21 22 23 26
    case("served-on-a-rest-day", "decided 2024-06-17", "served 2024-06-29", **WORKING),  # 18 19 20 21 24 25 26
    case("served-on-the-rest-day-after", "decided 2024-06-19", "served 2024-06-29", **WORKING),  # until 28 June
    case("open-on-a-rest-day", "decided 2024-06-19", **WORKING),
    case("open-due-tomorrow", "decided 2024-06-20", **WORKING),
    # Five working days, five others suspended: 5 | 6 7 8 11 12 | 13 14 15 18 March.
    case("working-suspended", "filed 2024-03-04", *WEEK, "decided 2024-03-18", **PAUSED),
    case("working-suspended-late", "filed 2024-03-04", *WEEK, "decided 2024-03-19", **PAUSED),
    # Three days more: until 14 March.
    case("working-extended-late", "filed 2024-03-04", "extended 2024-03-05", "decided 2024-03-15", **PAUSED),
    case("working-suspended-for-good", "filed 2024-03-04", "suspended 2024-03-06", **PAUSED),
    case("month-without-the-day", "closed 2024-01-31", "review_submitted 2024-02-29", **MONTHS),
    case("month-without-the-day-late", "closed 2024-01-31", "review_submitted 2024-03-01", **MONTHS),
    case("shortest-month", "closed 2023-01-31", "review_submitted 2023-03-01", **MONTHS),  # 28 February
    case("month-to-the-minute", "closed 2024-03-08T08:00", "review_submitted 2024-04-08T23:00", **MONTHS),
    case("month-ends-on-holiday", "closed 2024-04-01", "review_submitted 2024-05-06", **MONTHS),
    case("month-ends-on-holiday-late", "closed 2024-04-01", "review_submitted 2024-05-07", **MONTHS),
    # 8 April + 5 = Saturday 13 → 15 April.
    case(
        "month-suspended",
        "closed 2024-03-08",
        "suspended 2024-03-28",
        "resumed 2024-04-02",
        "review_submitted 2024-04-16",
        **MONTHS,
    ),
    case("time-of-day-24h", "seized 2024-03-04T10:00", "seizure_approved 2024-03-05T10:00", **HOURS),
    case("time-of-day-24h-and-a-minute", "seized 2024-03-04T10:00", "seizure_approved 2024-03-05T10:01", **HOURS),
    case("over-the-weekend", "seized 2024-03-08T17:00", "seizure_approved 2024-03-11T09:00", **HOURS),
    case("approved-on-the-next-date", "seized 2024-03-04T10:00", "seizure_approved 2024-03-05", **HOURS),
    case(
        "approved-two-dates-on", "seized 2024-03-04T10:00", "seizure_approved 2024-03-06", **HOURS
    ),  # 38 hours at least
    case("seized-on-a-date", "seized 2024-03-04", "seizure_approved 2024-03-05T23:00", **HOURS),  # perhaps 23 hours
    case("seized-on-a-date-late", "seized 2024-03-04", "seizure_approved 2024-03-06T00:30", **HOURS),  # 24½ at least
    case("hours-open-overdue", "seized 2024-06-28T09:00", **HOURS),
    case("hours-open", "seized 2024-06-29T09:00", **HOURS),
    case("36h-within-two-dates", "seized 2024-03-04T00:01", "seizure_approved 2024-03-05T23:59", cause="36h"),
    case("36h-open-overdue", "seized 2024-06-28T10:00", cause="36h"),  # until 29 June 22:00
    case("never-paid", "served 2024-03-01", cause="ended"),
    case("paid-late", "served 2024-03-01", "paid 2024-03-19", cause="ended"),  # Saturday 16 → 18 March
    case("saturday-is-the-end", "served 2024-03-01", "paid 2024-03-18", cause="strict"),  # Saturday 16 March
    case("from-complaint", "filed 2024-03-13", cause="complaint", complaint_id="answered-in-time"),
    case("from-complaint-in-time", "filed 2024-01-11", cause="complaint", complaint_id="answered-in-time"),
    case("first-start-missing", "filed 2024-03-01", "decided 2024-05-01", cause="starts"),
    case("earlier-of-two-starts", "inspected 2024-02-01", "filed 2024-03-01", "decided 2024-03-05", cause="starts"),
    case("from-the-last", "reviewed 2024-03-01", "reviewed 2024-03-20", "decided 2024-04-22", cause="last"),
    case("no-cause", "filed 2024-03-01", "decided 2024-06-03"),
    complaints=[
        # 2 January + 60 = Saturday 2 → Monday 4 March.
        {"complaint_id": "answered-in-time", "received_at": "2024-01-02", "handled_at": "2024-03-04", "accepted": "是"},
        {"complaint_id": "answered-late", "received_at": "2024-01-02", "handled_at": "2024-03-05", "accepted": "是"},
        {"complaint_id": "unanswered", "received_at": "2024-04-01", "accepted": "是"},
        {
            "complaint_id": "answered-after-the-run",
            "received_at": "2024-04-01T09:00",
            "handled_at": "2024-07-03",
            "accepted": "是",
        },
        {
            "complaint_id": "answered-in-autumn",
            "received_at": "2024-06-01",
            "handled_at": "2024-09-30",
            "accepted": "是",
        },
        {"complaint_id": "received-after-the-run", "received_at": "2024-07-01", "accepted": "是"},
        {"complaint_id": "not-accepted", "received_at": "2024-01-02", "accepted": "否"},
        {"complaint_id": "acceptance-unknown", "received_at": "2024-01-02"},
    ],
)


def _rule(name: str, parameters: str, more: str = "") -> str:
    return rule(f"t-late-{name}", "late", f"applies: {{cause: {name}}}\nparameters: {{{parameters}}}\n{more}")


CHECKS = [
    rule(
        "t-late-days",
        "late",
        """
applies: {kind: penalty, cause: days}
parameters:
  from: filed
  to: [decided, closed]
  limit: {days: 30}
  pauses: true
  extended: {activity: extended, days: 10}
  unless: [transferred]
""",
    ),
    _rule(
        "working",
        "from: decided, to: [served]",
        """
versions:
- {from: 1996-10-01, until: 2021-07-15, citation: penalty-law-2017-40, parameters: {limit: {days: 7}}}
- {from: 2021-07-15, until: null, citation: penalty-law-61, parameters: {limit: {working_days: 7}}}
""",
    ),
    _rule(
        "paused",
        "from: filed, to: decided, limit: {working_days: 5}, pauses: true, "
        "extended: {activity: extended, working_days: 3}",
    ),
    _rule("months", "from: closed, to: review_submitted, limit: {months: 1}, pauses: true"),
    _rule("hours", "from: seized, to: seizure_approved, limit: {hours: 24}"),
    _rule("36h", "from: seized, to: seizure_approved, limit: {hours: 36}"),
    _rule("ended", "from: served, to: paid, limit: {days: 15}, open: false"),
    _rule("strict", "from: served, to: paid, limit: {days: 15}, roll: false"),
    _rule("complaint", "from: {field: complaint}, to: filed, limit: {working_days: 7}"),
    _rule(
        "starts",
        "from: [inspected, filed], to: decided, limit: {days: 30}",
        "versions: [{from: 2021-07-15, until: null, citation: penalty-law-60}]",
    ),
    _rule("last", "from: {last: reviewed}, to: decided, limit: {days: 30}"),
    rule(
        "t-late-answer",
        "late",
        """
subject: complaint
applies: {accepted: true}
parameters: {from: {field: received}, to: [{field: handled}], limit: {days: 60}}
""",
    ),
    rule("t-late-unknown", "late", "parameters: {from: filed, to: rubber_stamped, limit: {days: 1}}"),
]


def _late(
    check: str, one: str, due: str, passed: tuple[int, int], start: str, end: str = "", what: str = "decided"
) -> Told:
    """Return a finding; what never came is wrong from its due day on."""
    detail = {"from": start, "to": end, "what": what} if end else {"from": start, "what": what}
    unit = None if check == "answer" else "U1"
    occurred = end.removesuffix("+08:00") or due
    return (f"t-late-{check}", one, unit, occurred, due, str(passed[0]), str(passed[1]), detail)


_AT = "2024-03-04T10:00:00+08:00"

#: (days or hours that passed, the limit): suspensions that lengthened the period are not among the days passed.
FOUND = [
    _late("days", "late-by-one-day", "2024-04-01", (32, 30), "2024-03-01", "2024-04-02"),
    _late("days", "late-after-a-workday", "2024-04-03", (34, 30), "2024-03-04", "2024-04-07"),
    _late("days", "made-up-sunday-missed", "2024-04-07", (34, 30), "2024-03-05", "2024-04-08"),
    _late("days", "open-and-overdue", "2024-06-27", (33, 30), "2024-05-28"),  # 28 May → 30 June
    _late("days", "suspended-late", "2024-04-10", (31, 30), "2024-03-01", "2024-04-11"),  # 41 - 10
    _late("days", "suspended-twice", "2024-04-17", (31, 30), "2024-03-01", "2024-04-18"),  # 48 - 10 - 7
    _late("days", "suspended-too-late", "2024-04-01", (50, 30), "2024-03-01", "2024-04-20"),
    _late("days", "suspended-over-the-roll-late", "2024-04-08", (39, 30), "2024-03-01", "2024-04-09"),
    _late("days", "resumed-without-suspension", "2024-04-01", (32, 30), "2024-03-01", "2024-04-02"),
    _late("days", "suspended-before-filing", "2024-04-07", (34, 30), "2024-03-01", "2024-04-08"),  # 38 - 4
    _late("days", "extended-late", "2024-04-10", (41, 40), "2024-03-01", "2024-04-11"),
    _late("days", "extended-after-the-run", "2024-06-27", (33, 30), "2024-05-28"),
    _late("days", "decided-after-the-run", "2024-06-27", (33, 30), "2024-05-28"),
    _late("days", "one-end-before-the-start", "2024-04-01", (61, 30), "2024-03-01", "2024-05-01"),
    _late("working", "crosses-the-law", "2021-07-21", (8, 7), "2021-07-14", "2021-07-22", "served"),
    _late("working", "new-law-late", "2021-07-26", (8, 7), "2021-07-15", "2021-07-27", "served"),
    _late("working", "over-spring-festival-late", "2024-02-22", (8, 7), "2024-02-07", "2024-02-23", "served"),
    _late("working", "from-a-rest-day", "2024-02-26", (8, 7), "2024-02-10", "2024-02-27", "served"),
    _late("working", "served-on-a-rest-day", "2024-06-26", (9, 7), "2024-06-17", "2024-06-29", "served"),
    # No working day more than the seven has passed: it is late by a Saturday.
    _late("working", "served-on-the-rest-day-after", "2024-06-28", (7, 7), "2024-06-19", "2024-06-29", "served"),
    _late("working", "open-on-a-rest-day", "2024-06-28", (7, 7), "2024-06-19", "", "served"),
    _late("paused", "working-suspended-late", "2024-03-18", (6, 5), "2024-03-04", "2024-03-19"),  # 11 - 5
    _late("paused", "working-extended-late", "2024-03-14", (9, 8), "2024-03-04", "2024-03-15"),
    # A limit in months is told in days: from the day to the last one, suspensions left out.
    _late(
        "months", "month-without-the-day-late", "2024-02-29", (30, 29), "2024-01-31", "2024-03-01", "review_submitted"
    ),
    _late("months", "shortest-month", "2023-02-28", (29, 28), "2023-01-31", "2023-03-01", "review_submitted"),
    _late(
        "months", "month-ends-on-holiday-late", "2024-05-06", (36, 35), "2024-04-01", "2024-05-07", "review_submitted"
    ),
    _late(
        "months", "month-suspended", "2024-04-15", (34, 33), "2024-03-08", "2024-04-16", "review_submitted"
    ),  # 39 - 5, 38 - 5
    _late(
        "hours",
        "time-of-day-24h-and-a-minute",
        "2024-03-05",
        (24, 24),
        _AT,
        "2024-03-05T10:01:00+08:00",
        "seizure_approved",
    ),
    _late(
        "hours",
        "over-the-weekend",
        "2024-03-09",
        (64, 24),
        "2024-03-08T17:00:00+08:00",
        "2024-03-11T09:00:00+08:00",
        "seizure_approved",
    ),
    _late("hours", "approved-two-dates-on", "2024-03-05", (38, 24), _AT, "2024-03-06", "seizure_approved"),
    _late(
        "hours",
        "seized-on-a-date-late",
        "2024-03-05",
        (24, 24),
        "2024-03-04",
        "2024-03-06T00:30:00+08:00",
        "seizure_approved",
    ),
    _late("hours", "hours-open-overdue", "2024-06-29", (39, 24), "2024-06-28T09:00:00+08:00", "", "seizure_approved"),
    _late(
        "36h",
        "36h-within-two-dates",
        "2024-03-05",
        (47, 36),
        "2024-03-04T00:01:00+08:00",
        "2024-03-05T23:59:00+08:00",
        "seizure_approved",
    ),
    _late("36h", "36h-open-overdue", "2024-06-29", (38, 36), "2024-06-28T10:00:00+08:00", "", "seizure_approved"),
    _late("ended", "paid-late", "2024-03-18", (18, 15), "2024-03-01", "2024-03-19", "paid"),
    _late("strict", "saturday-is-the-end", "2024-03-16", (17, 15), "2024-03-01", "2024-03-18", "paid"),
    _late("complaint", "from-complaint", "2024-01-11", (48, 7), "2024-01-02", "2024-03-13", "filed"),
    _late("starts", "first-start-missing", "2024-04-01", (61, 30), "2024-03-01", "2024-05-01"),
    _late("starts", "earlier-of-two-starts", "2024-03-04", (33, 30), "2024-02-01", "2024-03-05"),
    _late("last", "from-the-last", "2024-04-19", (33, 30), "2024-03-20", "2024-04-22"),
    _late("answer", "answered-late", "2024-03-04", (63, 60), "2024-01-02", "2024-03-05", "handled"),
    _late("answer", "unanswered", "2024-05-31", (90, 60), "2024-04-01", "", "handled"),
    _late("answer", "answered-after-the-run", "2024-05-31", (90, 60), "2024-04-01T09:00:00+08:00", "", "handled"),
]

#: Rows examined by check; None: the ledger cannot answer.
EXAMINED = {
    "t-late-days": 25,  # 29 of the cause, less transferred, filed after the run, never filed, and the licence
    "t-late-working": 11,
    "t-late-paused": 4,
    "t-late-months": 7,
    "t-late-hours": 9,
    "t-late-36h": 2,
    "t-late-ended": 1,
    "t-late-strict": 1,
    "t-late-complaint": 2,
    "t-late-starts": 2,
    "t-late-last": 1,
    "t-late-answer": 5,
    "t-late-unknown": None,
}


def test_it_finds_what_is_late_and_nothing_else(tmp_path: Path) -> None:
    found = checked(tmp_path, LEDGER, CHECKS)
    found_as_told(found, FOUND)
    assert found.examined == EXAMINED


def test_it_says_which_activity_the_ledger_does_not_know(tmp_path: Path) -> None:
    told = checked(tmp_path, LEDGER, CHECKS).summary["t-late-unknown"]
    assert "rubber_stamped" in told["not_answerable"]
    assert told["cases_examined"] == 0
