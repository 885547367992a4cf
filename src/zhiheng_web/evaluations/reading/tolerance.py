"""Reading tolerances (CQ-40 to CQ-44): the grounds, what each must prove, what can be tolerated. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.shortcuts import get_object_or_404

from zhiheng_web.evaluations import queries, scoring
from zhiheng_web.evaluations.models import Assessment, Tolerance
from zhiheng_web.evaluations.reading.verification import COUNTED, Line, lines_of
from zhiheng_web.lib.words import Text

STATUS: dict[str, tuple[Text, str]] = {
    "requested": (Text("待决定", "waits for a decision"), "warn"),
    "granted": (Text("准予容错", "granted"), "good"),
    "refused": (Text("不予容错", "refused"), "neutral"),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground with what must be said for it: the facts, and what is cited; None where nothing is cited."""

    facts: Text
    citation: Text | None = None


#: What each ground of the Chongqing measures asks for (CQ-41 to CQ-44).
GROUNDS: dict[str, Ground] = {
    "F1": Ground(
        Text(
            "争议的证明（请示、批复、裁判分歧等）", "proof of the controversy (inquiries, replies, diverging judgments)"
        ),
        Text("不明确的法律、法规、规章条款", "the provision that is unclear"),
    ),
    "F2": Ground(
        Text(
            "相对人过错或者不可预见、不可抗拒原因的事实",
            "the fault of the party, or the unforeseeable or irresistible cause",
        ),
    ),
    "F3": Ground(
        Text("已尽合理检查、调查、审查义务的证明", "proof that reasonable checks, inquiries and reviews were made"),
        Text(
            "有错误的检验、检测、专家结论等文件（名称、文号）",
            "the document of the prior act that was wrong (name, number)",
        ),
    ),
    "F4": Ground(
        Text("科学技术、监管手段等限制的技术说明", "technical note on the limits of science or means of supervision"),
    ),
}
_ANY = Ground(Text("事实和证明", "the facts and their proof"))


def ground_of(ground_id: str) -> Ground:
    """Return what a ground asks for; of a ground that only a scheme of one's own knows, the facts."""
    return GROUNDS.get(ground_id, _ANY)


def grounds_of(assessment: Assessment) -> list[tuple[str, Text]]:
    """Return the grounds that the scheme of a cycle knows, none where it has no tolerance."""
    return [(one.id, one.text) for one in queries.scheme_of(assessment.cycle).tolerances]


def tolerance(tolerance_id: int) -> Tolerance:
    """Return a tolerance with its body and cycle. Raises Http404."""
    people = ("requested_by", "decided_by")
    rows = Tolerance.objects.select_related("assessment__cycle__organiser", "assessment__body", *people)
    found: Tolerance = get_object_or_404(rows, pk=tolerance_id)
    return found


@dataclass(frozen=True, slots=True)
class Faulted:
    """Something that costs points and can be tolerated: a row with its quantity, or a part of a value."""

    rule_id: str
    row: str
    quantity: int
    text: Text

    @property
    def key(self) -> str:
        """Return how a form names it."""
        return f"{self.rule_id}|{self.row}"


def tolerable_of(assessment: Assessment) -> list[Faulted]:
    """Return what could be tolerated: verified findings one by one, other counted values as a whole.

    A rate is no number of faults; there the verified value itself is corrected, with the reason. A row is asked for
    once: what has been requested or granted is left out.
    """
    asked = set(assessment.tolerances.exclude(status="refused").exclude(row="").values_list("row", flat=True))
    base = scoring.latest(assessment.cycle, "ledger")
    rows = scoring.read_rows(scoring.unpacked(base.inputs), "findings") if base else []
    quantities = {row["finding_id"]: row["quantity"] or "1" for row in rows}
    found: list[Faulted] = []
    for line in lines_of(assessment):
        rule = line.ask.rule
        if rule is not None and not line.ask.is_bonus and line.ask.kind in COUNTED and rule.scoring.silence_is_none:
            found += _of_line(line, quantities)
    return [one for one in found if one.row not in asked]


def _of_line(line: Line, quantities: Mapping[str, str]) -> list[Faulted]:
    settled = line.verification is not None and line.verification.taken in ("claimed", "other")
    value = line.verification.value if line.verification is not None and settled else line.computed or line.claimed
    count = _count(line, value)
    if not count:
        return []
    whole = Faulted(line.rule_id, "", count, Text(f"共 {count}", f"{count} in all"))
    if settled:
        return [whole]
    by_row = []
    if line.ledger.get("input_from") == "findings":
        for row in line.ledger["rows"]:
            quantity = int(Decimal(quantities.get(row, "1")))
            by_row.append(Faulted(line.rule_id, row, quantity, Text(f"台账 {row}", f"ledger {row}")))
    for one in line.findings:
        if one.status == "verified":
            text = Text(f"检查发现 {one.pk}：{one.note[:40]}", f"finding {one.pk}: {one.note[:40]}")
            by_row.append(Faulted(line.rule_id, f"JC-{one.pk}", one.quantity, text))
    return by_row or [whole]


def _count(line: Line, value: str) -> int:
    told = line.meaning(value) if value else 0
    return int(told) if not isinstance(told, str) else 0
