"""The circular of commendation or criticism (通报表扬、通报批评, HN-14). No threshold is given: people choose."""

from __future__ import annotations

from zhiheng.domain.evaluation import Evaluation
from zhiheng.reports.documents.builders.annual_outcomes import listed_table
from zhiheng.reports.documents.facts import CircularFacts
from zhiheng.reports.documents.model import Block, Document, DocumentLanguage
from zhiheng.reports.documents.pen import Draft, Pen, written


def circular(evaluation: Evaluation, facts: CircularFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the circular. Raises KeyError where it names a body that the result does not have."""
    for one in facts.listed:
        evaluation.result.unit(one.unit_id)
    praise = facts.kind == "commendation"

    def draw(pen: Pen) -> Draft:
        year, scheme = pen.figure("facts", "year"), pen.figure("scheme", "name")
        if praise:
            title = pen.say("关于{year}年度执法评价的通报表扬", "Circular of Commendation for {year}", year=year)
            opening = (
                "在{year}年度依据{scheme}开展的评价中，下列单位和个人表现突出，经研究，予以通报表扬。",
                "In the evaluation for {year} under {scheme} the following did outstanding work and are commended.",
            )
            demand = ("希望受到表扬的单位和个人再接再厉。", "Those commended are asked to keep up their work.")
        else:
            title = pen.say("关于{year}年度执法评价的通报批评", "Circular of Criticism for {year}", year=year)
            opening = (
                "在{year}年度依据{scheme}开展的评价中，下列单位和个人工作推动不力，经研究，予以通报批评。",
                "In the evaluation for {year} under {scheme} the following fell short and are criticised.",
            )
            demand = (
                "受到批评的单位应当对照问题清单认真整改。",
                "Those criticised shall mend what the problem list names.",
            )
        blocks: list[Block] = [pen.paragraph(*opening, year=year, scheme=scheme)]
        blocks.append(listed_table(pen, "listed", facts.listed))
        if facts.demand:
            blocks.append(pen.paragraph("{demand}", "{demand}", demand=pen.figure("facts", "demand")))
        else:
            blocks.append(pen.paragraph(*demand))
        addressee = (pen.figure("facts", "addressees"),) if facts.addressees else (pen.word("各有关单位", "All units"),)
        return Draft(title=(title,), addressee=addressee, blocks=blocks)

    return written(evaluation, facts, draw, language=language)
