"""Minutes of deliberation (审议会议纪要, CQ-14): attendance, recusals, and what was decided on each body."""

from __future__ import annotations

from zhiheng.domain.evaluation import Evaluation
from zhiheng.reports.documents.facts import Attendee, MinutesFacts
from zhiheng.reports.documents.model import Block, Document, DocumentLanguage, Runs
from zhiheng.reports.documents.pen import Draft, Pen, written

_DECIDED = {
    "approved": ("同意", "approved"),
    "returned": ("退回复核", "returned"),
    "amended": ("修改后同意", "amended"),
}


def deliberation_minutes(evaluation: Evaluation, facts: MinutesFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the minutes. Raises KeyError where a decision names a body that the result does not have."""
    for decision in facts.decisions:
        evaluation.result.unit(decision.unit_id)

    def draw(pen: Pen) -> Draft:
        blocks = [*_attendance(pen, facts), *_matter(pen, evaluation), *_decisions(pen, facts)]
        title = pen.say(
            "{meeting}审议评价结果会议纪要",
            "Minutes of the {meeting} on the Results of Evaluation",
            meeting=pen.figure("facts", "meeting"),
        )
        return Draft(title=(title,), blocks=blocks)

    return written(evaluation, facts, draw, language=language)


def _people(pen: Pen, field: str, people: tuple[Attendee, ...]) -> Runs:
    told: list[Runs] = []
    for place, person in enumerate(people):
        name = pen.figure("facts", field, place, "name")
        post = pen.say("（{post}）", " ({post})", post=pen.figure("facts", field, place, "post")) if person.post else ()
        told.append((name, *post))
    return pen.listing(told) if told else (pen.word("无", "none"),)


def _attendance(pen: Pen, facts: MinutesFacts) -> list[Block]:
    recused = [
        pen.say(
            "{person}（{unit}）",
            "{person} ({unit})",
            person=pen.figure("facts", "decisions", place, "recused", number),
            unit=pen.figure("units", decision.unit_id, "name"),
        )
        for place, decision in enumerate(facts.decisions)
        for number in range(len(decision.recused))
    ]
    rows = [
        ("时间", "Date", (pen.or_blank("date", "held"),)),
        ("地点", "Place", (pen.or_blank("facts", "place"),)),
        ("主持", "Chair", (pen.or_blank("facts", "chair"),)),
        ("记录", "Recorder", (pen.or_blank("facts", "recorder"),)),
        ("出席", "Present", _people(pen, "attended", facts.attended)),
        ("缺席", "Absent", _people(pen, "absent", facts.absent)),
        ("回避", "Recused", pen.listing(recused) if recused else (pen.word("无", "none"),)),
    ]
    return [pen.heading(1, "会议情况", "The meeting"), pen.form(rows)]


def _matter(pen: Pen, evaluation: Evaluation) -> list[Block]:
    told = pen.paragraph(
        "会议审议了依据{scheme}形成的{year}年度评价结果建议，参加评价的单位 {units} 个，评价期间为{period}。"
        "涉及回避人员所在单位的事项，回避人员未参加讨论和表决。",
        "The meeting deliberated on the proposed results for {year} under {scheme}: {units} units, period {period}. "
        "Those recused took no part in discussion or vote on their own body.",
        scheme=pen.figure("scheme", "name"),
        year=pen.figure("facts", "year"),
        units=pen.figure("counts", "units"),
        period=pen.figure("ledger", "period"),
    )
    return [pen.heading(1, "审议事项", "Matter"), told]


def _decisions(pen: Pen, facts: MinutesFacts) -> list[Block]:
    graded = any(pen.has("units", decision.unit_id, "grade") for decision in facts.decisions)
    head = [("单位", "Unit"), ("得分", "Score"), ("等次", "Grade"), ("决定", "Decision"), ("理由", "Reason")]
    widths = (52, 18, 22, 26, 38) if graded else (60, 18, 30, 48)
    rows: list[tuple[Runs, ...]] = []
    for place, decision in enumerate(facts.decisions):
        unit, reason = ("units", decision.unit_id), ("facts", "decisions", place, "reason")
        grade = [(pen.figure(*unit, "grade"),) if pen.has(*unit, "grade") else ()] if graded else []
        rows.append(
            (
                (pen.figure(*unit, "name"),),
                (pen.figure(*unit, "score"),),
                *grade,
                (pen.word(*_DECIDED[decision.decided]),),
                (pen.figure(*reason),) if decision.reason else (),
            )
        )
    if not graded:
        del head[2]
    closing = pen.paragraph(
        "会议同意的结果按程序发布；退回复核的，复核后再次提请审议。",
        "Approved results are released; those returned come back after review.",
    )
    return [pen.heading(1, "审议决定", "Decisions"), pen.table(head, widths, rows), closing]
