"""The addresses of officers' months and of what follows from them."""

from __future__ import annotations

from django.urls import path

from zhiheng_web.officers.views import accountability, lines, mine, months, rewards, trackings

app_name = "officers"
_MONTH, _LINE = "months/<int:month_id>/", "lines/<int:line_id>/"
_TRACKING, _MATTER = "tracking/<int:tracking_id>/", "accountability/<int:accountability_id>/"

urlpatterns = [
    path("", months.months, name="months"),
    path("mine/", mine.mine, name="mine"),
    path("compute/", months.compute_month, name="compute_month"),
    path(_MONTH, months.month, name="month"),
    path(f"{_MONTH}files/", months.month_files, name="month_files"),
    path(f"{_MONTH}recompute/", months.recompute, name="recompute"),
    path(f"{_MONTH}publish/", months.publish_month, name="publish_month"),
    path(f"{_MONTH}correct/", months.correct_month, name="correct_month"),
    path(f"{_MONTH}summary/", lines.summary, name="summary"),
    path(f"{_MONTH}issue/", lines.issue_list, name="issue_list"),
    path(f"{_MONTH}circular/", lines.circular, name="circular"),
    path(_LINE, lines.month_line, name="month_line"),
    path(f"{_LINE}comment/", lines.comment, name="comment"),
    path("comments/<int:comment_id>/reply/", lines.reply, name="reply"),
    path("red-cards/", lines.red_cards, name="red_cards"),
    path("rules/<int:body_id>/", lines.rules_of_bureau, name="rules"),
    path("rules/<int:body_id>/settle/", lines.set_rules, name="set_rules"),
    path("tracking/", trackings.trackings, name="trackings"),
    path("tracking/of/<int:body_id>/new/", trackings.open_tracking, name="open_tracking"),
    path(_TRACKING, trackings.tracking, name="tracking"),
    path(f"{_TRACKING}step/", trackings.add_step, name="add_step"),
    path(f"{_TRACKING}report/", trackings.report_step, name="report_step"),
    path(f"{_TRACKING}notice/", trackings.issue_notice, name="issue_notice"),
    path(f"{_TRACKING}close/", trackings.close_tracking, name="close_tracking"),
    path("accountability/", accountability.accountabilities, name="accountabilities"),
    path("accountability/of/<int:body_id>/", accountability.triggers, name="triggers"),
    path("accountability/of/<int:body_id>/new/", accountability.propose, name="propose"),
    path(_MATTER, accountability.accountability, name="accountability"),
    path(f"{_MATTER}edit/", accountability.redraft, name="redraft"),
    path(f"{_MATTER}tell/", accountability.tell_officer, name="tell_officer"),
    path(f"{_MATTER}hear/", accountability.hear, name="hear"),
    path(f"{_MATTER}submit/", accountability.submit, name="submit"),
    path(f"{_MATTER}decide/", accountability.decide, name="decide"),
    path(f"{_MATTER}withdraw/", accountability.withdraw, name="withdraw"),
    path(f"{_MATTER}mine/", accountability.own_accountability, name="own_accountability"),
    path("awards/", rewards.awards, name="awards"),
    path("awards/of/<int:body_id>/issue/", rewards.issue_award_list, name="issue_award_list"),
    path("awards/of/<int:body_id>/new/", rewards.decide_award, name="decide_award"),
    path("awards/<int:award_id>/withdraw/", rewards.withdraw_award, name="withdraw_award"),
    path("allocation/", rewards.allocation_list, name="allocation"),
    path("allocation/of/<int:body_id>/switch/", rewards.switch_allocation, name="switch_allocation"),
    path("allocation/of/<int:body_id>/new/", rewards.allocate, name="allocate"),
    path("allocation/<int:allocation_id>/", rewards.allocation_shown, name="allocation_shown"),
    path("allocation/<int:allocation_id>/decide/", rewards.decide_allocation, name="decide_allocation"),
]
