"""Writing in rectification: one function a deed."""

from zhiheng_web.rectification.actions.keeping import (
    enter_practice,
    record_guidance,
    withdraw_guidance,
    write_task,
)
from zhiheng_web.rectification.actions.problems import (
    add_milestone,
    attach_letter,
    enter_problem,
    finish_milestone,
    plan_measure,
    report_done,
    return_problem,
    verify_problem,
)

__all__ = [
    "add_milestone",
    "attach_letter",
    "enter_practice",
    "enter_problem",
    "finish_milestone",
    "plan_measure",
    "record_guidance",
    "report_done",
    "return_problem",
    "verify_problem",
    "withdraw_guidance",
    "write_task",
]
