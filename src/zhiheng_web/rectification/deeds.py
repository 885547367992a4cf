"""Who enters problems, who plans and reports their rectification, who verifies it: always somebody above."""

from zhiheng_web.lib.policy import Deed, Reach, Role, declare, grant
from zhiheng_web.lib.words import Text

_OFFICE = (Role.evaluation_office,)
_EVALUATED = (Role.unit_head, Role.data_officer)
_SUPERVISORS = (*_OFFICE, Role.discipline)
_READERS = (*_SUPERVISORS, Role.leader, Role.executive_deputy, Role.inspector, *_EVALUATED)
_KEEPING = grant(_OFFICE, Reach.below) | grant(_EVALUATED, Reach.own)
_READING = grant(_READERS, Reach.below)

declare(
    Deed("rectification.read_problem", Text("查看问题清单", "read the problem list"), _READING),
    Deed(
        "rectification.enter_problem",
        Text("登记问题", "enter a problem"),
        _KEEPING | grant((Role.discipline, Role.inspector), Reach.beneath),
    ),
    Deed("rectification.plan_measure", Text("制定整改措施", "plan the measures"), _KEEPING),
    Deed(
        "rectification.attach_letter",
        Text("上传责任书", "bring the letter of responsibility"),
        grant(_EVALUATED, Reach.own) | grant(_OFFICE, Reach.beneath),
    ),
    Deed("rectification.report_done", Text("报告整改完成", "report as done"), grant(_EVALUATED, Reach.own)),
    # Not by the body itself: what lies beneath is verified from above.
    Deed("rectification.verify_problem", Text("核查整改", "verify"), grant(_SUPERVISORS, Reach.beneath)),
    Deed("rectification.read_guidance", Text("查看指导监督记录", "read guidance records"), _READING),
    Deed(
        "rectification.record_guidance",
        Text("登记指导监督", "record guidance of a county"),
        grant((*_SUPERVISORS, Role.inspector), Reach.beneath),
    ),
    Deed("rectification.read_practice", Text("查看典型经验", "read good practices"), _READING),
    Deed("rectification.enter_practice", Text("登记典型经验", "enter a good practice"), _KEEPING),
    Deed("rectification.read_task", Text("查看工作计划", "read the plan of tasks"), _READING),
    Deed("rectification.write_task", Text("编制工作计划", "write the plan of tasks"), _KEEPING),
)
