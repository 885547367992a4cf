"""The addresses of rectification."""

from __future__ import annotations

from django.urls import path

from zhiheng_web.rectification.views import keeping, problems

app_name = "rectification"
_PROBLEM = "<int:problem_id>/"

urlpatterns = [
    path("", problems.problems, name="problems"),
    path("new/", problems.enter, name="enter_problem"),
    path(_PROBLEM, problems.problem, name="problem"),
    path(f"{_PROBLEM}plan/", problems.plan, name="plan"),
    path(f"{_PROBLEM}milestones/", problems.add_milestone, name="add_milestone"),
    path(f"{_PROBLEM}letter/", problems.attach_letter, name="letter"),
    path(f"{_PROBLEM}report/", problems.report, name="report"),
    path(f"{_PROBLEM}verify/", problems.verify, name="verify"),
    path(f"{_PROBLEM}return/", problems.send_back, name="return"),
    path("milestones/<int:milestone_id>/done/", problems.finish_milestone, name="finish_milestone"),
    path("guidance/", keeping.guidance, name="guidance"),
    path("guidance/new/", keeping.record_guidance, name="record_guidance"),
    path("guidance/<int:guidance_id>/withdraw/", keeping.withdraw_guidance, name="withdraw_guidance"),
    path("guidance/of/<int:body_id>/", keeping.guided, name="guided"),
    path("practices/", keeping.practices, name="practices"),
    path("practices/new/", keeping.enter_practice, name="enter_practice"),
    path("practices/<int:practice_id>/", keeping.practice, name="practice"),
    path("practices/<int:practice_id>/edit/", keeping.edit_practice, name="edit_practice"),
    path("tasks/", keeping.tasks, name="tasks"),
    path("tasks/new/", keeping.add_task, name="add_task"),
    path("tasks/<int:task_id>/edit/", keeping.edit_task, name="edit_task"),
]
