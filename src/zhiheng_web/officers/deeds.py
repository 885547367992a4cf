"""Who computes, publishes and reads officers' months, who tracks, who is heard, who decides. Nobody about themselves.

Drafts are the bureau's; what is published the bureau's staff read (never the public, WX-AMB-06); a line with all its
cases is read by those above, by the unit's leader and legal officer, and by the officer it is about.
"""

from zhiheng_web.lib.policy import Deed, Reach, Role, declare, grant
from zhiheng_web.lib.words import Text

_OFFICE = (Role.evaluation_office,)
_BRIGADE = (Role.evaluation_office, Role.reviewer)
_LEADERS = (Role.leader, Role.executive_deputy)
_ABOVE = (*_LEADERS, *_BRIGADE, Role.discipline)
_UNIT = (Role.unit_head, Role.legal_officer)
_PERSONNEL = (*_LEADERS, *_OFFICE, Role.discipline)

_MONTHS = (
    Deed("officers.read_mine", Text("查看本人执法清单", "see one's own months"), signed_in=True),
    Deed(
        "officers.read_month",
        Text("查看月执法清单", "read the monthly list"),
        grant(_ABOVE, Reach.below) | grant((*_UNIT, Role.officer), Reach.own),
    ),
    Deed(
        "officers.read_line",
        Text("查看个人月清单", "read an officer's month"),
        grant(_ABOVE, Reach.below) | grant((*_UNIT, Role.officer), Reach.own),
    ),
    Deed("officers.compute_month", Text("计算月执法清单", "compute the monthly list"), grant(_OFFICE, Reach.own)),
    Deed("officers.publish_month", Text("公示月执法清单", "publish the monthly list"), grant(_OFFICE, Reach.own)),
    Deed("officers.set_rules", Text("设定计算规则", "settle the rules of computing"), grant(_OFFICE, Reach.own)),
    Deed(
        "officers.share_summary", Text("登记工作群公示", "log a summary for the staff chat"), grant(_OFFICE, Reach.own)
    ),
    Deed("officers.issue_list", Text("印发清单和通报", "issue list and circular"), grant(_OFFICE, Reach.own)),
    Deed("officers.comment", Text("点评", "comment on a month"), grant(_BRIGADE, Reach.own)),
    Deed("officers.reply", Text("回复点评", "reply to a comment"), grant([Role.officer], Reach.own)),
)
_TRACKING = (
    Deed(
        "officers.read_tracking",
        Text("查看跟踪督办", "read what is tracked"),
        grant(_ABOVE, Reach.below) | grant((*_UNIT, Role.officer), Reach.own),
    ),
    Deed("officers.track", Text("跟踪督办", "track a case or person"), grant(_BRIGADE, Reach.own)),
    Deed(
        "officers.report_step",
        Text("报告督办进展", "report on what is tracked"),
        grant((*_UNIT, Role.officer), Reach.own),
    ),
    Deed("officers.close_tracking", Text("办结跟踪督办", "close a tracking"), grant(_OFFICE, Reach.own)),
)
_ACCOUNTABILITY = (
    Deed("officers.read_accountability", Text("查看责任追究", "read accountability"), grant(_PERSONNEL, Reach.own)),
    Deed(
        "officers.propose_accountability",
        Text("提出追究执法过错责任意见", "propose accountability"),
        grant(_OFFICE, Reach.own),
    ),
    Deed(
        "officers.hear_officer",
        Text("听取陈述申辩", "hear the officer"),
        grant((*_OFFICE, Role.discipline), Reach.own),
    ),
    Deed("officers.state_own", Text("陈述申辩", "make one's statement"), grant([Role.officer], Reach.own)),
    Deed(
        "officers.submit_accountability",
        Text("提交局党组讨论", "submit to the party committee"),
        grant(_OFFICE, Reach.own),
    ),
    Deed("officers.decide_accountability", Text("登记局党组决定", "record the decision"), grant(_LEADERS, Reach.own)),
)
_REWARDS = (
    Deed("officers.read_awards", Text("查看评先评优", "read the award list"), grant(_PERSONNEL, Reach.own)),
    Deed("officers.decide_award", Text("决定奖励", "decide on an award"), grant(_LEADERS, Reach.own)),
    Deed("officers.read_allocation", Text("查看办案经费测算", "read the allocation"), grant(_PERSONNEL, Reach.own)),
    Deed(
        "officers.switch_allocation",
        Text("启用或停用经费测算", "turn the allocation on or off"),
        grant([Role.leader], Reach.own),
    ),
    Deed("officers.allocate", Text("测算办案经费", "compute an allocation"), grant(_OFFICE, Reach.own)),
    Deed("officers.adopt_allocation", Text("决定经费测算", "decide on an allocation"), grant(_LEADERS, Reach.own)),
)

declare(*_MONTHS, *_TRACKING, *_ACCOUNTABILITY, *_REWARDS)
