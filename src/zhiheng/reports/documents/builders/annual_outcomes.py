"""What follows from the results: vetoes, consequences, commendation and criticism (CQ-30, CQ-48 to CQ-50, HN-14)."""

from __future__ import annotations

from zhiheng.domain.evaluation import Evaluation
from zhiheng.reports.documents.builders.lines import VETO_HEAD, VETO_WIDTHS, veto_rows
from zhiheng.reports.documents.facts import Listed, ReportFacts
from zhiheng.reports.documents.model import Block, Runs, Table
from zhiheng.reports.documents.pen import Pen
from zhiheng.reports.labels import ranked


def veto_blocks(pen: Pen, evaluation: Evaluation) -> list[Block]:
    """Return the vetoes that hold; the score is shown and the grade is the lowest (CQ-30)."""
    if not evaluation.scheme.vetoes:
        return []
    heading = pen.heading(1, "一票否决", "Vetoes")
    rows = [row for unit in ranked(evaluation.result.units) for row in veto_rows(pen, unit)]
    if not rows:
        return [heading, pen.paragraph("本期没有单位发生一票否决情形。", "No veto holds in this period.")]
    count = pen.figure("counts", "vetoed")
    told = pen.paragraph(
        "发生一票否决情形的单位 {count} 个，得分照列，等次按最低等次确定。",
        "Units with a veto: {count}. Their scores are shown; their grade is the lowest.",
        count=count,
    )
    return [heading, told, pen.table(VETO_HEAD, VETO_WIDTHS, rows)]


def consequence_blocks(pen: Pen, evaluation: Evaluation, facts: ReportFacts) -> list[Block]:
    """Return what the scheme attaches to the result, and what people decided; a person decides, never the score."""
    rows: list[tuple[Runs, ...]] = [
        (
            (pen.figure("units", unit.unit_id, "name"),),
            (pen.figure("units", unit.unit_id, "grade"),) if unit.grade else (),
            (pen.figure("units", unit.unit_id, "consequences", place),),
        )
        for unit in ranked(evaluation.result.units)
        for place in range(len(unit.consequences))
    ]
    blocks: list[Block] = []
    if rows:
        head = (("单位", "Unit"), ("等次", "Grade"), ("应当办理的事项", "What is to be done"))
        blocks.append(
            pen.paragraph(
                "按方案应当办理的事项如下。涉及人员的事项由有权机关依法决定。",
                "What the scheme attaches to the results. Matters of persons are decided by the competent organ.",
            )
        )
        blocks.append(pen.table(head, (58, 22, 76), rows))
    if facts.tasks:
        blocks += [pen.paragraph("经审议决定，由下列责任人办理。", "Decided, with owner and date:"), _tasks(pen, facts)]
    return [pen.heading(1, "结果运用", "Consequences"), *blocks] if blocks else []


def _tasks(pen: Pen, facts: ReportFacts) -> Table:
    head = (("单位", "Unit"), ("事项", "Task"), ("责任人", "Owner"), ("期限", "Due"))
    rows: list[tuple[Runs, ...]] = []
    for place, task in enumerate(facts.tasks):
        at = ("facts", "tasks", place)
        rows.append(
            (
                (pen.figure("units", task.unit_id, "name"),),
                (pen.figure(*at, "task"),),
                (pen.or_blank(*at, "owner"),),
                (pen.or_blank(*at, "due_on"),),
            )
        )
    return pen.table(head, (46, 50, 26, 34), rows)


def commendation_blocks(pen: Pen, facts: ReportFacts) -> list[Block]:
    """Return the lists of commendation and of criticism (HN-14): whom they name is a decision of people."""
    blocks: list[Block] = []
    if facts.commended:
        blocks += [pen.heading(1, "通报表扬", "Commendation"), listed_table(pen, "commended", facts.commended)]
    if facts.criticised:
        blocks += [pen.heading(1, "通报批评", "Criticism"), listed_table(pen, "criticised", facts.criticised)]
    return blocks


def listed_table(pen: Pen, field: str, listed: tuple[Listed, ...]) -> Table:
    """Return the table of those named: unit, person, score, reason."""
    head = (("单位", "Unit"), ("个人", "Person"), ("得分", "Score"), ("事由", "Reason"))
    rows: list[tuple[Runs, ...]] = []
    for place, one in enumerate(listed):
        at, unit = ("facts", field, place), ("units", one.unit_id)
        person: Runs = (pen.figure(*at, "person"),) if one.person else ()
        rows.append(((pen.figure(*unit, "name"),), person, (pen.figure(*unit, "score"),), (pen.figure(*at, "reason"),)))
    return pen.table(head, (52, 24, 18, 62), rows)
