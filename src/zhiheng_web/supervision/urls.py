"""The addresses of supervision."""

from __future__ import annotations

from django.urls import path

from zhiheng_web.supervision.views import external, letters, months, replies, years

app_name = "supervision"

_LETTER, _PROBLEM = "letters/<int:letter_id>/", "problems/<int:problem_id>/"
_FILE = f"{_LETTER}evidence/<int:evidence_id>/"
_EXTERNAL = "external/<int:external_id>/"
_MONTH = "months/<int:body_id>/<str:month>/"

urlpatterns = [
    path("letters/", letters.letters, name="letters"),
    path("letters/new/", letters.new_letter, name="new_letter"),
    path(_LETTER, letters.letter, name="letter"),
    path(f"{_LETTER}edit/", letters.edit_letter, name="edit_letter"),
    path(f"{_LETTER}problems/new/", letters.add_problem, name="add_problem"),
    path(f"{_LETTER}findings/", letters.choose_findings, name="choose_findings"),
    path(f"{_PROBLEM}remove/", letters.remove_problem, name="remove_problem"),
    path(f"{_PROBLEM}take-over/", replies.take_over, name="take_over"),
    path(f"{_LETTER}issue/", letters.issue_letter, name="issue_letter"),
    path(f"{_LETTER}withdraw/", letters.withdraw_letter, name="withdraw_letter"),
    path(f"{_LETTER}receive/", replies.receive_letter, name="receive_letter"),
    path(f"{_LETTER}reply/", replies.reply_letter, name="reply_letter"),
    path(f"{_LETTER}accept/", replies.accept_reply, name="accept_reply"),
    path(f"{_LETTER}return/", replies.return_reply, name="return_reply"),
    path(f"{_LETTER}close/", replies.close_letter, name="close_letter"),
    path(f"{_LETTER}paper/", replies.letter_paper, name="letter_paper"),
    path(_FILE, replies.evidence, name="letter_evidence"),
    path(f"{_FILE}withdraw/", replies.withdraw_evidence, name="withdraw_evidence"),
    path("months/", months.months, name="months"),
    path("months/<int:body_id>/", months.arrange_month, name="arrange_month"),
    path(_MONTH, months.month, name="month"),
    path(f"{_MONTH}findings/", months.month_findings, name="month_findings"),
    path(f"{_MONTH}circulate/", months.circulate_month, name="circulate_month"),
    path("circulars/<int:circular_id>/paper/", months.circular_paper, name="circular_paper"),
    path("external/", external.externals, name="externals"),
    path("external/new/", external.new_external, name="new_external"),
    path(_EXTERNAL, external.external, name="external"),
    path(f"{_EXTERNAL}edit/", external.edit_external, name="edit_external"),
    path(f"{_EXTERNAL}rows/new/", external.add_row, name="add_row"),
    path(f"{_EXTERNAL}import/", external.import_rows, name="import_rows"),
    path("external-rows/<int:row_id>/remove/", external.remove_row, name="remove_row"),
    path(f"{_EXTERNAL}original/", external.attach_original, name="attach_original"),
    path(f"{_EXTERNAL}original/<int:original_id>/", external.original, name="original"),
    path(f"{_EXTERNAL}circulate/", external.circulate_external, name="circulate_external"),
    path(f"{_EXTERNAL}withdraw/", external.withdraw_external, name="withdraw_external"),
    path("years/", years.years, name="years"),
    path("years/activities/<int:activity_id>/", years.record_submission, name="record_submission"),
    path("submissions/<int:submission_id>/papers/<int:paper_id>/", years.submission_paper, name="submission_paper"),
]
