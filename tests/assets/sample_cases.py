"""A sample file review: a case scheme with six aspects, twelve files in two rounds, the averages of three units."""

from __future__ import annotations

from decimal import Decimal

from assets.sample_scoring import ZERO, SampleScoring
from zhiheng.domain.canonical import digest_of
from zhiheng.domain.numbers import shortest
from zhiheng.domain.scheme import Item, Option, Part, Rule, Scheme, Source, SubItem
from zhiheng.domain.score import CaseScore, InputRow, ItemScore, RuleScore, SubItemScore, UnitScore
from zhiheng.domain.texts import Text

ASPECTS = (
    ("EVID", "证据收集", "Evidence collection"),
    ("CHAR", "案件定性", "Case characterisation"),
    ("PROC", "程序流程", "Procedure"),
    ("DISC", "量裁执行", "Discretion and execution"),
    ("DOCS", "文书制作", "Document making"),
    ("BIND", "整理装订", "Arrangement and binding"),
)
UNITS = (("s1", "河东中队"), ("s2", "河西中队"), ("s3", "湖滨中队"))
# aspect=points lost in round one; a trailing * was not mended in round two and counts twice
CASES = (
    "EVID=1 DOCS=0.5*",
    "PROC=2*",
    "",
    "BIND=0.5",
    "EVID=1.5 CHAR=2 DOCS=1",
    "DOCS=0.5 BIND=0.5*",
    "",
    "DISC=1",
    "PROC=1* EVID=1* DOCS=0.5",
    "DOCS=0.5",
    "",
    "CHAR=1 BIND=0.5",
)


def case_scheme() -> Scheme:
    """Build the file-review scheme: one rule for each of the six aspects, 100 points a file."""
    items = []
    for name, zh, en in ASPECTS:
        text = Text(zh, en)
        rule = Rule(name, "per_unit", text, text, SampleScoring("per_unit", Decimal(1)))
        items.append(Item(name, text, Decimal(20 if name in ("EVID", "PROC") else 15), text, ()))
        sub_item = SubItem(f"{name}-1", text, items[-1].points, text, (rule,))
        items[-1] = Item(name, text, items[-1].points, text, (sub_item,))
    return Scheme(
        id="wuxue-file-review",
        version="1.0.0",
        name=Text("行政执法案卷评查", "Review of administrative case files"),
        subject="case",
        digest=digest_of("sample file review"),
        source=Source(Text("“五字诀”工作经验", "A five-word working method")),
        parts=(Part("FILE", "deduction", Text("案卷得分", "File score"), Decimal(100), tuple(items)),),
        options=(
            Option(
                "unmended_factor", Text("二次评查未整改的倍数", "factor for what was not mended"), "2", (), "WX-AMB-02"
            ),
            Option(
                "mended_deduction",
                Text("已整改的是否保留扣分", "whether a mended fault keeps its points"),
                "keep",
                (),
                "",
            ),
        ),
    )


def case_scores() -> tuple[Scheme, dict[str, InputRow], tuple[CaseScore, ...]]:
    """Score the twelve files of the table above."""
    scheme, rows = case_scheme(), {}
    cases = []
    for number, words in enumerate(CASES, start=1):
        lost = dict(word.split("=") for word in words.split())
        case_id, unit_id = f"湖公（治）行罚决〔2020〕{number} 号", UNITS[number % 3][0]
        items = tuple(_aspect(scheme, rows, case_id, item, lost.get(item.id, "")) for item in scheme.parts[0].items)
        deducted = sum((item.deducted for item in items), ZERO)
        first = sum((Decimal(points.rstrip("*")) for points in lost.values()), ZERO)
        last = 2 if any(points.endswith("*") for points in lost.values()) else 1
        officer = f"P{2000 + number % 5}"
        cases.append(CaseScore(case_id, unit_id, officer, last, 100 - deducted, deducted, first, items))
    return scheme, rows, tuple(cases)


def _aspect(scheme: Scheme, rows: dict[str, InputRow], case_id: str, item: Item, lost: str) -> ItemScore:
    points = Decimal(lost.rstrip("*") or 0)
    factor = 2 if lost.endswith("*") else 1
    refs: tuple[str, ...] = ()
    why = Text("没有问题，不扣分", "no fault found")
    if points:
        ref = f"R-{len(rows) + 1:04d}"
        columns = {
            "case_id": case_id,
            "rule_id": item.id,
            "aspect": item.name.zh,
            "page": str(3 + len(rows) * 2),
            "round": str(factor),
            "mended": "not" if factor == 2 else "mended",
            "amount": shortest(points),
            "evidence": f"卷内第 {3 + len(rows) * 2} 页",
        }
        rows[ref] = InputRow(ref, "findings", columns)
        refs = (ref,)
        total = shortest(points * factor)
        why = Text(
            f"首轮 {shortest(points)} × {factor} = {total}", f"round one {shortest(points)} × {factor} = {total}"
        )
    rule = RuleScore(
        item.id,
        shortest(points),
        "findings",
        -points * factor,
        points * factor,
        False,
        ZERO,
        refs,
        why,
        source="交叉阅卷",
    )
    sub_item = SubItemScore(item.sub_items[0].id, item.points, points * factor, (rule,))
    return ItemScore(item.id, item.points, points * factor, (sub_item,))


def case_units(cases: tuple[CaseScore, ...]) -> tuple[UnitScore, ...]:
    """Return the averages of the units, two decimals."""
    units = []
    for unit_id, name in UNITS:
        own = [case for case in cases if case.unit_id == unit_id]
        score = (sum((case.score for case in own), ZERO) / len(own)).quantize(Decimal("0.01"))
        average = (sum((case.deducted for case in own), ZERO) / len(own)).quantize(Decimal("0.01"))
        units.append(
            UnitScore(
                unit_id,
                name,
                "",
                "complete",
                score,
                score,
                ZERO,
                0,
                None,
                (),
                (),
                (),
                cases=len(own),
                average_deduction=average,
            )
        )
    return tuple(units)
