"""What people claimed and established, as rows of the ledger: facts, findings, tolerances, vetoes (contract section 3).

The order in which the engine takes inputs does the rest: verified findings, outcomes, verified facts, the ledger's own
measure, claims. Nothing is computed here but how many of a counted value are tolerated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.models import Assessment, Card, Claim, Finding, Tolerance, Verification, Veto
from zhiheng_web.lib import clock

CLAIMED, VERIFIED = "自评", "verified"
#: What a facts row with the id of a sub-item may say; it counts once verified (contract, section 3).
STATES = frozenset({"exempt", "not_applicable", "不适用", "免扣", "不扣分"})


@dataclass
class Rows:
    """Rows to put in, and the rows of the ledger that give way to them."""

    facts: list[dict[str, str]] = field(default_factory=list)
    findings: list[dict[str, str]] = field(default_factory=list)
    #: (unit, rule): rows of `findings` and `facts` of the ledger that a verified value sets aside.
    set_aside: set[tuple[str, str]] = field(default_factory=set)
    #: (unit, rule): rows of `facts` of the ledger that a claim of today replaces.
    replaced: set[tuple[str, str]] = field(default_factory=set)
    #: (unit, rule): rows of `facts` that are claims of the ledger and give way to a claim of today.
    claimed_anew: set[tuple[str, str]] = field(default_factory=set)
    #: finding_id: (ground, reason) of a tolerance granted to a row of the ledger.
    tolerated: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: Rows of `outcomes` and `findings` that propose a veto which two persons have not confirmed.
    held: set[str] = field(default_factory=set)

    def fact(self, unit_id: str, rule_id: str, value: str, source: str, *, evidence: str = "") -> None:
        """Add a row of `facts`."""
        self.facts.append(
            {"unit_id": unit_id, "rule_id": rule_id, "value": value, "source": source, "evidence": evidence}
        )

    def as_data(self) -> dict[str, Any]:
        """Return the rows as canonical JSON holds them."""
        return {
            "facts": sorted(self.facts, key=lambda row: tuple(sorted(row.items()))),
            "findings": sorted(self.findings, key=lambda row: row["finding_id"]),
            "set_aside": sorted(list(one) for one in self.set_aside),
            "replaced": sorted(list(one) for one in self.replaced),
            "claimed_anew": sorted(list(one) for one in self.claimed_anew),
            "tolerated": {key: list(value) for key, value in sorted(self.tolerated.items())},
            "held": sorted(self.held),
        }


def rows_of(assessments: list[Assessment], stage: str, cards: dict[int, Card]) -> Rows:
    """Return what is put into the ledger for a stage: nothing, the claims alone, or all that is established.

    `cards` are the cards of the ledger alone by assessment: what only the ledger knows (a measured count that is
    tolerated, the vetoes that it proposes). Later cards hold what was established already and would count it twice.
    """
    rows = Rows()
    by_id = {assessment.pk: assessment for assessment in assessments}
    if stage == "ledger":
        return rows
    if stage == "claimed":
        _claimed(rows, by_id)
        _vetoed(rows, by_id, cards)
        return rows
    _claimed_as_last_resort(rows, by_id)
    for maker in (_verified, _found, _tolerated, _vetoed):
        maker(rows, by_id, cards)
    return rows


def _claimed(rows: Rows, by_id: dict[int, Assessment]) -> None:
    """Give the claims the last word: this is what the bodies say of themselves."""
    for claim in Claim.objects.filter(assessment__in=by_id).exclude(value=""):
        unit = by_id[claim.assessment_id].unit_id
        is_veto = claim.rule_id in _vetoes_of(by_id[claim.assessment_id])
        rows.fact(unit, claim.rule_id, claim.value, CLAIMED if is_veto else VERIFIED, evidence=claim.note[:200])
        rows.replaced.add((unit, claim.rule_id))
        rows.set_aside.add((unit, claim.rule_id))


def _claimed_as_last_resort(rows: Rows, by_id: dict[int, Assessment]) -> None:
    """Put in the claims that nobody has decided on yet.

    Where a line is verified the claim must go: the engine would prefer it to a declaration of the ledger that there is
    nothing, which is what `taken="computed"` may have taken. An exemption claimed is none before it is verified.
    """
    settled = Verification.objects.filter(assessment__in=by_id).exclude(taken="none")
    decided = set(settled.values_list("assessment_id", "rule_id"))
    # What is still being written has not been said: until it is handed in it counts in the body's own score alone.
    said = [pk for pk, one in by_id.items() if one.state != "self_evaluation"]
    for claim in Claim.objects.filter(assessment__in=said).exclude(value=""):
        if (claim.assessment_id, claim.rule_id) in decided or claim.value.strip().lower() in STATES:
            continue
        unit = by_id[claim.assessment_id].unit_id
        rows.fact(unit, claim.rule_id, claim.value, CLAIMED, evidence=claim.note[:200])
        rows.claimed_anew.add((unit, claim.rule_id))


def _verified(rows: Rows, by_id: dict[int, Assessment], cards: dict[int, Card]) -> None:
    for one in Verification.objects.filter(assessment__in=by_id, taken__in=("claimed", "other")):
        unit = by_id[one.assessment_id].unit_id
        rows.fact(unit, one.rule_id, one.value, VERIFIED, evidence=one.reason[:200])
        rows.set_aside.add((unit, one.rule_id))


def _found(rows: Rows, by_id: dict[int, Assessment], cards: dict[int, Card]) -> None:
    for one in Finding.objects.filter(assessment__in=by_id):
        assessment = by_id[one.assessment_id]
        settled = (assessment.unit_id, one.rule_id) in rows.set_aside
        rows.findings.append(
            {
                "finding_id": f"JC-{one.pk}",
                "unit_id": assessment.unit_id,
                "rule_id": one.rule_id,
                "quantity": str(one.quantity),
                "source": "检查",
                "status": "rejected" if settled and one.status == "verified" else one.status,
                **_when(one, assessment),
            }
        )


def _when(one: Finding, assessment: Assessment) -> dict[str, str]:
    """Return when it was and what is known of it.

    The cut-off day is that of the ledger's data (HN-AMB-14). What an inspection finds later in the period counts all
    the same, so its day stands in the evidence: in its column the engine would leave the row out.
    """
    told = _at(one.occurred_at)
    if clock.day_of(one.occurred_at) > assessment.cycle.as_of:
        return {"occurred_at": "", "evidence": f"{told} {one.note}"[:200]}
    return {"occurred_at": told, "evidence": one.note[:200]}


def _tolerated(rows: Rows, by_id: dict[int, Assessment], cards: dict[int, Card]) -> None:
    mine = {row["finding_id"]: row for row in rows.findings}
    for one in Tolerance.objects.filter(assessment__in=by_id, status="granted").order_by("id"):
        told = (one.ground, one.facts[:200])
        unit = by_id[one.assessment_id].unit_id
        # A verified value stands for all rows of its rule: then the quantity of the row is tolerated in the value.
        by_row = bool(one.row) and not one.row.startswith("facts:") and (unit, one.rule_id) not in rows.set_aside
        if by_row and one.row in mine:
            mine[one.row].update(exemption=told[0], exemption_reason=told[1])
        elif by_row:
            rows.tolerated[one.row] = told
        else:
            _tolerate_quantity(rows, one, unit, cards.get(one.assessment_id))


def _tolerate_quantity(rows: Rows, one: Tolerance, unit: str, card: Card | None) -> None:
    """Turn a value into rows of findings, so that the tolerated part of it stays visible at 0 points (CQ-40)."""
    key = (unit, one.rule_id)
    first = f"RC-{unit}-{one.rule_id}-0"
    rest = next((row for row in rows.findings if row["finding_id"] == first), None)
    if rest is None:
        count = _count_of(_value_of(rows, unit, one.rule_id, card))
        if not count:
            # A rate is no number of faults, and of none nothing can be spared: the value stays as it is.
            return
        rows.facts = [row for row in rows.facts if (row["unit_id"], row["rule_id"]) != key]
        rows.set_aside.add(key)
        rows.replaced.add(key)
        rest = _converted(unit, one.rule_id, 0, count)
        rows.findings.append(rest)
    left = int(rest["quantity"])
    spared = min(one.quantity, left)
    rest["quantity"] = str(left - spared)
    if spared:
        row = _converted(unit, one.rule_id, one.pk, spared)
        rows.findings.append({**row, "exemption": one.ground, "exemption_reason": one.facts[:200]})


def _converted(unit: str, rule_id: str, number: int, quantity: int) -> dict[str, str]:
    return {
        "finding_id": f"RC-{unit}-{rule_id}-{number}",
        "unit_id": unit,
        "rule_id": rule_id,
        "quantity": str(quantity),
        "source": "核实",
        "status": "verified",
    }


def _value_of(rows: Rows, unit: str, rule_id: str, card: Card | None) -> str:
    """Return the value that the engine would use: verified, of the ledger, claimed."""
    told = {row["source"]: row["value"] for row in rows.facts if (row["unit_id"], row["rule_id"]) == (unit, rule_id)}
    if VERIFIED in told:
        return told[VERIFIED]
    rule: dict[str, Any] = (card.rules().get(rule_id) if card else None) or {}
    is_last_resort = rule.get("input_from") == "facts" or rule.get("source") == "findings_complete"
    if rule.get("input") is not None and not (is_last_resort and CLAIMED in told):
        return str(rule["input"])
    return told.get(CLAIMED, "")


def _count_of(value: str) -> int:
    """Return how many a value counts: a yes is one; a list of elements counts its members."""
    word = value.strip().lower()
    if word in ("true", "yes", "是", "有"):
        return 1
    if re.search("[;；]", word):
        return len([part for part in re.split("[;；]", word) if part.strip()])
    return int(word) if re.fullmatch(r"\d+", word) else 0


def _vetoed(rows: Rows, by_id: dict[int, Assessment], cards: dict[int, Card]) -> None:
    """Hold back every veto that two keys have not confirmed; a confirmed one of a person's own is a verified finding.

    Rows of the ledger that a confirmed veto names stay as they are, so that the derivation leads to them.
    """
    lifted = set(Tolerance.objects.filter(assessment__in=by_id, status="granted").values_list("assessment_id", "row"))
    proposed = {(key, rule_id): set(refs) for key, rule_id, refs in _proposed_by_the_ledger(cards)}
    confirmed: dict[tuple[int, str], list[Veto]] = {(key, one): [] for key in by_id for one in _vetoes_of(by_id[key])}
    for one in Veto.objects.filter(assessment__in=by_id, status="confirmed"):
        may_lift = by_id[one.assessment_id].cycle.options.get("exempt_vetoes", "no") == "yes"
        if not (may_lift and one.row and (one.assessment_id, one.row) in lifted):
            confirmed[one.assessment_id, one.rule_id].append(one)
    for (key, rule_id), vetoes in sorted(confirmed.items()):
        unit, refs = by_id[key].unit_id, proposed.get((key, rule_id), set())
        named = {one.row for one in vetoes if one.row in refs}
        rows.held |= refs - named
        if not any(ref.startswith("facts:") for ref in named):
            rows.replaced.add((unit, rule_id))
        if not vetoes:
            rows.fact(unit, rule_id, "false", VERIFIED, evidence="未经双人确认 not confirmed by two persons")
        # Before outcomes and facts: the engine hears a verified finding first.
        rows.findings += [_veto_row(unit, one) for one in vetoes if one.row not in refs]


def _vetoes_of(assessment: Assessment) -> list[str]:
    return [rule.id for rule in queries.scheme_of(assessment.cycle).vetoes]


def _veto_row(unit: str, one: Veto) -> dict[str, str]:
    row = _converted(unit, one.rule_id, one.pk, 1)
    return {**row, "finding_id": f"FJ-{one.pk}", "evidence": (one.document or one.fact)[:200]}


def _proposed_by_the_ledger(cards: dict[int, Card]) -> Iterator[tuple[int, str, list[str]]]:
    """Yield assessment, rule and rows of every veto that the ledger alone would bring about."""
    for assessment_id, card in cards.items():
        for veto in card.unit["vetoes"]:
            yield assessment_id, veto["id"], list(veto["rows"])


def _at(instant: datetime) -> str:
    return instant.astimezone(clock.SHANGHAI).isoformat(timespec="seconds")
