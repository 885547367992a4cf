"""A chart of lines on two logarithmic axes as SVG. It knows nothing of what is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

_WIDTH, _HEIGHT = 960, 600
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 250, 78, 72
_COLOURS = ("#5b6470", "#b3261e", "#d98324", "#1f6f8b", "#3c8d5a", "#7a5ea8", "#8a6d3b", "#b0568f", "#2d4f9e")
#: A value so little beyond a power of ten, in powers, does not open another one.
_NEARLY = 0.01
_LEAST_GAP = 19  # between two labels, in pixels
_FONT = "system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif"


@dataclass(frozen=True)
class Line:
    """A line of the chart: points of positive numbers, from left to right."""

    label: str
    points: Sequence[tuple[float, float]]
    is_main: bool = False


@dataclass(frozen=True)
class Axis:
    """An axis from one power of ten to another, drawn from `start` to `end`."""

    first: int
    last: int
    start: float
    end: float

    @classmethod
    def over(cls, values: Sequence[float], start: float, end: float) -> Axis:
        """Return the axis that holds all values."""
        first, last = floor(log10(min(values)) + _NEARLY), ceil(log10(max(values)) - _NEARLY)
        return cls(first, max(last, first + 1), start, end)

    def place(self, value: float) -> float:
        """Return where a value stands, in pixels."""
        return self.start + (log10(value) - self.first) / (self.last - self.first) * (self.end - self.start)

    @property
    def powers(self) -> range:
        """Return the powers of ten."""
        return range(self.first, self.last + 1)


def chart(title: tuple[str, str], across: str, up: str, lines: Sequence[Line]) -> str:
    """Return the chart; `title` is Chinese and English, `across` and `up` name the axes."""
    points = [point for line in lines for point in line.points]
    x = Axis.over([point[0] for point in points], _LEFT, _WIDTH - _RIGHT)
    y = Axis.over([point[1] for point in points], _HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" font-family="{_FONT}">',
        f"<title>{escape(' / '.join(title))}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        _text(_LEFT, 32, title[0], size=20, weight=600),
        _text(_LEFT, 54, title[1], size=14, colour="#5b6470"),
        *_grid(x, y),
        _text((x.start + x.end) / 2, _HEIGHT - 20, across, anchor="middle"),
        f'<g transform="translate(22 {(y.start + y.end) / 2:.0f}) rotate(-90)">{_text(0, 0, up, anchor="middle")}</g>',
        *_drawn(x, y, lines),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _grid(x: Axis, y: Axis) -> list[str]:
    drawn = []
    for power in x.powers:
        at = x.place(10.0**power)
        drawn.append(f'<path d="M{at:.1f} {y.start:.1f}V{y.end:.1f}" stroke="#e3e6ea"/>')
        drawn.append(_power(at, y.start + 22, power, "middle"))
    for power in y.powers:
        at = y.place(10.0**power)
        drawn.append(f'<path d="M{x.start:.1f} {at:.1f}H{x.end:.1f}" stroke="#e3e6ea"/>')
        drawn.append(_text(x.start - 10, at + 5, f"{10.0**power:,.{max(0, -power)}f}", anchor="end", colour="#5b6470"))
    return drawn


def _drawn(x: Axis, y: Axis, lines: Sequence[Line]) -> list[str]:
    drawn = []
    for line, colour, at in zip(lines, _COLOURS * len(lines), _label_places(y, lines), strict=False):
        places = [(x.place(across), y.place(up)) for across, up in line.points]
        path = "L".join(f"{left:.1f} {top:.1f}" for left, top in places)
        width = 3.2 if line.is_main else 1.8
        drawn.append(
            f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"/>'
        )
        drawn += [f'<circle cx="{left:.1f}" cy="{top:.1f}" r="{width + 0.8}" fill="{colour}"/>' for left, top in places]
        left, top = places[-1]
        drawn.append(
            f'<path d="M{left + 6:.1f} {top:.1f}L{x.end + 14:.1f} {at:.1f}" stroke="{colour}" stroke-opacity="0.35"/>'
        )
        weight = 600 if line.is_main else 400
        drawn.append(_text(x.end + 18, at + 4, line.label, size=13, colour=colour, weight=weight))
    return drawn


def _label_places(y: Axis, lines: Sequence[Line]) -> list[float]:
    """Return the heights of the labels: those of the last points, moved apart where they would overlap."""
    wanted = sorted((y.place(line.points[-1][1]), place) for place, line in enumerate(lines))
    heights: dict[int, float] = {}
    lowest = 0.0
    for height, place in wanted:
        lowest = max(height, lowest + _LEAST_GAP)
        heights[place] = lowest
    # What would leave the chart at the bottom pushes the others up again.
    limit = float(_HEIGHT - _BOTTOM)
    for _, place in reversed(wanted):
        heights[place] = limit = min(heights[place], limit)
        limit -= _LEAST_GAP
    return [heights[place] for place in range(len(lines))]


def _text(left: float, top: float, words: str, *, anchor: str = "start", size: int = 14, **more: object) -> str:
    colour, weight = more.get("colour", "#1b1f24"), more.get("weight", 400)
    style = f'text-anchor="{anchor}" font-size="{size}" fill="{colour}" font-weight="{weight}"'
    return f'<text x="{left:.1f}" y="{top:.1f}" {style}>{escape(words)}</text>'


def _power(left: float, top: float, power: int, anchor: str) -> str:
    raised = f'<tspan dy="-6" font-size="10">{power}</tspan>'
    return f'<text x="{left:.1f}" y="{top:.1f}" text-anchor="{anchor}" font-size="14" fill="#5b6470">10{raised}</text>'
