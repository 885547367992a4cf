"""Who may do what in an evaluation cycle. No role verifies or decides on the body at which it is held (CQ-07)."""

from zhiheng_web.lib.policy import Deed, Reach, Role, declare, grant
from zhiheng_web.lib.words import Text

_OFFICE = (Role.evaluation_office,)
_LEADERS = (Role.leader, Role.executive_deputy)
_ORGANISERS = (*_LEADERS, *_OFFICE, Role.discipline, Role.inspector)
_EVALUATED = (Role.unit_head, Role.data_officer)

_READING = (
    Deed(
        "evaluations.read_cycle",
        Text("查看评价周期", "read an evaluation cycle"),
        grant(_ORGANISERS, Reach.below),
    ),
    Deed(
        "evaluations.read_assessment",
        Text("查看单位评价", "read the assessment of a body"),
        grant((*_ORGANISERS, *_EVALUATED), Reach.below),
    ),
    Deed(
        "evaluations.try_what_if",
        Text("测算整改效果", "try out corrections"),
        grant((*_ORGANISERS, *_EVALUATED), Reach.below),
    ),
    Deed(
        "evaluations.replay_draft",
        Text("用草案方案重算", "replay a draft scheme"),
        grant((*_LEADERS, *_OFFICE), Reach.own),
    ),
)
_OPENING = (
    Deed("evaluations.open_cycle", Text("开启评价周期", "open an evaluation cycle"), grant(_OFFICE, Reach.own)),
    Deed("evaluations.compute", Text("重新计算", "compute again"), grant(_OFFICE, Reach.own)),
)
_SELF_EVALUATION = (
    Deed("evaluations.write_claim", Text("填写自评", "write the self-evaluation"), grant(_EVALUATED, Reach.own)),
    Deed(
        "evaluations.submit_self_evaluation",
        Text("提交自评", "submit the self-evaluation"),
        grant([Role.unit_head], Reach.own),
    ),
)
_VERIFICATION = (
    Deed("evaluations.verify", Text("核实数据", "verify the data"), grant(_OFFICE, Reach.beneath)),
    Deed("evaluations.return_for_change", Text("退回补正", "return for change"), grant(_OFFICE, Reach.beneath)),
    Deed(
        "evaluations.record_investigation",
        Text("记录调查核实", "record an investigation"),
        grant((*_OFFICE, Role.discipline, Role.inspector), Reach.beneath),
    ),
    Deed("evaluations.plan_inspection", Text("安排检查", "plan an inspection"), grant(_OFFICE, Reach.own)),
    Deed(
        "evaluations.record_finding",
        Text("登记检查发现", "record a finding"),
        grant((*_OFFICE, Role.inspector), Reach.beneath),
    ),
    Deed("evaluations.decide_finding", Text("认定检查发现", "decide on a finding"), grant(_OFFICE, Reach.beneath)),
    Deed(
        "evaluations.request_tolerance",
        Text("申请容错", "request tolerance"),
        grant(_EVALUATED, Reach.own) | grant(_OFFICE, Reach.beneath),
    ),
    Deed(
        "evaluations.decide_tolerance",
        Text("决定容错", "decide on tolerance"),
        grant((*_OFFICE, Role.executive_deputy), Reach.beneath),
    ),
    Deed(
        "evaluations.propose_veto",
        Text("提出一票否决", "propose a veto"),
        grant((*_OFFICE, Role.discipline), Reach.beneath),
    ),
    Deed(
        "evaluations.turn_key",
        Text("确认或驳回一票否决", "confirm or reject a veto"),
        grant((*_OFFICE, *_LEADERS), Reach.beneath),
    ),
)
_RESULT = (
    Deed("evaluations.propose_result", Text("提出结果建议", "propose the result"), grant(_OFFICE, Reach.own)),
    Deed(
        "evaluations.sign_proposal",
        Text("签批结果建议", "sign the proposal"),
        grant([Role.executive_deputy], Reach.own),
    ),
    Deed("evaluations.give_notice", Text("告知结果", "give notice of the result"), grant(_OFFICE, Reach.beneath)),
    Deed("evaluations.acknowledge_notice", Text("签收告知", "acknowledge the notice"), grant(_EVALUATED, Reach.own)),
    Deed("evaluations.object", Text("提出异议", "object"), grant([Role.unit_head], Reach.own)),
    Deed(
        "evaluations.override_deadline",
        Text("准许逾期异议", "admit a late objection"),
        grant([Role.executive_deputy], Reach.beneath),
    ),
    Deed("evaluations.review_objection", Text("复核异议", "review an objection"), grant(_OFFICE, Reach.beneath)),
    Deed(
        "evaluations.record_meeting",
        Text("记录审议会议", "record the deliberation"),
        grant((*_OFFICE, Role.leader), Reach.own),
    ),
    Deed("evaluations.decide", Text("审议决定", "decide on the result"), grant([Role.leader], Reach.beneath)),
    Deed("evaluations.publish", Text("发布结果", "publish the result"), grant(_OFFICE, Reach.own)),
    Deed(
        "evaluations.correct_publication",
        Text("更正已发布的结果", "correct a published result"),
        grant([Role.leader], Reach.own),
    ),
)
_AFTERWARDS = (
    Deed(
        "evaluations.decide_consequence",
        Text("决定结果运用", "decide on a consequence"),
        grant(_LEADERS, Reach.beneath),
    ),
    Deed(
        "evaluations.carry_out_consequence",
        Text("办理结果运用", "carry a consequence out"),
        grant((*_OFFICE, Role.discipline), Reach.beneath),
    ),
    Deed(
        "evaluations.choose_mention",
        Text("拟定通报表扬和批评名单", "choose whom to commend and criticise"),
        grant((*_OFFICE, Role.leader), Reach.own),
    ),
)

declare(*_READING, *_OPENING, *_SELF_EVALUATION, *_VERIFICATION, *_RESULT, *_AFTERWARDS)
