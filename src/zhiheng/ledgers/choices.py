"""The listed values of the ledger's columns with the Chinese words accepted for each. No column stands here."""

from __future__ import annotations

from zhiheng.ledgers.columns import Choice


def _choices(*lines: tuple[str, str]) -> tuple[Choice, ...]:
    """Build choices from `value, "label further spellings"`; the first word is the label shown."""
    return tuple(Choice(value, words.split()[0], tuple(words.split()[1:])) for value, words in lines)


LEVELS = _choices(
    ("province", "省级 省 自治区 直辖市"),
    ("city", "市级 市 地市级 设区的市 州"),
    ("county", "县级 县 区县 区县级 区级 区 县级市"),
    ("squad", "中队 基层中队 执法中队 街道中队 队"),
)

ROLES = _choices(
    ("officer", "执法人员 执法员 行政执法人员"),
    ("auxiliary", "辅助人员 执法辅助人员 协管员 辅助"),
    ("legal_officer", "法制员 法制人员"),
    ("legal_reviewer", "法制审核人员 法制审核员 审核人员"),
    ("leader", "负责人 领导 单位负责人 主要负责人"),
)

CASE_KINDS = _choices(
    ("penalty", "行政处罚 处罚"),
    ("licence", "行政许可 许可"),
    ("compulsion", "行政强制 强制"),
    ("inspection", "行政检查 检查"),
    ("collection", "行政征收征用 行政征收 征收 征收征用"),
    ("other", "其他 其它"),
)

PROCEDURES = _choices(("ordinary", "普通程序 一般程序 普通 一般"), ("summary", "简易程序 当场处罚 简易"))

PARTY_KINDS = _choices(
    ("citizen", "公民 个人 自然人"),
    ("organisation", "法人或者其他组织 单位 法人 组织 企业 其他组织 法人及非法人组织 organization"),
)

CASE_SOURCES = _choices(
    ("patrol", "巡查 日常巡查 巡查发现"),
    ("complaint", "投诉举报 投诉 举报"),
    ("transfer", "移送 移交 部门移送 上级交办"),
    ("self_report", "自行申报 主动报告 主动申报"),
    ("other", "其他 其它"),
)

MEDIA = _choices(
    ("text", "文字 文书 文字记录"),
    ("audio", "录音 音频"),
    ("video", "录像 视频 音像 录音录像 音视频"),
    ("photo", "照片 拍照 相片"),
)

STATUSES = _choices(
    ("verified", "核实 已核实 属实 已认定 认定"),
    ("pending", "待核实 核实中 未核实"),
    ("rejected", "不予认定 不属实 已驳回 驳回"),
)

MENDED = _choices(
    ("mended", "已整改 整改到位 整改完成 已改正"),
    ("partly", "部分整改 整改中"),
    ("not", "未整改 未改正 没有整改"),
)

ROUNDS = (
    Choice(1, "第一轮", ("首轮", "一轮", "初评", "1.0")),
    Choice(2, "第二轮", ("二轮", "复评", "2.0")),
)

# Any other source of a fact is kept as written: 自评, a system's name, a report's number.
FACT_SOURCES = _choices(("verified", "核实 已核实"))

ORGANS = _choices(
    ("court", "法院 人民法院 司法机关"),
    ("reconsideration", "复议机关 行政复议机关 复议"),
    ("superior", "上级机关 上级 上级部门"),
    ("discipline", "纪检监察机关 纪委监委 纪检监察 纪检"),
    ("public", "社会公众 公众 社会 媒体 舆论"),
)

OUTCOME_RESULTS = _choices(
    ("maintained", "维持"),
    ("revoked", "撤销"),
    ("partly_revoked", "部分撤销"),
    ("changed", "变更"),
    ("confirmed_illegal", "确认违法"),
    ("ordered_to_perform", "责令履行 限期履行 责令履职"),
    ("compensation", "赔偿 行政赔偿 国家赔偿"),
    ("sanction", "处分 政务处分 党纪政务处分"),
    ("criminal", "追究刑事责任 刑事责任 刑事处罚 刑事"),
    ("incident", "事件 重大事件 群体性事件 负面事件"),
)

SURVEY_METHODS = _choices(("questionnaire", "问卷调查 问卷"), ("telephone", "电话调查 电话 电话访问"))

ACTIVITIES = _choices(
    ("clue_registered", "线索登记"),
    ("inspected", "现场检查"),
    ("filed", "立案"),
    ("evidence_preserved", "先行登记保存"),
    ("evidence_resolved", "登记保存处理"),
    ("seized", "查封扣押 查封、扣押"),
    ("seizure_extended", "延长查封扣押"),
    ("released", "解除查封扣押"),
    ("investigated", "调查取证"),
    ("reviewed", "案件审核"),
    ("notified", "事先告知"),
    ("statement_heard", "听取陈述申辩"),
    ("hearing_requested", "申请听证"),
    ("hearing_notified", "听证通知"),
    ("hearing_held", "举行听证"),
    ("legal_review_submitted", "送法制审核"),
    ("legal_review_passed", "法制审核通过"),
    ("legal_review_returned", "法制审核退回"),
    ("discussed", "集体讨论"),
    ("suspended", "中止"),
    ("resumed", "恢复"),
    ("extended", "延期"),
    ("decided", "决定"),
    ("served", "送达"),
    ("paid", "缴款"),
    ("demanded", "催告"),
    ("enforced", "执行"),
    ("closed", "结案"),
    ("archived", "归档"),
    ("review_submitted", "送评"),
    ("review_resubmitted", "二次送评"),
    ("published", "公示"),
    ("revoked", "决定被撤销"),
    ("withdrawn", "撤下公示"),
    ("corrected", "更正公示"),
)

#: Activities that checks read beyond those of the ledger format. A ledger that never enters one of them is not taken
#: to say that it did not happen.
FURTHER_ACTIVITIES = _choices(
    ("transferred", "移送"),
    ("not_filed", "不予立案"),
    ("check_extended", "延长核查"),
    ("not_penalised", "不予处罚"),
    ("statement_waived", "放弃陈述申辩"),
    ("hearing_waived", "放弃听证"),
    ("announced", "公告送达"),
    ("instalments_approved", "批准延期分期"),
    ("publication_exempted", "不予公开"),
    ("violation_ended", "违法行为终了"),
    ("seizure_approved", "批准查封扣押"),
    ("enforced_at_once", "立即执行"),
    ("court_applied", "申请法院执行"),
    ("review_returned", "退回整改"),
)
