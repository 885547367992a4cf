"""What the page of a month shows: columns of its list, its charts, which lines a reader may open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse

from zhiheng_web.lib.charts import Chart, Series
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import counting, guards
from zhiheng_web.officers.models import Month, MonthLine, UnitLine

_RED, _FEW = (Text("红牌", "red card"), "bad"), (Text("件数不足", "too few files"), "neutral")
_PIECES, _FILES = Text("人", "officers"), Text("件", "files")


def readable_lines(person: Any, month: Month) -> frozenset[int]:
    """Return the lines of a month that a person may open with all their cases."""
    return frozenset(MonthLine.objects.filter(guards.lines_within(person), month=month).values_list("pk", flat=True))


def line_url(line: MonthLine) -> str:
    """Return the page of an officer's month."""
    return reverse("officers:month_line", args=[line.pk])


def files_url(month: Month, **asked: Any) -> str:
    """Return the list of files behind a number of a month."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{reverse('officers:month_files', args=[month.pk])}?{query}"


def card_mark(line: MonthLine) -> tuple[Text, str] | None:
    """Return whether a red card is shown, or why it is not although the average reaches the threshold."""
    return _RED if line.is_red else _FEW if line.too_few else None


def percent(value: Decimal | None) -> str:
    """Return a probability as a percentage with one decimal; empty for none."""
    shown = counting.shown(None if value is None else Fraction(value) * 100, Decimal("0.1"))
    return "" if shown is None else f"{shown}%"


def lines_spec(month: Month, readable: frozenset[int], units: Sequence[UnitLine]) -> Spec:
    """Return the columns of the list of officers; every number opens the files behind it where they may be read."""

    def behind(**more: Any) -> Callable[[MonthLine], str | None]:
        def href(line: MonthLine) -> str | None:
            if not line.cases and not line.shared:
                return None
            if line.pk in readable:
                return files_url(month, line=line.pk, **more)
            return files_url(month, line=line.pk, problems="yes") if line.is_red else None

        return href

    bodies = [(str(one.body_id), one.name) for one in units]
    return Spec(
        name=Text(f"{month.name.zh}执法清单", f"Enforcement list {month.name.en}"),
        columns=(
            Column("rank", Text("名次", "Rank"), lambda one: one.rank, "number", ("place",)),
            Column(
                "name",
                Text("姓名", "Name"),
                lambda one: one.name,
                order_by=("name",),
                href=lambda one: line_url(one) if one.pk in readable else None,
            ),
            Column("body", Text("单位", "Unit"), lambda one: one.body.name, order_by=("body__path",)),
            Column("cases", Text("案件数", "Files"), lambda one: one.cases, "number", ("cases",), behind(counts="yes")),
            Column("shared", Text("协办", "As second"), lambda one: one.shared, "number", ("shared",), behind()),
            Column("total", Text("扣分合计", "Sum"), lambda one: one.total, "points", ("total",), behind(counts="yes")),
            Column("average", Text("平均扣分", "Average"), lambda one: one.shown, "points", ("shown",), behind()),
            Column("best", Text("最好案件", "Best"), lambda one: one.best.case.code if one.best else ""),
            Column("worst", Text("最差案件", "Worst"), lambda one: one.worst.case.code if one.worst else ""),
            Column("card", Text("红牌", "Red card"), card_mark, "state", ("is_red",)),
            Column(
                "probability",
                Text("概率（估计）", "Probability"),
                lambda one: percent(one.probability),
                order_by=("probability",),
            ),
        ),
        filters=(
            Filter("body", Text("单位", "Unit"), lambda rows, key: rows.filter(body=key), bodies, "choice"),
            Filter("name", Text("姓名", "Name"), lambda rows, typed: rows.filter(name__icontains=typed)),
            Filter(
                "card",
                Text("红牌", "Red card"),
                lambda rows, key: rows.filter(is_red=key == "red"),
                [("red", _RED[0]), ("none", Text("没有红牌", "no red card"))],
                "choice",
            ),
            Filter(
                "cases",
                Text("案件", "Files"),
                lambda rows, key: rows.filter(cases__gt=0) if key == "some" else rows.filter(cases=0),
                [("some", Text("有案件", "with files")), ("none", Text("没有案件", "without files"))],
                "choice",
            ),
        ),
        order="rank",
    )


def files_spec(readable: Sequence[MonthLine], units: Sequence[UnitLine], href: Callable[[Any], str | None]) -> Spec:
    """Return the columns of the list of files behind the numbers of a month."""
    yes = [("yes", Text("是", "yes")), ("no", Text("否", "no"))]
    lines = [(str(one.pk), one.name) for one in readable]
    bodies = [(str(one.body_id), one.name) for one in units]
    return Spec(
        name=Text("月清单案卷", "Files of the month"),
        columns=(
            Column("code", Text("案号", "Case"), lambda one: one.code, order_by=("code",), href=href),
            Column("officer", Text("人员", "Officer"), lambda one: one.line.name, order_by=("line__name",)),
            Column("body", Text("办案单位", "Unit"), lambda one: one.file_review.body.name),
            Column("deduction", Text("扣分", "Deduction"), lambda one: one.deduction, "points", ("deduction",)),
            Column("day", Text("日期", "Day"), lambda one: one.day, "day", ("day",)),
            Column("role", Text("作用", "As"), lambda one: ROLES[one.role]),
            Column("counts", Text("计入", "Counts"), lambda one: COUNTS[one.counts], "state", ("counts",)),
        ),
        filters=(
            Filter("line", Text("人员", "Officer"), lambda rows, key: rows.filter(line=key), lines, "choice"),
            Filter(
                "unit", Text("办案单位", "Unit"), lambda rows, key: rows.filter(file_review__body=key), bodies, "choice"
            ),
            Filter(
                "problems",
                Text("有扣分", "With deductions"),
                lambda rows, key: rows.filter(deduction__gt=0) if key == "yes" else rows.filter(deduction=0),
                yes,
                "choice",
            ),
            Filter("counts", Text("计入", "Counts"), lambda rows, key: rows.filter(counts=key == "yes"), yes, "choice"),
        ),
        order="-deduction",
    )


ROLES = {"lead": Text("主办", "lead"), "second": Text("协办", "second")}
COUNTS = {True: (Text("计入", "counts"), "good"), False: (Text("只列出", "shown only"), "neutral")}


def charts_of(month: Month, averages: Sequence[str], units: Sequence[UnitLine]) -> list[Chart]:
    """Return the charts: how many officers in each band of the average, and the average of each unit."""
    threshold = Decimal(month.rules["threshold"])
    bands = _bands(averages, threshold)
    reviewed = [one for one in units if one.cases]
    made = []
    if any(bands.values()):
        made.append(
            Chart(
                "officers",
                Text("平均扣分的分布", "How averages are spread"),
                list(bands),
                [Series(Text("人数", "Officers"), list(bands.values()))],
                kind="columns",
                unit=_PIECES,
                category_head=Text("平均扣分", "Average"),
            )
        )
    if reviewed:
        hrefs = [files_url(month, unit=one.body_id) for one in reviewed]
        made.append(
            Chart(
                "units",
                Text("各单位平均扣分", "Average deduction of the units"),
                [one.name for one in reviewed],
                [Series(Text("平均扣分", "Average"), [one.shown for one in reviewed], hrefs)],
                limit=threshold,
                limit_text=Text("红牌线（个人）", "red card of officers"),
            )
        )
    return made


def _bands(averages: Sequence[str], threshold: Decimal) -> dict[str, int]:
    """Return the bands of whole thirds of the threshold with the officers in each; the last begins at the threshold."""
    step = threshold / 3
    edges = [Fraction(step) * number for number in range(4)]
    names = ["0"]
    names += [f"{counting.shown(edges[place])}–{counting.shown(edges[place + 1])}" for place in range(3)]
    names.append(f"≥ {counting.shown(Fraction(threshold))}")
    found = dict.fromkeys(names, 0)
    for text in averages:
        average = counting.read_average(text)
        if average is None:
            continue
        if average == 0:
            found["0"] += 1
        elif average >= Fraction(threshold):
            found[names[-1]] += 1
        else:
            place = next(number for number in range(1, 4) if average < edges[number])
            found[names[place]] += 1
    return found
