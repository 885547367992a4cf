"""Words in templates: `{% t "中文" "English" %}` compiles only with both languages; `{{ text|said }}` for a Text.

No catalogue stands behind it: both wordings are at the place of use, so a page cannot be half translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from zhiheng.api import Fault, Place
from zhiheng_web.lib.words import language, say

register = template.Library()


@dataclass(frozen=True, slots=True)
class Wording:
    """One language of a tag: pieces of (literal, placeholder, plural forms)."""

    pieces: tuple[tuple[str, str, str], ...]

    @property
    def names(self) -> set[str]:
        """Return the placeholders that the wording uses."""
        return {name for _, name, _ in self.pieces if name}

    def fill(self, values: Mapping[str, Any], *, escaped: bool) -> str:
        """Return the wording with its placeholders filled in; values and literals are escaped where asked."""
        parts = []
        for literal, name, forms in self.pieces:
            parts.append(escape(literal) if escaped else literal)
            if forms:
                one, many = forms.split("|")
                parts.append(one if values[name] in (1, "1") else many)
            elif name:
                spoken = say(values[name])
                parts.append(conditional_escape(spoken) if escaped else str(spoken))
        return "".join(str(part) for part in parts)


def read_wording(text: str) -> Wording:
    """Read `共 {n} 件` or `{n} {n:case|cases}`. Raises TemplateSyntaxError for any other placeholder."""
    pieces = []
    try:
        for literal, name, spec, conversion in Formatter().parse(text):
            plural_is_right = not spec or spec.count("|") == 1
            if name is not None and (not name.isidentifier() or conversion or not plural_is_right):
                raise ValueError(name)
            pieces.append((literal, name or "", spec or ""))
    except ValueError as wrong:
        raise TemplateSyntaxError(f"{{% t %}} understands {{name}} and {{n:one|many}} only: {text!r}") from wrong
    return Wording(tuple(pieces))


class TextNode(Node):
    """Both wordings of a place in a page; says the one that the request wants."""

    def __init__(self, zh: Wording, en: Wording, values: Mapping[str, FilterExpression], as_name: str) -> None:
        self.zh, self.en, self.values, self.as_name = zh, en, values, as_name

    def render(self, context: Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self.values.items()}
        wording = self.zh if language() == "zh" else self.en
        said = mark_safe(wording.fill(values, escaped=context.autoescape))
        if self.as_name:
            context[self.as_name] = said
            return SafeString("")
        return said


@register.tag("t")
def compile_text(parser: Parser, token: Token) -> TextNode:
    """Compile `{% t "中文" "English" name=value … as variable %}`.

    Raises TemplateSyntaxError where a language is missing or empty, or a placeholder has no value or a value no place.
    """
    bits = token.split_contents()[1:]
    if len(bits) < 2 or not all(_is_quoted(bit) for bit in bits[:2]):
        raise TemplateSyntaxError('{% t %} wants two quoted texts: {% t "中文" "English" %}')
    zh, en = (_unquoted(bit) for bit in bits[:2])
    if not zh.strip() or not en.strip():
        raise TemplateSyntaxError("{% t %} wants a wording in both languages; one is empty")
    rest, as_name = bits[2:], ""
    if len(rest) >= 2 and rest[-2] == "as":
        rest, as_name = rest[:-2], rest[-1]
    values = token_kwargs(rest, parser)
    if rest:
        raise TemplateSyntaxError(f"{{% t %}} does not understand {rest[0]!r}; values are given as name=value")
    wordings = read_wording(zh), read_wording(en)
    wanted = wordings[0].names | wordings[1].names
    if wanted != set(values):
        wrong = ", ".join(sorted(wanted ^ set(values)))
        raise TemplateSyntaxError(f"{{% t %}}: placeholders and values do not agree: {wrong}")
    return TextNode(*wordings, values, as_name)


def _is_quoted(bit: str) -> bool:
    return len(bit) >= 2 and bit[0] == bit[-1] and bit[0] in "\"'"


def _unquoted(bit: str) -> str:
    quote = bit[0]
    return bit[1:-1].replace(f"\\{quote}", quote).replace("\\\\", "\\")


@register.filter
def said(value: Any) -> Any:
    """Say a Text, a place or a fault in the language of the page; data stays as it is, nothing is said of None."""
    if isinstance(value, Fault | Place):
        return value.of(language())
    return "" if value is None else say(value)


@register.simple_tag
def html_language() -> str:
    """Return the language of the page as `<html lang>` wants it."""
    return "zh-Hans" if language() == "zh" else "en"


@register.simple_tag
def speaks(code: str) -> bool:
    """Say whether the page is in this language (`zh` or `en`)."""
    return language() == code


class RememberNode(Node):
    """Renders what it holds into a context variable: a block that is needed twice is rendered once."""

    def __init__(self, nodelist: template.NodeList, name: str) -> None:
        self.nodelist, self.name = nodelist, name

    def render(self, context: Context) -> SafeString:
        # The outermost layer, so that it is still there below the blocks that set variables of their own.
        context.dicts[0][self.name] = mark_safe(self.nodelist.render(context).strip())
        return SafeString("")


@register.tag("remember")
def compile_remember(parser: Parser, token: Token) -> RememberNode:
    """Compile `{% remember name %}…{% endremember %}`."""
    _, name = token.split_contents()
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return RememberNode(nodelist, name)
