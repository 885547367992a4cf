"""Scenes in which one case was made into several, or stands in the ledger twice; and those that only look like it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from zhiheng.ledgers.demonstration.bundles import Bundle
from zhiheng.ledgers.demonstration.diary import workday_from
from zhiheng.ledgers.demonstration.load import HEARING_FROM
from zhiheng.ledgers.demonstration.matters import Cause, bounds, causes_of
from zhiheng.ledgers.demonstration.planting.dayrules import day_of, not_before, nth_working_day
from zhiheng.ledgers.demonstration.planting.plots import Draft, Plot

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def decision_number(plot: Plot) -> list[Bundle]:
    """Give two decisions the same number."""
    cases = [plot.penalty(), plot.penalty()]
    _set_days(cases, (0, 3))
    cases[1].row["document_no"] = cases[0].row["document_no"]
    return _later_break(cases, "decided", "cn-penalty-duplicated-decision-number")


def fine(plot: Plot) -> list[Bundle]:
    """Fine the same party for the same cause and place twice within days: filed apart, or once on the spot."""
    is_on_the_spot = bool(plot.variant(2)) and plot.can_fine_on_the_spot
    cases = [plot.penalty(), plot.penalty(kind="summary" if is_on_the_spot else "ordinary")]
    _same_matter(cases)
    if not is_on_the_spot:
        # Filed more than seven days apart: no case was split. Decided within seven: the act was fined twice.
        _set_days(cases, (0, 9))
        cases[0].plan.gaps["reviewed"] = (22, 24)
        cases[1].plan.gaps |= {
            "investigated": (1, 1),
            "reviewed": (1, 1),
            "notified": (1, 1),
            "statement_heard": (1, 1),
        }
    decided = day_of(cases[0].walk(), "decided")
    again = nth_working_day(cases[0].diary, decided, 1 + plot.variant(3))
    again = again if (again - decided).days <= 7 else decided
    if is_on_the_spot:
        cases[1].start = again
    else:
        cases[1].plan.days["decided"] = not_before(again)
    return _later_break(cases, "decided", "cn-penalty-duplicated-fine")


def case(plot: Plot) -> list[Bundle]:
    """Make one matter into two or three cases filed within days; written alike, or with other blanks and digits."""
    cases = [plot.penalty() for _ in range(2 + plot.variant(2))]
    _same_matter(cases)
    _set_days(cases, range(0, 4 * len(cases), 2 + plot.variant(3)), within=7)
    _decide_apart(cases)
    return _later_break(cases, "filed", "xuhui-split-cases")


def under_threshold(plot: Plot) -> list[Bundle]:
    """Keep each fine below what gives the right to a hearing, at two or three places; together they reach it."""
    number, party = 2 + plot.variant(2), ("citizen", "organisation")[plot.turn // 2 % 2]
    cases = _large_ones(plot, party, number, together=HEARING_FROM[party] + 100 * plot.variant(4))
    _set_days(cases, (0, 9, 18))
    written = [case.write() for case in cases]
    return [*written[:-1], written[-1].breaks("xuhui-split-under-threshold")]


def on_the_spot(plot: Plot) -> list[Bundle]:
    """Fine on the spot twice on one day, each within the limit and together above it."""
    cases = [plot.penalty(kind="summary"), plot.penalty(kind="summary")]
    for one in cases:
        plot.load.set_fine(one.row, plot.cause(), 0, 150)
    _same_matter(cases)
    cases[1].start = day_of(cases[0].walk(), "decided")
    return _later_break(cases, "decided", "xuhui-split-on-the-spot", "cn-penalty-duplicated-fine")


def events(plot: Plot) -> list[Bundle]:
    """Enter a step twice, in every column the same."""
    case = plot.penalty()
    twice = case.entry(("investigated", "served", "filed")[plot.variant(3)])
    case.diary.entries.append(dict(twice))
    return [case.write("xuhui-duplicated-events")]


# Hard cases


def other_causes(plot: Plot) -> list[Bundle]:
    """Hard case: the same party at the same place within days, for different causes."""
    cases = [plot.penalty(), plot.penalty()]
    _same_matter(cases)
    party, place = cases[0].row["party_id"], cases[0].row["place"]
    other = plot.cause(1)
    low = bounds(other, "citizen", 0)[0]
    plot.load.set_fine(cases[1].row, other, 0, low)
    cases[1].row |= {"party_id": party, "place": place}
    _set_days(cases, (0, 2))
    return [one.write() for one in cases]


def other_parties(plot: Plot) -> list[Bundle]:
    """Hard case: the same cause and place within days, but two parties, as on a market."""
    cases = [plot.penalty(), plot.penalty()]
    parties = [one.row["party_id"] for one in cases]
    _same_matter(cases)
    cases[1].row["party_id"] = parties[1]
    _set_days(cases, (0, 1))
    return [one.write() for one in cases]


def months_apart(plot: Plot) -> list[Bundle]:
    """Hard case: the same party fined twice just under the threshold, but more than a month apart."""
    party = ("citizen", "organisation")[plot.variant(2)]
    cases = _large_ones(plot, party, 2, together=2 * HEARING_FROM[party] - 200)
    _set_days(cases, (0, 35 + plot.dice.between(0, 30)))
    return [one.write() for one in cases]


def relapse(plot: Plot) -> list[Bundle]:
    """Hard case: the same party, cause and place again after more than a week: not corrected, so a new act."""
    cases = [plot.penalty(), plot.penalty()]
    _same_matter(cases)
    _set_days(cases, (0, 12))
    _decide_apart(cases)
    return [one.write() for one in cases]


def below_together(plot: Plot) -> list[Bundle]:
    """Hard case: the same party fined twice within a month, together still below the threshold."""
    party = ("citizen", "organisation")[plot.variant(2)]
    cases = _large_ones(plot, party, 2, together=HEARING_FROM[party] - 100)
    _set_days(cases, (0, 9))
    return [one.write() for one in cases]


def step_in_two_media(plot: Plot) -> list[Bundle]:
    """Hard case: a step entered twice for the same minute, photographs and video: no copy."""
    one = plot.penalty()
    step = one.entry("investigated")
    one.diary.entries.append({**step, "medium": "video", "digest": None})
    return [one.write()]


def _same_matter(cases: Sequence[Draft]) -> None:
    """Give all cases the party and place of the first, the place written in turn in other ways."""
    first = cases[0].row
    spellings = _spellings(str(first["place"]))
    for place, one in enumerate(cases[1:], start=1):
        one.row |= {"party_id": first["party_id"], "place": spellings[(one.number + place) % len(spellings)]}


def _spellings(place: str) -> tuple[str, ...]:
    digits = place.translate(_FULL_WIDTH)
    return place, digits, f"{place[:3]} {place[3:]}", place.replace("号", " 号"), f"{place[:3]}　{digits[3:]}"


def _large_ones(plot: Plot, party: str, number: int, *, together: int) -> list[Draft]:
    """Return cases of one party and cause at different places, each below the threshold, with fines that add up."""
    share, rest = divmod(together, number)
    cause, grade = _cause_with(plot, party, share, share + rest)
    cases: list[Draft] = []
    for place in range(number):
        one = plot.penalty()
        one.row["party_kind"] = party
        plot.load.set_fine(one.row, cause, grade, share + (rest if place == 0 else 0))
        if cases:
            one.row["party_id"] = cases[0].row["party_id"]
        cases.append(one)
    return cases


def _cause_with(plot: Plot, party: str, least: int, most: int) -> tuple[Cause, int]:
    """Return the first cause and grade whose benchmark holds two amounts."""
    fitting = (
        (cause, grade)
        for cause in causes_of(plot.load.profile)
        for grade in range(3)
        if bounds(cause, party, grade)[0] <= least and most <= bounds(cause, party, grade)[1]
    )
    return next(fitting)


def _set_days(cases: Sequence[Draft], days: Sequence[int], *, within: int = 0) -> None:
    """File the cases so many days after the first, moved to working days; `within` days of the one before, if given."""
    calendar = cases[0].load.calendar
    first = before = workday_from(calendar, cases[0].start)
    for one, later in zip(cases, days, strict=False):
        day = workday_from(calendar, first + timedelta(days=later))
        if within and (day - before).days > within:
            day = before
        one.start = before = day
        one.plan.gaps["inspected"] = (0, 0)
        one.plan.days["filed"] = not_before(day)


def _decide_apart(cases: Sequence[Draft]) -> None:
    """Let the decisions lie more than a week apart, so that only the filing shows that the cases belong together."""
    for before, one in pairwise(cases):
        one.plan.days["decided"] = not_before(day_of(before.walk(), "decided") + timedelta(days=8))


def _later_break(cases: Sequence[Draft], activity: str, *check_ids: str) -> list[Bundle]:
    """Write cases of which all but the one with the earliest `activity` break checks."""
    order = sorted(cases, key=lambda one: (one.walk().moment_of(activity) or datetime.max, str(one.row["case_id"])))
    return [one.write(*(() if one is order[0] else check_ids)) for one in cases]
