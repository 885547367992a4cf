"""The own score as the claims stand (按自评), with how every line of it comes about. Nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhiheng.api import Text
from zhiheng_web.evaluations import queries, scoring
from zhiheng_web.evaluations.models import Assessment


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A rule of the preview: its words, the value that counts, its points and the arithmetic."""

    rule_id: str
    text: Text
    value: Text
    source: Text
    points: Decimal
    why: Text


@dataclass(frozen=True, slots=True)
class PreviewItem:
    """An item of the preview with its rules. `change` is what it takes (negative) or gives."""

    item_id: str
    name: Text
    points: Decimal | None
    change: Decimal
    lines: tuple[PreviewLine, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The own score of a body as it claims."""

    score: Decimal
    base: Decimal
    bonus: Decimal
    items: tuple[PreviewItem, ...]
    not_reported: int


_CLAIMED, _LEDGER, _NOTHING = Text("自评", "claimed"), Text("台账", "ledger"), Text("—", "—")
_YES_NO = {"true": Text("有", "yes"), "1": Text("有", "yes"), "false": Text("没有", "no"), "0": Text("没有", "no")}


def preview_of(assessment: Assessment) -> Preview:
    """Return the score of a body by its own claims, the ledger's values where nothing is claimed. Raises Refusal."""
    scheme = queries.scheme_of(assessment.cycle)
    unit = scoring.previewed(assessment, scoring.rows_of([assessment], "claimed", {}))
    names = {item.id: item.name for _, item, _ in scheme.sub_items()}
    rules = {rule.id: rule for rule in scheme.every_rule()}
    claimed = set(assessment.claims.exclude(value="").values_list("rule_id", flat=True))
    items = []
    for item in [*unit["items"], *unit["bonus_items"]]:
        told = item.get("rules") or [rule for sub_item in item["sub_items"] for rule in sub_item["rules"]]
        lines = tuple(_line(rule, rules, claimed) for rule in told)
        gives = "deducted" not in item
        change = Decimal(item["points"]) if gives else -Decimal(item["deducted"])
        full = None if gives else Decimal(item["points"])
        items.append(PreviewItem(item["id"], names.get(item["id"], Text(item["id"])), full, change, lines))
    score, base, bonus = (Decimal(unit[name]) for name in ("score", "base", "bonus"))
    return Preview(score, base, bonus, tuple(items), len(unit["not_reported"]))


def _line(rule: dict[str, Any], rules: dict[str, Any], claimed: set[str]) -> PreviewLine:
    known = rules.get(rule["id"])
    value = rule["input"]
    source = _NOTHING if value is None else _CLAIMED if rule["id"] in claimed else _LEDGER
    shown = _NOTHING if value is None else Text(str(value), str(value))
    if known is not None and known.scoring.answers == "flag":
        shown = _YES_NO.get(str(value), shown)
    return PreviewLine(
        rule["id"],
        known.text if known is not None else Text(rule["id"]),
        shown,
        source,
        Decimal(rule["points"]),
        Text(rule["why_zh"], rule["why_en"]),
    )
