"""Furniture that every part of the page shares: tables in their boxes, folds, chips, links. No texts of reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.scheme import SubItem
from zhiheng.domain.score import UnitScore
from zhiheng.domain.texts import Text
from zhiheng.reports.cards import SchemeIndex
from zhiheng.reports.html import anchors
from zhiheng.reports.html.elements import Child, Markup, join, tag
from zhiheng.reports.html.wording import say, told

_LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Reading:
    """What every part of the page reads: the evaluation and the words of its scheme by id."""

    evaluation: Evaluation
    index: SchemeIndex
    homes: Mapping[str, SubItem]

    @classmethod
    def of(cls, evaluation: Evaluation) -> Reading:
        """Index the scheme once for the whole page."""
        homes = {rule.id: home for _, _, home in evaluation.scheme.sub_items() for rule in home.every_rule()}
        return cls(evaluation, SchemeIndex(evaluation.scheme), homes)

    def name_of(self, rule_id: str) -> Text:
        """Return what to call a rule: its words, or its sub-item's name where its words are the whole clause."""
        words, home = self.index.rule_text(rule_id), self.homes.get(rule_id)
        if home is not None and (words.zh == home.clause.zh or not words.en):
            return self.name_of_sub_item(home.id)
        return words

    def name_of_sub_item(self, sub_item_id: str) -> Text:
        """Return a short name of a sub-item; its item's where it has none of its own in both languages."""
        sub_item = self.index.sub_item(sub_item_id)
        if sub_item is None:
            return Text(sub_item_id)
        if sub_item.name.en:
            return _shortened(sub_item.name, sub_item.clause)
        for part in self.evaluation.scheme.parts:
            for item in part.items:
                if sub_item in item.sub_items:
                    return _shortened(item.name, item.clause)
        return sub_item.name

    def name_of_item(self, item_id: str) -> Text:
        """Return a short name of an item."""
        item = self.index.item(item_id)
        return _shortened(item.name, item.clause) if item is not None else Text(item_id)

    def full_points(self, unit: UnitScore) -> Decimal:
        """Return what a unit starts from: its items' points, the part's where the text allots none to items."""
        total = sum((item.points for item in unit.items), Decimal(0))
        stated = (part.points for part in self.evaluation.scheme.parts if part.kind == "deduction" and part.points)
        return total or next(stated, Decimal(100))

    def settles(self, ambiguity: str) -> str:
        """Return the anchor of the option or the open question that speaks of a doubt; empty where nothing does."""
        for option in self.evaluation.scheme.options:
            if ambiguity in ids_in(option.ambiguity) and option.id in self.evaluation.result.options:
                return anchors.of_option(option.id)
        for question in self.evaluation.scheme.open_questions:
            if question.ambiguity == ambiguity:
                return anchors.of_question(ambiguity)
        return ""


def ids_in(text: str) -> list[str]:
    """Return the catalogue ids in a text that may name several."""
    return [word for word in re.split(r"[\s,;，、；]+", text) if word]


def _shortened(name: Text, whole: Text) -> Text:
    """Return a name that is a whole clause by its first words; the clause itself stands below it in full."""
    if name.zh != whole.zh or len(name.zh) <= _LONGEST_NAME:
        return name
    head = re.split("[，。；]", name.zh, maxsplit=1)[0][:_LONGEST_NAME]
    return Text(f"{head}…", name.en)


@dataclass(frozen=True, slots=True)
class Head:
    """A column head; numbers are set to the right."""

    label: Child
    number: bool = False
    class_: str = ""


def cell(content: Child, *, number: bool = False, class_: str = "", **attributes: str | int | None) -> Markup:
    """Return a data cell."""
    return tag("td", content, class_=" ".join(filter(None, ("num" if number else "", class_))) or None, **attributes)


def row_head(content: Child, **attributes: str | int | None) -> Markup:
    """Return the cell that names its row."""
    return tag("th", content, scope="row", **attributes)


def table(
    caption: Child,
    heads: Sequence[Head],
    rows: Iterable[Child],
    *,
    id_: str | None = None,
    class_: str = "",
    wide: bool = False,
    foot: Child = None,
) -> Markup:
    """Return a table in a box of its own, which scrolls where the screen is narrower; `wide` ones say so."""
    columns = [
        tag(
            "th",
            head.label,
            scope="col",
            class_=" ".join(filter(None, ("num" if head.number else "", head.class_))) or None,
        )
        for head in heads
    ]
    body = tag(
        "table",
        tag("caption", caption, id=f"{id_}-caption" if id_ else None),
        tag("thead", tag("tr", columns)),
        tag("tbody", rows),
        tag("tfoot", foot) if foot else None,
        id=id_,
        class_=class_ or None,
    )
    if not wide or not id_:
        return tag("div", body, class_="scroll")
    hint = tag("p", say("表格较宽，可左右滑动", "wide table: scroll sideways"), class_="hint")
    # A box that scrolls must be reachable by keyboard, and then needs a name.
    return join(
        hint, tag("div", body, class_="scroll wide", tabindex=0, role="region", aria_labelledby=f"{id_}-caption")
    )


def fold(summary: Child, *content: Child, id_: str | None = None, class_: str = "", is_open: bool = False) -> Markup:
    """Return content that opens by a click, natively."""
    return tag("details", tag("summary", summary), *content, id=id_, class_=class_ or None, open=is_open)


def link(anchor: str, *content: Child, class_: str = "") -> Markup:
    """Return a link within the page."""
    return tag("a", *content, href=f"#{anchor}", class_=class_ or None)


def chip(content: Child, kind: str = "") -> Markup:
    """Return a small label beside a name."""
    return tag("span", content, class_=f"chip {kind}".strip())


def code(text: str, *, title: str = "") -> Markup:
    """Return an id or a digest."""
    return tag("code", text, title=title or None)


def doubts(reading: Reading, ambiguities: Iterable[str]) -> Markup:
    """Return the catalogue ids of doubts, each linked to the choice that settles it where there is one."""
    parts: list[Child] = []
    for ambiguity in dict.fromkeys(ambiguities):
        anchor = reading.settles(ambiguity)
        parts.append(chip(link(anchor, ambiguity) if anchor else ambiguity, "doubt"))
    return join(parts)


def pairs(*entries: tuple[Text, Child] | None) -> Markup:
    """Return a list of terms with what holds for each; None is left out."""
    shown = [
        tag("div", tag("dt", told(term)), tag("dd", value)) for term, value in (e for e in entries if e is not None)
    ]
    return tag("dl", shown, class_="pairs")


def short_digest(digest: str) -> Markup:
    """Return a digest by its first twelve signs, the whole in the title."""
    name, _, hexadecimal = digest.rpartition(":")
    return code(f"{name}:{hexadecimal[:12]}…" if name else f"{hexadecimal[:12]}…", title=digest)
