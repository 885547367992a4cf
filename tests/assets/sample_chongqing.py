"""A sample scheme in the shape of the Chongqing measures with a fictional completion: grades, vetoes, bonuses."""

from __future__ import annotations

from decimal import Decimal

from assets.sample_scoring import SampleScoring
from zhiheng.domain.canonical import digest_of
from zhiheng.domain.scheme import Consequence, Grade, Item, Option, Part, Rule, Scheme, Source, SubItem, Tolerance
from zhiheng.domain.texts import Text

VETOES = (
    (
        "V1",
        "发现违法行为线索，符合立案条件，无正当理由不予立案查处",
        "clue found, conditions met, case not filed without good reason",
    ),
    (
        "V4",
        "被人民法院、行政复议机关判决或者决定撤销、部分撤销、变更或者确认违法",
        "revoked, changed or found illegal by a court",
    ),
    ("V7", "因执法过错造成国家赔偿", "state compensation due to enforcement fault"),
)
CATEGORIES = (
    ("CASE", "执法办案", "Case handling", 40, 40),
    ("ACTION", "执法行动", "Enforcement action", 10, 10),
    ("INSPECT-A", "执法巡查", "Patrol", 15, 25),
    ("INSPECT-B", "执法检查", "Inspection", 10, 0),
    ("FILE", "案卷评查", "Case-file review", 15, 15),
    ("LAWPOP", "普法责任制落实", "Law-popularisation", 10, 10),
)


def _rule(rule_id: str, kind: str, text: Text, amount: str, **more: str) -> Rule:
    cap = Decimal(more["cap"]) if "cap" in more else None
    return Rule(
        rule_id,
        kind,
        text,
        text,
        SampleScoring(kind, Decimal(amount), cap),
        measure=more.get("measure", ""),
        unit=Text(more.get("unit", ""), more.get("unit_en", "")),
        ambiguity=tuple(filter(None, (more.get("ambiguity", ""),))),
    )


RULES = {
    "CASE": (
        _rule("IND-CASES", "bands", Text("办案数量", "number of cases handled"), "20"),
        _rule("IND-CLOSE", "bands", Text("结案率", "settlement rate"), "10", measure="closed_cases_rate"),
        _rule("IND-POWER", "bands", Text("行政处罚权履职率", "use of the powers to punish"), "10"),
    ),
    "ACTION": (
        _rule(
            "DED-CONDUCT",
            "per_unit",
            Text("不文明执法行为", "uncivilised conduct"),
            "1",
            unit="起",
            unit_en="act",
            cap="10",
        ),
    ),
    "FILE": (
        _rule(
            "DED-FILE-BASIC",
            "per_unit",
            Text("不符合基本项目要求的案件", "case below the basic requirements"),
            "1",
            unit="案",
            unit_en="case",
            cap="10",
            ambiguity="CQ-AMB-13",
        ),
    ),
}
BONUSES = (
    _rule(
        "BON-DOC-BUREAU",
        "bonus_per_unit",
        Text("推动市级部门出台文件", "document of a municipal department"),
        "1",
        unit="件",
    ),
    _rule(
        "BON-DOC-GOV",
        "bonus_per_unit",
        Text("推动市政府或者住房城乡建设部出台文件", "document of the city"),
        "3",
        unit="件",
    ),
)
GRADES = (
    Grade(
        "excellent",
        Text("优秀", "excellent"),
        Decimal(90),
        consequences=(Consequence(Text("支队负责人和有关执法人员优先评先评优", "given priority in appraisals")),),
        literal_minimum_inclusive=False,
    ),
    Grade("up_to_standard", Text("达标", "up to standard"), Decimal(60), maximum=Decimal(90)),
    Grade(
        "not_up_to_standard",
        Text("不达标", "not up to standard"),
        maximum=Decimal(60),
        consequences=(
            Consequence(Text("取消支队负责人年度考核评优资格", "head of the unit loses the chance of an annual award")),
            Consequence(Text("总队对支队负责人诫勉谈话", "the corps admonishes the head of the unit")),
            Consequence(
                Text(
                    "连续两年不达标的，按照干部管理权限将责任人调离岗位", "two years in a row: transfer from the post"
                ),
                "two_consecutive_years",
            ),
        ),
    ),
)


def _item(category: tuple[str, str, str, int, int]) -> Item:
    item_id, zh, en, points, illegal_building = category
    text = Text(zh, en)
    sub_item = SubItem(f"{item_id}-1", text, Decimal(points), text, RULES.get(item_id, ()))
    kinds = ("municipal_facilities", "landscaping") if not illegal_building else ()
    by_kind = {"illegal_building": Decimal(illegal_building)} if illegal_building else {}
    return Item(item_id, text, Decimal(points), text, (sub_item,), applies_to=kinds, points_by_kind=by_kind)


def chongqing_scheme() -> Scheme:
    """Build the scheme; weights and caps are those of a completion that calls itself fictional."""
    bonus_text = Text("推动出台城市管理执法规范性文件", "normative documents brought about")
    bonus = Item(
        "BON", bonus_text, Decimal(10), bonus_text, (SubItem("BON-1", bonus_text, Decimal(10), bonus_text, BONUSES),)
    )
    return Scheme(
        id="chongqing-interim",
        version="0.9.0",
        name=Text("城市管理执法效能评价暂行办法", "Interim Measures for the Evaluation of Enforcement Effectiveness"),
        subject="unit",
        digest=digest_of("sample chongqing"),
        source=Source(Text("城市管理执法效能评价暂行办法", "Interim Measures")),
        parts=(
            Part("BASE", "deduction", Text("基础分", "Base"), Decimal(100), tuple(map(_item, CATEGORIES))),
            Part("BONUS", "bonus", Text("加分", "Bonus"), None, (bonus,)),
        ),
        vetoes=tuple(_rule(veto_id, "veto", Text(zh, en), "0") for veto_id, zh, en in VETOES),
        options=(
            Option(
                "grade_boundary",
                Text("恰为 90 分、60 分归哪一档", "where exactly 90 and 60 belong"),
                "inclusive",
                (),
                "CQ-AMB-03",
            ),
            Option(
                "bonus_cap_total",
                Text("加分后总分是否封顶 100", "whether the total stops at 100"),
                "none",
                (),
                "CQ-AMB-07",
            ),
        ),
        unit_kinds={
            "municipal_facilities": Text("市政公用设施执法支队", "municipal public facilities detachment"),
            "landscaping": Text("城市园林绿化执法支队", "landscaping detachment"),
            "illegal_building": Text("城市违法建筑执法支队", "illegal building detachment"),
        },
        kind_required=True,
        grades=GRADES,
        tolerances=(Tolerance("F2", Text("因行政相对人的过错导致", "caused by the fault of the counterpart")),),
        veto_consequences=(Consequence(Text("约谈执法支队负责人和相关责任人员", "interview of those responsible")),),
        completion_digest=digest_of("sample completion"),
        completion_label=Text("演示用补充值（虚构）", "values for demonstration (fictional)"),
        completion_fictional=True,
    )
