"""Letters: the supervision suggestion (XH-25), the notice of supervision (WX-35), the opinion on fault (WX-37)."""

from __future__ import annotations

from zhiheng.reports.documents.builders.reviewing import listed_words, optional
from zhiheng.reports.documents.facts import AccountabilityFacts, SuggestionFacts, SupervisionFacts
from zhiheng.reports.documents.model import Block, Document, DocumentLanguage, Runs
from zhiheng.reports.documents.pen import Draft, Pen, written


def suggestion_letter(facts: SuggestionFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the letter: the problems found, what is suggested, until when the reply is due."""

    def draw(pen: Pen) -> Draft:
        head = (("问题", "Problem"), ("案件", "Case"), ("依据", "Provision"))
        rows = []
        for place in range(len(facts.problems)):
            at = ("facts", "problems", place)
            rows.append(((pen.figure(*at, "problem"),), optional(pen, *at, "case_id"), optional(pen, *at, "basis")))
        found_in: Runs = (
            (pen.figure("facts", "found_in"),)
            if facts.found_in
            else (pen.word("执法监督", "the supervision of enforcement"),)
        )
        blocks: list[Block] = [
            pen.paragraph(
                "在{found_in}中发现你单位存在下列问题。",
                "In {found_in} the following problems were found at your unit.",
                found_in=found_in,
            ),
            pen.heading(1, "发现的问题", "Problems found"),
            pen.table(head, (80, 36, 40), rows),
            pen.heading(1, "监督建议", "Suggestions"),
            *listed_words(pen, "suggestions", len(facts.suggestions)),
            pen.heading(1, "反馈要求", "Reply"),
            pen.paragraph(
                "请于 {due} 前（含当日）将整改情况书面反馈{office}。",
                "Please reply in writing to {office} by {due} at the latest, saying what was mended.",
                due=pen.or_blank("date", "reply_due"),
                office=pen.or_blank("facts", "reply_to"),
            ),
        ]
        if facts.basis:
            blocks.insert(1, pen.paragraph("依据：{basis}", "Basis: {basis}", basis=pen.figure("facts", "basis")))
        title = pen.say("监督建议书", "Letter of Supervision with Suggestions")
        return Draft(title=(title,), addressee=(pen.figure("facts", "unit"),), blocks=blocks)

    return written(None, facts, draw, language=language)


def supervision_notice(facts: SupervisionFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the notice (督办通知): what is supervised and why, its files, what is asked, until when, what ends it."""

    def draw(pen: Pen) -> Draft:
        blocks: list[Block] = [
            pen.paragraph(
                "决定对你单位的下列事项进行督办，请按要求办理并按期报告。",
                "The following matter of your unit is supervised. Do what is asked and report in time.",
            ),
            pen.form(
                [
                    ("督办类别", "Kind", (pen.figure("facts", "what"),)),
                    ("督办对象", "Matter", (pen.figure("facts", "subject"),)),
                    ("督办人", "Supervised by", (pen.or_blank("facts", "owner"),)),
                ]
            ),
            pen.heading(1, "督办理由", "Why"),
            pen.paragraph("{told}", "{told}", told=pen.figure("facts", "reason")),
        ]
        if facts.files:
            blocks += [pen.heading(1, "涉及案卷", "Files"), _supervised(pen, facts)]
        blocks += [pen.heading(1, "督办要求", "What is asked"), *listed_words(pen, "demands", len(facts.demands))]
        blocks += [pen.heading(1, "时限和办结", "Until when, and what ends it")]
        blocks.append(
            pen.paragraph(
                "请于 {due} 前（含当日）办理完毕，并书面报告{office}。",
                "It is to be done by {due} at the latest and reported in writing to {office}.",
                due=pen.or_blank("date", "due"),
                office=pen.or_blank("facts", "reply_to"),
            )
        )
        if facts.closing_condition:
            told = pen.figure("facts", "closing_condition")
            blocks.append(pen.paragraph("办结条件：{told}", "It ends when: {told}", told=told))
        title = pen.say("督办通知", "Notice of Supervision")
        return Draft(title=(title,), addressee=(pen.figure("facts", "unit"),), blocks=blocks)

    return written(None, facts, draw, language=language)


def _supervised(pen: Pen, facts: SupervisionFacts) -> Block:
    head = (("案件", "Case"), ("评查状态", "Standing"), ("首轮扣分", "Points lost in round one"))
    rows = []
    for place, one in enumerate(facts.files):
        at = ("facts", "files", place)
        lost: Runs = (pen.figure(*at, "deduction"),) if one.deduction is not None else ()
        rows.append(((pen.figure(*at, "case_id"),), optional(pen, *at, "standing"), lost))
    return pen.table(head, (60, 56, 40), rows)


def accountability_letter(facts: AccountabilityFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the opinion for the committee: facts, history of mending, the officer heard, finding, proposal (WX-38)."""

    def draw(pen: Pen) -> Draft:
        blocks: list[Block] = [
            pen.form(_of_officer(pen)),
            pen.heading(1, "认定的事实", "Facts"),
            pen.paragraph("{why}", "{why}", why=_why(pen, facts)),
            _cases(pen, facts),
        ]
        if facts.history:
            blocks += [pen.heading(1, "整改经过", "History of the mending")]
            blocks += listed_words(pen, "history", len(facts.history))
        blocks += _heard(pen)
        for field, zh, en in (
            ("finding", "执法过错的认定", "Finding on the fault"),
            ("proposal", "追究责任的意见", "Opinion on responsibility"),
        ):
            blocks += [pen.heading(1, zh, en), pen.paragraph("{told}", "{told}", told=pen.or_blank("facts", field))]
        if facts.basis:
            blocks.append(pen.paragraph("依据：{basis}", "Basis: {basis}", basis=pen.figure("facts", "basis")))
        blocks.append(
            pen.paragraph(
                "以上意见提请讨论决定。是否追究责任、如何追究，由会议决定。",
                "Submitted for discussion. Whether and how anyone is held responsible the meeting decides.",
            )
        )
        title = pen.say("执法过错认定和追究执法过错责任意见书", "Opinion on Enforcement Fault and Responsibility")
        return Draft(title=(title,), addressee=(pen.figure("facts", "committee"),), blocks=blocks)

    return written(None, facts, draw, language=language)


def _of_officer(pen: Pen) -> list[tuple[str, str, Runs]]:
    return [
        (zh, en, (pen.or_blank("facts", field),))
        for zh, en, field in (("姓名", "Name", "officer"), ("单位", "Unit", "unit"), ("职务", "Post", "post"))
    ]


def _why(pen: Pen, facts: AccountabilityFacts) -> Runs:
    if facts.trigger == "refused":
        return pen.say(
            "对案卷评查指出的问题拒不整改，情况如下。",
            "The officer refused to mend what the review of files had found, as follows.",
        )
    if not (facts.times and facts.months):
        return pen.say("同类问题屡次出现，情况如下。", "Problems of the same kind came up again and again, as follows.")
    return pen.say(
        "同类问题屡次出现，{months} 个月内 {times} 次，情况如下。",
        "Problems of the same kind came up {times} times within {months} months, as follows.",
        months=pen.figure("facts", "months"),
        times=pen.figure("facts", "times"),
    )


def _cases(pen: Pen, facts: AccountabilityFacts) -> Block:
    head = (
        ("案件", "Case"),
        ("问题", "Problem"),
        ("扣分", "Points lost"),
        ("整改", "Mended"),
        ("评查文书", "Document"),
    )
    rows = []
    for place, one in enumerate(facts.cases):
        at = ("facts", "cases", place)
        cost: Runs = (pen.figure(*at, "deduction"),) if one.deduction is not None else ()
        row = ((pen.figure(*at, "case_id"),), (pen.figure(*at, "problem"),), cost)
        rows.append((*row, optional(pen, *at, "mended"), optional(pen, *at, "document")))
    return pen.table(head, (34, 56, 16, 22, 28), rows)


def _heard(pen: Pen) -> list[Block]:
    blocks: list[Block] = [
        pen.heading(1, "听取陈述申辩", "The officer was heard"),
        pen.paragraph(
            "{heard}听取了本人的陈述和申辩：{statement}",
            "The officer was heard on {heard} and said: {statement}",
            heard=pen.or_blank("date", "heard"),
            statement=pen.or_blank("facts", "statement"),
        ),
    ]
    if pen.has("facts", "examined"):
        told = pen.figure("facts", "examined")
        blocks.append(pen.paragraph("复核情况：{told}", "What was made of it: {told}", told=told))
    return blocks
