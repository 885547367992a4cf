"""The sample scheme with the text of the Hunan standard, and what fourteen fictional cities report under it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assets.sample_hunan_table import HUNAN_TABLE
from assets.sample_scoring import SampleScoring
from zhiheng.domain.canonical import digest_of
from zhiheng.domain.scheme import Group, Item, OpenQuestion, Option, Part, Rule, Scheme, Source, SubItem, Tolerance
from zhiheng.domain.texts import Text

HUNAN_INPUTS = (
    ("云岭市", "D03-2-a=7!1 D04-3-a=2 D08-2-a=0.8124:1 D10-3-a=0.962:0 B01-a=2:8 B02-b=3 B04-a=6"),
    ("青禾市", "D01-3=exempt D03-2-a=11 D04-1-a=5 D05-3-a=2 D08-2-a=0.874:0 B01-a=1:10 B03-a=1 B03-b=2 B04-a=9"),
    ("澄霞市", "D02-4-a=1 D05-1-2-b=2 D06-4-a=0.935:3 D08-2-a=0.75:2 D10-4-a=? B02-b=1 B04-a=4"),
    ("望山市", "D05-2-a=3~1 D06-3-a=4 D09-2-a=6 D10-3-a=0.80:1 B04-a=6"),
    ("临波市", "D03-2-a=7 D05-3-a=9 D06-3-a=2 D09-3-b=4 D11-1-a=2 D12-1-a=1 B02-a=1"),
    ("白鹭市", "D10-4-a=? D10-3-a=? D08-2-a=? D04-3-a=1 B04-a=3"),
    ("石棠市", "B01-a=3:6 B02-b=1 B04-a=2 D09-2-a=1"),
    ("松川市", "D07-3-a=true D08-1-b=true D05-4-a=2 D06-6-b=3 D09-1-b=8 D12-1-a=2 B04-a=1"),
    ("金沙湾市", "D03-1-a=1 D09-2-a=2 D10-2-a=1:1 B03-b=1"),
    ("南浦市", "D05-1-3-b=3 D05-1-2-b=3 D05-1-1-b=2 D05-3-a=4 D05-2-a=5 B04-a=6"),
    ("东篱市", "D08-2-a=0.592:3 D10-3-a=0.7999:2 D10-4-a=0.4999:2 D02-1-b=true B02-b=2"),
    ("北曜市", "D09-2-a=1 B01-a=3:6 B02-b=1 B04-a=2"),
    ("长汀坞市", "D06-1-a=1 D06-2-a=2 D06-5-a=0.985:1 D04-2-b=true D11-1-a=6 B04-a=2"),
    ("芦汀州", "D07-3=exempt D03-2-a=2 D05-3-a=1 D08-2-a=0.863:0 B02-b=1 B03-b=1 B04-a=5"),
)

OPTIONS = (
    Option(
        "boundary_policy",
        Text("两档都主张的分界值归哪一档", "which band takes a value that two bands claim"),
        "default",
        ("default", "favour_evaluated", "strict"),
        "HN-AMB-01",
    ),
    Option(
        "count_by",
        Text(
            "裁量基准缺项按要素数还是按处罚事项数",
            "whether missing benchmarks are counted by element or by penalty item",
        ),
        "element",
        ("element", "penalty_item"),
        "HN-AMB-07",
    ),
    Option(
        "not_applicable",
        Text("不适用的小项给满分还是重新折算", "full points for what does not apply, or rescaling"),
        "full_points",
        ("full_points", "rescale"),
        "HN-AMB-12",
    ),
)


def hunan_scheme() -> Scheme:
    """Build the scheme from the table; a fixed digest keeps the samples the same for ever."""
    parts = (
        Part("D", "deduction", Text("扣分评价", "Deduction evaluation"), Decimal(100), tuple(_items("D"))),
        Part("B", "bonus", Text("加分评价", "Bonus evaluation"), Decimal(20), tuple(_items("B"))),
    )
    document = Text(
        "关于做好城市管理执法队伍“强基础转作风树形象”三年行动总结和评价工作的通知",
        "Notice on the summary and evaluation of the three-year action of the urban-management enforcement force",
    )
    source = Source(
        document, "湘建执函〔2020〕94号", Text("湖南省住房和城乡建设厅", "Hunan Department of Housing"), "2020-07-19"
    )
    return Scheme(
        id="hunan-2020",
        version="1.0.0",
        name=Text(
            "“强基础转作风树形象”专项行动评价内容和评分标准",
            "Evaluation content and scoring standard of the special action “strengthen the foundation”",
        ),
        subject="unit",
        digest=digest_of(HUNAN_TABLE),
        source=source,
        parts=parts,
        options=OPTIONS,
        unit_kinds={"prefecture_city": Text("设区市", "city divided into districts")},
        tolerances=(Tolerance("F2", Text("因行政相对人的过错导致", "caused by the fault of the counterpart")),),
        open_questions=(
            OpenQuestion("HN-AMB-06", "D12-1-a", Text("“重大”没有定义", "‘major’ is not defined"), "人工确认"),
        ),
    )


def _lines(kind: str, prefix: str) -> Iterator[list[str]]:
    for line in HUNAN_TABLE.strip().splitlines():
        fields = line.split("|")
        if fields[0] == kind and fields[1].startswith(prefix):
            yield fields


def _items(part: str) -> Iterator[Item]:
    for _, item_id, points, zh, en in _lines("I", part):
        sub_items = tuple(_sub_item(fields) for fields in _lines("S", item_id + "-"))
        yield Item(item_id, Text(zh, en), Decimal(points), Text(zh, en), sub_items)


def _sub_item(fields: list[str]) -> SubItem:
    _, sub_id, points, zh, en, ambiguity, exempt_zh, exempt_en = fields
    groups = tuple(
        Group(group_id, Decimal(cap), Text(clause, gloss), tuple(_rules(group_id, group=group_id, clause=clause)))
        for _, group_id, cap, clause, gloss in _lines("G", sub_id + "-")
    )
    prefix = sub_id if not sub_id.startswith("B") else sub_id[:3]
    rules = () if groups else tuple(_rules(prefix, group="", clause=zh))
    return SubItem(
        sub_id,
        Text(zh.partition("计")[0] if "计" in zh else zh.partition("。")[0], en),
        Decimal(points),
        Text(zh, en),
        rules,
        groups,
        Text(exempt_zh, exempt_en) if exempt_zh else None,
        ambiguity=tuple(filter(None, ambiguity.split(","))),
    )


def _rules(prefix: str, *, group: str, clause: str) -> Iterator[Rule]:
    for fields in _lines("R", prefix + "-"):
        (
            _,
            rule_id,
            kind,
            amount,
            cap,
            unit_zh,
            unit_en,
            zh,
            en,
            _,
            exclusive,
            measure,
            from_zh,
            from_en,
            doubts,
            more,
        ) = fields
        steps = [step.partition("=") for step in more.split(";")] if kind in ("bands", "bonus_highest") else []
        yield Rule(
            id=rule_id,
            kind=kind,
            text=Text(zh, en),
            clause=Text(clause, en),
            scoring=SampleScoring(
                kind,
                Decimal(amount or 0),
                Decimal(cap) if cap else None,
                tuple((name, Decimal(points)) for name, _, points in steps),
            ),
            group=group,
            exclusive_group=exclusive,
            measure=measure,
            unit=Text(unit_zh, unit_en),
            evidence=(Text("检查记录、照片", "inspection record, photographs"),),
            data_source=Text(from_zh, from_en),
            ambiguity=tuple(filter(None, doubts.split(","))),
        )
