"""Who may do what in case-file review. Nobody reviews files of their own body or cases of their own (WX-06, WX-09)."""

from zhiheng_web.lib.policy import BUSINESS, Deed, Reach, Role, declare, grant
from zhiheng_web.lib.words import Text

_OFFICE = (Role.evaluation_office,)
_LEADERS = (Role.leader, Role.executive_deputy)
_BRIGADE = (Role.evaluation_office, Role.reviewer)
_ABOVE = (*_LEADERS, *_BRIGADE, Role.discipline)
_UNIT = (Role.unit_head, Role.legal_officer)

_READING = (
    Deed("reviews.read_activity", Text("查看评查活动", "read a review activity"), grant(_ABOVE, Reach.below)),
    # Whoever is reviewed can see for themselves that nobody steered the draw; case numbers, no names (XH-26).
    Deed(
        "reviews.read_draw",
        Text("查看公布的总体和抽取结果", "read a population and its draws"),
        grant(BUSINESS, Reach.everywhere),
    ),
    Deed(
        "reviews.read_file",
        Text("查看案卷评查", "read the review of a file"),
        grant(_ABOVE, Reach.below) | grant((*_UNIT, Role.data_officer, Role.officer), Reach.own),
    ),
    Deed(
        "reviews.read_calibration",
        Text("查看评查员校准", "read the calibration"),
        grant((*_LEADERS, *_OFFICE), Reach.own),
    ),
)
_PREPARING = (
    Deed("reviews.open_activity", Text("开展评查活动", "open a review activity"), grant(_OFFICE, Reach.own)),
    Deed("reviews.freeze_population", Text("冻结并公布总体", "freeze the population"), grant(_OFFICE, Reach.own)),
    Deed("reviews.draw", Text("抽取案卷", "draw the files"), grant(_OFFICE, Reach.own)),
    Deed("reviews.assign", Text("分派评查员", "assign reviewers"), grant(_OFFICE, Reach.own)),
    Deed("reviews.plant", Text("安排校准案卷", "plant files for calibration"), grant(_OFFICE, Reach.own)),
)
_REVIEWING = (
    Deed("reviews.submit_file", Text("送评", "submit a file"), grant(_UNIT, Reach.own)),
    Deed("reviews.review_first_level", Text("初评", "review at the unit"), grant([Role.legal_officer], Reach.own)),
    Deed("reviews.review_second_level", Text("评查案卷", "review at the brigade"), grant(_BRIGADE, Reach.beneath)),
    # The pages and operations of a card of either level; what is written is a deed of its level.
    Deed(
        "reviews.fill_card",
        Text("填写考评卡", "fill a review card in"),
        grant(_BRIGADE, Reach.beneath) | grant([Role.legal_officer], Reach.own),
    ),
    Deed(
        "reviews.recuse",
        Text("申请回避", "stand aside"),
        grant(_BRIGADE, Reach.beneath) | grant([Role.legal_officer], Reach.own),
    ),
    Deed("reviews.give_notice", Text("告知评查结果", "give notice of the review"), grant(_BRIGADE, Reach.beneath)),
)
_MENDING = (
    Deed(
        "reviews.report_mending",
        Text("报告整改", "report the mending"),
        grant([Role.officer, Role.legal_officer], Reach.own),
    ),
    Deed("reviews.check_mending", Text("督促核对整改", "check the mending"), grant(_UNIT, Reach.own)),
    Deed("reviews.resubmit_file", Text("二次送评", "submit a second time"), grant(_UNIT, Reach.own)),
    Deed("reviews.object", Text("对评查提出异议", "object to a review"), grant([Role.officer, *_UNIT], Reach.own)),
    Deed("reviews.answer_objection", Text("答复异议", "answer an objection"), grant(_BRIGADE, Reach.beneath)),
)
_RESULT = (
    Deed("reviews.compute", Text("汇总评查结果", "compute the results"), grant(_OFFICE, Reach.own)),
    Deed("reviews.report", Text("出具评查报告", "issue the report"), grant((*_OFFICE, *_LEADERS), Reach.own)),
)

declare(*_READING, *_PREPARING, *_REVIEWING, *_MENDING, *_RESULT)
