"""What a batch of scored files comes to: counts, rates with intervals, typical problems, units beside each other.

Points come from the engine; here they are counted, added up and averaged exactly. Every number keeps the files behind
it, so that pages can open it. What is said of it with some confidence comes from `api.statistics`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from zhiheng import api
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews import batch_rates
from zhiheng_web.reviews.counting import Counted
from zhiheng_web.reviews.procedures import ReviewRules
from zhiheng_web.reviews.queries import rules_of
from zhiheng_web.reviews.states import VIOLATION_TEXTS

#: Bands of scores for the distribution, the best first: a proposal of this system, the sources give none.
BANDS: tuple[tuple[str, Decimal, Text], ...] = (
    ("full", Decimal(100), Text("100 分", "100")),
    ("from_95", Decimal(95), Text("95 分以上，不满 100 分", "95 to below 100")),
    ("from_90", Decimal(90), Text("90 分以上，不满 95 分", "90 to below 95")),
    ("from_80", Decimal(80), Text("80 分以上，不满 90 分", "80 to below 90")),
    ("from_60", Decimal(60), Text("60 分以上，不满 80 分", "60 to below 80")),
    ("below_60", Decimal(-1), Text("不满 60 分", "below 60")),
)
_PLACES = Decimal("0.0001")
#: So many of the most frequent items are called typical.
_TYPICAL = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What the office wants to know of a batch: `pass_mark` up to standard from this score, `threshold` of its share.

    The sources set neither (WX-AMB-04, XH-AMB-04): 60 is proposed, and without a threshold none is compared.
    """

    pass_mark: Decimal = Decimal(60)
    threshold: Decimal | None = None
    confidence: Decimal = Decimal("0.95")

    def as_data(self) -> dict[str, str | None]:
        """Return it as a summary keeps it."""
        threshold = None if self.threshold is None else plain(self.threshold)
        return {"pass_mark": plain(self.pass_mark), "threshold": threshold, "confidence": plain(self.confidence)}


def facts_of(scored: Any, asked: Asked | None = None) -> dict[str, Any]:
    """Return the facts of a batch that `scoring.score` answered, as JSON holds them."""
    asked = asked or Asked()
    rules = rules_of(scored.activity)
    scores: Mapping[int, Any] = scored.scores
    files = {one.file_review.pk: one for one in scored.files}
    deductions = [scores[pk].deducted for pk in files]
    problems = {pk: _problems_of(one, scored.stage) for pk, one in files.items()}
    return {
        "asked": asked.as_data(),
        "files": len(files),
        "all": sorted(files),
        "settled": sorted(pk for pk, one in files.items() if one.file_review.state == "settled"),
        "average_score": _average([scores[pk].score for pk in files]),
        "average_deduction": _average(deductions),
        "scores": {str(pk): [plain(scores[pk].score), plain(scores[pk].deducted)] for pk in sorted(files)},
        "distribution": _distribution(scores, files),
        "classes": _classes(rules, files.values()),
        "violations": _violations(rules, files.values()),
        "aspects": _aspects(rules, scores, problems),
        "items": _items(rules, problems, files),
        "good": [
            {"file": pk, "item": _said(_item_text(rules, line.item)), "text": line.text}
            for pk, one in sorted(files.items())
            for line in one.lines.get(1, [])
            if line.kind == "good"
        ],
        "units": _units(scores, files, problems),
        **batch_rates.rates_of(scored.activity, scores, files, asked),
    }


def plain(value: Decimal) -> str:
    """Return a number as canonical JSON holds it."""
    return format(value.normalize() if value else Decimal(0), "f")


def _average(values: Iterable[Decimal]) -> str:
    """Return an exact average, told to four places half up."""
    many = list(values)
    exact = sum((Fraction(one) for one in many), Fraction(0)) / len(many)
    told = Decimal(exact.numerator) / Decimal(exact.denominator)
    return plain(told.quantize(_PLACES, ROUND_HALF_UP))


def _problems_of(one: Counted, stage: str) -> list[Any]:
    return one.standing(1) + (one.standing(2) if stage == "final" else [])


def _distribution(scores: Mapping[int, Any], files: Mapping[int, Counted]) -> list[dict[str, Any]]:
    bands: dict[str, list[int]] = {key: [] for key, _, _ in BANDS}
    for pk in sorted(files):
        bands[next(key for key, least, _ in BANDS if scores[pk].score >= least)].append(pk)
    return [{"id": key, **_said(text), "files": bands[key]} for key, _, text in BANDS]


def _classes(rules: ReviewRules, files: Iterable[Counted]) -> list[dict[str, Any]]:
    """Return the finding classes (WX-16): of the card that counts, where the file has none of its own."""
    found: dict[str, list[int]] = defaultdict(list)
    for one in files:
        found[one.file_review.finding_class or one.cards[1].finding_class].append(one.file_review.pk)
    told = [
        {"id": each.id, **_said(each.text), "is_clean": each.is_clean, "files": sorted(found.pop(each.id, []))}
        for each in rules.finding_classes
    ]
    unnamed = sorted(pk for many in found.values() for pk in many)
    if unnamed:
        told.append({"id": "", **_said(Text("未认定类别", "no class named")), "is_clean": False, "files": unnamed})
    return told


def _violations(rules: ReviewRules, files: Iterable[Counted]) -> list[dict[str, Any]]:
    """Return what the workflow found by itself (WX-08). What it costs is no matter of a file's score (WX-AMB-04)."""
    found: dict[str, list[int]] = defaultdict(list)
    for one in files:
        for violation in one.file_review.violations:
            found[violation].append(one.file_review.pk)
    told = []
    for key, text in VIOLATION_TEXTS.items():
        amount = rules.violations.deduction(key)
        row = {"id": key, **_said(text), "files": sorted(found[key])}
        told.append({**row, "deduction": None if amount is None else plain(amount)})
    return told


def _aspects(rules: ReviewRules, scores: Mapping[int, Any], problems: Mapping[int, list[Any]]) -> list[dict[str, Any]]:
    told = []
    for aspect in rules.aspects:
        own = {pk: [line for line in lines if line.rule_id == aspect.rule_id] for pk, lines in problems.items()}
        deducted = sum((_of_aspect(scores[pk], aspect.rule_id) for pk in problems), Decimal(0))
        told.append(
            {
                "id": aspect.rule_id,
                **_said(aspect.name.text),
                "problems": sum(map(len, own.values())),
                "deducted": plain(deducted),
                "files": sorted(pk for pk, lines in own.items() if lines),
            }
        )
    return told


def _of_aspect(score: Any, rule_id: str) -> Decimal:
    """Return what an aspect cost a case, as the engine has it."""
    return sum(
        (-rule.points for item in score.items for sub in item.sub_items for rule in sub.rules if rule.id == rule_id),
        Decimal(0),
    )


def _items(rules: ReviewRules, problems: Mapping[int, list[Any]], files: Mapping[int, Counted]) -> list[dict[str, Any]]:
    """Return the items found most often, in the most files first: the typical problems, each with an example."""
    by_item: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    for pk, lines in problems.items():
        for line in lines:
            by_item[line.item or line.rule_id].append((pk, line))
    told = []
    for item, found in by_item.items():
        of_files = sorted({pk for pk, _ in found})
        aspect = rules.aspect_of(item) or rules.aspect(found[0][1].rule_id)
        share = Decimal(len(of_files)) * 100 / Decimal(len(files))
        # The example is the one described at most length among the first file's: no name stands in it by itself.
        example = max((line.text for pk, line in found if pk == of_files[0]), key=len)
        told.append(
            {
                "id": item,
                **_said(_item_text(rules, item)),
                "aspect": _said(aspect.name.text) if aspect else _said(Text("—", "—")),
                "problems": len(found),
                "files": of_files,
                "share": plain(share.quantize(Decimal("0.1"), ROUND_HALF_UP)),
                "example": example,
                "example_file": of_files[0],
                "is_basic": any(line.kind == "basic" for _, line in found),
            }
        )
    told.sort(key=lambda row: (-len(row["files"]), -row["problems"], row["id"]))
    return [{**row, "is_typical": place < _TYPICAL and row["problems"] > 1} for place, row in enumerate(told)]


def _item_text(rules: ReviewRules, item: str) -> Text:
    found, aspect = rules.item(item), rules.aspect(item)
    if found is not None:
        return found.text
    if aspect is not None:
        return Text(f"{aspect.name.zh}（未列项目）", f"{aspect.name.en} (no item named)")
    return Text(item or "—", item or "—")


def _units(
    scores: Mapping[int, Any], files: Mapping[int, Counted], problems: Mapping[int, list[Any]]
) -> list[dict[str, Any]]:
    """Return every unit with its raw average deduction and, beside it, the estimate drawn towards the common one."""
    by_unit: dict[int, list[int]] = defaultdict(list)
    bodies = {}
    for pk, one in files.items():
        by_unit[one.file_review.body_id].append(pk)
        bodies[one.file_review.body_id] = one.file_review.body
    deductions = {str(body): [scores[pk].deducted for pk in sorted(own)] for body, own in by_unit.items()}
    shrunk = api.statistics.shrink_averages(deductions)
    told = [
        {
            "id": body.pk,
            "code": body.code,
            "name": body.name,
            "name_en": body.name_en or body.name,
            "files": sorted(by_unit[pk]),
            "problems": sum(len(problems[one]) for one in by_unit[pk]),
            "average": _average(deductions[str(pk)]),
            **_estimate(shrunk[str(pk)]),
        }
        for pk, body in bodies.items()
    ]
    return sorted(told, key=lambda row: (-Decimal(row["average"]), row["code"]))


def _estimate(one: Any) -> dict[str, Any]:
    return {
        "shrunk": plain(one.shrunk),
        # Nobody loses less than nothing: the bound of an estimate of deductions ends there.
        "lower": None if one.lower is None else plain(max(one.lower, Decimal(0))),
        "upper": None if one.upper is None else plain(one.upper),
        "weight": plain(one.weight),
        "is_shrunk": one.is_shrunk,
        "told": _said(one.text),
    }


def _said(text: Any) -> dict[str, str]:
    return {"zh": text.zh, "en": text.of("en")}
