"""Who supervises: the bureau writes, its units answer; the month and what came from above are the bureau's matter."""

from zhiheng_web.lib.policy import Deed, Reach, Role, declare, grant
from zhiheng_web.lib.words import Text

_OFFICE = (Role.evaluation_office,)
_LEADERS = (Role.leader, Role.executive_deputy)
_BRIGADE = (*_OFFICE, Role.reviewer)
_ABOVE = (*_LEADERS, *_BRIGADE, Role.discipline)
_UNIT = (Role.unit_head, Role.legal_officer)
_STAFF = (*_UNIT, Role.data_officer, Role.officer)

#: A letter is a matter of its addressee; that it comes from the issuer's own side is asked in `guards`.
_LETTERS = (
    Deed(
        "supervision.read_letter",
        Text("查看监督建议书", "read suggestion letters"),
        grant(_ABOVE, Reach.below) | grant((*_UNIT, Role.data_officer), Reach.own),
    ),
    Deed(
        "supervision.draft_letter",
        Text("起草监督建议书", "draft a suggestion letter"),
        grant((*_BRIGADE, Role.discipline), Reach.beneath),
    ),
    Deed(
        "supervision.issue_letter", Text("制发监督建议书", "issue a suggestion letter"), grant(_OFFICE, Reach.beneath)
    ),
    Deed("supervision.receive_letter", Text("签收监督建议书", "sign for a letter"), grant(_UNIT, Reach.own)),
    Deed("supervision.reply_letter", Text("答复监督建议书", "reply to a letter"), grant(_UNIT, Reach.own)),
    # Never by those who replied: what lies beneath is judged from above.
    Deed("supervision.decide_letter", Text("审核答复", "decide on a reply"), grant(_OFFICE, Reach.beneath)),
    Deed("supervision.withdraw_letter", Text("撤回监督建议书", "withdraw a letter"), grant(_OFFICE, Reach.beneath)),
)
_MONTHS = (
    Deed(
        "supervision.read_month", Text("查看网上监督月度情况", "read the month of checks"), grant(_ABOVE, Reach.below)
    ),
    Deed("supervision.circulate_month", Text("通报网上监督情况", "circulate the month"), grant(_OFFICE, Reach.own)),
    Deed("supervision.arrange", Text("设置通报日", "settle the day of the circular"), grant(_OFFICE, Reach.own)),
)
_EXTERNAL = (
    # What has been circulated is read at every body beneath (`training.audience`).
    Deed(
        "supervision.read_external",
        Text("查看上级评查结果", "read results from above"),
        grant(_ABOVE, Reach.below) | grant(_STAFF, Reach.own),
    ),
    Deed(
        "supervision.enter_external", Text("登记上级评查结果", "enter results from above"), grant(_BRIGADE, Reach.own)
    ),
    Deed(
        "supervision.circulate_external",
        Text("通报上级评查结果", "circulate results from above"),
        grant(_OFFICE, Reach.own),
    ),
)
_YEARS = (
    Deed("supervision.read_year", Text("查看年度评查完成情况", "read the year's reviews"), grant(_ABOVE, Reach.below)),
    Deed(
        "supervision.record_submission",
        Text("登记评查结果上报", "record that results were reported"),
        grant(_OFFICE, Reach.own),
    ),
)

declare(*_LETTERS, *_MONTHS, *_EXTERNAL, *_YEARS)
