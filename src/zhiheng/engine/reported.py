"""What a ledger reports to a scheme: findings, facts, outcomes by unit and rule; what does not belong is set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from zhiheng.domain.refusals import Fault, Place, near_miss
from zhiheng.domain.scheme import Scheme
from zhiheng.domain.score import InputRow, LeftOut
from zhiheng.domain.texts import Text
from zhiheng.engine.rows import day_of, input_row, text_of
from zhiheng.ledgers import Ledger
from zhiheng.ledgers.columns import Value
from zhiheng.schemes.known import ids_of_built_in_schemes

_VERIFIED = ("verified", "核实", "已核实")


@dataclass(frozen=True, slots=True)
class ReportedFinding:
    """A reported problem; `exemption` names the tolerance that was granted."""

    ref: str
    quantity: Decimal
    status: str
    exemption: str
    case_id: str = ""


@dataclass(frozen=True, slots=True)
class ReportedFact:
    """A value stated for a rule or a sub-item, and where it stands in the files."""

    ref: str
    rule_id: str
    value: str
    source: str
    place: tuple[str, int]

    @property
    def is_verified(self) -> bool:
        """Whether the value was verified (核实)."""
        return self.source in _VERIFIED

    def fault(self, code: str, reason: Text, remedy: Text) -> Fault:
        """Return a fault of this value, told with file, table, row and column."""
        where = Place(self.place[0], None, "facts 申报数据", self.place[1], "value 值", self.rule_id)
        return Fault(code, where, reason, remedy, self.value)


@dataclass(frozen=True, slots=True)
class ReportedOutcome:
    """What a court or another organ decided about an act of the unit."""

    ref: str
    organ: str
    result: str


@dataclass
class Reported:
    """Everything that the ledger reports, by unit and rule."""

    findings: dict[tuple[str, str], list[ReportedFinding]] = field(default_factory=dict)
    facts: dict[tuple[str, str], list[ReportedFact]] = field(default_factory=dict)
    outcomes: dict[str, list[ReportedOutcome]] = field(default_factory=dict)
    has_outcomes: bool = False
    complete: frozenset[str] | Literal["all"] = frozenset()
    rows: dict[str, InputRow] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def is_complete(self, rule_id: str, *, whole: bool) -> bool:
        """Return whether the ledger states that its findings are complete for a rule: no row then means none.

        `whole` False: only a declaration that names the rule counts, not `findings_complete: all`.
        """
        return whole if self.complete == "all" else rule_id in self.complete

    def rows_by_unit(self) -> dict[str, int]:
        """Return how many rows each unit has over findings, facts and outcomes."""
        counts: dict[str, int] = {}
        held = [(unit_id, len(rows)) for (unit_id, _), rows in self.findings.items()]
        held += [(unit_id, len(facts)) for (unit_id, _), facts in self.facts.items()]
        held += [(unit_id, len(outcomes)) for unit_id, outcomes in self.outcomes.items()]
        for unit_id, count in held:
            counts[unit_id] = counts.get(unit_id, 0) + count
        return counts


@dataclass
class _Gathering:
    """One pass over the tables; what is set aside is counted by reason."""

    scheme: Scheme
    ledger: Ledger
    as_of: date | None
    faults: list[Fault]
    also_known: frozenset[str]
    evaluated: frozenset[str] | None
    aside: dict[str, list[str]] = field(default_factory=dict)

    def resolve(self, row: Mapping[str, Value], place: tuple[str, int], table: str) -> str | None:
        """Return the scheme's id for the row's rule, None where it belongs to another scheme; a slip is a fault."""
        written = text_of(row["rule_id"])
        aspect = text_of(row.get("aspect"))
        known = self.known_ids
        for word in (written, aspect):
            if word in known and not (table.startswith("findings") and known[word] in self.rules_below):
                return known[word]
        if written in self.rules_below:
            self._refuse_level(written, place, table)
            return None
        if written in self.also_known or written in ids_of_built_in_schemes():
            return None
        if self.evaluated is not None and text_of(row["unit_id"]) not in self.evaluated:
            # A unit that another scheme evaluates may have rules that only that scheme's completion knows.
            return None
        remedy = near_miss(written, known) or Text(
            "用 zhiheng schemes show 查看规则编号", "see the ids with `zhiheng schemes show`"
        )
        where = Place(place[0], None, table, place[1], "rule_id 规则编号")
        reason = Text(f"方案 {self.scheme.id} 没有这条规则", f"scheme {self.scheme.id} has no such rule")
        self.faults.append(Fault("unknown_rule", where, reason, remedy, written))
        return None

    @property
    def known_ids(self) -> dict[str, str]:
        if not self._known:
            self._known |= {rule.id: rule.id for rule in self.scheme.every_rule()}
            self._known |= {sub_item.id: sub_item.id for _, _, sub_item in self.scheme.sub_items()}
            self._known |= dict(self.scheme.aliases)
        return self._known

    _known: dict[str, str] = field(default_factory=dict)

    @cached_property
    def rules_below(self) -> dict[str, list[str]]:
        """The rules of every item, sub-item and group: a problem is reported on a rule, never on what holds rules."""
        below: dict[str, list[str]] = {}
        for _, item, sub_item in self.scheme.sub_items():
            for rule in sub_item.every_rule():
                for level in {item.id, sub_item.id, rule.group} - {"", rule.id}:
                    below.setdefault(level, []).append(rule.id)
        for rule in self.scheme.every_rule():
            below.pop(rule.id, None)
        return below

    def _refuse_level(self, written: str, place: tuple[str, int], table: str) -> None:
        where = Place(place[0], None, table, place[1], "rule_id 规则编号")
        reason = Text(f"{written} 下有几条规则，不能整体填报", f"{written} is no rule but holds rules")
        rules = self.rules_below[written]
        remedy = Text(f"填到规则上：{'、'.join(rules)}", f"report on its rules: {', '.join(rules)}")
        self.faults.append(Fault("unknown_rule", where, reason, remedy, written))

    def is_in_time(self, day: date | None, table: str, ref: str) -> bool:
        """Return whether a row counts by its day: in the ledger's period and not after the as-of day."""
        if day is None:
            return True
        if self.ledger.period is not None and not self.ledger.period.holds(day):
            self.aside.setdefault(f"{table}/out_of_period", []).append(ref)
            return False
        if self.as_of is not None and day > self.as_of:
            self.aside.setdefault(f"{table}/after_as_of", []).append(ref)
            return False
        return True


def gather(
    scheme: Scheme,
    ledger: Ledger,
    as_of: date | None,
    faults: list[Fault],
    *,
    also_known: frozenset[str] = frozenset(),
    evaluated: frozenset[str] | None = None,
) -> Reported:
    """Return what the ledger reports to the scheme; unknown rules and unknown tolerances are added to `faults`."""
    gathering = _Gathering(scheme, ledger, as_of, faults, also_known, evaluated)
    reported = Reported(complete=ledger.findings_complete, has_outcomes=ledger.tables["outcomes"].is_given)
    _check_declarations(gathering)
    _gather_findings(gathering, reported)
    _gather_facts(gathering, reported)
    _gather_outcomes(gathering, reported)
    for why, refs in sorted(gathering.aside.items()):
        table, _, reason = why.partition("/")
        reported.left_out.append(LeftOut(table, len(refs), _REASONS[reason], tuple(sorted(refs))))
    return reported


def _check_declarations(gathering: _Gathering) -> None:
    """Look at the ids in `findings_complete`: a near miss is refused, an id of nobody's is named as not used.

    Another scheme's completion may have rules that this scheme does not know; a slip of the pen would leave a rule
    unreported without anybody noticing.
    """
    declared = gathering.ledger.findings_complete
    known = set(gathering.known_ids) | gathering.also_known
    for word in sorted(declared if not isinstance(declared, str) else ()):
        if word in known or word in ids_of_built_in_schemes():
            continue
        remedy = near_miss(word, known)
        if remedy is None:
            gathering.aside.setdefault("findings_complete/nobodys", []).append(word)
            continue
        reason = Text("findings_complete 写了不认识的规则", "findings_complete names a rule nobody knows")
        place = Place("ledger.yaml", column="findings_complete")
        gathering.faults.append(Fault("unknown_rule", place, reason, remedy, word))


def _gather_findings(gathering: _Gathering, reported: Reported) -> None:
    table = gathering.ledger.tables["findings"]
    tolerances = {tolerance.id for tolerance in gathering.scheme.tolerances}
    for row, place in zip(table.rows(), table.places, strict=True):
        rule_id = gathering.resolve(row, place, "findings 问题")
        kept = input_row("findings", row)
        if rule_id is None:
            gathering.aside.setdefault("findings/other_scheme", []).append(kept.ref)
            continue
        if not gathering.is_in_time(day_of(row["occurred_at"]), "findings", kept.ref):
            continue
        exemption = text_of(row["exemption"])
        if exemption and tolerances and exemption not in tolerances:
            where = Place(place[0], None, "findings 问题", place[1], "exemption 容错情形")
            reason = Text("方案没有这种容错情形", "the scheme has no such tolerance")
            remedy = Text(f"可用：{'、'.join(sorted(tolerances))}", f"known: {', '.join(sorted(tolerances))}")
            gathering.faults.append(Fault("unknown_tolerance", where, reason, remedy, exemption))
        quantity = Decimal(text_of(row["quantity"]) or "1")
        finding = ReportedFinding(
            kept.ref, quantity, text_of(row["status"]) or "verified", exemption, text_of(row["case_id"])
        )
        reported.findings.setdefault((text_of(row["unit_id"]), rule_id), []).append(finding)
        reported.rows[kept.ref] = kept


def _gather_facts(gathering: _Gathering, reported: Reported) -> None:
    table = gathering.ledger.tables["facts"]
    for row, place in zip(table.rows(), table.places, strict=True):
        rule_id = gathering.resolve(row, place, "facts 申报数据")
        kept = input_row("facts", row)
        if rule_id is None:
            gathering.aside.setdefault("facts/other_scheme", []).append(kept.ref)
            continue
        fact = ReportedFact(kept.ref, rule_id, text_of(row["value"]), text_of(row["source"]), place)
        reported.facts.setdefault((text_of(row["unit_id"]), rule_id), []).append(fact)
        reported.rows[kept.ref] = kept
    for facts in reported.facts.values():
        facts.sort(key=lambda fact: (fact.source, fact.ref))


def _gather_outcomes(gathering: _Gathering, reported: Reported) -> None:
    for row in gathering.ledger.tables["outcomes"].rows():
        kept = input_row("outcomes", row)
        if not gathering.is_in_time(day_of(row["effective_at"]), "outcomes", kept.ref):
            continue
        outcome = ReportedOutcome(kept.ref, text_of(row["organ"]), text_of(row["result"]))
        reported.outcomes.setdefault(text_of(row["unit_id"]), []).append(outcome)
        reported.rows[kept.ref] = kept


_REASONS = {
    "nobodys": Text("声明了本方案没有的规则", "declarations on rules that this scheme does not have"),
    "other_scheme": Text("属于其他方案的规则", "rows of rules of another scheme"),
    "out_of_period": Text("发生（生效）日期不在评价期间", "rows dated outside the evaluation period"),
    "after_as_of": Text("日期在数据截止日之后", "rows dated after the as-of day"),
}
