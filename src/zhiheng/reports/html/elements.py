"""A builder of HTML and SVG elements that escapes everything it is not told is markup. It knows no reports."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Union

#: Signs that HTML forbids in text; a ledger may hold them all the same.
_FORBIDDEN = dict.fromkeys((*range(0x09), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0xA0)), "\ufffd")
#: Signs that turn the reading direction round: shown as they are they would let a name disguise its neighbours.
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")
_BARE = frozenset({"meta", "input", "br", "link", "col"})

Value = str | int | bool | None
Child = Union[str, None, Iterable["Child"]]  # noqa: UP007 - a name in quotes cannot be joined with |


class Markup(str):
    """Text that already is markup; any other string is escaped where it enters an element."""

    __slots__ = ()


def clean(text: str) -> str:
    """Return `text` escaped for content and for quoted attributes, without signs that HTML forbids."""
    return escape(text.translate(_FORBIDDEN).translate(_TURNING), quote=True)


def join(*children: Child) -> Markup:
    """Return the children one after the other; None is nothing."""
    return Markup("".join(_written(child) for child in children))


def tag(name: str, /, *children: Child, **attributes: Value) -> Markup:
    """Return an element. `class_` and `for_` lose the underscore, inner underscores become hyphens.

    An attribute that is None or False is left out; True stands alone.
    """
    head = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _BARE:
        return Markup(f"<{name}{head}>")
    return Markup(f"<{name}{head}>{join(*children)}</{name}>")


def _attribute(key: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{clean(str(value))}"'


def _written(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return child
    if isinstance(child, str):
        return clean(child)
    return "".join(_written(part) for part in child)
