"""Small marks of pages as HTML: a state, a due date, a day, points. Tags and lists both draw them from here."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhiheng_web.lib import icons
from zhiheng_web.lib.dates import SHANGHAI, day_of, due_state, say_date, say_instant
from zhiheng_web.lib.numbers import two_places
from zhiheng_web.lib.words import Text, say

#: Tone → the shape beside the words: a state is never told by colour alone (WCAG 1.4.1).
SHAPES = {"neutral": "ring", "info": "dot", "good": "tick", "warn": "triangle", "bad": "cross"}
NOTHING = SafeString("—")


def state_mark(state: Text | str, tone: str = "neutral") -> SafeString:
    """Return a state as words with a shape. Tones: neutral, info, good, warn, bad; KeyError for any other."""
    return format_html('<span class="zh-badge zh-{}">{}{}</span>', tone, icons.svg(SHAPES[tone]), say(state))


def due_mark(due_date: date | None) -> SafeString:
    """Return a due date with the working days left; provisional where that year's notice is not out yet."""
    if due_date is None:
        return NOTHING
    state = due_state(day_of(due_date) if isinstance(due_date, datetime) else due_date)
    left = say(state.left)
    if state.provisional:
        left += say(Text("（暂定）", " (provisional)"))
    return format_html(
        '<span class="zh-due zh-{}"><span><time datetime="{}">{}</time> ·</span> '
        '<span class="zh-left">{}{}</span></span>',
        state.tone,
        state.due_date.isoformat(),
        say_date(state.due_date),
        icons.svg(SHAPES[state.tone]) if state.tone != "neutral" else "",
        left,
    )


def day_mark(value: date | None) -> SafeString:
    """Return a day; of an instant the day in Beijing."""
    if value is None:
        return NOTHING
    shown = day_of(value) if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', shown.isoformat(), say_date(shown))


def instant_mark(value: datetime | None) -> SafeString:
    """Return an instant to the minute, Beijing time."""
    if value is None:
        return NOTHING
    machine = value.astimezone(SHANGHAI).isoformat(timespec="seconds")
    return format_html('<time datetime="{}">{}</time>', machine, say_instant(value))


def points_mark(value: Decimal | int | None) -> str:
    """Return points with two decimals, halves rounded up; a dash where there are none."""
    return NOTHING if value is None else two_places(value)


def figure_mark(value: Any, href: str) -> SafeString:
    """Return a number that opens: the link leads to how it came about. A Decimal is shown as points."""
    shown = NOTHING if value is None else two_places(value) if isinstance(value, Decimal) else say(value)
    return format_html('<a class="zh-figure" href="{}">{}</a>', href, shown)


def link_mark(shown: Any, href: str) -> SafeString:
    """Return something shown as a link."""
    return format_html('<a href="{}">{}</a>', href, shown)
