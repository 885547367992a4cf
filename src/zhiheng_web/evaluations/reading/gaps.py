"""What is missing before the verification of a body can be finished. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.models import Assessment
from zhiheng_web.evaluations.reading.verification import Line, ledger_card, lines_of
from zhiheng_web.lib.words import Text


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, and the page where it is done."""

    code: str
    text: Text
    url_name: str


_GAPS: dict[str, tuple[str, str, str]] = {
    "lines": ("{} 条还没有核实", "{} lines are not verified", "evaluations:verification"),
    "findings": ("{} 条检查发现还没有认定", "{} findings are not decided", "evaluations:body_findings"),
    "tolerances": ("{} 件容错申请还没有决定", "{} requests for tolerance are not decided", "evaluations:tolerances"),
    "vetoes": ("{} 项一票否决还没有确认或驳回", "{} vetoes are not settled", "evaluations:vetoes"),
    "unproposed": ("{} 项否决情形还没有提出", "{} vetoes are not put forward yet", "evaluations:vetoes"),
}


def gaps_of(assessment: Assessment, lines: list[Line] | None = None) -> list[Gap]:
    """Return what is missing before the verification can be finished; nothing where all is done."""
    told = lines if lines is not None else lines_of(assessment)
    counts = {
        "lines": sum(line.is_open for line in told),
        "findings": assessment.findings.filter(status="pending").count(),
        "tolerances": assessment.tolerances.filter(status="requested").count(),
        "vetoes": assessment.vetoes.filter(status__in=("proposed", "first_key")).count(),
        "unproposed": len(unproposed_vetoes(assessment)),
    }
    found = []
    for code, count in counts.items():
        if count:
            zh, en, page = _GAPS[code]
            found.append(Gap(code, Text(zh.format(count), en.format(count)), page))
    return found


def unproposed_vetoes(assessment: Assessment) -> list[tuple[str, str]]:
    """Return rule and row of every veto that ledger or claim speak of and that is not before the two keys yet."""
    known = set(assessment.vetoes.values_list("rule_id", "row"))
    card = ledger_card(assessment)
    told = [(veto["id"], row) for veto in card.unit["vetoes"] for row in veto["rows"]] if card else []
    rules = [rule.id for rule in queries.scheme_of(assessment.cycle).vetoes]
    claimed = assessment.claims.filter(rule_id__in=rules, value="true").values_list("rule_id", flat=True)
    told += [(rule_id, f"claim:{rule_id}") for rule_id in claimed]
    return [one for one in told if one not in known]
