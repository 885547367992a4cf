"""The decision on an objection (异议复核决定书, CQ-18): each contested line, upheld or corrected, before and after."""

from __future__ import annotations

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.score import Result
from zhiheng.reports.documents.builders.lines import clause
from zhiheng.reports.documents.facts import ReviewedLine, ReviewFacts
from zhiheng.reports.documents.model import Block, Document, DocumentLanguage, Run, Runs
from zhiheng.reports.documents.pen import Draft, Pen, written


def review_decision(evaluation: Evaluation, facts: ReviewFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the decision; `evaluation` holds the recomputed result, `facts.before` the one that was contested.

    Raises KeyError where either has no such body.
    """
    unit = evaluation.result.unit(facts.unit_id)
    facts.before.unit(facts.unit_id)

    def draw(pen: Pen) -> Draft:
        blocks: list[Block] = [
            pen.paragraph(
                "你单位于{objected}对{year}年度评价结果提出异议。经复核，决定如下。",
                "On {objected} your body objected to the result for {year}. After review it is decided as follows.",
                objected=pen.or_blank("date", "objected"),
                year=pen.figure("facts", "year"),
            ),
            pen.heading(1, "异议事项和复核意见", "Contested lines and findings of the review"),
        ]
        for place, line in enumerate(facts.lines):
            blocks += _line(pen, facts, place, line)
        blocks += [pen.heading(1, "复核前后对照", "Before and after"), _comparison(pen, facts)]
        blocks += _outcome(pen, facts)
        title = pen.say("异议复核决定书", "Decision on an Objection")
        return Draft(title=(title,), addressee=(pen.figure("units", unit.unit_id, "name"),), blocks=blocks)

    return written(evaluation, facts, draw, language=language)


def _line(pen: Pen, facts: ReviewFacts, place: int, line: ReviewedLine) -> list[Block]:
    at = ("facts", "lines", place)
    blocks: list[Block] = [
        pen.heading(2, "{rule} {clause}", "{rule} {clause}", rule=line.rule_id, clause=clause(pen, line.rule_id)),
        pen.paragraph("异议理由：{claim}", "Claim: {claim}", claim=pen.or_blank(*at, "claim")),
    ]
    for number in range(len(line.evidence)):
        evidence = pen.figure(*at, "evidence", number)
        blocks.append(pen.paragraph("佐证材料：{evidence}", "Evidence: {evidence}", evidence=evidence))
    reason = pen.or_blank(*at, "reason")
    if line.outcome == "upheld":
        told = ("复核意见：维持。{reason}", "Finding: upheld. {reason}")
    else:
        told = ("复核意见：予以更正。{reason}", "Finding: corrected. {reason}")
    blocks.append(pen.paragraph(*told, reason=reason))
    arithmetic = _rule_why(pen, facts.unit_id, line.rule_id)
    if arithmetic:
        blocks.append(pen.paragraph("复核后的算式：{why}。", "Arithmetic after the review: {why}.", why=arithmetic))
    return blocks


def _rule_why(pen: Pen, unit_id: str, rule_id: str) -> Runs:
    return (pen.figure("units", unit_id, "rules", rule_id, "why"),) if _has_rule(pen, unit_id, rule_id) else ()


def _has_rule(pen: Pen, unit_id: str, rule_id: str) -> bool:
    return pen.has("units", unit_id, "rules", rule_id, "why")


def _comparison(pen: Pen, facts: ReviewFacts) -> Block:
    head = (("项目", "Line"), ("复核前", "Before"), ("复核后", "After"))
    unit = ("units", facts.unit_id)
    rows: list[tuple[Runs, ...]] = [
        ((line.rule_id,), *_pair(pen, *unit, "rules", line.rule_id, "points"))
        for line in facts.lines
        if _has_rule(pen, facts.unit_id, line.rule_id)
    ]
    for zh, en, field in (
        ("基础得分", "Base part", "base"),
        ("加分", "Bonus", "bonus"),
        ("评价得分", "Score", "score"),
    ):
        rows.append(((pen.word(zh, en),), *_pair(pen, *unit, field)))
    rows.append(((pen.word("名次", "Rank"),), *_pair(pen, "ranking", facts.unit_id)))
    if pen.has(*unit, "grade"):
        rows.append(((pen.word("等次", "Grade"),), *_pair(pen, *unit, "grade")))
    return pen.table(head, (76, 40, 40), rows)


def _pair(pen: Pen, *parts: str) -> tuple[Runs, Runs]:
    earlier: Run = pen.figure("before", *parts)
    return (earlier,), (pen.figure(*parts),)


def _outcome(pen: Pen, facts: ReviewFacts) -> list[Block]:
    corrected = any(line.outcome == "corrected" for line in facts.lines)
    unit = ("units", facts.unit_id)
    new = pen.figure(*unit, "score")
    if not corrected:
        told = pen.paragraph("综上，维持原评价结果，得分 {new} 分。", "The result is upheld: {new} points.", new=new)
    else:
        told = pen.paragraph(
            "综上，原评价结果予以更正，得分由 {old} 分更正为 {new} 分。",
            "The result is corrected: from {old} to {new} points.",
            old=pen.figure("before", *unit, "score"),
            new=new,
        )
    return [pen.heading(1, "决定", "Decision"), told]


def changed_lines(before: Result, after: Result, unit_id: str) -> tuple[str, ...]:
    """Return the rules of a body whose points differ between two results: what a review should speak of."""
    earlier = {rule.id: rule.points for rule in before.unit(unit_id).every_rule()}
    return tuple(rule.id for rule in after.unit(unit_id).every_rule() if earlier.get(rule.id) != rule.points)
