"""Addresses of the self-evaluation."""

from django.urls import path

from zhiheng_web.evaluations.views import selfevaluation, selfevaluation_files

_HERE = "assessments/<int:assessment_id>/self-evaluation/"

urlpatterns = [
    path(_HERE, selfevaluation.self_evaluation, name="self_evaluation"),
    path(f"{_HERE}save/", selfevaluation.save, name="save_claims"),
    path(f"{_HERE}ledger/", selfevaluation.adopt, name="adopt_ledger"),
    path(f"{_HERE}score/", selfevaluation.own_score, name="own_score"),
    path(f"{_HERE}submit/", selfevaluation.submit, name="submit_self_evaluation"),
    path(f"{_HERE}evidence/", selfevaluation_files.evidence_list, name="evidence_list"),
    path(f"{_HERE}evidence/<int:evidence_id>/withdraw/", selfevaluation_files.withdraw, name="withdraw_evidence"),
    path(f"{_HERE}form.xlsx", selfevaluation_files.workbook, name="self_evaluation_form"),
    path(f"{_HERE}upload/", selfevaluation_files.upload, name="upload_self_evaluation"),
    path(f"{_HERE}<str:rule_id>/", selfevaluation.save_line, name="save_line"),
    path(f"{_HERE}<str:rule_id>/evidence/", selfevaluation_files.line_evidence, name="line_evidence"),
    path("submissions/<int:submission_id>/", selfevaluation.submission, name="submission"),
]
