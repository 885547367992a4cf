"""Scenes in which those who acted were too few, not certified, auxiliaries, or judged their own case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from zhiheng.ledgers.demonstration.bundles import Bundle
from zhiheng.ledgers.demonstration.people import Row, auxiliary_id, legal_officer_id
from zhiheng.ledgers.demonstration.planting.dayrules import day_of
from zhiheng.ledgers.demonstration.planting.plots import Draft, Plot

#: Those who stand in the ledger for one case have left since: the shares of certified officers stay what they are.
_LEFT_ON = date(2025, 11, 1)


def two_officers(plot: Plot) -> list[Bundle]:
    """Handle a case alone: no second officer, or the same person twice."""
    case = plot.penalty()
    _act_alone(case, plot)
    return [case.write("cn-penalty-unqualified-two-officers")]


def two_officers_in_compulsion(plot: Plot) -> list[Bundle]:
    """Enforce alone: no second officer, or the same person twice."""
    case = plot.other("compulsion")
    _act_alone(case, plot)
    return [case.write("cn-compulsion-unqualified-two-officers")]


def auxiliary(plot: Plot) -> list[Bundle]:
    """Let an auxiliary act as an officer, in turn as the second and as the first."""
    case = plot.penalty(kind=("ordinary", "summary")[plot.variant(2)])
    _hand_to(case, ("second", "lead")[plot.variant(2)], _auxiliary_of(case))
    return [case.write("cn-penalty-unqualified-auxiliary")]


def auxiliary_in_compulsion(plot: Plot) -> list[Bundle]:
    """Let an auxiliary enforce."""
    case = plot.other("compulsion")
    _hand_to(case, "second", _auxiliary_of(case))
    return [case.write("cn-compulsion-unqualified-auxiliary")]


def certificate(plot: Plot) -> list[Bundle]:
    """Let an officer investigate whose certificate has run out, by a day or by months."""
    return [_certified_until(plot, "ordinary", -1 - 60 * plot.variant(2)).breaks("cn-penalty-unqualified-certificate")]


def certificate_on_the_spot(plot: Plot) -> list[Bundle]:
    """Let an officer fine on the spot whose certificate has run out, by a day or by months."""
    bundle = _certified_until(plot, "summary", -1 - 60 * plot.variant(2))
    return [bundle.breaks("cn-penalty-unqualified-certificate-on-the-spot")]


def certificate_to_the_day(plot: Plot) -> list[Bundle]:
    """Hard case: the certificate is valid until that very day."""
    return [_certified_until(plot, ("ordinary", "summary")[plot.variant(2)], 0)]


def reviewer(plot: Plot) -> list[Bundle]:
    """Let those who handle a case review it."""
    case = plot.penalty()
    case.course = replace(case.course, reviewer=(case.course.lead, case.course.second)[plot.variant(2)])
    return [case.write("cn-penalty-unqualified-reviewer")]


def legal_reviewer(plot: Plot) -> list[Bundle]:
    """Let somebody without the legal qualification do the legal review."""
    case = plot.penalty(heard=True)
    case.plan.details["legal_review_passed"] = {"officer_id": legal_officer_id(plot.load.profile)}
    return [case.write("cn-penalty-unqualified-legal-reviewer")]


def legal_review_by_handler(plot: Plot) -> list[Bundle]:
    """Let an officer do the legal review of the own case; most officers have no legal qualification either."""
    case = plot.penalty(heard=True)
    lead = case.course.lead
    case.plan.details["legal_review_passed"] = {"officer_id": lead}
    # Every fifth officer holds the legal qualification.
    is_qualified = int(lead.rpartition("R")[2]) % 5 == 0
    further = () if is_qualified else ("cn-penalty-unqualified-legal-reviewer",)
    return [case.write("cn-penalty-unqualified-legal-review-by-handler", *further)]


def _act_alone(case: Draft, plot: Plot) -> None:
    case.course = replace(case.course, second=case.course.lead)
    case.row["second_officer_id"] = case.course.lead if plot.variant(2) else None


def _auxiliary_of(case: Draft) -> str:
    places = [crew.squad_id for crew in case.load.crews]
    return auxiliary_id(case.load.profile, places.index(str(case.row["unit_id"])), case.load.cases)


def _hand_to(case: Draft, place: str, officer: str) -> None:
    case.row[f"{place}_officer_id"] = officer
    case.course = replace(case.course, lead=officer) if place == "lead" else replace(case.course, second=officer)


def _certified_until(plot: Plot, kind: str, days: int) -> Bundle:
    """Return a case handled by an officer whose certificate ends so many days after the day that counts."""
    case = plot.penalty(kind=kind)
    squad = str(case.row["unit_id"])
    person = f"{squad}-T{case.number + 1:05d}"
    _hand_to(case, "lead", person)
    acted = day_of(case.walk(), "decided" if kind == "summary" else "investigated")
    bundle = case.write()
    officer: Row = {
        "officer_id": person,
        "unit_id": squad,
        "name": f"虚构人员{person.replace('-', '')}",
        "role": "officer",
        "certificate_no": f"虚构证{person}",
        "certificate_until": acted + timedelta(days=days),
        "legal_qualification": False,
        "from": date(2023, 3, 1),
        "until": _LEFT_ON,
    }
    bundle.officers.append(officer)
    return bundle
