"""The waterfall of a score as SVG: from full points through deductions and bonuses to the score, without its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from zhiheng.domain.numbers import shortest
from zhiheng.domain.texts import Text
from zhiheng.reports.html.elements import Child, Markup, tag
from zhiheng.reports.html.wording import attribute, signed

WIDTH, RIGHT, ROW, TOP = 360, 312, 20, 20
#: The room for labels, and how wide their signs are drawn: a Latin one, a Chinese one.
NARROWEST, WIDEST, LATIN, HAN = 52, 132, 7, 12
#: Distances between grid lines that read well; the first that gives at most six lines is taken.
_STEPS = tuple(map(Decimal, ("0.5", "1", "2", "5", "10", "20", "50", "100", "500")))


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the waterfall: from a running total to the next; a total starts at the axis."""

    label: Text
    before: Decimal
    after: Decimal
    kind: Literal["total", "loss", "gain"]


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps points to the width of the drawing."""

    low: Decimal
    high: Decimal
    step: Decimal
    left: int = NARROWEST

    @classmethod
    def over(cls, values: Sequence[Decimal], *, left: int = NARROWEST) -> Scale:
        """Choose an axis around the values with a little room to the left, so that totals have a length."""
        low, high = min(values), max(values)
        room = max(high - low, Decimal(2))
        step = next((step for step in _STEPS if room / step <= 5), _STEPS[-1])
        start = ((low - room / 4) / step).to_integral_value(ROUND_FLOOR) * step
        end = (high / step).to_integral_value(ROUND_CEILING) * step
        return cls(max(start, Decimal(0)) if low >= 0 else start, max(end, start + step), step, left)

    def at(self, value: Decimal) -> Decimal:
        """Return the place of a value in the drawing, to a tenth of a pixel."""
        share = (value - self.low) / (self.high - self.low)
        return (self.left + share * (RIGHT - self.left)).quantize(Decimal("0.1"))

    def lines(self) -> list[Decimal]:
        """Return the values that carry a grid line."""
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * number for number in range(count + 1)]


def draw_waterfall(name: str, steps: Sequence[Step]) -> Markup:
    """Return the drawing; `name` is the unit's. Its title and description are in both languages."""
    left = _room([step.label for step in steps])
    scale = Scale.over([value for step in steps for value in (step.before, step.after)], left=left)
    height = TOP + ROW * len(steps) + 4
    first, last = shortest(steps[0].after), shortest(steps[-1].after)
    return tag(
        "svg",
        tag("title", attribute(f"{name}：得分瀑布图", f"{name}: score waterfall")),
        tag("desc", attribute(f"从满分 {first} 分到得分 {last} 分", f"from {first} full points to a score of {last}")),
        [_grid(scale, value, height) for value in scale.lines()],
        [_row(scale, step, number) for number, step in enumerate(steps)],
        class_="waterfall",
        role="img",
        viewBox=f"0 0 {WIDTH} {height}",
        width=WIDTH,
        height=height,
    )


def _room(labels: Sequence[Text]) -> int:
    """Return the width that the longest label needs, within limits; it is reckoned, no font is at hand."""
    told = [words for label in labels for words in (label.zh, label.of("en"))]
    longest = max(sum(LATIN if sign.isascii() else HAN for sign in words) for words in told)
    return min(max(longest + 10, NARROWEST), WIDEST)


def _grid(scale: Scale, value: Decimal, height: int) -> Child:
    place = str(scale.at(value))
    return (
        tag("line", x1=place, x2=place, y1=TOP - 3, y2=height - 2, class_="grid"),
        tag("text", shortest(value), x=place, y=TOP - 7, class_="tick"),
    )


def _row(scale: Scale, step: Step, number: int) -> Child:
    top = TOP + ROW * number
    low, high = sorted((step.before, step.after))
    start = Decimal(scale.left) if step.kind == "total" else scale.at(low)
    end = scale.at(high)
    told = shortest(step.after) if step.kind == "total" else signed(step.after - step.before)
    bar = tag(
        "rect",
        x=str(start),
        y=top + 3,
        width=str(max(end - start, Decimal("1.5"))),
        height=ROW - 6,
        class_=step.kind,
    )
    # A thin line carries the running total down to the next bar.
    place = str(scale.at(step.after))
    carry = tag("line", x1=place, x2=place, y1=top + 3, y2=top + ROW + 3, class_="carry") if number else None
    baseline = top + 14
    return (
        _label(step.label, x=scale.left - 6, y=baseline),
        carry if step.kind != "total" else None,
        bar,
        tag("text", told, x=str(end + 4), y=baseline, class_=f"told {step.kind}"),
    )


def _label(label: Text, *, x: int, y: int) -> Child:
    if not label.en or label.en == label.zh:
        return tag("text", label.zh, x=x, y=y, class_="label")
    return (
        tag("text", label.zh, x=x, y=y, class_="label zh", lang="zh-CN"),
        tag("text", label.en, x=x, y=y, class_="label en", lang="en"),
    )
