"""The annual report (年度执法效能评价结果通报, CQ-15; HN-13, HN-14, HN-16): its chapters in order.

The ranking and the tables stand in `annual_tables`, what follows from the result in `annual_outcomes`.
"""

from __future__ import annotations

from zhiheng.domain.evaluation import Evaluation
from zhiheng.reports.documents.builders.annual_outcomes import commendation_blocks, consequence_blocks, veto_blocks
from zhiheng.reports.documents.builders.annual_tables import (
    bonus_blocks,
    category_blocks,
    deduction_blocks,
    ranking_blocks,
)
from zhiheng.reports.documents.facts import ReportFacts
from zhiheng.reports.documents.model import Block, Document, DocumentLanguage, Runs, joined
from zhiheng.reports.documents.pen import Draft, Pen, written
from zhiheng.reports.documents.scheme_words import source_number


def annual_report(evaluation: Evaluation, facts: ReportFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the annual report with ranking, categories, deductions, bonuses, vetoes, tolerances and consequences."""

    def draw(pen: Pen) -> Draft:
        blocks = [
            *_basis(pen, evaluation, facts),
            *_overall(pen, evaluation),
            *ranking_blocks(pen, evaluation),
            *category_blocks(pen, evaluation),
            *deduction_blocks(pen, evaluation),
            *bonus_blocks(pen, evaluation),
            *veto_blocks(pen, evaluation),
            *consequence_blocks(pen, evaluation, facts),
            *commendation_blocks(pen, facts),
        ]
        year = pen.figure("facts", "year")
        title = pen.say("{year}年度执法效能评价结果通报", "Report on the Results of Evaluation for {year}", year=year)
        addressee = (pen.figure("facts", "addressees"),) if facts.addressees else (pen.word("各有关单位", "All units"),)
        return Draft(title=(title,), addressee=addressee, blocks=blocks)

    return written(evaluation, facts, draw, language=language)


def _basis(pen: Pen, evaluation: Evaluation, facts: ReportFacts) -> list[Block]:
    number = source_number(evaluation)
    approved: Runs = ()
    if facts.approved_by:
        approved = pen.say(
            "评价结果已于{on}经{by}审议通过。",
            "The results were approved on {on} by {by}.",
            on=pen.or_blank("date", "approved"),
            by=pen.figure("facts", "approved_by"),
        )
    blocks: list[Block] = [
        pen.heading(1, "评价目的和依据", "Purpose and basis"),
        pen.paragraph(
            "依据{scheme}{number}，对 {units} 个单位进行了评价。评价期间为{period}，数据截至{as_of}。{approved}",
            "Under {scheme}{number} {units} units were evaluated. Period: {period}; data as of {as_of}. {approved}",
            scheme=pen.figure("scheme", "name"),
            number=(f"（{number}）" if pen.language == "zh" else f" ({number})") if number else "",
            units=pen.figure("counts", "units"),
            period=pen.figure("ledger", "period"),
            as_of=pen.figure("ledger", "as_of"),
            approved=approved,
        ),
    ]
    if evaluation.scheme.purpose.zh:
        blocks.append(pen.paragraph("评价目的：{it}。", "Purpose: {it}.", it=pen.figure("scheme", "purpose")))
    if facts.principles:
        listed = pen.listing([(pen.figure("facts", "principles", place),) for place in range(len(facts.principles))])
        blocks.append(pen.paragraph("评价原则：{them}。", "Principles: {them}.", them=listed))
    return blocks + _policy(pen, evaluation)


def _policy(pen: Pen, evaluation: Evaluation) -> list[Block]:
    """Say in words how the text was applied where it leaves a choice, and where the grades begin (CQ-47)."""
    blocks: list[Block] = [pen.heading(2, "评分口径", "How the standard was applied")]
    parts = [part for part in evaluation.scheme.parts if part.points is not None and part.points > 0]
    if len(parts) > 1:
        told = pen.listing([_part(pen, part.id) for part in parts])
        blocks.append(pen.paragraph("评价得分为各部分之和：{parts}。", "The score is the sum of: {parts}.", parts=told))
    bounds = [grade.id for grade in evaluation.scheme.grades if pen.has("scheme", "grades", grade.id)]
    if bounds:
        told = pen.listing([(pen.figure("scheme", "grades", one),) for one in bounds])
        blocks.append(
            pen.paragraph(
                "等次界限：{bounds}。等次按未经四舍五入的得分确定。",
                "Grades: {bounds}. They are decided on the unrounded score.",
                bounds=told,
            )
        )
    chosen = [(pen.figure("scheme", "options", one),) for one in evaluation.result.options]
    if chosen:
        told = joined(chosen, pen.word("；", "; "))
        blocks.append(
            pen.paragraph("原文有疑义处按下列口径：{told}。", "Where the text leaves a choice: {told}.", told=told)
        )
    if evaluation.result.completion is not None:
        label = pen.figure("scheme", "completion")
        told_zh = "原文未载明的数值由补充件给出：{label}。"
        blocks.append(pen.paragraph(told_zh, "What the source leaves open comes from: {label}.", label=label))
    return blocks


def _part(pen: Pen, part_id: str) -> Runs:
    at = ("scheme", "parts", part_id)
    name, points = pen.figure(*at, "name"), pen.figure(*at, "points")
    return pen.say("{name}，最多 {points} 分", "{name}, at most {points} points", name=name, points=points)


def _overall(pen: Pen, evaluation: Evaluation) -> list[Block]:
    blocks: list[Block] = [pen.heading(1, "总体情况", "Overview")]
    if not evaluation.result.units:
        return [*blocks, pen.paragraph("本期没有参加评价的单位。", "No unit took part.")]
    blocks.append(
        pen.paragraph(
            "各单位平均得分 {average} 分，最高 {highest} 分，最低 {lowest} 分。",
            "Average score {average}, highest {highest}, lowest {lowest}.",
            average=pen.figure("average", "score"),
            highest=pen.figure("highest", "score"),
            lowest=pen.figure("lowest", "score"),
        )
    )
    grades = evaluation.scheme.grades
    if grades:
        told = pen.listing(
            [
                pen.say(
                    "{name} {count} 个",
                    "{name}: {count}",
                    name=pen.figure("grades", grade.id, "name"),
                    count=pen.figure("grades", "count", grade.id),
                )
                for grade in grades
            ]
        )
        blocks.append(pen.paragraph("等次分布：{told}。", "Grades: {told}.", told=told))
    if pen.has("counts", "incomplete"):
        blocks.append(
            pen.paragraph(
                "数据不完整的单位 {some} 个，其得分在数据补齐前为暂定。",
                "Units with incomplete data: {some}; their scores are provisional until the data are complete.",
                some=pen.figure("counts", "incomplete"),
            )
        )
    return blocks
