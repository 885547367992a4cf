"""Charts as SVG: bars of scores, lost points stacked by category. The numbers also stand in the table beside.

Colours differ in lightness too, so that a chart printed in black and white can still be read. No clock, no chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from zhiheng.domain.numbers import shortest

#: Families in the order in which they are looked for; a family that is missing is passed over.
FONTS = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, SimHei, sans-serif"
#: Dark to light and back, told apart without colour.
COLOURS = (
    "#17406d", "#c8642c", "#5b8db8", "#8a1f2b", "#9cb871", "#d9a441", "#3f6f4e",
    "#b9c7d6", "#6d4a7c", "#e3b7a0", "#4a4a4a", "#a3a3a3", "#7b5b3a", "#cfd8a8",
)  # fmt: skip
WIDTH = 640
_LABEL, _VALUE, _ROW, _BAR, _TOP = 190, 60, 26, 16, 12
_SIZE = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart: its label, the parts of its bar in order, and the words at its end."""

    label: str
    parts: tuple[Decimal, ...]
    told: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of horizontal bars. `series` names the parts; `mark` is where a line stands (the full mark), if any."""

    title: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    mark: Decimal | None = None
    mark_label: str = ""


def draw_svg(chart: Chart) -> str:
    """Return a chart as SVG with title and description, 640 units wide."""
    most = max([sum(bar.parts, Decimal(0)) for bar in chart.bars] + [chart.mark or Decimal(0), Decimal(1)])
    legend = _legend_lines(chart.series)
    top = _TOP + 20 * len(legend) + (14 if chart.mark_label else 0)
    height = top + _ROW * len(chart.bars) + 10
    told = "；".join(f"{bar.label} {bar.told}" for bar in chart.bars)
    inside = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label={quoteattr(chart.title)} font-family={quoteattr(FONTS)} font-size="{_SIZE}">',
        f"<title>{escape(chart.title)}</title><desc>{escape(told)}</desc>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *_legend(legend),
    ]
    if chart.mark is not None:
        inside.append(_mark(chart, top, height - 8, most))
    for place, bar in enumerate(chart.bars):
        inside += _bar(bar, top + _ROW * place, most)
    return "".join([*inside, "</svg>"])


def _length(value: Decimal, most: Decimal) -> str:
    share = max(value, Decimal(0)) / most * (WIDTH - _LABEL - _VALUE)
    return shortest(share.quantize(Decimal("0.01")))


def _bar(bar: Bar, top: int, most: Decimal) -> list[str]:
    middle = top + _ROW // 2
    drawn = [_text(_LABEL - 8, middle + 4, _short(bar.label), anchor="end")]
    reached = Decimal(0)
    for place, part in enumerate(bar.parts):
        if part > 0:
            x = shortest(_LABEL + Decimal(_length(reached, most)))
            drawn.append(
                f'<rect x="{x}" y="{middle - _BAR // 2}" width="{_length(part, most)}" height="{_BAR}" '
                f'fill="{COLOURS[place % len(COLOURS)]}" stroke="#ffffff" stroke-width="0.6"/>'
            )
            reached += part
    end = _LABEL + Decimal(_length(reached, most)) + 6
    return [*drawn, _text(shortest(end), middle + 4, bar.told)]


def _mark(chart: Chart, top: int, bottom: int, most: Decimal) -> str:
    x = shortest(_LABEL + Decimal(_length(chart.mark or Decimal(0), most)))
    line = f'<line x1="{x}" x2="{x}" y1="{top}" y2="{bottom}" stroke="#333333" stroke-dasharray="3 3"/>'
    return line + (_text(x, top - 3, chart.mark_label, anchor="middle") if chart.mark_label else "")


def _text(x: int | str, y: int, text: str, *, anchor: str = "start") -> str:
    halo = 'stroke="#ffffff" stroke-width="3" paint-order="stroke"'
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="#1a1a1a" {halo}>{escape(text)}</text>'


def _wide(text: str) -> int:
    """Return the width of a text in units: a Chinese character takes a whole size, others somewhat over half."""
    return sum(_SIZE if ord(sign) > 0x2E7F else 7 for sign in text)


def _short(label: str) -> str:
    while _wide(label) > _LABEL - 10:
        label = label.removesuffix("…")[:-1] + "…"
    return label


def _legend_lines(series: Sequence[str]) -> list[list[tuple[int, str]]]:
    """Return the legend in lines: the place of each series and its name. A single series needs none."""
    if len(series) < 2:
        return []
    lines: list[list[tuple[int, str]]] = [[]]
    x = 8
    for place, name in enumerate(series):
        width = 34 + _wide(name)
        if lines[-1] and x + width > WIDTH:
            lines.append([])
            x = 8
        lines[-1].append((place, name))
        x += width
    return lines


def _legend(lines: list[list[tuple[int, str]]]) -> list[str]:
    drawn: list[str] = []
    for row, line in enumerate(lines):
        x, y = 8, 6 + 20 * row
        for place, name in line:
            drawn.append(f'<rect x="{x}" y="{y}" width="12" height="12" fill="{COLOURS[place % len(COLOURS)]}"/>')
            drawn.append(_text(x + 17, y + 10, name))
            x += 34 + _wide(name)
    return drawn
