"""The notice of result (结果告知书, CQ-16, CQ-17): score, grade, every lost point, the right to object."""

from __future__ import annotations

from zhiheng.domain.evaluation import Evaluation
from zhiheng.reports.documents.builders.lines import (
    VETO_HEAD,
    VETO_WIDTHS,
    gained_points,
    lost_points,
    score_sentence,
    veto_rows,
)
from zhiheng.reports.documents.facts import NoticeFacts
from zhiheng.reports.documents.model import Block, Document, DocumentLanguage, Paragraph
from zhiheng.reports.documents.pen import Draft, Pen, written


def notice_of_result(evaluation: Evaluation, facts: NoticeFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the notice for the body `facts.unit_id`. Raises KeyError where the result has no such body."""
    unit = evaluation.result.unit(facts.unit_id)

    def draw(pen: Pen) -> Draft:
        blocks: list[Block] = [
            pen.paragraph(
                "根据{scheme}，现将{year}年度对你单位的评价结果告知如下。评价期间为{period}，数据截至{as_of}。",
                "Under {scheme}, the result of the evaluation of your body for {year} is made known to you. "
                "Period: {period}; data as of {as_of}.",
                scheme=pen.figure("scheme", "name"),
                year=pen.figure("facts", "year"),
                period=pen.figure("ledger", "period"),
                as_of=pen.figure("ledger", "as_of"),
            ),
            pen.heading(1, "评价结果", "Result"),
            Paragraph(score_sentence(pen, unit)),
        ]
        blocks += _lines(pen, facts.unit_id, evaluation)
        blocks += _objection(pen)
        title = pen.say("评价结果告知书", "Notice of the Result of Evaluation")
        return Draft(title=(title,), addressee=(pen.figure("units", unit.unit_id, "name"),), blocks=blocks)

    return written(evaluation, facts, draw, language=language)


def _lines(pen: Pen, unit_id: str, evaluation: Evaluation) -> list[Block]:
    unit = evaluation.result.unit(unit_id)
    blocks: list[Block] = []
    if unit.vetoes:
        blocks.append(
            pen.paragraph(
                "你单位有下列一票否决情形，得分照列，等次按最低等次确定。",
                "The following veto holds against your body; the score is shown, the grade is the lowest.",
            )
        )
        blocks.append(pen.table(VETO_HEAD, VETO_WIDTHS, veto_rows(pen, unit)))
    blocks.append(pen.heading(1, "扣分情况", "Points lost"))
    lost = lost_points(pen, unit)
    if lost is None:
        blocks.append(pen.paragraph("没有扣分。", "No points were lost."))
    else:
        total = pen.figure("units", unit.unit_id, "deducted")
        blocks += [pen.paragraph("合计扣 {total} 分，逐项如下。", "{total} points were lost:", total=total), lost]
    gained = gained_points(pen, unit)
    if gained is not None:
        blocks += [pen.heading(1, "加分情况", "Points gained"), gained]
    return blocks


def _objection(pen: Pen) -> list[Block]:
    due = pen.or_blank("date", "objection_due")
    return [
        pen.heading(1, "异议权利", "Right to object"),
        pen.paragraph(
            "你单位对评价结果有异议的，应当自告知之日起 {days} 个工作日内（告知当日不计）向{office}书面反馈意见，"
            "逐项写明所异议的条款、理由，并附佐证材料。告知日期：{notified}；反馈截止日期：{due}。逾期未反馈的，视为无异议。",
            "A body that objects to the result sends its opinion in writing to {office} within {days} working days of "
            "the notice (the day of the notice not counted), naming each contested line with reasons and evidence. "
            "Notified on: {notified}. Last day: {due}. After that day no objection is taken to exist.",
            days=pen.figure("facts", "objection_in_days"),
            office=pen.figure("facts", "objections_to"),
            notified=pen.or_blank("date", "notified"),
            due=due,
        ),
    ]
