"""Random schemes as plain data, lawful and lawlike: every kind, every cap, exclusions with the graver rule first.

The same seed gives the same scheme. Amounts have at most two places, so that nothing but the scoring is tried.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count, pairwise
from random import Random
from typing import Any

Data = dict[str, Any]

STEPS = (0.05, 0.1, 0.2, 0.25, 0.3, 0.5, 1, 1.5, 2, 3, 4)
KINDS = {"city": "设区的市", "prefecture": "自治州", "county": "县（区）"}
POLICIES = ("default", "favour_evaluated", "strict")
ORGANS = ("court", "reconsideration", "superior", "discipline", "public")
RESULTS = ("revoked", "changed", "ordered_to_perform", "sanction", "compensation")
OPEN_ENDED = {"option": "count_by", "choice": "thing"}


@dataclass
class SchemeMaker:
    """Makes one scheme."""

    random: Random
    numbers: Any = field(default_factory=lambda: count(1))
    kinds: list[str] = field(default_factory=list)
    rescales: bool = False
    opens: bool = False

    def scheme(self) -> Data:
        """Return the whole scheme."""
        pick = self.random
        self.kinds = pick.sample(list(KINDS), pick.randint(1, 3)) if pick.random() < 0.6 else []
        self.rescales = pick.random() < 0.4
        self.opens = pick.random() < 0.5
        made: Data = {"scheme": {"id": f"random-{pick.randint(1, 10**6)}", "version": "1"}, "options": self.options()}
        if self.kinds:
            made["unit_kinds"] = {kind: {"zh": KINDS[kind]} for kind in self.kinds}
        parts = [self.deductions() for _ in range(pick.choice((1, 1, 1, 1, 2)))]
        parts += [self.bonuses() for _ in range(pick.choice((0, 1, 1, 1)))]
        made["parts"] = parts
        if pick.random() < 0.5:
            made["vetoes"] = {"items": [self.veto() for _ in range(pick.randint(1, 3))]}
        if pick.random() < 0.5:
            made["fault_tolerance"] = {"items": [{"id": f"F{n}", "zh": "容错"} for n in range(1, 4)]}
        if pick.random() < 0.7:
            made["grades"] = {"items": self.grades(sum(part.get("points", 0) for part in parts))}
        return made

    def options(self) -> list[Data]:
        """Return the options of the scheme, with random defaults."""
        pick = self.random
        made = []
        if pick.random() < 0.8:
            made.append({"id": "boundary_policy", "default": pick.choice(POLICIES), "choices": list(POLICIES)})
        if self.rescales:
            made.append({"id": "not_applicable", "default": pick.choice(("full", "rescale", "rescale"))})
        if self.opens:
            made.append(
                {"id": "count_by", "default": pick.choice(("element", "thing")), "choices": ["element", "thing"]}
            )
        if pick.random() < 0.3:
            made.append({"id": "total_cap", "default": pick.choice(("none", "100", "30"))})
        if pick.random() < 0.3:
            made.append({"id": "exempt_vetoes", "default": pick.choice(("no", "yes")), "choices": ["no", "yes"]})
        return made

    def named(self, letter: str) -> str:
        """Return the next id."""
        return f"{letter}{next(self.numbers):03d}"

    def amount(self) -> float:
        """Return points of a rule."""
        return self.random.choice(STEPS)

    # Parts

    def deductions(self) -> Data:
        """Return a deduction part; its full mark is the sum of its items for every kind of unit, or less."""
        pick = self.random
        items = [self.item() for _ in range(pick.randint(1, 2))]
        full = sum(item["points"] for item in items)
        if len(self.kinds) > 1 and pick.random() < 0.6:
            # A category for one kind and another, with the same points, for the rest.
            one, other = self.item(), self.item()
            if "points_by_kind" not in one | other:
                one["applies_to"], other["applies_to"] = self.kinds[:1], self.kinds[1:]
                self.resize(other, one["points"])
                items += [one, other]
                full += one["points"]
        if pick.random() < 0.4:
            items.append(
                {"id": self.named("T"), "from_total": True, "rules": [self.per_unit(capped=pick.random() < 0.7)]}
            )
        if not self.rescales and pick.random() < 0.3:
            full = pick.randint(1, 10)  # 扣完为止 of the part
        return {"id": self.named("P"), "kind": "deduction", "points": round(full, 2), "items": items}

    def resize(self, item: Data, points: float) -> None:
        """Give an item other points; its last sub-item takes up the difference."""
        subs = item.get("sub_items")
        if subs:
            for sub_item in subs:
                sub_item["points"] = round(points / len(subs) // 0.05 * 0.05, 2)
            subs[-1]["points"] = round(points - sum(sub_item["points"] for sub_item in subs[:-1]), 2)
        item["points"] = points

    def item(self) -> Data:
        """Return an item with sub-items, or with rules at once."""
        pick = self.random
        item_id = self.named("D")
        if pick.random() < 0.2:
            points = pick.randint(2, 12)
            item: Data = {"id": item_id, "points": points, "rules": self.rules()}
            if self.kinds and not self.rescales and pick.random() < 0.4:
                item["points_by_kind"] = {kind: pick.randint(1, 12) for kind in self.kinds[:2]}
            return item
        subs = [self.sub_item(f"{item_id}-{number}") for number in range(1, pick.randint(2, 3) + 1)][
            : pick.choice((1, 2, 2, 3))
        ]
        points = round(sum(sub_item["points"] for sub_item in subs), 2)
        if not self.rescales and pick.random() < 0.2:
            points = round(points * 0.6 // 0.05 * 0.05, 2)  # the item's own cap comes to bear
        return {"id": item_id, "points": points, "sub_items": subs}

    def sub_item(self, sub_id: str) -> Data:
        """Return a sub-item, with groups or without."""
        pick = self.random
        made: Data = {"id": sub_id, "points": pick.choice((1, 2, 2.5, 3, 4, 5, 8))}
        if pick.random() < 0.3:
            made["exempt_if"] = {"zh": "已获称号的不扣分"}
        if self.kinds and pick.random() < 0.2:
            made["applies_to"] = pick.sample(self.kinds, pick.randint(1, len(self.kinds)))
        if pick.random() < 0.3:
            made["groups"] = [
                {"id": f"{sub_id}-{number}", "cap": pick.choice((0.5, 1, 1.5, 2)), "rules": self.rules()}
                for number in (1, 2)
            ]
        if "groups" not in made or pick.random() < 0.3:
            made["rules"] = self.rules()
        return made

    def bonuses(self) -> Data:
        """Return a bonus part, with a limit or without."""
        pick = self.random
        items = []
        for _ in range(pick.randint(1, 2)):
            rules = [self.bonus_highest()] if pick.random() < 0.4 else [self.bonus_per_unit(), self.bonus_per_unit()]
            item: Data = {"id": self.named("B"), "rules": rules}
            if pick.random() < 0.7:
                item["cap"] = pick.choice((1, 2, 3, 4, 10))
            if self.kinds and pick.random() < 0.2:
                item["applies_to"] = self.kinds[:1]
            items.append(item)
        made: Data = {"id": self.named("P"), "kind": "bonus", "items": items}
        if pick.random() < 0.7:
            made["max"] = pick.choice((2, 5, 20))
        return made

    # Rules

    def rules(self) -> list[Data]:
        """Return the rules of one sub-item or group: apart, exclusive, or one that skips the others."""
        shape = self.random.random()
        if shape < 0.3:
            return self.exclusive()
        if shape < 0.45:
            return self.skipping()
        return [self.rule() for _ in range(self.random.choice((1, 1, 2)))]

    def exclusive(self) -> list[Data]:
        """Return a graver rule and milder ones of one exclusive group, the graver first."""
        pick = self.random
        most = pick.choice((1, 1.5, 2, 4))
        first = {"id": self.named("R"), "type": "absence", "amount": most, "exclusive_group": "g1"}
        second = pick.choice((self.flag, self.per_unit, self.checklist))()
        second |= {"exclusive_group": "g1", "cap": most}
        if second["type"] == "not_implemented":
            del second["cap"]
            second["amount"] = most / 2
        return [first, second] + ([self.rule()] if pick.random() < 0.3 else [])

    def skipping(self) -> list[Data]:
        """Return an absence that excludes two smaller ones, which add up between themselves."""
        most = self.random.choice((2, 4))
        first = {"id": self.named("R"), "type": "absence", "amount": most}
        others = [{"id": self.named("R"), "type": "absence", "amount": most / 2} for _ in range(2)]
        for other in others:
            other["skipped_if"] = [first["id"]]
        return [first, *others]

    def rule(self) -> Data:
        """Return a rule of any kind of deduction."""
        makers = (self.absence, self.flag, self.per_unit, self.per_unit, self.checklist, self.threshold)
        return self.random.choice((*makers, self.rate_bands, self.rate_bands, self.count_bands))()

    def absence(self) -> Data:
        """Return a fixed deduction."""
        return {"id": self.named("R"), "type": "absence", "amount": self.amount()}

    def flag(self) -> Data:
        """Return a fixed deduction for what is not carried out."""
        return {"id": self.named("R"), "type": "not_implemented", "amount": self.amount()}

    def per_unit(self, *, capped: bool | None = None) -> Data:
        """Return so much for each occurrence."""
        made: Data = {"id": self.named("R"), "type": "per_unit", "amount": self.amount(), "unit_zh": "起"}
        if capped if capped is not None else self.random.random() < 0.7:
            made["cap"] = self.random.choice((0.5, 1, 2, 3, 5))
        return made

    def checklist(self) -> Data:
        """Return so much for each element missing."""
        elements = [{"zh": f"要素{number}"} for number in range(1, self.random.randint(2, 6))]
        made: Data = {"id": self.named("R"), "type": "checklist", "amount": self.random.choice((0.25, 0.5, 1))}
        made["elements"] = elements
        if self.random.random() < 0.7:
            made["cap"] = self.random.choice((0.5, 1, 2, 3))
        if self.opens and self.random.random() < 0.6:
            made["open_ended_by"] = OPEN_ENDED
        return made

    def threshold(self) -> Data:
        """Return a fixed deduction below a bound."""
        bound = self.random.choice((0.5, 0.8, 0.95, 1, 0.333))
        made: Data = {"id": self.named("R"), "type": "threshold", "amount": self.amount(), "threshold": bound}
        if self.random.random() < 0.3 and bound < 1:
            made["operator"] = ">"
        return self.measured(made)

    def measured(self, rule: Data) -> Data:
        """Bind some of the rates to the surveys of the ledger."""
        if self.random.random() < 0.3:
            rule["measure"] = "satisfaction_rate"
        return rule

    def count_bands(self) -> Data:
        """Return bands of a count."""
        last = self.random.randint(1, 3)
        bands: list[Data] = [{"zh": f"{n}次", "deduct": last - n + 1, "count": n} for n in range(last)]
        bands.append({"zh": f"{last}次及以上", "deduct": 0, "count_min": last})
        return {"id": self.named("R"), "type": "bands", "bands": bands}

    def rate_bands(self) -> Data:
        """Return bands that share the rates from 0 to 1 between them, with words that may claim more."""
        pick = self.random
        cuts = sorted(pick.sample((0.5, 0.6, 0.75, 0.8, 0.85, 0.9, 0.95, 0.125), pick.randint(1, 4)), reverse=True)
        edges = [1.0, *cuts, 0.0]
        belongs_above = [True, *(pick.random() < 0.5 for _ in cuts), False]
        sign = pick.choice(("%", "%", "％"))
        bands: list[Data] = []
        for number, (upper, lower) in enumerate(pairwise(edges)):
            top, bottom = number == 0, number == len(cuts)
            band: Data = {
                "zh": words_of(pick, lower, upper, top=top, bottom=bottom, sign=sign),
                "deduct": number if pick.random() < 0.8 else pick.choice((0, 0.5, 2)),
                "lower": lower,
                "lower_inclusive": bottom or belongs_above[number + 1],
                "upper": upper,
                "upper_inclusive": top or not belongs_above[number],
            }
            if top and pick.random() < 0.2:
                del band["upper"], band["upper_inclusive"]
            bands.append(band)
        if pick.random() < 0.3:
            bands.reverse()
        return self.measured({"id": self.named("R"), "type": "bands", "bands": bands})

    def bonus_highest(self) -> Data:
        """Return a title of several levels."""
        levels = [{"zh": name, "amount": points} for name, points in (("国家级", 10), ("省级", 8), ("市级", 0.5))]
        return {"id": self.named("R"), "type": "bonus_highest", "levels": levels[: self.random.randint(1, 3)]}

    def bonus_per_unit(self) -> Data:
        """Return so many points for each."""
        made: Data = {"id": self.named("R"), "type": "bonus_per_unit", "amount": self.amount()}
        if self.random.random() < 0.4:
            made["cap"] = self.random.choice((1, 2, 5))
        return made

    def veto(self) -> Data:
        """Return a veto that reads outcomes, or reports."""
        pick = self.random
        made: Data = {"id": self.named("V"), "type": "veto", "zh": "情形"}
        if pick.random() < 0.5:
            made["reads_outcomes"] = {"results": pick.sample(RESULTS, 2)}
            if pick.random() < 0.7:
                made["reads_outcomes"]["organs"] = pick.sample(ORGANS, 2)
        return made

    def grades(self, full: float) -> list[Data]:
        """Return two to four grades whose bounds touch; each boundary belongs to the one above or the one below."""
        pick = self.random
        shares = sorted(pick.sample((0.3, 0.5, 0.6, 0.75, 0.8, 0.9, 0.95), pick.randint(1, 3)), reverse=True)
        bounds = [round(share * full, 1) for share in shares]
        includes = [pick.random() < 0.7 for _ in bounds]
        made: list[Data] = []
        for number in range(len(bounds) + 1):
            grade: Data = {"id": f"grade-{number}", "zh": f"等次{number}"}
            if number < len(bounds):
                grade |= {"min": bounds[number], "min_inclusive": includes[number]}
            if number:
                grade |= {"max": bounds[number - 1], "max_inclusive": not includes[number - 1]}
            made.append(grade)
        if pick.random() < 0.3:
            pick.shuffle(made)
        return made


def words_of(pick: Random, lower: float, upper: float, *, top: bool, bottom: bool, sign: str) -> str:
    """Return the words of a band as a text has them; what they claim need not be what is applied."""
    low, high = f"{lower * 100:g}{sign}", f"{upper * 100:g}{sign}"
    if pick.random() < 0.1:
        return "另有规定的一档"
    if top and bottom:
        return "全部"
    if top:
        return pick.choice((f"{low}以上", f"{low}及以上"))
    if bottom:
        return pick.choice((f"{high}以下", f"{high}及以下", f"不满{high}", f"低于{high}"))
    return pick.choice((f"{low}-{high}以下", f"{low}-{high}及以下", f"{low}以上不满{high}", f"{low}至{high}以下"))


def random_scheme(seed: int) -> Data:
    """Return the scheme of a seed."""
    return SchemeMaker(Random(seed)).scheme()
