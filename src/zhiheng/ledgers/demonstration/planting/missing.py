"""Scenes in which something that the procedure demands is missing: a step, a record, a document, a number."""

from __future__ import annotations

from zhiheng.ledgers.demonstration.bundles import Bundle
from zhiheng.ledgers.demonstration.planting.plots import Plot

_AFTERWARDS = ("published", "paid", "closed", "archived", "review_submitted")


def filing(plot: Plot) -> list[Bundle]:
    """Decide without ever filing; where a clue was registered, it was checked too long as well."""
    case = plot.penalty()
    case.omit("filed")
    if plot.variant(2):
        case.omit("clue_registered")
        return [case.write("cn-penalty-missing-filing")]
    case.plan.gaps |= {"reviewed": (8, 10), "closed": (8, 12)}
    return [case.write("cn-penalty-missing-filing", "xuhui-late-filing")]


def investigation(plot: Plot) -> list[Bundle]:
    """Decide though nothing was looked into."""
    case = plot.penalty()
    case.omit("inspected", "investigated")
    return [case.write("cn-penalty-missing-investigation")]


def notice(plot: Plot) -> list[Bundle]:
    """Decide without telling the party before."""
    case = plot.penalty()
    case.omit("notified")
    return [case.write("cn-penalty-missing-notice")]


def statement(plot: Plot) -> list[Bundle]:
    """Decide without a word from the party, or a record that it had none to say."""
    case = plot.penalty()
    case.omit("statement_heard")
    return [case.write("cn-penalty-missing-statement")]


def review(plot: Plot) -> list[Bundle]:
    """Decide without anybody reviewing the result of the investigation."""
    case = plot.penalty()
    case.omit("reviewed")
    return [case.write("cn-penalty-missing-review")]


def service(plot: Plot) -> list[Bundle]:
    """Close the case though the decision was never served: it is still unserved after seven working days."""
    case = plot.penalty()
    case.omit("served")
    return [case.write("cn-penalty-missing-service", "cn-penalty-late-service")]


def decision_number(plot: Plot) -> list[Bundle]:
    """Decide without a number, in turn by the ordinary procedure and on the spot."""
    case = plot.penalty(kind=("ordinary", "summary")[plot.variant(2)])
    case.row["document_no"] = ""
    return [case.write("cn-penalty-missing-decision-number")]


def hearing(plot: Plot) -> list[Bundle]:
    """Decide though a hearing was asked for and none was held."""
    case = plot.penalty(heard=True, hearing=True)
    case.omit("hearing_notified", "hearing_held")
    return [case.write("cn-penalty-missing-hearing")]


def hearing_notice(plot: Plot) -> list[Bundle]:
    """Hold a hearing of which nobody was notified."""
    case = plot.penalty(heard=True, hearing=True)
    case.omit("hearing_notified")
    return [case.write("cn-penalty-missing-hearing-notice")]


def legal_review(plot: Plot) -> list[Bundle]:
    """Decide a major case without legal review: in turn without and with the right to a hearing."""
    case = plot.penalty(heard=True)
    case.omit("legal_review_submitted", "legal_review_passed")
    if plot.variant(2):
        case.row["hearing_right"] = False
        return [case.write("cn-penalty-missing-legal-review")]
    return [case.write("cn-penalty-missing-legal-review", "xuhui-missing-legal-review")]


def legal_review_after_hearing(plot: Plot) -> list[Bundle]:
    """Decide after a hearing without legal review: three rules ask for it."""
    case = plot.penalty(heard=True, hearing=True)
    case.omit("legal_review_submitted", "legal_review_passed")
    return [
        case.write(
            "cn-penalty-missing-legal-review",
            "cn-penalty-missing-legal-review-after-hearing",
            "xuhui-missing-legal-review",
        )
    ]


def legal_review_where_heard(plot: Plot) -> list[Bundle]:
    """Decide without legal review where the party may ask for a hearing, though the case is not called major."""
    case = plot.penalty(heard=True)
    case.omit("legal_review_submitted", "legal_review_passed")
    case.row |= {"major": False, "collective": False}
    return [case.write("xuhui-missing-legal-review")]


def legal_review_of_compulsion(plot: Plot) -> list[Bundle]:
    """Decide on a major enforcement without legal review."""
    case = plot.other("compulsion")
    case.row["major"] = True
    case.omit("legal_review_submitted", "legal_review_passed")
    return [case.write("three-systems-missing-legal-review")]


def collective_discussion(plot: Plot) -> list[Bundle]:
    """Decide a major case without collective discussion."""
    case = plot.penalty(heard=True)
    case.omit("discussed")
    case.row["collective"] = False
    case.plan.gaps["decided"] = (6, 8)
    return [case.write("cn-penalty-missing-collective-discussion")]


def archive(plot: Plot) -> list[Bundle]:
    """Leave a closed case unarchived for more than ninety days."""
    case = plot.penalty()
    case.omit("archived")
    return [case.write("three-systems-missing-archive")]


def recording_of_seizure(plot: Plot) -> list[Bundle]:
    """Seize without sound or picture: photographs alone, or nothing."""
    case = plot.penalty(seizes=True)
    case.plan.details["seized"] = {"medium": ("photo", None)[plot.variant(2)]}
    return [case.write("three-systems-missing-recording-seizure")]


def recording_of_hearing(plot: Plot) -> list[Bundle]:
    """Hold a hearing of which there is at most a text."""
    case = plot.penalty(heard=True, hearing=True)
    case.plan.details["hearing_held"] = {"medium": ("text", None)[plot.variant(2)]}
    return [case.write("three-systems-missing-recording-hearing")]


def recording_of_enforcement(plot: Plot) -> list[Bundle]:
    """Enforce without sound or picture: photographs alone, or nothing."""
    case = plot.other("compulsion")
    case.plan.details["enforced"] = {"medium": ("photo", None)[plot.variant(2)]}
    return [case.write("three-systems-missing-recording-enforcement")]


def seizure_document(plot: Plot) -> list[Bundle]:
    """Seize without handing over a decision and a list."""
    case = plot.penalty(seizes=True)
    case.plan.details["seized"] = {"document_no": None}
    return [case.write("cn-compulsion-missing-seizure-document")]


def approval_of_seizure(plot: Plot) -> list[Bundle]:
    """Seize without approval, before or after."""
    case = plot.penalty(seizes=True)
    case.omit("seizure_approved")
    return [case.write("cn-compulsion-missing-approval")]


def demand(plot: Plot) -> list[Bundle]:
    """Enforce without a written demand."""
    case = plot.other("compulsion")
    case.omit("demanded")
    return [case.write("cn-compulsion-missing-demand")]


def filing_after_clue(plot: Plot) -> list[Bundle]:
    """Register a clue, look at the place and do nothing more: a lead for the veto V1."""
    case = plot.penalty()
    case.omit("filed", "investigated", "reviewed", "notified", "statement_heard", "decided", "served", *_AFTERWARDS)
    if plot.variant(2):
        case.walk()
        case.row |= {"kind": "other", "procedure": None}
        return [case.write("chongqing-missing-filing")]
    return [case.write("chongqing-missing-filing", "xuhui-late-filing")]
