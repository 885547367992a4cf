"""Scenes in which steps were taken in the wrong order: what must come first came later."""

from __future__ import annotations

from zhiheng.ledgers.demonstration.bundles import Bundle
from zhiheng.ledgers.demonstration.planting.plots import Plot


def notice(plot: Plot) -> list[Bundle]:
    """Decide first and tell the party afterwards."""
    case = plot.penalty()
    case.plan.gaps["served"] = (2, 3)
    case.move("notified", after="decided", working_days=1)
    return [case.write("cn-penalty-out-of-order-notice")]


def legal_review(plot: Plot) -> list[Bundle]:
    """Decide first and have the legal review afterwards."""
    case = plot.penalty(heard=True)
    case.move("legal_review_passed", after="decided", working_days=1 + plot.variant(3))
    return [case.write("cn-penalty-out-of-order-legal-review")]


def legal_review_after_hearing(plot: Plot) -> list[Bundle]:
    """Decide after a hearing, and have the legal review still later."""
    case = plot.penalty(heard=True, hearing=True)
    case.move("legal_review_passed", after="decided", working_days=1 + plot.variant(3))
    return [case.write("cn-penalty-out-of-order-legal-review", "cn-penalty-out-of-order-legal-review-after-hearing")]


def collective_discussion(plot: Plot) -> list[Bundle]:
    """Decide first and discuss afterwards."""
    case = plot.penalty(heard=True)
    case.move("discussed", after="decided", working_days=1 + plot.variant(2))
    return [case.write("cn-penalty-out-of-order-collective-discussion")]


def service(plot: Plot) -> list[Bundle]:
    """Serve a decision before it was made."""
    case = plot.penalty()
    case.plan.gaps |= {"served": (0, 0), "published": (0, 1), "paid": (0, 1)}
    case.move("served", after="decided", working_days=-1)
    return [case.write("cn-penalty-out-of-order-service")]


def investigation(plot: Plot) -> list[Bundle]:
    """Decide first and investigate afterwards; nothing was looked at on the spot either."""
    case = plot.penalty()
    case.omit("inspected")
    case.move("investigated", after="decided", working_days=1)
    return [case.write("cn-penalty-out-of-order-investigation")]


def filing(plot: Plot) -> list[Bundle]:
    """Decide first and file afterwards; no clue was registered, so that no time for checking one runs."""
    case = plot.penalty()
    case.omit("clue_registered")
    case.move("filed", after="decided", working_days=1)
    return [case.write("cn-penalty-out-of-order-filing")]


def hearing(plot: Plot) -> list[Bundle]:
    """Decide first and hold the hearing afterwards."""
    case = plot.penalty(heard=True, hearing=True)
    case.move("hearing_held", after="decided", working_days=1)
    return [case.write("cn-penalty-out-of-order-hearing")]


def publication(plot: Plot) -> list[Bundle]:
    """Publish a decision before it was made."""
    case = plot.penalty()
    case.move("published", after="decided", working_days=-1)
    return [case.write("three-systems-out-of-order-publication")]
