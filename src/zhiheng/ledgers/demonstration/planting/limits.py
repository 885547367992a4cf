"""Scenes in which a limit of time was overstepped, or something came sooner than the law allows."""

from __future__ import annotations

from datetime import timedelta

from zhiheng.ledgers.demonstration.bundles import Bundle
from zhiheng.ledgers.demonstration.load import AS_OF
from zhiheng.ledgers.demonstration.planting.dayrules import (
    last_day,
    last_day_of_months,
    nth_working_day,
    same_day,
    working_days_after,
)
from zhiheng.ledgers.demonstration.planting.plots import Draft, Plot


def decision(plot: Plot) -> list[Bundle]:
    """Decide after ninety days: a day late, weeks late, late though suspended, late though extended, or not at all."""
    variant = plot.variant(5)
    case = plot.penalty(pauses=variant == 2)
    limit = 120 if variant == 3 else 90
    case.plan.days["notified"] = working_days_after("reviewed", 2)
    case.plan.days["decided"] = last_day("filed", limit, more=1 if variant in (0, 2) else 12)
    if variant == 3:
        case.add("extended", nth_working_day(case.walk(), case.diary.day_of("reviewed") or AS_OF, 1))
    if variant == 4:
        case.omit("decided", "served", "published", "paid", "closed", "archived", "review_submitted")
    return [case.write("cn-penalty-late-90-days")]


def service(plot: Plot) -> list[Bundle]:
    """Serve on the eighth working day or later, or not at all; it is published in time."""
    case = plot.penalty()
    case.plan.days["published"] = working_days_after("decided", 2)
    if plot.variant(3) == 2:
        case.omit("served", "paid", "closed", "archived", "review_submitted")
    else:
        case.plan.days["served"] = working_days_after("decided", 8 + 5 * plot.variant(3))
    return [case.write("cn-penalty-late-service")]


def evidence(plot: Plot) -> list[Bundle]:
    """Settle preserved evidence on the eighth working day or later."""
    case = plot.penalty(preserves=True)
    case.plan.days["evidence_resolved"] = working_days_after("evidence_preserved", 8 + plot.dice.between(0, 4))
    return [case.write("cn-penalty-late-evidence")]


def limitation(plot: Plot) -> list[Bundle]:
    """Punish what ended more than two years before it was found, rest days at the end of the two years seen to."""
    case = plot.penalty()
    discovered = case.walk().day_of("clue_registered") or plot.start()
    ended = discovered.replace(year=discovered.year - 2) - timedelta(days=12 + plot.dice.between(0, 200))
    case.add("violation_ended", ended)
    return [case.write("cn-penalty-late-limitation")]


def payment(plot: Plot) -> list[Bundle]:
    """Let the party pay after the fifteen days, by one day or by weeks."""
    case = plot.penalty()
    case.plan.days["paid"] = last_day("served", 15, more=1 + 12 * plot.variant(2))
    return [case.write("cn-penalty-late-payment")]


def filing(plot: Plot) -> list[Bundle]:
    """File more than fifteen days after the clue was registered."""
    case = plot.penalty()
    case.plan.days["filed"] = last_day("clue_registered", 15, more=1 + 9 * plot.variant(2))
    return [case.write("xuhui-late-filing")]


def submission(plot: Plot) -> list[Bundle]:
    """Send the file to review more than a month after closing, or not at all."""
    case = plot.penalty()
    if plot.variant(3) == 2:
        case.omit("review_submitted")
    else:
        case.plan.days["review_submitted"] = last_day_of_months("closed", 1, more=1 + 15 * plot.variant(3))
    return [case.write("wuxue-late-submission")]


def resubmission(plot: Plot) -> list[Bundle]:
    """Send a returned file again more than a month after it was returned."""
    case = plot.penalty()
    returned = nth_working_day(case.walk(), case.diary.day_of("review_submitted") or AS_OF, 6)
    case.add("review_returned", returned)
    case.add("review_resubmitted", last_day_of_months("review_returned", 1, more=3)(case.diary))
    return [case.write("wuxue-late-resubmission")]


def publication(plot: Plot) -> list[Bundle]:
    """Publish a penalty on the eighth working day or later, or not at all."""
    case = plot.penalty()
    _publish_late(case, plot, 7)
    return [case.write("three-systems-unpublished-7-days")]


def publication_of_licence(plot: Plot) -> list[Bundle]:
    """Publish a licence on the eighth working day or later, or not at all."""
    case = plot.other("licence")
    _publish_late(case, plot, 7)
    return [case.write("three-systems-unpublished-licences-7-days")]


def publication_of_compulsion(plot: Plot) -> list[Bundle]:
    """Publish an enforcement on the 21st working day or later, or not at all."""
    case = plot.other("compulsion")
    _publish_late(case, plot, 20)
    return [case.write("three-systems-unpublished-20-days")]


def withdrawal(plot: Plot) -> list[Bundle]:
    """Leave a revoked decision public beyond three working days: withdrawn late, or never."""
    case = plot.penalty()
    revoked = nth_working_day(case.walk(), case.diary.day_of("archived") or AS_OF, 10 + plot.dice.between(0, 10))
    case.add("revoked", revoked, note="（虚构）复议后自行撤销")
    if plot.variant(2):
        case.add("withdrawn", nth_working_day(case.diary, revoked, 4 + plot.dice.between(0, 5)))
    return [case.write("three-systems-not-withdrawn-3-days")]


def release(plot: Plot) -> list[Bundle]:
    """Keep goods seized for more than thirty days before anything is decided; or for more than sixty, extended."""
    case = plot.penalty(seizes=True)
    is_extended = bool(plot.variant(2))
    # Little time is lost besides, so that the ninety days are kept.
    case.plan.gaps |= {"investigated": (1, 2), "reviewed": (0, 1), "notified": (0, 1), "statement_heard": (0, 1)}
    case.plan.days["released"] = last_day("seized", 60 if is_extended else 30, more=1 + plot.dice.between(0, 5))
    if is_extended:
        case.add("seizure_extended", last_day("seized", 25)(case.walk()))
    return [case.write("cn-compulsion-late-release")]


def approval(plot: Plot) -> list[Bundle]:
    """Make up the approval of an urgent seizure after more than 24 hours: by minutes, or by days."""
    case = plot.penalty(seizes=True)
    seized = case.walk().moment_of("seized")
    assert seized is not None
    late = timedelta(hours=24, minutes=5) if plot.variant(2) else timedelta(hours=49)
    case.entry("seizure_approved")["at"] = seized + late
    return [case.write("cn-compulsion-late-approval")]


def licence(plot: Plot) -> list[Bundle]:
    """Decide on a licence on the 21st working day or later."""
    case = plot.other("licence")
    case.plan.days["decided"] = working_days_after("filed", 21 + plot.dice.between(0, 6))
    return [case.write("cn-licence-late-decision")]


def certificate_of_licence(plot: Plot) -> list[Bundle]:
    """Hand over a licence on the eleventh working day or later; it is published in time."""
    case = plot.other("licence")
    case.plan.days |= {"published": working_days_after("decided", 2)}
    case.plan.days |= {"served": working_days_after("decided", 11 + plot.dice.between(0, 6))}
    return [case.write("cn-licence-late-certificate")]


def hearing(plot: Plot) -> list[Bundle]:
    """Hold a hearing before the seventh working day after the notice of it."""
    case = plot.penalty(heard=True, hearing=True)
    case.plan.days["hearing_held"] = working_days_after("hearing_notified", 3 + plot.variant(4))
    return [case.write("cn-penalty-premature-hearing")]


def decision_before_hearing(plot: Plot) -> list[Bundle]:
    """Decide while the party may still ask for a hearing: on the fifth working day or before."""
    case = plot.penalty(heard=True)
    case.plan.gaps |= {"statement_heard": (0, 1), "legal_review_submitted": (0, 0), "legal_review_passed": (0, 1)}
    case.plan.days |= {"discussed": same_day, "decided": working_days_after("notified", 4 + plot.variant(2))}
    return [case.write("cn-penalty-premature-decision")]


def enforcement(plot: Plot) -> list[Bundle]:
    """Enforce before the third working day after the demand."""
    case = plot.other("compulsion")
    case.move("demanded", after="enforced", working_days=-1 - plot.variant(2))
    return [case.write("cn-compulsion-premature-enforcement")]


def application(plot: Plot) -> list[Bundle]:
    """Apply to the court before ten full working days have passed since the demand."""
    case = plot.other("compulsion")
    case.omit("enforced", "closed", "archived", "review_submitted")
    case.move("demanded", after="served", working_days=5)
    case.add("court_applied", working_days_after("demanded", 7 + plot.variant(4))(case.diary))
    return [case.write("cn-compulsion-premature-application")]


def _publish_late(case: Draft, plot: Plot, limit: int) -> None:
    if plot.variant(3) == 2:
        case.omit("published")
    else:
        case.plan.days["published"] = working_days_after("decided", limit + 1 + 6 * plot.variant(3))
        case.plan.days["paid"] = working_days_after("served", 3)
