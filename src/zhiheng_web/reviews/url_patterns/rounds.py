"""Addresses of the rounds: notice, mending, second submission, objections."""

from django.urls import path

from zhiheng_web.reviews.views import rounds, rounds_mending, rounds_objections

_EVIDENCE = "mendings/<int:mending_id>/files/<int:evidence_id>/"

urlpatterns = [
    path("files/<int:file_id>/notice/", rounds.notice, name="notice"),
    path("files/<int:file_id>/notice/give/", rounds.give_notice, name="give_notice"),
    path("files/<int:file_id>/notice/second/", rounds.give_second_notice, name="give_second_notice"),
    path("files/<int:file_id>/opinion/", rounds.issue_opinion, name="issue_opinion"),
    path("files/<int:file_id>/settle/", rounds.settle_file, name="settle_file"),
    path("files/<int:file_id>/call-in/", rounds.call_in, name="call_in"),
    path("files/<int:file_id>/mending/", rounds_mending.mending, name="mending"),
    path("files/<int:file_id>/resubmit/", rounds_mending.resubmit, name="resubmit"),
    path("mendings/<int:mending_id>/report/", rounds_mending.report_mending, name="report_mending"),
    path("mendings/<int:mending_id>/check/", rounds_mending.check_mending, name="check_mending"),
    path(_EVIDENCE, rounds_mending.mending_file, name="mending_file"),
    path(f"{_EVIDENCE}withdraw/", rounds_mending.withdraw_mending_file, name="withdraw_mending_file"),
    path("files/<int:file_id>/object/", rounds_objections.object_to, name="object"),
    path("objections/<int:objection_id>/", rounds_objections.objection, name="objection"),
    path("objections/<int:objection_id>/answer/", rounds_objections.answer_objection, name="answer_objection"),
    path("objections/<int:objection_id>/withdraw/", rounds_objections.withdraw_objection, name="withdraw_objection"),
]
