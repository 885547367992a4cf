"""Addresses of objections."""

from django.urls import path

from zhiheng_web.evaluations.views import hearing

urlpatterns = [
    path("assessments/<int:assessment_id>/object/", hearing.file_objection, name="object"),
    path("objections/<int:objection_id>/", hearing.objection, name="objection"),
    path("objections/<int:objection_id>/finish/", hearing.finish_review, name="finish_review"),
    path("objections/<int:objection_id>/withdraw/", hearing.withdraw, name="withdraw_objection"),
    path("objections/lines/<int:line_id>/", hearing.review_line, name="review_line"),
]
