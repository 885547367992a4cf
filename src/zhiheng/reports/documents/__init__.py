"""Documents in official layout: builders, Word and PDF, charts, and the check that every figure still follows."""

from zhiheng.reports.documents import facts
from zhiheng.reports.documents.builders import (
    accountability_letter,
    admonition_record,
    annual_report,
    award_list,
    case_commentary,
    changed_lines,
    circular,
    deliberation_minutes,
    draw_sheet,
    interview_record,
    mask_names,
    monthly_list,
    notice_of_result,
    problem_list,
    red_card_list,
    review_circular,
    review_decision,
    review_notice,
    review_opinion,
    review_report,
    suggestion_letter,
    transfer_proposal,
)
from zhiheng.reports.documents.charts import Bar, Chart, draw_svg
from zhiheng.reports.documents.checking import Discrepancy, check_document
from zhiheng.reports.documents.model import Document, Figure, figures_of
from zhiheng.reports.documents.pdf import Fonts, has_typst, write_pdf
from zhiheng.reports.documents.stored import open_stored, principles_of
from zhiheng.reports.documents.word import write_word

__all__ = [
    "Bar",
    "Chart",
    "Discrepancy",
    "Document",
    "Figure",
    "Fonts",
    "accountability_letter",
    "admonition_record",
    "annual_report",
    "award_list",
    "case_commentary",
    "changed_lines",
    "check_document",
    "circular",
    "deliberation_minutes",
    "draw_sheet",
    "draw_svg",
    "facts",
    "figures_of",
    "has_typst",
    "interview_record",
    "mask_names",
    "monthly_list",
    "notice_of_result",
    "open_stored",
    "principles_of",
    "problem_list",
    "red_card_list",
    "review_circular",
    "review_decision",
    "review_notice",
    "review_opinion",
    "review_report",
    "suggestion_letter",
    "transfer_proposal",
    "write_pdf",
    "write_word",
]
