"""Scenes in which an amount is wrong: outside the benchmark, too much on the spot, paid too little or too much."""

from __future__ import annotations

from decimal import Decimal

from zhiheng.ledgers.demonstration.bundles import Bundle
from zhiheng.ledgers.demonstration.load import ON_THE_SPOT
from zhiheng.ledgers.demonstration.matters import bounds
from zhiheng.ledgers.demonstration.planting.plots import Plot

_WAN = 10_000


def benchmark(plot: Plot) -> list[Bundle]:
    """Fine below or above the benchmark, or enter 万元 where 元 is meant and the other way round."""
    case = plot.penalty()
    cause = plot.cause()
    low, high = bounds(cause, "citizen", 0)
    wrong = (Decimal(low) / 2, Decimal(high) + 50, Decimal(low) / _WAN, Decimal(high) * _WAN)[plot.variant(4)]
    case.row["fine"] = wrong
    return [case.write("cn-penalty-outside-band-benchmark")]


def on_the_spot(plot: Plot) -> list[Bundle]:
    """Fine on the spot more than the law allows, though within the benchmark."""
    case = plot.penalty(kind="summary")
    party = ("citizen", "organisation")[plot.variant(2)]
    case.row["party_kind"] = party
    cause = plot.cause()
    grade = next(grade for grade in range(3) if bounds(cause, party, grade)[1] > ON_THE_SPOT[party])
    low, high = bounds(cause, party, grade)
    fine = min(high, max(low, ON_THE_SPOT[party] + (1, 100, 300)[plot.variant(3)]))
    plot.load.set_fine(case.row, cause, grade, fine)
    return [case.write("cn-penalty-outside-band-on-the-spot")]


def payment(plot: Plot) -> list[Bundle]:
    """Close a case for which less was paid than fined, nothing at all, or more than fine and surcharge can be."""
    case = plot.penalty()
    fine = case.row["fine"]
    assert isinstance(fine, Decimal)
    variant = plot.variant(3)
    if variant == 0:
        case.row["paid"] = fine - 10
    elif variant == 1:
        case.omit("paid")
    else:
        case.row["paid"] = 2 * fine + 1
    return [case.write("cn-penalty-mismatched-payment")]


def fine_at_the_bounds(plot: Plot) -> list[Bundle]:
    """Hard case: the fine is exactly the least or the highest of the benchmark."""
    case = plot.penalty()
    cause = plot.cause()
    grade = plot.turn // 2 % 2
    plot.load.set_fine(case.row, cause, grade, bounds(cause, "citizen", grade)[plot.variant(2)])
    return [case.write()]


def on_the_spot_at_the_bound(plot: Plot) -> list[Bundle]:
    """Hard case: a fine on the spot of exactly 200 yuan, or 3,000 for an organisation."""
    case = plot.penalty(kind="summary")
    party = ("citizen", "organisation")[plot.variant(2)]
    case.row["party_kind"] = party
    fine, cause = ON_THE_SPOT[party], plot.cause()
    grades = [grade for grade in range(3) if bounds(cause, party, grade)[0] <= fine <= bounds(cause, party, grade)[1]]
    if grades:
        plot.load.set_fine(case.row, cause, grades[0], fine)
    else:
        # The unit's smallest fines are larger: a warning, which has no amount.
        plot.load.set_fine(case.row, cause, 0, 0)
    return [case.write()]


def paid_with_surcharge(plot: Plot) -> list[Bundle]:
    """Hard case: paid more than fined, but no more than the fine again as surcharge (art. 72)."""
    case = plot.penalty()
    fine = case.row["fine"]
    assert isinstance(fine, Decimal)
    case.row["paid"] = 2 * fine if plot.variant(2) else fine + fine / 100 * 3
    return [case.write()]
