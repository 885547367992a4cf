"""Answers rules by the findings of checks: a count, or a rate of the cases examined, each with its rows.

Where no named check can be answered, or none examined anything of a unit, there is no answer: never 0, never 100 %.
docs/decisions/0010-checks-as-measures.md says what is counted, and when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from zhiheng.domain.checked import Checked, CheckFinding, CheckOutcome
from zhiheng.domain.numbers import shortest
from zhiheng.domain.scheme import CheckBinding, Rule, Scheme
from zhiheng.domain.score import InputRow, Measured
from zhiheng.domain.texts import Text
from zhiheng.engine.measures import Measures
from zhiheng.engine.rows import text_of
from zhiheng.ledgers import Ledger
from zhiheng.schemes.bindings import subject_of

#: What an input found by checks calls itself, as source and as measure.
CHECKS, NOT_ANSWERABLE = "checks", "checks_not_answerable"
#: The tables, beside those of the ledger, that a result refers to: the checks, and what they found.
CHECKS_TABLE, FINDINGS_TABLE = "checks", "check_findings"
#: Without its tables a ledger says nothing of a subject, and its checks are not run.
_TABLES = {"case": ("cases", "events"), "complaint": ("complaints",), "outcome": ("outcomes",)}


@dataclass(frozen=True, slots=True)
class WantedChecks:
    """The checks that a scheme asks of a ledger, and those of which a rate needs the cases examined."""

    names: frozenset[str] = frozenset()
    with_rows: frozenset[str] = frozenset()

    def __or__(self, other: WantedChecks) -> WantedChecks:
        """Return what both ask."""
        return WantedChecks(self.names | other.names, self.with_rows | other.with_rows)


def wanted_checks(scheme: Scheme, options: Mapping[str, str], ledger: Ledger) -> WantedChecks:
    """Return what a scheme asks under these (settled) options; checks whose tables hold no row are not asked."""
    if scheme.open_paths:  # refused before anything is scored
        return WantedChecks()
    bound = [(rule, rule.checks) for rule in scheme.every_rule() if rule.checks and rule.checks.holds(options)]
    names = {name for _, binding in bound for name in binding.checks}
    given = {name for name in names if all(len(ledger.tables[table]) for table in _TABLES[subject_of(name)])}
    rates = {name for rule, binding in bound if rule.scoring.answers == "rate" for name in binding.checks}
    return WantedChecks(frozenset(given), frozenset(given & rates))


@dataclass(frozen=True, slots=True)
class ByChecks:
    """What checks say to one rule of one unit: `measured` None where they cannot, then `lacking` names them."""

    measured: Measured | None
    rows: tuple[str, ...] = ()
    detail: Text = field(default_factory=lambda: Text(""))
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckedRules:
    """Answers the rules of a scheme for the units of a ledger. `checked` None: no check was run."""

    checked: Checked | None
    measures: Measures
    options: Mapping[str, str]

    def speaks_to(self, rule: Rule) -> bool:
        """Return whether checks were run for a rule."""
        bound = rule.checks
        return bool(bound and bound.holds(self.options) and any(self._asked(bound)))

    def answer(self, rule: Rule, unit_id: str) -> ByChecks | None:
        """Return what the checks of a rule say of a unit; None where it has none, or none examined any row of it."""
        bound = rule.checks
        if bound is None or not self.speaks_to(rule):
            return None
        asked = list(self._asked(bound))
        able = [outcome for outcome in asked if outcome.not_answerable is None]
        lacking = tuple(outcome.check_id for outcome in asked if outcome.not_answerable is not None)
        if not able:
            return ByChecks(None, lacking=lacking)
        family = tuple(self.measures.family(unit_id))
        if not any(outcome.examined_by_unit.get(one) for outcome in able for one in family):
            return None
        made = self._rate(bound, able, family) if rule.scoring.answers == "rate" else self._count(bound, able, family)
        if made is None:
            return None
        measured, rows, told = made
        self.measures.rows.update((row.ref, row) for row in _known(able, self._rows, rows))
        return ByChecks(measured, rows, _with_lacking(told, asked), lacking)

    def _asked(self, bound: CheckBinding) -> Iterator[CheckOutcome]:
        outcomes = self.checked.outcomes if self.checked else {}
        return (outcomes[name] for name in bound.checks if name in outcomes)

    @cached_property
    def _rows(self) -> dict[str, InputRow]:
        return {row.ref: row for row in rows_of(self.checked)} if self.checked else {}

    @cached_property
    def _by_unit(self) -> dict[tuple[str, str], list[tuple[str, CheckFinding]]]:
        """Findings with their references, by check and unit."""
        sorted_findings: dict[tuple[str, str], list[tuple[str, CheckFinding]]] = {}
        for outcome in self.checked.outcomes.values() if self.checked else ():
            for ref, finding in references(outcome):
                sorted_findings.setdefault((outcome.check_id, finding.unit_id), []).append((ref, finding))
        return sorted_findings

    @cached_property
    def _examined(self) -> dict[tuple[str, str], list[str]]:
        """Cases that checks examined, by check and unit, as far as rates need them."""
        cases: dict[tuple[str, str], list[str]] = {}
        for outcome in self.checked.outcomes.values() if self.checked else ():
            for unit_id, case_id in outcome.examined or ():
                cases.setdefault((outcome.check_id, unit_id), []).append(case_id)
        return cases

    def _tally(self, able: list[CheckOutcome], family: Sequence[str], counts: Callable[[CheckFinding], bool]) -> _Tally:
        """Gather the findings of a unit and those below it that `counts` accepts; dismissed ones are only counted."""
        tally = _Tally()
        for outcome in able:
            found = [
                one for unit in family for one in self._by_unit.get((outcome.check_id, unit), ()) if counts(one[1])
            ]
            still_open = [(ref, finding) for ref, finding in found if not finding.is_dismissed]
            tally.dismissed += len(found) - len(still_open)
            tally.refs += [ref for ref, _ in still_open]
            tally.found |= {finding.row_id for _, finding in still_open}
            tally.by_check.append((outcome, len(still_open)))
        return tally

    def _count(
        self, bound: CheckBinding, able: list[CheckOutcome], family: Sequence[str]
    ) -> tuple[Measured, tuple[str, ...], Text]:
        """Count the open findings of the period, or the cases they are about."""
        tally = self._tally(able, family, self._is_of_period)
        rows = tuple(sorted(tally.refs))
        if bound.count == "findings":
            return Measured(CHECKS, Decimal(len(rows)), Decimal(1), rows), rows, tally.told()
        return Measured(CHECKS, Decimal(len(tally.found)), Decimal(1), rows), rows, tally.told(by_case=True)

    def _is_of_period(self, finding: CheckFinding) -> bool:
        return not finding.occurred_at or self.measures.in_period(date.fromisoformat(finding.occurred_at[:10]))

    def _rate(
        self, bound: CheckBinding, able: list[CheckOutcome], family: Sequence[str]
    ) -> tuple[Measured, tuple[str, ...], Text] | None:
        """Divide the cases without an open finding by the cases that any of the checks examined."""
        measures = self.measures
        examined = {case for one in able for unit in family for case in self._examined.get((one.check_id, unit), ())}
        cases = [row for row in measures.of("cases", family[0]) if text_of(row["case_id"]) in examined]
        if bound.count == "closed_cases":
            cases = [row for row in cases if measures.in_period(measures.first_day(text_of(row["case_id"]), "closed"))]
        if not cases:
            return None
        wanted = {text_of(row["case_id"]) for row in cases}
        tally = self._tally(able, family, lambda finding: finding.case_id in wanted)
        clean = [row for row in cases if text_of(row["case_id"]) not in tally.found]
        held, of = measures.told("cases", clean), measures.told("cases", cases)
        measured = Measured(CHECKS, Decimal(len(clean)), Decimal(len(cases)), held, of)
        return measured, (*of, *sorted(tally.refs)), tally.told()


@dataclass
class _Tally:
    """Findings that count: their references, the cases they are about, how many each check has."""

    refs: list[str] = field(default_factory=list)
    found: set[str] = field(default_factory=set)
    by_check: list[tuple[CheckOutcome, int]] = field(default_factory=list)
    dismissed: int = 0

    def told(self, *, by_case: bool = False) -> Text:
        """Name the checks that found something with how much, and count those that found nothing."""
        found = [(outcome, count) for outcome, count in self.by_check if count]
        zh = [f"{outcome.title.zh} {count}" for outcome, count in found]
        en = [f"{outcome.title.of('en')}: {count}" for outcome, count in found]
        quiet = len(self.by_check) - len(found)
        if quiet:
            zh.append(f"{'另 ' if found else ''}{quiet} 项检查没有发现")
            en.append(f"{quiet} {'other ' if found else ''}check(s) found nothing")
        if by_case and len(self.refs) != len(self.found):
            zh.append(f"{len(self.refs)} 条发现涉及 {len(self.found)} 案")
            en.append(f"{len(self.refs)} findings on {len(self.found)} case(s)")
        if self.dismissed:
            zh.append(f"已排除 {self.dismissed} 条不计")
            en.append(f"{self.dismissed} dismissed, not counted")
        return Text("检查：" + "；".join(zh), "checks: " + "; ".join(en))


def _known(able: list[CheckOutcome], known: Mapping[str, InputRow], refs: tuple[str, ...]) -> Iterator[InputRow]:
    """Yield the rows of findings that an answer names, and of the checks they come from."""
    yield from (known[ref] for ref in refs if ref in known)
    found_by = {parent_of(ref) for ref in refs}
    yield from (known[f"check:{one.check_id}"] for one in able if f"check:{one.check_id}" in found_by)


def parent_of(ref: str) -> str:
    """Return the reference of the check that a finding's reference names."""
    return ref.partition("/")[0]


def references(outcome: CheckOutcome) -> Iterator[tuple[str, CheckFinding]]:
    """Yield the findings of a check with their references: `check:ID/CASE`, `#2` and so on where one case has more."""
    times: dict[str, int] = {}
    for finding in outcome.findings:
        ref = f"check:{outcome.check_id}/{finding.row_id}"
        times[ref] = times.get(ref, 0) + 1
        yield (ref if times[ref] == 1 else f"{ref}#{times[ref]}"), finding


def rows_of(checked: Checked) -> Iterator[InputRow]:
    """Yield every check and every finding as rows that a result can refer to."""
    for outcome in checked.outcomes.values():
        words = {
            "title": outcome.title.zh,
            "title_en": outcome.title.en,
            "rule_out": outcome.rule_out.zh,
            "rule_out_en": outcome.rule_out.en,
        }
        yield InputRow(f"check:{outcome.check_id}", CHECKS_TABLE, {"check_id": outcome.check_id, **words})
        for ref, finding in references(outcome):
            columns = {
                "check_id": outcome.check_id,
                "case_id": finding.case_id,
                "complaint_id": finding.complaint_id,
                "unit_id": finding.unit_id,
                "occurred_at": finding.occurred_at,
                "detail": finding.detail,
                "dismissed": "true" if finding.is_dismissed else "",
            }
            yield InputRow(ref, FINDINGS_TABLE, {name: text for name, text in columns.items() if text})


def _with_lacking(told: Text, asked: list[CheckOutcome]) -> Text:
    """Add the checks that the ledger cannot answer: nothing is said of them."""
    lacking = [outcome for outcome in asked if outcome.not_answerable is not None]
    if not lacking:
        return told
    named = "、".join(outcome.check_id for outcome in lacking)
    count = shortest(len(lacking))
    return Text(
        f"{told.zh}；{count} 项台账无法回答：{named}",
        f"{told.of('en')}; {count} the ledger cannot answer: {named.replace('、', ', ')}",
    )
