"""Hard cases about limits: lawful to the day, and easily taken for a fault by whoever counts days carelessly."""

from __future__ import annotations

from datetime import date, timedelta

from zhiheng.ledgers.demonstration.bundles import Bundle
from zhiheng.ledgers.demonstration.load import AS_OF
from zhiheng.ledgers.demonstration.planting.dayrules import (
    last_day,
    last_day_of_months,
    not_before,
    nth_working_day,
    same_day,
    working_days_after,
)
from zhiheng.ledgers.demonstration.planting.plots import Draft, Plot

#: Cases filed from this day on have their ninetieth day in the holidays of the first week of October.
_NINETY_DAYS_BEFORE_OCTOBER = date(2025, 7, 3)
#: Thursdays before a Sunday that is worked and the holidays after it: 27 April and 28 September 2025.
_BEFORE_MAKE_UP = (date(2025, 4, 24), date(2025, 9, 25))
_TIME_FOR_A_CASE = timedelta(days=60)


def decided_on_the_last_day(plot: Plot) -> list[Bundle]:
    """Hard case: decided on the ninetieth day, or the working day after it where it is a rest day."""
    case = plot.penalty()
    case.plan.days |= {"notified": working_days_after("reviewed", 2), "decided": last_day("filed", 90)}
    return [case.write()]


def decided_after_the_holidays(plot: Plot) -> list[Bundle]:
    """Hard case: the ninetieth day lies in the October holidays; decided on the first working day after them."""
    case = plot.penalty()
    case.start = max(case.start, _NINETY_DAYS_BEFORE_OCTOBER + timedelta(days=plot.variant(4)))
    case.plan.gaps |= {"inspected": (0, 0), "filed": (0, 0)}
    case.plan.days |= {"notified": working_days_after("reviewed", 2), "decided": last_day("filed", 90)}
    return [case.write()]


def suspended(plot: Plot) -> list[Bundle]:
    """Hard case: more than ninety days from filing to decision, less the days of a suspension; to the day."""
    case = plot.penalty(pauses=True)
    case.plan.days |= {"notified": working_days_after("reviewed", 2), "decided": last_day("filed", 90)}
    return [case.write()]


def extended(plot: Plot) -> list[Bundle]:
    """Hard case: decided after ninety days and within the thirty more that were granted."""
    case = plot.penalty()
    case.plan.days |= {"notified": working_days_after("reviewed", 2), "decided": last_day("filed", 120)}
    case.add("extended", nth_working_day(case.walk(), case.diary.day_of("filed") or AS_OF, 40))
    return [case.write()]


def served_on_the_last_day(plot: Plot) -> list[Bundle]:
    """Hard case: served on the seventh working day, in turn across a make-up workday."""
    case = plot.penalty()
    _decide_before_make_up(case, plot)
    case.plan.days |= {"served": working_days_after("decided", 7), "published": working_days_after("decided", 3)}
    return [case.write()]


def published_on_the_last_day(plot: Plot) -> list[Bundle]:
    """Hard case: published on the seventh working day, across weekends and make-up workdays."""
    case = plot.penalty()
    _decide_before_make_up(case, plot)
    case.plan.days |= {"published": working_days_after("decided", 7), "paid": working_days_after("served", 3)}
    return [case.write()]


def licence_on_the_last_days(plot: Plot) -> list[Bundle]:
    """Hard case: a licence decided on the 20th working day, published on the 7th, handed over on the 10th."""
    case = plot.other("licence")
    case.plan.days |= {"decided": working_days_after("filed", 20), "published": working_days_after("decided", 7)}
    case.plan.days["served"] = working_days_after("decided", 10)
    return [case.write()]


def compulsion_on_the_last_day(plot: Plot) -> list[Bundle]:
    """Hard case: an enforcement on the third working day after the demand, published on the twentieth."""
    case = plot.other("compulsion")
    case.plan.days["published"] = working_days_after("decided", 20)
    case.move("demanded", after="enforced", working_days=-3)
    return [case.write()]


def court_on_the_eleventh_day(plot: Plot) -> list[Bundle]:
    """Hard case: an application to the court on the eleventh working day after the demand."""
    case = plot.other("compulsion")
    case.omit("enforced", "closed", "archived", "review_submitted")
    case.move("demanded", after="served", working_days=2)
    case.add("court_applied", working_days_after("demanded", 11)(case.diary))
    return [case.write()]


def evidence_on_the_last_day(plot: Plot) -> list[Bundle]:
    """Hard case: preserved evidence settled on the seventh working day."""
    case = plot.penalty(preserves=True)
    case.plan.days["evidence_resolved"] = working_days_after("evidence_preserved", 7)
    return [case.write()]


def hearing_on_the_seventh_day(plot: Plot) -> list[Bundle]:
    """Hard case: a hearing on the seventh working day after the notice of it."""
    case = plot.penalty(heard=True, hearing=True)
    case.plan.days["hearing_held"] = working_days_after("hearing_notified", 7)
    return [case.write()]


def decided_on_the_sixth_day(plot: Plot) -> list[Bundle]:
    """Hard case: decided on the sixth working day after the notice, the first on which no hearing can be asked for."""
    case = plot.penalty(heard=True)
    case.plan.gaps |= {"statement_heard": (0, 1), "legal_review_submitted": (0, 0), "legal_review_passed": (0, 1)}
    case.plan.days |= {"discussed": same_day, "decided": working_days_after("notified", 6)}
    return [case.write()]


def filed_on_the_last_day(plot: Plot) -> list[Bundle]:
    """Hard case: filed on the fifteenth day after the clue, every other time on the first working day after it."""
    case = plot.penalty()
    calendar = plot.load.calendar
    if plot.variant(2):
        # A working day fifteen days before a rest day: there is one in every week.
        while not calendar.is_workday(case.start) or calendar.is_workday(case.start + timedelta(days=15)):
            case.start += timedelta(days=1)
    case.plan.days["filed"] = last_day("clue_registered", 15)
    return [case.write()]


def paid_on_the_last_day(plot: Plot) -> list[Bundle]:
    """Hard case: paid on the fifteenth day after service, or on the first working day after it."""
    case = plot.penalty()
    case.plan.days["paid"] = last_day("served", 15)
    return [case.write()]


def submitted_on_the_last_day(plot: Plot) -> list[Bundle]:
    """Hard case: sent to review on the corresponding day of the next month; sent again likewise."""
    case = plot.penalty()
    case.plan.days["review_submitted"] = last_day_of_months("closed", 1)
    if plot.variant(2):
        returned = working_days_after("review_submitted", 4)(case.walk())
        case.add("review_returned", returned)
        case.add("review_resubmitted", last_day_of_months("review_returned", 1)(case.diary))
    return [case.write()]


def withdrawn_on_the_last_day(plot: Plot) -> list[Bundle]:
    """Hard case: revoked by the organ itself and withdrawn on the third working day."""
    case = plot.penalty()
    revoked = working_days_after("archived", 6 + plot.variant(5))(case.walk())
    case.add("revoked", revoked, note="（虚构）自行撤销")
    case.add("withdrawn", nth_working_day(case.diary, revoked, 3))
    return [case.write()]


def released_on_the_last_day(plot: Plot) -> list[Bundle]:
    """Hard case: goods seized released on the thirtieth day, or on the sixtieth where extended."""
    case = plot.penalty(seizes=True)
    is_extended = bool(plot.variant(2))
    case.plan.gaps |= {"investigated": (1, 2), "reviewed": (0, 1), "notified": (0, 1), "statement_heard": (0, 1)}
    case.plan.days["released"] = last_day("seized", 60 if is_extended else 30)
    if is_extended:
        case.add("seizure_extended", last_day("seized", 25)(case.walk()))
    return [case.write()]


def approved_within_a_day(plot: Plot) -> list[Bundle]:
    """Hard case: an urgent seizure approved after less than 24 hours, though on the next day."""
    case = plot.penalty(seizes=True)
    seized = case.walk().moment_of("seized")
    assert seized is not None
    case.entry("seizure_approved")["at"] = seized + timedelta(hours=23, minutes=55 + 5 * plot.variant(2))
    return [case.write()]


def found_in_time(plot: Plot) -> list[Bundle]:
    """Hard case: the act ended nearly two years before it was found; filed after more than two years."""
    case = plot.penalty()
    case.plan.days["filed"] = last_day("clue_registered", 12)
    discovered = case.walk().day_of("clue_registered") or AS_OF
    case.add("violation_ended", discovered.replace(year=discovered.year - 2) + timedelta(days=1 + plot.variant(3)))
    return [case.write()]


def due_tomorrow(plot: Plot) -> list[Bundle]:
    """Hard case: open on the day of the ledger, its ninetieth day one of the next days."""
    case = plot.penalty()
    # The ninetieth day after 18 August is 16 November, the day after that of the ledger, and a Sunday.
    case.start = date(2025, 8, 18) + timedelta(days=plot.variant(3))
    case.plan.gaps |= {"inspected": (0, 0), "filed": (0, 0)}
    case.plan.days["notified"] = working_days_after("reviewed", 2)
    case.omit("decided", "served", "published", "paid", "closed", "archived", "review_submitted")
    return [case.write()]


def _decide_before_make_up(case: Draft, plot: Plot) -> None:
    """Let the decision fall on a Thursday before a make-up workday, every other time."""
    decided = next(day for day in _BEFORE_MAKE_UP if day >= case.start + _TIME_FOR_A_CASE)
    if plot.variant(2):
        case.start = max(case.start, decided - _TIME_FOR_A_CASE)
        case.plan.days["decided"] = not_before(decided)
