"""The documents of an evaluation, one builder each: pure functions from an evaluation and facts to a document."""

from zhiheng.reports.documents.builders.annual import annual_report
from zhiheng.reports.documents.builders.circular import circular
from zhiheng.reports.documents.builders.minutes import deliberation_minutes
from zhiheng.reports.documents.builders.notice import notice_of_result
from zhiheng.reports.documents.builders.problems import problem_list
from zhiheng.reports.documents.builders.review import changed_lines, review_decision
from zhiheng.reports.documents.builders.talks import admonition_record, interview_record, transfer_proposal

__all__ = [
    "admonition_record",
    "annual_report",
    "changed_lines",
    "circular",
    "deliberation_minutes",
    "interview_record",
    "notice_of_result",
    "problem_list",
    "review_decision",
    "transfer_proposal",
]
