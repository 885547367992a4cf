"""Random rows for a random scheme: findings, facts, outcomes and surveys, in every form they are written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from parity.oracle import Complete, is_countable, is_rate, rules_of
from parity.random_schemes import KINDS, ORGANS, RESULTS, Data

Row = dict[str, str]
COLUMNS = {
    "units": ("unit_id", "name", "kind"),
    "findings": ("finding_id", "unit_id", "rule_id", "quantity", "status", "exemption"),
    "facts": ("unit_id", "rule_id", "value", "source"),
    "outcomes": ("outcome_id", "unit_id", "organ", "result", "effective_at"),
    "surveys": ("unit_id", "method", "respondents", "satisfied"),
}
YES = ("true", "TRUE", "是", "有", "1", "√", "yes", "Ｙ")
NO = ("false", "False", "否", "无", "0", "×", "no")
WIDE = str.maketrans("0123456789.%;", "０１２３４５６７８９．％；")
EXEMPTIONS = ("F1", "F2", "F3")


@dataclass
class LedgerMaker:
    """Makes the rows of units for one scheme."""

    random: Random
    scheme: Data
    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in COLUMNS})

    def fill(self, units: int) -> None:
        """Add units with their rows."""
        for number in range(1, units + 1):
            unit_id = f"U{number:03d}"
            kinds = list(self.scheme.get("unit_kinds", ()))
            kind = self.random.choice([*kinds, ""]) if kinds else ""
            told = self.random.choice((kind, KINDS[kind])) if kind else ""
            self.tables["units"].append({"unit_id": unit_id, "name": f"第{number}支队", "kind": told})
            self.fill_unit(unit_id)

    def fill_unit(self, unit_id: str) -> None:
        """Add the rows of one unit: some rules get none, some several inputs that differ."""
        pick = self.random
        how_many = pick.choice((0.3, 0.6, 0.9, 1.0))
        for rule in every_rule(self.scheme):
            if pick.random() < how_many and "reads_outcomes" not in rule:
                self.report(unit_id, rule)
        for sub_item in every_sub_item(self.scheme):
            if pick.random() < 0.06:
                states = ["not_applicable"] + (["exempt"] if "exempt_if" in sub_item else [])
                self.fact(unit_id, sub_item["id"], pick.choice(states), pick.choice(("核实", "自评")))
        for _ in range(pick.choice((0, 0, 0, 1, 2))):
            row = {
                "outcome_id": f"O{len(self.tables['outcomes']):05d}",
                "unit_id": unit_id,
                "effective_at": "2020-06-01",
            }
            self.tables["outcomes"].append(row | {"organ": pick.choice(ORGANS), "result": pick.choice(RESULTS)})
        for method in pick.sample(("questionnaire", "telephone"), pick.randint(0, 2)):
            asked = pick.choice((0, 3, 7, 20, 200))
            row = {"unit_id": unit_id, "method": method, "respondents": str(asked)}
            self.tables["surveys"].append(row | {"satisfied": str(pick.randint(asked // 2, asked))})

    def report(self, unit_id: str, rule: Mapping[str, Any]) -> None:
        """Report on one rule: by findings, a verified fact, a self-report, or several of these."""
        pick = self.random
        if is_countable(rule) and pick.random() < 0.55:
            for _ in range(pick.choice((1, 1, 2, 3))):
                self.finding(unit_id, rule["id"])
        if pick.random() < 0.4:
            self.fact(unit_id, rule["id"], written(pick, self.scheme, rule), pick.choice(("verified", "核实")))
        if pick.random() < 0.4:
            self.fact(unit_id, rule["id"], written(pick, self.scheme, rule), pick.choice(("自评", "信访部门")))

    def finding(self, unit_id: str, rule_id: str) -> None:
        """Add a reported problem."""
        pick = self.random
        row = {"finding_id": f"F{len(self.tables['findings']):05d}", "unit_id": unit_id, "rule_id": rule_id}
        row["quantity"] = pick.choice(("", "1", "1", "2", "3", "11", "２", "400"))
        row["status"] = pick.choice(("", "verified", "verified", "核实", "pending", "rejected"))
        row["exemption"] = pick.choice(EXEMPTIONS) if pick.random() < 0.2 else ""
        self.tables["findings"].append(row)

    def fact(self, unit_id: str, rule_id: str, value: str, source: str) -> None:
        """Add a stated value; the same source states a thing once."""
        row = {"unit_id": unit_id, "rule_id": rule_id, "value": value, "source": source}
        if not any(row | {"value": old["value"]} == old for old in self.tables["facts"][-4:]):
            self.tables["facts"].append(row)

    def complete(self) -> Complete:
        """Return for which rules the ledger declares its findings complete."""
        ids = [rule["id"] for rule in every_rule(self.scheme)]
        if self.random.random() < 0.3:
            return "all"
        return frozenset(self.random.sample(ids, self.random.randint(0, len(ids) // 2)))


def every_sub_item(scheme: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the sub-items of a scheme; an item with rules of its own is its own only sub-item."""
    for part in scheme["parts"]:
        for item in part["items"]:
            yield from item.get("sub_items", [item])


def every_rule(scheme: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the rules of a scheme and its vetoes."""
    for sub_item in every_sub_item(scheme):
        for _, rule in rules_of(sub_item):
            yield rule
    yield from scheme.get("vetoes", {}).get("items", ())


def written(pick: Random, scheme: Mapping[str, Any], rule: Mapping[str, Any]) -> str:
    """Return a value that answers the rule, in one of the forms it may be written in."""
    kind = rule["type"]
    if kind in ("absence", "not_implemented", "veto"):
        return pick.choice(YES if pick.random() < 0.5 else NO)
    if is_rate(rule):
        return rate(pick, rule)
    if kind == "bonus_highest":
        return level(pick, rule)
    if kind == "checklist":
        most = len(rule["elements"])
        if pick.random() < 0.4:
            missing = pick.sample(range(1, most + 1), pick.randint(1, most))
            return widened(pick, ";".join(map(str, missing)) + (";" if len(missing) == 1 else ""))
        return widened(pick, str(pick.randint(0, most)))
    most = max((band["count_min"] for band in rule.get("bands", ()) if "count_min" in band), default=30)
    counts = [str(pick.randint(0, most + 1)), str(pick.randint(0, 5)), "0", "无", "1,000", str(10**10), str(10**25 + 3)]
    return widened(pick, pick.choice(counts[:2] * 6 + counts[2:]))


def rate(pick: Random, rule: Mapping[str, Any]) -> str:
    """Return a rate, often exactly on a bound or a hair beside it."""
    bounds = [band["lower"] for band in rule.get("bands", ())] + [rule.get("threshold", 0.5)]
    bound = round(pick.choice(bounds) * 10**6)
    millionths = min(max(bound + pick.choice((0, 0, 0, -1, 1, -100, 100, pick.randint(-300_000, 300_000))), 0), 10**6)
    if pick.random() < 0.5:
        return widened(pick, f"{millionths // 10**6}.{millionths % 10**6:06d}")
    return widened(pick, f"{millionths // 10**4}.{millionths % 10**4:04d}%")


def level(pick: Random, rule: Mapping[str, Any]) -> str:
    """Return the level reached: by number, by name, several, or none."""
    most = len(rule["levels"])
    several = ";".join(str(pick.randint(1, most)) for _ in range(2))
    return pick.choice(("0", "无", str(pick.randint(1, most)), rule["levels"][-1]["zh"], several, f"{most};"))


def widened(pick: Random, text: str) -> str:
    """Return the text, now and then in full-width signs."""
    return text.translate(WIDE) if pick.random() < 0.1 else text
