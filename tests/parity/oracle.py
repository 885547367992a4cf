"""A second scorer, slow and plain, for the engine to be compared with. It imports neither the engine nor its kinds.

It reads a scheme as plain data (a parsed YAML file) and the rows of one unit as text, and follows the words of the
contract (sections 3 and 5) in exact fractions, one unit and one rule at a time. It refuses nothing: its inputs are
lawful ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from math import floor
from typing import Any, Literal

Rule = Mapping[str, Any]
Rows = Mapping[str, Sequence[Mapping[str, str]]]
Complete = frozenset[str] | Literal["all"]

ZERO = Fraction(0)
FLAGS = ("absence", "not_implemented", "veto")
#: A finding without status is verified; a fact is verified only where its source says so.
VERIFIED = (None, "", "verified", "核实")


@dataclass
class OracleScore:
    """What the oracle says of one unit. Points of rules are negative for deductions, positive for bonuses."""

    base: Fraction = ZERO
    bonus: Fraction = ZERO
    score: Fraction = ZERO
    grade: str | None = None
    vetoes: list[str] = field(default_factory=list)
    rules: dict[str, Fraction] = field(default_factory=dict)
    sub_items: dict[str, Fraction] = field(default_factory=dict)
    items: dict[str, Fraction] = field(default_factory=dict)
    not_reported: list[str] = field(default_factory=list)

    @property
    def status(self) -> str:
        """Return the status of the card: an unanswered rule makes it incomplete."""
        return "incomplete" if self.not_reported else "complete"


@cache
def exact(value: Any) -> Fraction:
    """Return a number of the scheme as it is written: 0.2 is one fifth."""
    return Fraction(str(value))


def plain(text: str) -> str:
    """Return a cell as it is meant: full-width signs are narrow ones."""
    return unicodedata.normalize("NFKC", text).strip()


@dataclass
class Oracle:
    """Scores one unit: `kind` is a key of `unit_kinds` or empty, `rows` its rows by table."""

    scheme: Mapping[str, Any]
    rows: Rows
    kind: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    complete: Complete = frozenset()
    told: OracleScore = field(default_factory=OracleScore)

    def option(self, name: str, otherwise: str) -> str:
        """Return the value of an option: as given, else the scheme's default."""
        for option in self.scheme.get("options", ()):
            if option["id"] == name:
                return str(self.given.get(name, option["default"]))
        return otherwise

    def score(self) -> OracleScore:
        """Return base, bonus, score, grade and vetoes."""
        told = self.told
        for part in self.scheme["parts"]:
            if part["kind"] == "deduction":
                told.base += self.kept_of(part)
            else:
                told.bonus += self.given_by(part)
        told.score = told.base + told.bonus
        cap = self.option("total_cap", "none")
        if cap != "none":
            told.score = min(told.score, exact(cap))
        for rule in self.scheme.get("vetoes", {}).get("items", ()):
            answer = self.answer(rule)
            if answer is None:
                told.not_reported.append(rule["id"])
            elif answer > 0:
                told.vetoes.append(rule["id"])
        told.grade = self.grade()
        return told

    # Parts, items, sub-items

    def applies(self, node: Mapping[str, Any]) -> bool:
        """A unit without kind gets everything (contract, section 2)."""
        return not self.kind or not node.get("applies_to") or self.kind in node["applies_to"]

    def points_of(self, item: Mapping[str, Any]) -> Fraction:
        """Return the points of an item for this kind of unit."""
        return exact(item.get("points_by_kind", {}).get(self.kind, item.get("points", 0)))

    def kept_of(self, part: Mapping[str, Any]) -> Fraction:
        """Return what is left of the full mark; what does not apply keeps its points, or is taken out and rescaled."""
        full, deducted, left_out = exact(part["points"]), ZERO, ZERO
        for item in part["items"]:
            if not self.applies(item):
                continue
            taken = ZERO
            for sub_item in item.get("sub_items", [item]):
                of_sub_item, state = self.taken_by(item, sub_item)
                taken += of_sub_item
                if state == "not_applicable" and not item.get("from_total"):
                    left_out += self.points_of(item) if sub_item is item else exact(sub_item["points"])
            if not item.get("from_total"):
                taken = min(taken, self.points_of(item))
            self.told.items[item["id"]] = taken
            deducted += taken
        if self.option("not_applicable", "full") != "rescale" or not left_out or full <= left_out:
            return max(full - deducted, ZERO)
        kept = max(full - left_out - deducted, ZERO)
        # Four places, half up.
        return Fraction(floor(kept * full / (full - left_out) * 10_000 + Fraction(1, 2)), 10_000)

    def given_by(self, part: Mapping[str, Any]) -> Fraction:
        """Return the points of a bonus part: each item up to its cap, all of them up to the part's."""
        total = ZERO
        for item in part["items"]:
            if not self.applies(item):
                continue
            state = self.state(item, item)
            points = self.sum_of(item, state, sign=1)
            if "cap" in item:
                points = min(points, exact(item["cap"]))
            self.told.items[item["id"]] = points
            total += points
        return min(total, exact(part["max"])) if "max" in part else total

    def taken_by(self, item: Mapping[str, Any], sub_item: Mapping[str, Any]) -> tuple[Fraction, str]:
        """Return the deduction of a sub-item, never more than its points, and its state."""
        state = self.state(item, sub_item)
        taken = self.sum_of(sub_item, state, sign=-1)
        if not item.get("from_total"):
            taken = min(taken, self.points_of(item) if sub_item is item else exact(sub_item["points"]))
        self.told.sub_items[sub_item["id"]] = taken
        return taken, state

    def state(self, item: Mapping[str, Any], sub_item: Mapping[str, Any]) -> str:
        """Return whether a sub-item applies: by the kind of the unit, and by what is stated of it."""
        if not self.applies(sub_item):
            return "not_applicable"
        stated = [row for row in self.rows.get("facts", ()) if row["rule_id"] == sub_item["id"]]
        stated.sort(key=lambda row: row.get("source") not in VERIFIED[2:])
        for row in stated:
            if row["value"] == "not_applicable" or (row["value"] == "exempt" and "exempt_if" in sub_item):
                return row["value"]
        return "applies"

    def sum_of(self, sub_item: Mapping[str, Any], state: str, *, sign: int) -> Fraction:
        """Return what the rules of a sub-item take or give under their groups' caps."""
        counted = self.counted(sub_item, state)
        for rule_id, points in counted.items():
            self.told.rules[rule_id] = sign * points
        total = ZERO
        for group in sub_item.get("groups", ()):
            total += min(sum((counted[rule["id"]] for rule in group["rules"]), ZERO), exact(group["cap"]))
        return total + sum((counted[rule["id"]] for rule in sub_item.get("rules", ())), ZERO)

    def counted(self, sub_item: Mapping[str, Any], state: str) -> dict[str, Fraction]:
        """Return the points of each rule after its own cap, the exclusive groups and `skipped_if`."""
        counted: dict[str, Fraction] = {}
        taken: set[tuple[str, str]] = set()
        for group, rule in rules_of(sub_item):
            if state != "applies":
                counted[rule["id"]] = ZERO
                continue
            name = (group, rule.get("exclusive_group", ""))
            shut = bool(name[1]) and name in taken
            shut |= any(counted.get(other) for other in rule.get("skipped_if", ()))
            answer = self.answer(rule)
            if answer is None and not shut:
                self.told.not_reported.append(rule["id"])
            points = ZERO if answer is None or shut else self.points(rule, answer)
            counted[rule["id"]] = points
            if points:
                taken.add(name)
        return counted

    # One rule

    def points(self, rule: Rule, value: Fraction) -> Fraction:
        """Return what a rule takes or gives for its input, after its own cap."""
        kind = rule["type"]
        if kind in FLAGS:
            points = exact(rule["amount"]) if value > 0 else ZERO
        elif kind == "threshold":
            bound = exact(rule["threshold"])
            reached = value > bound or (value == bound and rule.get("operator", ">=") == ">=")
            points = ZERO if reached else exact(rule["amount"])
        elif kind == "bands":
            points = self.points_of_band(rule, value)
        elif kind == "bonus_highest":
            points = exact(rule["levels"][int(value) - 1]["amount"]) if value else ZERO
        else:
            points = value * exact(rule["amount"])
        return min(points, exact(rule["cap"])) if "cap" in rule else points

    def points_of_band(self, rule: Rule, value: Fraction) -> Fraction:
        """Return the deduction of the band that holds the value; where two claim it the policy decides."""
        policy = self.option("boundary_policy", "default")
        applied = [exact(band["deduct"]) for band in rule["bands"] if is_in_band(band, value)]
        if policy == "default" or any("count" in band for band in rule["bands"]):
            return applied[0]
        claimed = [exact(band["deduct"]) for band in rule["bands"] if is_claimed(str(band.get("zh", "")), value)]
        return min(applied + claimed) if policy == "favour_evaluated" else max(applied + claimed)

    def answer(self, rule: Rule) -> Fraction | None:
        """Return a rule's input in the order of the contract, None where there is none."""
        findings = [row for row in self.rows.get("findings", ()) if row["rule_id"] == rule["id"]]
        verified = [row for row in findings if row.get("status") in VERIFIED]
        if verified and is_countable(rule):
            return self.counted_findings(rule, verified)
        if "reads_outcomes" in rule:
            return Fraction(sum(holds(rule["reads_outcomes"], row) for row in self.rows.get("outcomes", ())))
        facts = [row for row in self.rows.get("facts", ()) if row["rule_id"] == rule["id"]]
        for row in facts:
            if row.get("source") in VERIFIED[2:]:
                return read_value(rule, row["value"])
        if (measured := self.measured(rule)) is not None:
            return measured
        for row in facts:
            return read_value(rule, row["value"])
        return self.declared(rule)

    def counted_findings(self, rule: Rule, verified: list[Mapping[str, str]]) -> Fraction:
        """Return the quantity of verified rows; a tolerated row counts nothing, a veto only by option."""
        lifts = rule["type"] != "veto" or self.option("exempt_vetoes", "no") == "yes"
        counting = [row for row in verified if not (row.get("exemption") and lifts)]
        quantity = sum((Fraction(row.get("quantity") or "1") for row in counting), ZERO)
        if rule["type"] != "checklist":
            return quantity
        opened = rule.get("open_ended_by")
        if opened and self.option(opened["option"], "") == opened["choice"]:
            return quantity
        return min(quantity, Fraction(len(rule["elements"])))

    def measured(self, rule: Rule) -> Fraction | None:
        """Return the satisfaction rate of the unit's surveys where the rule reads it."""
        if rule.get("measure") != "satisfaction_rate":
            return None
        surveys = self.rows.get("surveys", ())
        asked = sum(int(row["respondents"]) for row in surveys)
        return Fraction(sum(int(row["satisfied"]) for row in surveys), asked) if asked else None

    def declared(self, rule: Rule) -> Fraction | None:
        """Return zero where the ledger states that there is none; a rate is never answered by that."""
        if rule["type"] == "threshold" or (rule["type"] == "bands" and is_rate(rule)):
            return None
        if self.complete == "all":
            return None if rule["type"] == "bands" else ZERO
        return ZERO if rule["id"] in self.complete else None

    def grade(self) -> str | None:
        """Return the grade: the lowest under a veto, else by the bounds; touching bounds are closed by a policy."""
        grades = sorted(
            self.scheme.get("grades", {}).get("items", ()),
            key=lambda grade: -exact(grade["min"]) if "min" in grade else Fraction(10**9),
        )
        if grades and self.told.vetoes:
            return str(grades[-1]["id"])
        policy = self.option("boundary_policy", "default")
        holding = [grade["id"] for grade in grades if is_in_grade(grade, self.told.score, closed=policy != "default")]
        if not holding:
            return None
        return str(holding[-1] if policy == "strict" else holding[0])


def rules_of(sub_item: Mapping[str, Any]) -> Iterator[tuple[str, Rule]]:
    """Yield the rules of a sub-item with the group each stands in, groups first."""
    for group in sub_item.get("groups", ()):
        for rule in group["rules"]:
            yield group["id"], rule
    for rule in sub_item.get("rules", ()):
        yield "", rule


def is_rate(rule: Rule) -> bool:
    """Whether the rule's input is a rate."""
    return rule["type"] == "threshold" or (
        rule["type"] == "bands" and not any("count" in band or "count_min" in band for band in rule["bands"])
    )


def is_countable(rule: Rule) -> bool:
    """Whether reported problems can answer the rule: neither rates nor levels are counted."""
    return rule["type"] != "bonus_highest" and not is_rate(rule)


def holds(reads: Mapping[str, Any], row: Mapping[str, str]) -> bool:
    """Whether a row of `outcomes` is one that the veto names."""
    return row["result"] in reads["results"] and row["organ"] in reads.get("organs", [row["organ"]])


def is_in_band(band: Mapping[str, Any], value: Fraction) -> bool:
    """Whether the applied bounds of a band hold the value."""
    if "count" in band:
        return value == band["count"]
    if "count_min" in band:
        return value >= band["count_min"]
    above = "lower" not in band or value > exact(band["lower"])
    above |= "lower" in band and value == exact(band["lower"]) and band.get("lower_inclusive", True)
    below = "upper" not in band or value < exact(band["upper"])
    below |= "upper" in band and value == exact(band["upper"]) and band.get("upper_inclusive", False)
    return above and below


def is_claimed(words: str, value: Fraction) -> bool:
    """Whether the words of a band claim the value: 以上 and 以下 both include the number, 不满 and 低于 do not."""
    words = plain(words)
    found = re.findall(r"(不满|低于|不足|)(\d+(?:\.\d+)?)%?(及以上|以上|及以下|以下|)", words)
    if not found:
        return False
    scale = 100 if "%" in words else 1
    for position, (before, number, after) in enumerate(found):
        bound = Fraction(number) / scale
        if before:
            fits = value < bound
        elif after.endswith("上") or (len(found) == 2 and position == 0):
            fits = value >= bound
        else:
            fits = value <= bound
        if not fits:
            return False
    return True


def is_in_grade(grade: Mapping[str, Any], score: Fraction, *, closed: bool) -> bool:
    """Whether a grade holds the score."""
    if "min" in grade:
        least = exact(grade["min"])
        if score < least or (score == least and not (closed or grade.get("min_inclusive", True))):
            return False
    if "max" in grade:
        most = exact(grade["max"])
        if score > most or (score == most and not (closed or grade.get("max_inclusive", False))):
            return False
    return True


def read_value(rule: Rule, written: str) -> Fraction:
    """Return what a facts row says in the rule's own words."""
    text = plain(written)
    if rule["type"] in FLAGS:
        return Fraction(text.lower() in ("true", "yes", "y", "1", "是", "有", "√"))
    if is_rate(rule):
        return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    if rule["type"] == "bonus_highest":
        names = {level["zh"]: number for number, level in enumerate(rule["levels"], 1)}
        levels = [names.get(word, word) for word in text.split(";") if word not in ("", "0", "无", "否")]
        return Fraction(min((int(level) for level in levels), default=0))
    if rule["type"] == "checklist" and ";" in text:
        return Fraction(len({int(number) for number in text.split(";") if number.strip()}))
    return ZERO if text in ("false", "无", "否") else Fraction(text.replace(",", ""))
