"""Who may ask the public, who enters telephone calls, who reads what came of it. Answering is open to everyone."""

from zhiheng_web.lib.policy import Deed, Reach, Role, declare, grant
from zhiheng_web.lib.words import Text

_OFFICE = grant([Role.evaluation_office], Reach.below)
_ORGANISERS = (Role.evaluation_office, Role.leader, Role.executive_deputy, Role.discipline)
_EVALUATED = (Role.unit_head, Role.data_officer)

declare(
    Deed(
        "surveys.read_questionnaire",
        Text("查看满意度调查", "read a satisfaction survey"),
        grant((*_ORGANISERS, Role.interviewer), Reach.below),
    ),
    Deed("surveys.write_questionnaire", Text("编制满意度调查", "write a satisfaction survey"), _OFFICE),
    Deed("surveys.publish_questionnaire", Text("发布满意度调查", "publish a satisfaction survey"), _OFFICE),
    Deed("surveys.close_questionnaire", Text("结束满意度调查", "close a satisfaction survey"), _OFFICE),
    Deed("surveys.feed_ledger", Text("调查结果入台账", "bring survey results into a ledger"), _OFFICE),
    Deed(
        "surveys.enter_call",
        Text("录入电话调查", "enter a telephone interview"),
        grant([Role.interviewer], Reach.below),
    ),
    Deed(
        "surveys.read_result",
        Text("查看满意度结果", "read the result of a survey"),
        grant(_ORGANISERS, Reach.below) | grant(_EVALUATED, Reach.own),
    ),
    Deed("surveys.answer_questionnaire", Text("填写问卷", "answer a questionnaire"), open_to_all=True),
    # Nobody does this: answers of a day are sealed when the next day's first one comes, and when the survey closes.
    Deed("surveys.seal_answers", Text("封存当日答卷", "seal the answers of a day")),
)
