"""The documents, one builder each: pure functions from an evaluation and facts, or from facts alone, to a document."""

from zhiheng.reports.documents.builders.annual import annual_report
from zhiheng.reports.documents.builders.circular import circular
from zhiheng.reports.documents.builders.draw_sheet import draw_sheet
from zhiheng.reports.documents.builders.file_circulars import case_commentary, mask_names, review_circular
from zhiheng.reports.documents.builders.file_opinions import review_notice, review_opinion
from zhiheng.reports.documents.builders.file_reports import review_report
from zhiheng.reports.documents.builders.letters import accountability_letter, suggestion_letter, supervision_notice
from zhiheng.reports.documents.builders.minutes import deliberation_minutes
from zhiheng.reports.documents.builders.notice import notice_of_result
from zhiheng.reports.documents.builders.officer_lists import award_list, monthly_list, red_card_list
from zhiheng.reports.documents.builders.problems import problem_list
from zhiheng.reports.documents.builders.review import changed_lines, review_decision
from zhiheng.reports.documents.builders.talks import admonition_record, interview_record, transfer_proposal

__all__ = [
    "accountability_letter",
    "admonition_record",
    "annual_report",
    "award_list",
    "case_commentary",
    "changed_lines",
    "circular",
    "deliberation_minutes",
    "draw_sheet",
    "interview_record",
    "mask_names",
    "monthly_list",
    "notice_of_result",
    "problem_list",
    "red_card_list",
    "review_circular",
    "review_decision",
    "review_notice",
    "review_opinion",
    "review_report",
    "suggestion_letter",
    "supervision_notice",
    "transfer_proposal",
]
