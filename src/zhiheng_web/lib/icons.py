"""The few line drawings of the pages, 16 units square, in the colour of the words beside them."""

from __future__ import annotations

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

#: Name → the inside of the drawing. Our own lines; strokes unless a shape is filled by its class.
_DRAWINGS = {
    "ring": '<circle cx="8" cy="8" r="4.5"/>',
    "dot": '<circle class="zh-solid" cx="8" cy="8" r="4.5"/>',
    "tick": '<path d="M3 8.5l3.5 3.5L13 4.5"/>',
    "triangle": '<path class="zh-solid" d="M8 2.5l6 11H2z"/>',
    "cross": '<path d="M4 4l8 8M12 4l-8 8"/>',
    "menu": '<path d="M2 4h12M2 8h12M2 12h12"/>',
    "search": '<circle cx="7" cy="7" r="4.5"/><path d="M10.5 10.5L14 14"/>',
    "print": '<path d="M4.5 6V2.5h7V6M4.5 12H2.5V6h11v6h-2M4.5 9.5h7v4h-7z"/>',
    "person": '<circle cx="8" cy="5" r="2.8"/><path d="M2.5 14c.6-3.2 2.7-4.5 5.5-4.5s4.9 1.3 5.5 4.5"/>',
    "display": '<circle cx="8" cy="8" r="5.5"/><path class="zh-solid" d="M8 2.5a5.5 5.5 0 0 1 0 11z"/>',
    "language": '<circle cx="8" cy="8" r="5.5"/><path d="M2.5 8h11M8 2.5c-3 3.5-3 7.5 0 11M8 2.5c3 3.5 3 7.5 0 11"/>',
    "keys": '<path d="M1.5 4h13v8h-13zM4 6.5h.5M7 6.5h.5M10 6.5h.5M4.5 9.5h7"/>',
    "up": '<path d="M8 13V3M4 7l4-4 4 4"/>',
    "down": '<path d="M8 3v10M4 9l4 4 4-4"/>',
    "both": '<path d="M5 6l3-3.5L11 6M5 10l3 3.5L11 10"/>',
    "close": '<path d="M3.5 3.5l9 9M12.5 3.5l-9 9"/>',
    "download": '<path d="M8 2v8M4.5 7L8 10.5 11.5 7M2.5 13.5h11"/>',
    "info": '<circle cx="8" cy="8" r="5.5"/><path d="M8 7v4M8 4.9v.2"/>',
}


@cache
def svg(name: str) -> SafeString:
    """Return a drawing that screen readers pass over; KeyError for an unknown name."""
    return format_html(
        '<svg class="zh-icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(_DRAWINGS[name]),
    )
