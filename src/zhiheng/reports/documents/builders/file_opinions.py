"""The opinion on a file (案卷评查意见书) and the notice of it (评查结果告知书), WX-11 to WX-14, XH-27."""

from __future__ import annotations

from zhiheng.reports.documents.builders.reviewing import listed_words, opinion_part, problem_table
from zhiheng.reports.documents.facts import FileNoticeFacts, FileOpinionFacts
from zhiheng.reports.documents.model import Block, Document, DocumentLanguage, Runs
from zhiheng.reports.documents.pen import Draft, Pen, written


def review_opinion(facts: FileOpinionFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the opinion on one file: what it is, score, problems, good practice, comprehensive opinion."""

    def draw(pen: Pen) -> Draft:
        blocks: list[Block] = [
            pen.form(_of_file(pen)),
            pen.heading(1, "评查结论", "Conclusion"),
            _conclusion(pen, facts),
        ]
        if facts.fails:
            blocks.append(
                pen.paragraph(
                    "本案卷有基本项不合格，按不合格案卷处理。", "A basic item failed: the file is not up to standard."
                )
            )
        blocks += _problems(pen, facts)
        if facts.good_practice:
            blocks.append(pen.heading(1, "值得肯定的做法", "Good practice"))
            blocks += listed_words(pen, "good_practice", len(facts.good_practice))
        blocks += opinion_part(pen, "综合意见", "Comprehensive opinion")
        title = pen.say("案卷评查意见书", "Opinion on a Case File")
        return Draft(title=(title,), addressee=(pen.figure("facts", "unit"),), blocks=blocks)

    return written(None, facts, draw, language=language)


def _of_file(pen: Pen) -> list[tuple[str, str, Runs]]:
    rows: list[tuple[str, str, Runs]] = [
        ("评查活动", "Review", (pen.figure("facts", "activity"),)),
        ("案件编号", "Case", (pen.figure("facts", "case_id"),)),
        ("承办单位", "Unit", (pen.figure("facts", "unit"),)),
    ]
    for zh, en, *at in (
        ("案由", "Cause", "facts", "cause"),
        ("主办人员", "Lead officer", "facts", "officer"),
        ("协办人员", "Second officer", "facts", "second"),
        ("结案日期", "Closed on", "date", "closed"),
        ("评查人员", "Reviewers", "facts", "reviewers"),
        ("评查日期", "Reviewed on", "date", "reviewed"),
    ):
        if pen.has(*at):
            rows.append((zh, en, (pen.figure(*at),)))
    return rows


def _conclusion(pen: Pen, facts: FileOpinionFacts | FileNoticeFacts) -> Block:
    told = pen.say(
        "评查得分 {score} 分，扣 {deducted} 分，发现问题 {count} 个",
        "Score {score}; {deducted} points deducted; problems found: {count}",
        score=pen.figure("facts", "score"),
        deducted=pen.figure("facts", "deducted"),
        count=pen.figure("facts", "problems", "count"),
    )
    if pen.has("facts", "finding_class"):
        told += pen.say("，认定为“{name}”", "; class: {name}", name=pen.figure("facts", "finding_class"))
    return pen.paragraph("{told}。", "{told}.", told=told)


def _problems(pen: Pen, facts: FileOpinionFacts) -> list[Block]:
    heading = pen.heading(1, "存在的问题", "Problems")
    if facts.round == 2:
        heading = pen.heading(1, "问题和第二次考评的核查情况", "Problems and what the second round found of them")
    if not facts.problems:
        return [heading, pen.paragraph("没有发现问题。", "No problem was found.")]
    return [heading, problem_table(pen, facts.problems)]


def review_notice(facts: FileNoticeFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the notice: the result, what must be mended until when, and the right to object."""

    def draw(pen: Pen) -> Draft:
        officer: Runs = ()
        if facts.officer:
            officer = pen.say("（主办：{name}）", " (lead officer: {name})", name=pen.figure("facts", "officer"))
        blocks: list[Block] = [
            pen.paragraph(
                "在“{activity}”中，你单位办理的案件 {case}{officer}已经评查，现将结果告知如下。",
                "In “{activity}” the file of your case {case}{officer} was reviewed. The result is made known to you.",
                activity=pen.figure("facts", "activity"),
                case=pen.figure("facts", "case_id"),
                officer=officer,
            ),
            pen.heading(1, "评查结果", "Result"),
            _conclusion(pen, facts),
        ]
        if facts.problems:
            blocks += [
                pen.heading(1, "问题和整改要求", "Problems and what must be mended"),
                problem_table(pen, facts.problems),
            ]
            blocks += _resubmission(pen, facts)
        blocks += _objection(pen)
        title = pen.say("案卷评查结果告知书", "Notice of the Review of a Case File")
        return Draft(title=(title,), addressee=(pen.figure("facts", "unit"),), blocks=blocks)

    return written(None, facts, draw, language=language)


def _resubmission(pen: Pen, facts: FileNoticeFacts) -> list[Block]:
    if facts.resubmit_due_on is None:
        return [
            pen.paragraph(
                "请对照上表整改，整改情况归入案卷。", "Mend what the table names and put what was done into the file."
            )
        ]
    return [
        pen.paragraph(
            "请单位负责人和法制员督促办案人员对照上表整改，自告知之日起一个月内（{due}前，含当日）第二次送评。"
            "没有整改或者整改不到位的，第二次考评加倍扣分。",
            "The head of the unit and its legal officer see to it that the handling officer mends what the table names "
            "and submit the file a second time within a month of this notice, by {due} at the latest. What is not "
            "mended, or not enough, costs double in the second round.",
            due=pen.figure("date", "resubmit_due"),
        )
    ]


def _objection(pen: Pen) -> list[Block]:
    return [
        pen.heading(1, "异议权利", "Right to object"),
        pen.paragraph(
            "办案人员或者你单位对评查结果有异议的，应当自告知之日起 {days} 个工作日内（告知当日不计）向{office}书面"
            "提出，写明所异议的问题和理由，并附佐证材料。告知日期：{notified}；提出异议的截止日期：{due}。",
            "The handling officer or the unit may object in writing to {office} within {days} working days of the "
            "notice (the day of the notice not counted), naming the problem with reasons and evidence. Notified on: "
            "{notified}. Last day: {due}.",
            days=pen.figure("facts", "objection_in_days"),
            office=pen.figure("facts", "objections_to"),
            notified=pen.or_blank("date", "notified"),
            due=pen.or_blank("date", "objection_due"),
        ),
    ]
