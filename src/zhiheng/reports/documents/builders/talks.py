"""Records of interview (约谈, CQ-30) and admonition (诫勉谈话, CQ-49), and the proposal to transfer (CQ-50): forms."""

from __future__ import annotations

from zhiheng.domain.evaluation import Evaluation
from zhiheng.reports.documents.builders.lines import VETO_HEAD, VETO_WIDTHS, score_sentence, veto_rows
from zhiheng.reports.documents.facts import TalkFacts, TransferFacts
from zhiheng.reports.documents.model import Block, Document, DocumentLanguage, Paragraph, Runs
from zhiheng.reports.documents.pen import Draft, Pen, written


def interview_record(evaluation: Evaluation, facts: TalkFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the record of an interview (约谈记录), generated where a veto holds (CQ-30)."""
    return _talk(evaluation, facts, language, ("约谈记录", "Record of an Interview"))


def admonition_record(evaluation: Evaluation, facts: TalkFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the record of an admonition (诫勉谈话记录), distinct from the interview (CQ-49)."""
    return _talk(evaluation, facts, language, ("诫勉谈话记录", "Record of an Admonition"))


def _talk(evaluation: Evaluation, facts: TalkFacts, language: DocumentLanguage, title: tuple[str, str]) -> Document:
    unit = evaluation.result.unit(facts.unit_id)

    def draw(pen: Pen) -> Draft:
        rows = [
            ("单位", "Unit", (pen.figure("units", unit.unit_id, "name"),)),
            ("谈话对象", "Person", _person(pen)),
            ("时间", "Date", (pen.or_blank("date", "held"),)),
            ("地点", "Place", (pen.or_blank("facts", "place"),)),
            ("谈话人", "Led by", (pen.or_blank("facts", "talker"),)),
            ("记录人", "Recorder", (pen.or_blank("facts", "recorder"),)),
        ]
        blocks: list[Block] = [pen.form(rows), pen.heading(1, "评价结果", "Result")]
        year = pen.say("{year}年度", "For {year}: ", year=pen.figure("facts", "year"))
        blocks.append(Paragraph((*year, *score_sentence(pen, unit))))
        if unit.vetoes:
            blocks.append(pen.table(VETO_HEAD, VETO_WIDTHS, veto_rows(pen, unit)))
        for zh, en, field in (
            ("谈话事由", "Matter", "matter"),
            ("谈话对象陈述", "Statement", "statement"),
            ("要求", "Demands", "demands"),
        ):
            blocks += [pen.heading(1, zh, en), Paragraph((pen.or_blank("facts", field),))]
        for zh, en in (("谈话对象（签名）：", "Signed (person): "), ("谈话人（签名）：", "Signed (led by): ")):
            blocks.append(Paragraph((pen.word(zh, en) + pen.word("＿＿＿＿＿＿", "____________"),), "right"))
        return Draft(title=(pen.say(*title),), blocks=blocks)

    return written(evaluation, facts, draw, language=language)


def _person(pen: Pen) -> Runs:
    person, post = pen.or_blank("facts", "person"), pen.or_blank("facts", "post")
    return pen.say("{person}（职务：{post}）", "{person} (post: {post})", person=person, post=post)


def transfer_proposal(evaluation: Evaluation, facts: TransferFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the proposal to transfer the responsible person after two years in the lowest grade (CQ-50).

    It proposes to the organ that holds the authority over the cadre and decides nothing; where the head changed
    between the years both tenures are shown (open question of CQ-50). Raises KeyError where a result lacks the body.
    """
    evaluation.result.unit(facts.unit_id)
    facts.previous.unit(facts.unit_id)

    def draw(pen: Pen) -> Draft:
        unit = ("units", facts.unit_id)
        head = (("年度", "Year"), ("得分", "Score"), ("等次", "Grade"))
        year = pen.figure("facts", "year")
        earlier: Runs = (pen.figure("before", "ledger", "period"),)
        rows: list[tuple[Runs, ...]] = [
            (earlier, (pen.figure("before", *unit, "score"),), (pen.figure("before", *unit, "grade"),)),
            ((pen.figure("ledger", "period"),), (pen.figure(*unit, "score"),), (pen.figure(*unit, "grade"),)),
        ]
        blocks: list[Block] = [
            pen.paragraph(
                "{name}在截至{year}年度的连续两个年度评价中等次如下，依据{scheme}，按照干部管理权限，提请研究将责任人调离岗位。",
                "In two consecutive years up to {year} {name} was graded as follows. Under {scheme} it is proposed, "
                "according to the authority over cadres, that the responsible person be transferred from the post.",
                name=pen.figure(*unit, "name"),
                year=year,
                scheme=pen.figure("scheme", "name"),
            ),
            pen.table(head, (80, 38, 38), rows),
            *_tenures(pen, facts),
            pen.paragraph(
                "是否调离由贵机关依法决定。{opinion}",
                "Whether to transfer is for your organ to decide under the law. {opinion}",
                opinion=(pen.figure("facts", "opinion"),) if facts.opinion else (),
            ),
        ]
        title = pen.say("关于提请调整责任人岗位的建议", "Proposal to Transfer the Responsible Person")
        return Draft(title=(title,), addressee=(pen.figure("facts", "authority"),), blocks=blocks)

    return written(evaluation, facts, draw, language=language)


def _tenures(pen: Pen, facts: TransferFacts) -> list[Block]:
    rows: list[tuple[Runs, ...]] = []
    for place, one in enumerate(facts.heads):
        at = ("facts", "heads", place)
        until: Runs = (pen.figure(*at, "to_date"),) if one.to_date else (pen.word("至今", "to date"),)
        rows.append(((pen.figure(*at, "name"),), (pen.figure(*at, "from_date"),), until))
    if not rows:
        return []
    told = pen.paragraph("评价期间的负责人及任职时间如下。", "Heads of the body and their terms:")
    head = (("负责人", "Head"), ("任职起", "From"), ("任职止", "Until"))
    return [told, pen.table(head, (52, 52, 52), rows)]
