"""The problem list and the responsibility list (问题清单、责任清单) with timetable, as one table."""

from __future__ import annotations

from zhiheng.domain.evaluation import Evaluation
from zhiheng.reports.documents.facts import Problem, ProblemFacts
from zhiheng.reports.documents.model import Document, DocumentLanguage, Runs
from zhiheng.reports.documents.pen import Draft, Pen, written

_HEAD = (
    ("单位", "Unit"),
    ("条款", "Clause"),
    ("问题", "Problem"),
    ("扣分", "Lost"),
    ("整改措施", "Measure"),
    ("责任人", "Owner"),
    ("期限", "Due"),
    ("状态", "State"),
)


def problem_list(evaluation: Evaluation, facts: ProblemFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the list. Raises KeyError where a line names a body that the result does not have."""
    for problem in facts.problems:
        evaluation.result.unit(problem.unit_id)

    def draw(pen: Pen) -> Draft:
        rows = [_row(pen, place, problem) for place, problem in enumerate(facts.problems)]
        told = pen.paragraph(
            "根据{year}年度评价结果，列出下列问题，逐项明确整改措施、责任人和期限。",
            "From the result for {year}: each problem with measure, owner and date.",
            year=pen.figure("facts", "year"),
        )
        table = pen.table(_HEAD, (25, 19, 30, 11, 28, 15, 17, 11), rows)
        title = pen.say("问题清单和责任清单", "List of Problems and Responsibilities")
        return Draft(title=(title,), blocks=[told, table])

    return written(evaluation, facts, draw, language=language)


def _row(pen: Pen, place: int, problem: Problem) -> tuple[Runs, ...]:
    at, cost = ("facts", "problems", place), ("units", problem.unit_id, "rules", problem.rule_id, "deducted")
    return (
        (pen.figure("units", problem.unit_id, "name"),),
        (problem.rule_id,),
        (pen.figure(*at, "problem"),),
        (pen.figure(*cost),) if pen.has(*cost) else (),
        (pen.or_blank(*at, "measure"),),
        (pen.or_blank(*at, "responsible"),),
        (pen.or_blank(*at, "due_on"),),
        (pen.figure(*at, "state"),) if problem.state else (),
    )
