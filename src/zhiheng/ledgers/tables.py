"""The tables of the ledger (台账): every column with label, type and references. Cells are read in `cells`."""

from __future__ import annotations

from collections.abc import Mapping

from zhiheng.ledgers import choices
from zhiheng.ledgers.columns import Choice, Column, TableSpec, Type, Value, find_name, folded


def _column(name: str, labels: str, kind: Type = Type.text, **more: object) -> Column:
    """Build a column from `name*` (required) and its Chinese labels, separated by blanks."""
    return Column(name.rstrip("*"), tuple(labels.split()), kind, required=name.endswith("*"), **more)  # type: ignore[arg-type]


def _id(name: str, labels: str, refers_to: str = "") -> Column:
    return _column(name, labels, Type.identifier, refers_to=refers_to)


def _choice(name: str, labels: str, listed: tuple[Choice, ...], default: Value = None) -> Column:
    return _column(name, labels, Type.choice, choices=listed, default=default)


def _term(name: str, labels: str, listed: tuple[Choice, ...]) -> Column:
    return _column(name, labels, Type.term, choices=listed)


def _money(name: str, labels: str) -> Column:
    return _column(name, labels, Type.decimal, money=True)


_UNITS = TableSpec(
    "units",
    ("单位", "单位表"),
    (
        _id("unit_id*", "单位编号 单位编码"),
        _column("name*", "单位名称"),
        _id("parent_id", "上级单位编号", "units"),
        _column("kind", "单位类型"),
        _choice("level", "层级", choices.LEVELS),
        _id("region_code", "行政区划代码"),
        _id("uscc", "统一社会信用代码"),
    ),
    key=("unit_id",),
)

_OFFICERS = TableSpec(
    "officers",
    ("人员", "人员表", "执法人员"),
    (
        _id("officer_id*", "人员编号"),
        _id("unit_id*", "单位编号 所属单位编号", "units"),
        _column("name*", "姓名"),
        _choice("role*", "岗位", choices.ROLES),
        _id("certificate_no", "执法证号"),
        _column("certificate_until", "证件有效期至", Type.date),
        _column("legal_qualification", "法律职业资格", Type.boolean),
        _column("from", "到岗日期", Type.date),
        _column("until", "离岗日期", Type.date),
    ),
    key=("officer_id",),
    at_most=(("from", "until"),),
)

_CASES = TableSpec(
    "cases",
    ("案件", "案件表"),
    (
        _id("case_id*", "案件编号"),
        _id("unit_id*", "承办单位编号 单位编号", "units"),
        _choice("kind*", "执法类别", choices.CASE_KINDS),
        _choice("procedure", "程序 适用程序", choices.PROCEDURES),
        _column("cause", "案由"),
        _id("power_item_id", "权责事项编号", "power_items"),
        _id("lead_officer_id", "主办人员编号", "officers"),
        _id("second_officer_id", "协办人员编号", "officers"),
        _id("party_id", "当事人编号"),
        _choice("party_kind", "当事人类型", choices.PARTY_KINDS),
        _column("place", "地点"),
        _choice("source", "案件来源", choices.CASE_SOURCES),
        _id("complaint_id", "投诉编号", "complaints"),
        _column("penalty_kind", "处罚种类"),
        _money("fine", "罚款金额"),
        _money("confiscated", "没收金额"),
        _money("paid", "缴款金额"),
        _id("benchmark_id", "裁量基准编号", "benchmarks"),
        _column("hearing_right", "是否符合听证条件", Type.boolean),
        _column("major", "是否重大", Type.boolean),
        _column("collective", "是否集体讨论", Type.boolean),
        _column("document_no", "决定书文号"),
    ),
    key=("case_id",),
)

_EVENTS = TableSpec(
    "events",
    ("办案环节", "环节"),
    (
        _id("case_id*", "案件编号", "cases"),
        _term("activity*", "环节 办案环节", choices.ACTIVITIES + choices.FURTHER_ACTIVITIES),
        _column("at*", "时间", Type.instant),
        _id("officer_id", "人员编号", "officers"),
        _column("document_no", "文书号"),
        _choice("medium", "记录方式", choices.MEDIA),
        _column("note", "备注"),
        _column("digest", "文件摘要"),
    ),
)

_COMPLAINTS = TableSpec(
    "complaints",
    ("投诉", "投诉举报"),
    (
        _id("complaint_id*", "投诉编号"),
        _column("received_at*", "收到时间", Type.instant),
        _id("unit_id", "承办单位编号 单位编号", "units"),
        _column("issue", "问题类别"),
        _column("place", "地点"),
        _column("subject", "内容"),
        _column("channel", "渠道"),
        _column("accepted", "是否受理", Type.boolean),
        _column("handled_at", "办结时间", Type.instant),
        _column("outcome", "结果"),
        _column("satisfied", "是否满意", Type.boolean),
    ),
    key=("complaint_id",),
)

_FINDINGS = TableSpec(
    "findings",
    ("问题", "问题表", "问题清单"),
    (
        _id("finding_id*", "问题编号"),
        _id("unit_id*", "单位编号", "units"),
        _id("rule_id*", "规则编号"),
        _column("occurred_at", "发生时间", Type.instant),
        _id("officer_id", "人员编号 责任人员编号", "officers"),
        _id("case_id", "案件编号", "cases"),
        _column("quantity", "数量", Type.count, default=1),
        _column("source", "来源"),
        _column("evidence", "佐证"),
        _choice("status", "状态", choices.STATUSES, "verified"),
        _column("exemption", "容错情形"),
        _column("exemption_reason", "容错理由"),
        _column("aspect", "方面"),
        _column("page", "页码"),
        _choice("round", "轮次", choices.ROUNDS, 1),
        _choice("mended", "整改情况", choices.MENDED),
        _column("amount", "扣分", Type.decimal),
    ),
    key=("finding_id",),
)

_FACTS = TableSpec(
    "facts",
    ("申报数据", "申报"),
    (
        _id("unit_id*", "单位编号", "units"),
        _id("rule_id*", "规则编号"),
        _column("value*", "值 自评值 申报值", Type.answer),
        _term("source", "来源", choices.FACT_SOURCES),
        _column("evidence", "佐证 佐证材料"),
        _id("case_id", "案件编号", "cases"),
        _choice("round", "轮次", choices.ROUNDS, 1),
    ),
    key=("unit_id", "rule_id", "source", "case_id", "round"),
)

_OUTCOMES = TableSpec(
    "outcomes",
    ("外部结果",),
    (
        _id("outcome_id*", "结果编号 外部结果编号"),
        _id("case_id", "案件编号", "cases"),
        _id("unit_id*", "单位编号", "units"),
        _choice("organ*", "作出机关 机关", choices.ORGANS),
        _choice("result*", "结果", choices.OUTCOME_RESULTS),
        _column("effective_at*", "生效时间", Type.instant),
        _column("note", "备注"),
    ),
    key=("outcome_id",),
)

_BENCHMARKS = TableSpec(
    "benchmarks",
    ("裁量基准",),
    (
        _id("benchmark_id*", "裁量基准编号 基准编号"),
        _column("cause", "案由"),
        _choice("party_kind", "当事人类型", choices.PARTY_KINDS),
        _column("grade", "档次"),
        _money("minimum", "最低金额 下限"),
        _money("maximum", "最高金额 上限"),
        _column("from", "生效日期", Type.date),
        _column("until", "失效日期", Type.date),
        _column("basis", "依据"),
    ),
    key=("benchmark_id",),
    at_most=(("minimum", "maximum"), ("from", "until")),
)

_POWER_ITEMS = TableSpec(
    "power_items",
    ("权责事项", "权责清单"),
    (
        _id("power_item_id*", "权责事项编号 事项编号"),
        _id("unit_id*", "单位编号", "units"),
        _column("name*", "事项名称"),
        _column("kind", "事项类型"),
        _column("basis", "依据"),
    ),
    key=("power_item_id",),
)

_SURVEYS = TableSpec(
    "surveys",
    ("满意度调查",),
    (
        _id("unit_id*", "单位编号", "units"),
        _choice("method", "调查方式", choices.SURVEY_METHODS),
        _column("respondents*", "受访人数 有效样本数", Type.count),
        _column("satisfied*", "满意人数", Type.count),
    ),
    at_most=(("satisfied", "respondents"),),
)

TABLES: Mapping[str, TableSpec] = {
    spec.name: spec
    for spec in (
        _UNITS,
        _OFFICERS,
        _CASES,
        _EVENTS,
        _COMPLAINTS,
        _FINDINGS,
        _FACTS,
        _OUTCOMES,
        _BENCHMARKS,
        _POWER_ITEMS,
        _SURVEYS,
    )
}
"""Every table in contract order; a ledger always has all of them, empty where nothing was given."""

_NAMES: Mapping[str, TableSpec] = {folded(word): spec for spec in TABLES.values() for word in (spec.name, *spec.labels)}


def find_table(written: str) -> TableSpec | None:
    """Return the table that a file, folder or sheet is named after: `findings`, `问题`, `findings 问题`."""
    return find_name(_NAMES, written)
