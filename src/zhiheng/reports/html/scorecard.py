"""The scorecard of one unit: score, vetoes, grade, tasks, what is missing, waterfall with its table, derivation."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zhiheng.domain.numbers import shortest
from zhiheng.domain.scheme import Grade
from zhiheng.domain.score import UnitScore, VetoScore
from zhiheng.domain.texts import Text
from zhiheng.reports.html import anchors
from zhiheng.reports.html.cases import unit_cases
from zhiheng.reports.html.derivation import bonus_fold, item_fold
from zhiheng.reports.html.elements import Markup, join, tag
from zhiheng.reports.html.frame import Head, Reading, cell, chip, code, link, row_head, table
from zhiheng.reports.html.ledger_rows import rows_table
from zhiheng.reports.html.missing import missing_box
from zhiheng.reports.html.quiet import quiet_fold
from zhiheng.reports.html.waterfall import Step, draw_waterfall
from zhiheng.reports.html.wording import clause, points, say, told
from zhiheng.reports.labels import grade_name, status_text

ZERO = Decimal(0)
FULL, BASE, SCORE = Text("满分", "Full"), Text("基础分", "Base"), Text("得分", "Score")


def scorecard(reading: Reading, unit: UnitScore) -> Markup:
    """Return the section of one unit."""
    holder = anchors.of_unit(unit.unit_id)
    folds = [(item.id, item_fold(reading, holder, item)) for item in unit.items]
    bonuses = [(bonus.id, bonus_fold(reading, holder, bonus)) for bonus in unit.bonus_items]
    opened = {name for name, part in [*folds, *bonuses] if part is not None}
    return tag(
        "section",
        _heading(reading, unit, holder),
        [_veto(reading, holder, veto) for veto in unit.vetoes],
        _grade(reading, unit),
        _tasks(unit),
        missing_box(reading, holder, unit),
        _arithmetic(reading, unit),
        _figure(reading, holder, unit, opened) if unit.items or unit.bonus_items else None,
        tag("h4", say("逐项来历", "How each point came about")) if opened else None,
        [part for _, part in folds],
        [part for _, part in bonuses],
        quiet_fold(reading, holder, unit.items, unit.bonus_items),
        unit_cases(reading, unit),
        id=holder,
        class_="unit",
    )


def _heading(reading: Reading, unit: UnitScore, holder: str) -> Markup:
    kind = reading.evaluation.scheme.unit_kinds.get(unit.kind)
    status = chip(told(status_text(unit)), "warn" if unit.status == "incomplete" else "")
    return tag(
        "header",
        tag("h3", link(holder, unit.name)),
        tag("p", code(unit.unit_id), " ", told(kind) if kind else None, " ", status, class_="note"),
        tag(
            "p",
            tag("span", say("第 ", "Rank "), tag("b", str(unit.rank)), say(" 名", ""), class_="rank"),
            tag("span", points(unit.score), " ", tag("small", say("分", "points")), class_="score"),
            class_="verdict",
        ),
    )


def _veto(reading: Reading, holder: str, veto: VetoScore) -> Markup:
    words = reading.index.clause_of(veto.id)
    return tag(
        "div",
        tag("p", tag("strong", say("一票否决", "Veto")), " ", code(veto.id), " ", told(veto.why)),
        clause(words) if words.zh else None,
        rows_table(reading, veto.rows, veto.exempted_rows) if veto.rows or veto.exempted_rows else None,
        id=anchors.of_rule(holder, veto.id),
        class_="veto",
    )


def _grade(reading: Reading, unit: UnitScore) -> Markup | None:
    """Say the grade, its bounds, and where the words of the text leave them open (CQ-AMB-03)."""
    scheme = reading.evaluation.scheme
    grade = next((known for known in scheme.grades if known.id == unit.grade), None)
    if grade is None:
        return None
    name = chip(told(grade_name(scheme, unit.grade)), "alarm" if unit.vetoes else "")
    if unit.vetoes:
        score = shortest(unit.score)
        why = say(
            f"有一票否决情形：得分 {score} 保留，等次为最低一档。",
            f"A veto holds: the score {score} stays, the grade is the lowest.",
        )
        return tag("p", say("等次：", "Grade: "), name, " ", why, class_="grade")
    open_bound = None
    if grade.literal_minimum_inclusive is not None or grade.literal_maximum_inclusive is not None:
        open_bound = say(
            "（原文对恰为界值的情形未写明，此处按上述界限适用）",
            " (the text leaves the exact bound open; applied as above)",
        )
    return tag("p", say("等次：", "Grade: "), name, " ", _bounds(grade), open_bound, class_="grade")


def _bounds(grade: Grade) -> Markup:
    low = high = ""
    if grade.minimum is not None:
        low = f"{shortest(grade.minimum)} {'≤' if grade.minimum_inclusive else '<'} "
    if grade.maximum is not None:
        high = f" {'≤' if grade.maximum_inclusive else '<'} {shortest(grade.maximum)}"
    return tag("span", low, say("得分", "score"), high, class_="bounds")


def _tasks(unit: UnitScore) -> Markup | None:
    if not unit.consequences:
        return None
    lines = [tag("li", tag("span", "☐ ", aria_hidden="true"), told(task)) for task in unit.consequences]
    note = say(
        "以下为待办事项，由有权机关集体研究决定；本报告不对任何人作出决定。",
        "Tasks for those who have the power to decide; this report decides nothing about any person.",
    )
    return tag(
        "div",
        tag("h4", say("后续事项", "What follows")),
        tag("p", note, class_="note"),
        tag("ul", lines),
        class_="tasks",
    )


def _arithmetic(reading: Reading, unit: UnitScore) -> Markup | None:
    """Write the sum of the score; where an option rescales or caps it, say so instead of an equation that is false."""
    if not unit.items and not unit.bonus_items:
        return None
    full = reading.full_points(unit)
    lost = sum((item.deducted for item in unit.items), ZERO)
    parts: list[str] = []
    plain = True
    if full - lost == unit.base:
        parts.append(f"{shortest(full)} − {shortest(lost)} = {shortest(unit.base)}")
    else:
        plain = False
        parts.append(f"{shortest(full)} − {shortest(lost)} → {shortest(unit.base)}")
    if unit.base + unit.bonus != unit.score:
        plain = False
        parts.append(f"{shortest(unit.base)} + {shortest(unit.bonus)} → {shortest(unit.score)}")
    elif unit.bonus:
        parts.append(f"{shortest(unit.base)} + {shortest(unit.bonus)} = {shortest(unit.score)}")
    note = say("（按选项折算或封顶，见", " (rescaled or capped by an option, see ")
    adjusted = None if plain else tag("small", note, link("notes", say("口径", "notes")), say("）", ")"))
    return tag("p", say("得分：", "Score: "), "   ·   ".join(parts), " ", adjusted, class_="arith total")


def _figure(reading: Reading, holder: str, unit: UnitScore, opened: set[str]) -> Markup:
    """Return the waterfall with the table of the same numbers beside it."""
    table_id = f"{holder}-table"
    drawing = tag(
        "figure",
        draw_waterfall(unit.name, _steps(reading, unit)),
        tag(
            "figcaption",
            say(
                "得分瀑布图（横轴不从 0 起；未扣分的项见表）",
                "Score waterfall (axis does not start at 0; items without loss: see table)",
            ),
        ),
        aria_details=table_id,
    )
    heads = [
        Head(say("项目", "Item")),
        Head(say("满分", "Full"), number=True),
        Head(say("增减", "Change"), number=True),
        Head(say("累计", "Running"), number=True),
    ]
    rows = list(_table_rows(reading, holder, unit, opened))
    caption = say(f"{unit.name}：从满分到得分", f"{unit.name}: from full points to the score")
    return tag("div", drawing, table(caption, heads, rows, id_=table_id, class_="steps"), class_="pair")


def _steps(reading: Reading, unit: UnitScore) -> list[Step]:
    full = running = reading.full_points(unit)
    steps = [Step(FULL, full, full, "total")]
    for item in unit.items:
        if item.deducted:
            steps.append(Step(Text(item.id), running, running - item.deducted, "loss"))
            running -= item.deducted
    if unit.bonus:
        steps.append(Step(BASE, unit.base, unit.base, "total"))
        running = unit.base
    for bonus in unit.bonus_items:
        if bonus.points:
            steps.append(Step(Text(bonus.id), running, running + bonus.points, "gain"))
            running += bonus.points
    return [*steps, Step(SCORE, unit.score, unit.score, "total")]


def _table_rows(reading: Reading, holder: str, unit: UnitScore, opened: set[str]) -> Iterator[Markup]:
    full = running = reading.full_points(unit)
    yield _total_row(FULL, full, full)
    for item in unit.items:
        running -= item.deducted
        yield _item_row(reading, holder, item.id, opened, numbers=(item.points, -item.deducted, running))
    yield _total_row(BASE, full, unit.base)
    running = unit.base
    for bonus in unit.bonus_items:
        running += bonus.points
        yield _item_row(reading, holder, bonus.id, opened, numbers=(bonus.cap, bonus.points, running))
    yield _total_row(SCORE, None, unit.score)


def _total_row(label: Text, full: Decimal | None, running: Decimal) -> Markup:
    shown = points(full) if full is not None else ""
    cells = (row_head(told(label)), cell(shown, number=True), cell("", number=True), cell(points(running), number=True))
    return tag("tr", cells, class_="sum")


def _item_row(
    reading: Reading,
    holder: str,
    item_id: str,
    opened: set[str],
    *,
    numbers: tuple[Decimal | None, Decimal, Decimal],
) -> Markup:
    """Return one line; the item's id stands here when no fold below carries it, so that every link finds it."""
    anchor = anchors.of_item(holder, item_id)
    name = join(code(item_id), " ", told(reading.name_of_item(item_id)))
    full, change, running = numbers
    shown = points(change, sign=True)
    cells = (
        row_head(link(anchor, name) if item_id in opened else name),
        cell(points(full) if full is not None and full > 0 else "—", number=True),
        cell(link(anchor, shown) if item_id in opened else shown, number=True, class_="" if change else "none"),
        cell(points(running), number=True),
    )
    return tag("tr", cells, id=None if item_id in opened else anchor)
