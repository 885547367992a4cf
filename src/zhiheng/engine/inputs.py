"""Finds the input of every rule for every unit, in the order of the contract, and names what was not used.

Order (contract, section 3): verified findings; a verified fact; the measure bound to the ledger; another fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from zhiheng.domain.numbers import shortest
from zhiheng.domain.refusals import Fault
from zhiheng.domain.scheme import Rule, Scheme, SubItem
from zhiheng.domain.score import InputFrom, InputRow, LeftOut, Measured, OtherInput
from zhiheng.domain.texts import Text
from zhiheng.engine.answers import Unreadable, read_answer
from zhiheng.engine.checked_rules import CHECKS, NOT_ANSWERABLE, CheckedRules
from zhiheng.engine.measures import Measures
from zhiheng.engine.reported import Reported, ReportedFact, ReportedFinding
from zhiheng.engine.weigh import column_of
from zhiheng.schemes.kinds.veto import Veto
from zhiheng.schemes.scoring import Answer, Column


@dataclass(frozen=True, slots=True)
class RuleInput:
    """What one rule is told of one unit. `answer` None: nothing was reported."""

    answer: Answer | None
    input_from: InputFrom
    source: str = ""
    rows: tuple[str, ...] = ()
    exempted: Fraction = Fraction(0)
    exempted_rows: tuple[str, ...] = ()
    others: tuple[OtherInput, ...] = ()
    conflict: bool = False
    measured: Measured | None = None
    #: How the value came about, where it is more than a sum of rows (the two rounds of a review).
    detail: Text = field(default_factory=lambda: Text(""))
    #: What an input that cannot be used says, for it to be shown all the same.
    shown: str = ""


NOT_REPORTED = RuleInput(None, "not_reported")


@dataclass
class Inputs:
    """All inputs of an evaluation: by unit and rule, the states of sub-items, the rows used, what was left out."""

    by_rule: dict[tuple[str, str], RuleInput] = field(default_factory=dict)
    states: dict[tuple[str, str], str] = field(default_factory=dict)
    state_rows: dict[tuple[str, str], str] = field(default_factory=dict)
    rows: dict[str, InputRow] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def of(self, unit_id: str, rule_id: str) -> RuleInput:
        """Return the input of a rule for a unit."""
        return self.by_rule.get((unit_id, rule_id), NOT_REPORTED)

    def columns(self, scheme: Scheme, subject_ids: Sequence[str]) -> dict[str, Column]:
        """Return a column for each rule that any of the units (or cases) says something to, in their order."""
        columns = {}
        for rule in scheme.every_rule():
            given = [self.of(subject_id, rule.id).answer for subject_id in subject_ids]
            if any(answer is not None for answer in given):
                columns[rule.id] = column_of(
                    [answer.value.numerator if answer else 0 for answer in given],
                    [answer.value.denominator if answer else 1 for answer in given],
                    [answer is not None for answer in given],
                )
        return columns


@dataclass(frozen=True)
class InputFinder:
    """Finds inputs for the rules of a scheme out of what a ledger reports."""

    scheme: Scheme
    options: Mapping[str, str]
    reported: Reported
    measures: Measures
    faults: list[Fault]
    checked: CheckedRules

    def find(self, unit_ids: Iterable[str]) -> Inputs:
        """Return the inputs of all units; faults of single values are added to `faults`."""
        inputs = Inputs(rows=dict(self.reported.rows), left_out=list(self.reported.left_out))
        sub_items = {sub_item.id: sub_item for _, _, sub_item in self.scheme.sub_items()}
        rules = tuple(self.scheme.every_rule())
        for unit_id in unit_ids:
            for sub_id, sub_item in sub_items.items():
                self._state(inputs, unit_id, sub_id, sub_item)
            for rule in rules:
                found = self._input(unit_id, rule)
                if found is not NOT_REPORTED:
                    inputs.by_rule[unit_id, rule.id] = found
        inputs.rows |= self.measures.rows
        return inputs

    def _state(self, inputs: Inputs, unit_id: str, sub_id: str, sub_item: SubItem) -> None:
        """Read a facts row with a sub-item's id: `exempt` where the scheme names an exemption, `not_applicable`."""
        # What was verified stands last and so has the last word.
        for fact in sorted(self.reported.facts.get((unit_id, sub_id), ()), key=lambda fact: fact.is_verified):
            word = fact.value.strip().lower()
            if word in ("not_applicable", "不适用"):
                state = "not_applicable"
            elif word in ("exempt", "免扣", "不扣分") and sub_item.exempt_if is not None:
                state = "exempt"
            elif any(rule.id == sub_id for rule in sub_item.every_rule()):
                continue
            elif word in ("", "0", "false", "否", "无"):
                inputs.states.pop((unit_id, sub_id), None)
                inputs.state_rows.pop((unit_id, sub_id), None)
                continue
            else:
                self.faults.append(_no_state(fact, sub_item))
                continue
            inputs.states[unit_id, sub_id] = state
            inputs.state_rows[unit_id, sub_id] = fact.ref

    def _input(self, unit_id: str, rule: Rule) -> RuleInput:
        if not self._is_spoken_of(unit_id, rule):
            return self._from_declaration(rule) or NOT_REPORTED
        candidates = [
            candidate
            for candidate in (
                self._from_findings(unit_id, rule),
                self._from_unverified(unit_id, rule),
                self._from_outcomes(unit_id, rule),
                *self._from_facts(unit_id, rule, verified=True),
                self._from_measure(unit_id, rule),
                self._from_checks(unit_id, rule),
                *self._from_facts(unit_id, rule, verified=False),
                self._from_declaration(rule),
            )
            if candidate is not None
        ]
        usable = [candidate for candidate in candidates if candidate.answer is not None]
        if not usable:
            return RuleInput(None, "not_reported", others=_others(candidates)) if candidates else NOT_REPORTED
        used = usable[0]
        # A declaration that findings are complete is only spoken of where it decides; it contradicts nothing by itself.
        rest = [one for one in candidates if one is not used and one.source != "findings_complete"]
        conflict = any(
            other.answer is not None and not _agrees(rule, other.answer, used.answer) for other in rest if other.rows
        )
        return RuleInput(
            used.answer,
            used.input_from,
            used.source,
            used.rows,
            used.exempted,
            used.exempted_rows,
            _others(rest),
            conflict,
            used.measured,
            used.detail,
        )

    def _is_spoken_of(self, unit_id: str, rule: Rule) -> bool:
        """Return whether any row or measure may answer; most rules of most units have none, and many units wait."""
        key = (unit_id, rule.id)
        return bool(
            key in self.reported.findings
            or key in self.reported.facts
            or rule.measure
            or rule.measures
            or self.checked.speaks_to(rule)
            or rule.scoring.gives == "veto"
        )

    def _from_findings(self, unit_id: str, rule: Rule) -> RuleInput | None:
        findings = self.reported.findings.get((unit_id, rule.id), ())
        verified = [finding for finding in findings if finding.status == "verified"]
        if not verified:
            return None
        if rule.scoring.answers in ("flag", "count", "elements"):
            return self._counted(rule, verified)
        return _not_used(verified, "findings_not_countable")  # a number of problems is no rate

    def _from_unverified(self, unit_id: str, rule: Rule) -> RuleInput | None:
        """Problems that are pending or were rejected are shown and not used."""
        findings = self.reported.findings.get((unit_id, rule.id), ())
        others = [finding for finding in findings if finding.status != "verified"]
        return _not_used(others, "findings_pending") if others else None

    def _from_declaration(self, rule: Rule) -> RuleInput | None:
        """Return "none" where the ledger declares its findings complete; any row at all is heard before that."""
        if rule.scoring.answers == "rate" or not self.reported.is_complete(rule.id, whole=rule.scoring.silence_is_none):
            return None
        return RuleInput(Answer(Fraction(0), "0"), "findings", "findings_complete")

    def _counted(self, rule: Rule, verified: list[ReportedFinding]) -> RuleInput:
        exempt = [finding for finding in verified if finding.exemption and not self._veto_stays(rule)]
        counted = [finding for finding in verified if finding not in exempt]
        quantity = _quantity(rule, counted)
        elements = len(getattr(rule.scoring, "elements", ()))
        if rule.scoring.answers == "elements" and not rule.scoring.is_open_ended(self.options):
            quantity = min(quantity, Decimal(elements))
        return RuleInput(
            Answer(Fraction(quantity), shortest(quantity)),
            "findings",
            rows=tuple(sorted(finding.ref for finding in verified)),
            exempted=Fraction(_quantity(rule, verified) - _quantity(rule, counted)),
            exempted_rows=tuple(sorted(finding.ref for finding in exempt)),
        )

    def _veto_stays(self, rule: Rule) -> bool:
        """A tolerance lifts a deduction; whether it lifts a veto is an option, by default no (CQ-AMB-08)."""
        return isinstance(rule.scoring, Veto) and self.options.get("exempt_vetoes", "no") != "yes"

    def _from_outcomes(self, unit_id: str, rule: Rule) -> RuleInput | None:
        scoring = rule.scoring
        if not isinstance(scoring, Veto) or not scoring.reads_outcomes or not self.reported.has_outcomes:
            return None
        held = [
            outcome.ref
            for outcome in self.reported.outcomes.get(unit_id, ())
            if outcome.result in scoring.results and (not scoring.organs or outcome.organ in scoring.organs)
        ]
        return RuleInput(Answer(Fraction(len(held)), shortest(len(held))), "outcomes", rows=tuple(sorted(held)))

    def _from_facts(self, unit_id: str, rule: Rule, *, verified: bool) -> list[RuleInput]:
        found = []
        for fact in self.reported.facts.get((unit_id, rule.id), ()):
            if fact.is_verified != verified:
                continue
            if fact.value.strip().lower() in ("exempt", "not_applicable", "不适用", "免扣") and self._is_sub_item(
                rule.id
            ):
                continue
            try:
                answer = read_answer(rule, fact.value)
            except Unreadable as wrong:
                self.faults.append(fact.fault("unreadable_value", wrong.reason, wrong.remedy))
                continue
            refused = rule.scoring.refuses(answer, self.options)
            if refused is not None:
                remedy = Text("核对后改写该值", "check the value and correct it")
                self.faults.append(fact.fault("impossible_value", refused, remedy))
                continue
            found.append(RuleInput(answer, "facts", fact.source, (fact.ref,)))
        return found

    def _is_sub_item(self, rule_id: str) -> bool:
        return any(sub_item.id == rule_id for _, _, sub_item in self.scheme.sub_items())

    def _from_measure(self, unit_id: str, rule: Rule) -> RuleInput | None:
        name = rule.measure
        if rule.measures:
            chosen = self.options.get(rule.measures.get("option", ""), "")
            name = rule.measures.get(chosen, "")
        if not name:
            return None
        measured = self.measures.answer(name, unit_id)
        if measured is None:
            return None
        value = Fraction(measured.numerator) / Fraction(measured.denominator)
        rows = measured.denominator_rows or measured.numerator_rows
        return RuleInput(Answer(value, shown_rate(value)), "measure", name, rows, measured=measured)

    def _from_checks(self, unit_id: str, rule: Rule) -> RuleInput | None:
        by_checks = self.checked.answer(rule, unit_id)
        if by_checks is None:
            return None
        measured = by_checks.measured
        if measured is None:
            return RuleInput(None, "measure", NOT_ANSWERABLE, shown="、".join(by_checks.lacking))
        value = Fraction(measured.numerator) / Fraction(measured.denominator)
        answer = Answer(value, shown_rate(value))
        return RuleInput(answer, "measure", CHECKS, by_checks.rows, measured=measured, detail=by_checks.detail)


def _not_used(findings: list[ReportedFinding], source: str) -> RuleInput:
    shown = shortest(sum((finding.quantity for finding in findings), Decimal(0)))
    return RuleInput(None, "findings", source, tuple(sorted(finding.ref for finding in findings)), shown=shown)


def _quantity(rule: Rule, findings: list[ReportedFinding]) -> Decimal:
    """Return how many occurrences findings report; where the text counts cases, several of one case count once."""
    if not rule.per_case:
        return sum((finding.quantity for finding in findings), Decimal(0))
    cases = {finding.case_id for finding in findings if finding.case_id and finding.quantity}
    return len(cases) + sum((finding.quantity for finding in findings if not finding.case_id), Decimal(0))


def shown_rate(value: Fraction) -> str:
    """Write a fraction with at most six places; numerator and denominator stand beside it exactly."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return shortest(exact.quantize(Decimal("0.000001")))


def _agrees(rule: Rule, other: Answer, used: Answer | None) -> bool:
    if used is None:
        return True
    if rule.scoring.answers == "flag":
        return (other.value > 0) == (used.value > 0)
    return other.value == used.value


def _others(candidates: list[RuleInput]) -> tuple[OtherInput, ...]:
    told = [
        OtherInput(
            candidate.input_from,
            candidate.answer.shown if candidate.answer else candidate.shown,
            candidate.source,
            candidate.rows,
        )
        for candidate in candidates
    ]
    return tuple(sorted(told, key=lambda other: (other.input_from, other.source, other.rows)))


def _no_state(fact: ReportedFact, sub_item: SubItem) -> Fault:
    words_zh = "exempt（免扣）或 not_applicable（不适用）" if sub_item.exempt_if else "not_applicable（不适用）"
    words_en = "`exempt` or `not_applicable`" if sub_item.exempt_if else "`not_applicable`"
    reason = Text(
        f"{sub_item.id} 是评分项，只能填 {words_zh}", f"{sub_item.id} is a sub-item and takes only {words_en}"
    )
    rules = "、".join(rule.id for rule in sub_item.every_rule())
    return fact.fault("unreadable_value", reason, Text(f"情形填到规则上：{rules}", f"report on its rules: {rules}"))
