"""Who writes, reads, teaches, judges. What is published for a body is read at every body beneath it (`audience`)."""

from zhiheng_web.lib.policy import Deed, Reach, Role, declare, grant
from zhiheng_web.lib.words import Text

_OFFICE = (Role.evaluation_office,)
_LEADERS = (Role.leader, Role.executive_deputy)
_BRIGADE = (Role.evaluation_office, Role.reviewer)
_ABOVE = (*_LEADERS, *_BRIGADE, Role.discipline)
_UNIT = (Role.unit_head, Role.legal_officer)
_STAFF = (*_UNIT, Role.data_officer, Role.officer)
_READING = grant(_ABOVE, Reach.below) | grant(_STAFF, Reach.own)

_BULLETINS = (
    Deed("training.read_bulletin", Text("查看通报和点评", "read bulletins and commentaries"), _READING),
    Deed("training.write_bulletin", Text("起草通报和点评", "write a bulletin"), grant(_BRIGADE, Reach.own)),
    Deed("training.publish_bulletin", Text("发布通报和点评", "publish a bulletin"), grant(_OFFICE, Reach.own)),
    Deed("training.withdraw_bulletin", Text("撤回通报和点评", "withdraw a bulletin"), grant(_OFFICE, Reach.own)),
    Deed("training.confirm_reading", Text("确认已阅", "confirm having read"), _READING),
    Deed("training.comment", Text("评论", "comment"), _READING),
    Deed("training.take_down_comment", Text("撤下评论", "take a comment down"), grant(_OFFICE, Reach.own)),
    Deed("training.keep_series", Text("设立系列", "keep a series"), grant(_OFFICE, Reach.own)),
)
_CAMPAIGNS = (
    Deed("training.read_campaign", Text("查看专项治理", "read campaigns"), _READING),
    Deed("training.keep_campaign", Text("组织专项治理", "keep a campaign"), grant(_OFFICE, Reach.own)),
    Deed("training.keep_focus", Text("维护治理重点", "keep the focus problems"), grant(_OFFICE, Reach.own)),
)
_MEETINGS = (
    Deed("training.read_meeting", Text("查看法制员例会", "read the legal officers' meeting"), _READING),
    Deed(
        "training.keep_meeting", Text("组织法制员例会", "hold the legal officers' meeting"), grant(_OFFICE, Reach.own)
    ),
    Deed(
        "training.read_study",
        Text("查看会后学习", "read relay studies"),
        grant(_ABOVE, Reach.below) | grant(_UNIT, Reach.own),
    ),
    Deed("training.report_study", Text("报告会后学习", "report a relay study"), grant(_UNIT, Reach.own)),
)
_COURSES = (
    Deed("training.read_course", Text("查看培训", "read courses"), _READING),
    Deed(
        "training.keep_course",
        Text("登记培训", "keep the training register"),
        grant(_OFFICE, Reach.below) | grant([Role.legal_officer], Reach.own),
    ),
    Deed(
        "training.read_register",
        Text("查看培训台账", "read the training register"),
        grant(_ABOVE, Reach.below) | grant(_UNIT, Reach.own),
    ),
    Deed("training.arrange", Text("设置培训要求", "settle what training asks"), grant(_OFFICE, Reach.own)),
)
_CLASSES = (
    Deed("training.read_class", Text("查看后进民警培训", "read classes"), grant(_ABOVE, Reach.below)),
    Deed("training.keep_class", Text("组织后进民警培训", "keep a class"), grant(_OFFICE, Reach.own)),
    Deed("training.teach_class", Text("讲评和阅卷", "teach and mark"), grant(_BRIGADE, Reach.own)),
    # An officer reads and answers what is theirs, nobody else's (`guards.demand_own_enrolment`).
    Deed(
        "training.read_enrolment",
        Text("查看本人培训", "read an enrolment"),
        grant(_ABOVE, Reach.below) | grant((*_UNIT, Role.officer), Reach.own),
    ),
    Deed("training.take_part", Text("自查和考试", "take part in a class"), grant([Role.officer], Reach.own)),
)
_CONTESTS = (
    Deed("training.read_contest", Text("查看十佳十差评选", "read a contest"), _READING),
    Deed("training.keep_contest", Text("组织十佳十差评选", "keep a contest"), grant(_OFFICE, Reach.own)),
    # Only for the judge who was drawn (`guards.demand_own_ballot`).
    Deed("training.judge", Text("评审打分", "judge"), grant([Role.legal_officer, Role.officer], Reach.own)),
    Deed("training.reward", Text("登记奖励和经验", "record rewards"), grant((*_OFFICE, *_LEADERS), Reach.own)),
    Deed(
        "training.decide_follow_up",
        Text("决定问责措施", "decide on accountability"),
        grant((*_OFFICE, *_LEADERS), Reach.own),
    ),
)

declare(*_BULLETINS, *_CAMPAIGNS, *_MEETINGS, *_COURSES, *_CLASSES, *_CONTESTS)
