"""How the page says things in two languages at once: pairs of which the switch shows one. It holds no sentences."""

from __future__ import annotations

from decimal import Decimal

from zhiheng.domain.numbers import shortest
from zhiheng.domain.texts import Text
from zhiheng.reports.html.elements import Child, Markup, join, tag
from zhiheng.reports.labels import two_places

MINUS = "−"


def say(zh: Child, en: Child) -> Markup:
    """Return both wordings; the page shows the one of the chosen language."""
    return join(tag("span", zh, class_="zh", lang="zh-CN"), tag("span", en, class_="en", lang="en"))


def told(text: Text) -> Markup:
    """Return a text in both languages; one that has a single wording is shown in either."""
    if not text.en or text.en == text.zh:
        return tag("span", text.zh, class_="only", lang=None if text.zh.isascii() else "zh-CN")
    return say(text.zh, text.en)


def clause(text: Text) -> Markup:
    """Return words of the law: always the Chinese, with the English beneath where English is chosen."""
    verbatim = tag("p", text.zh, class_="clause", lang="zh-CN")
    if not text.en or text.en == text.zh:
        return verbatim
    return join(verbatim, tag("p", text.en, class_="gloss", lang="en"))


def attribute(zh: str, en: str) -> str:
    """Return a wording for an attribute, which no style can switch: both, one after the other."""
    return f"{zh} / {en}"


def signed(value: Decimal) -> str:
    """Write points with their sign, a true minus for deductions."""
    if value < 0:
        return MINUS + shortest(-value)
    return f"+{shortest(value)}" if value > 0 else "0"


def points(value: Decimal, *, sign: bool = False) -> Markup:
    """Return points with two decimals for columns; the exact number stands in the element's value."""
    shown = two_places(abs(value))
    mark = "" if not sign or value == 0 else (MINUS if value < 0 else "+")
    if not sign and value < 0:
        mark = MINUS
    exact = shortest(value)
    rounded = two_places(value) != format(value, "f") and shortest(Decimal(two_places(value))) != exact
    return tag("data", mark + shown, value=exact, title=exact if rounded else None)
