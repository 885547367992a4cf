"""What a scheme is: parts, items, sub-items, groups, rules, options, grades, tolerances. No file, no arithmetic.

Points are `Decimal` and always positive; the part a rule stands in says whether they are taken or given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from zhiheng.domain.texts import Text

UNSPECIFIED = "unspecified in the source"

PartKind = Literal["deduction", "bonus"]
CheckCount = Literal["findings", "cases", "closed_cases"]
Subject = Literal["unit", "case"]


@dataclass(frozen=True, slots=True)
class Source:
    """The document a scheme is taken from."""

    document: Text
    number: str = ""
    issuer: Text = field(default_factory=lambda: Text(""))
    signed_on: str = ""
    published_on: str = ""


@dataclass(frozen=True, slots=True)
class CheckBinding:
    """The checks whose findings answer a rule, and what is counted: findings, or the cases found.

    A rate has the cases examined as its denominator, with `closed_cases` those of them closed in the period. With an
    `option` the checks answer only under its `choice`.
    """

    checks: tuple[str, ...]
    count: CheckCount
    option: str = ""
    choice: str = ""

    def holds(self, options: Mapping[str, str]) -> bool:
        """Return whether the checks answer under these options."""
        return not self.option or options.get(self.option) == self.choice


@dataclass(frozen=True, slots=True)
class Rule:
    """One scoring rule; `scoring` is the kind's own object (`zhiheng.schemes.kinds`), `line` its line in the file."""

    id: str
    kind: str
    text: Text
    clause: Text
    scoring: Any
    group: str = ""
    exclusive_group: str = ""
    skipped_if: tuple[str, ...] = ()
    measure: str = ""
    measures: Mapping[str, str] = field(default_factory=dict)
    checks: CheckBinding | None = None
    unit: Text = field(default_factory=lambda: Text(""))
    #: Several problems of one case count once (每案, CQ-28).
    per_case: bool = False
    evidence: tuple[Text, ...] = ()
    data_source: Text = field(default_factory=lambda: Text(""))
    note: Text = field(default_factory=lambda: Text(""))
    ambiguity: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Rules inside a sub-item that share a cap of their own (D05-1 has three)."""

    id: str
    cap: Decimal
    clause: Text
    rules: tuple[Rule, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class SubItem:
    """The level at which the text allots points; deductions never go below zero points of it."""

    id: str
    name: Text
    points: Decimal
    clause: Text
    rules: tuple[Rule, ...] = ()
    groups: tuple[Group, ...] = ()
    exempt_if: Text | None = None
    applies_to: tuple[str, ...] = ()
    ambiguity: tuple[str, ...] = ()
    line: int = 0

    def every_rule(self) -> tuple[Rule, ...]:
        """Return the rules in the order of the text, those of groups first as the text numbers them."""
        return tuple(rule for group in self.groups for rule in group.rules) + self.rules


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered item (评价内容) of a part; `points_by_kind` holds points that differ between kinds of unit."""

    id: str
    name: Text
    points: Decimal
    clause: Text
    sub_items: tuple[SubItem, ...]
    content: Text = field(default_factory=lambda: Text(""))
    applies_to: tuple[str, ...] = ()
    points_by_kind: Mapping[str, Decimal] = field(default_factory=dict)
    #: Taken from the total and no share of the full mark (a deduction whose category the source does not state).
    from_total: bool = False
    ambiguity: tuple[str, ...] = ()
    line: int = 0

    def points_for(self, unit_kind: str) -> Decimal:
        """Return the points of this item for a kind of unit."""
        return self.points_by_kind.get(unit_kind, self.points)


@dataclass(frozen=True, slots=True)
class Part:
    """The deduction part or the bonus part. `points` is the full mark of the one, the most the other can give."""

    id: str
    kind: PartKind
    name: Text
    points: Decimal | None
    items: tuple[Item, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """A named choice that a scheme leaves to the evaluating body, with its default and the doubt it settles."""

    id: str
    text: Text
    default: str
    choices: tuple[str, ...] = ()
    ambiguity: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade by its lower bound; `literal_*` hold the words of the text where they differ from the applied bounds."""

    id: str
    name: Text
    minimum: Decimal | None = None
    minimum_inclusive: bool = True
    maximum: Decimal | None = None
    maximum_inclusive: bool = False
    literal_minimum_inclusive: bool | None = None
    literal_maximum_inclusive: bool | None = None
    consequences: tuple[Consequence, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from a grade or a veto. Decisions on persons stay with people: this only names the task."""

    text: Text
    when: str = ""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A situation in which a fault costs no points (容错情形)."""

    id: str
    text: Text
    line: int = 0


@dataclass(frozen=True, slots=True)
class OpenPath:
    """A value that the source leaves open and a completion must supply before anything is scored."""

    path: str
    text: Text
    line: int = 0


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A doubt that the source does not answer and on which points depend; `handled_by` names the option or decision."""

    ambiguity: str
    rule_id: str
    text: Text
    handled_by: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Scheme:
    """A complete scheme, frozen. `digest` is the SHA-256 of the file it was read from."""

    id: str
    version: str
    name: Text
    subject: Subject
    digest: str
    source: Source
    parts: tuple[Part, ...]
    vetoes: tuple[Rule, ...] = ()
    options: tuple[Option, ...] = ()
    unit_kinds: Mapping[str, Text] = field(default_factory=dict)
    #: Every word that names a kind of unit in a ledger: key, labels and the further words the scheme accepts.
    kind_words: Mapping[str, str] = field(default_factory=dict)
    kind_required: bool = False
    grades: tuple[Grade, ...] = ()
    tolerances: tuple[Tolerance, ...] = ()
    veto_consequences: tuple[Consequence, ...] = ()
    open_paths: tuple[OpenPath, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    terms: tuple[tuple[str, int], ...] = ()
    file: str = ""
    purpose: Text = field(default_factory=lambda: Text(""))
    principles: tuple[Text, ...] = ()
    completion_digest: str = ""
    completion_label: Text = field(default_factory=lambda: Text(""))
    completion_fictional: bool = False
    #: Words that the reading accepts for a rule's id (its aspect's name in a case scheme).
    aliases: Mapping[str, str] = field(default_factory=dict)

    def every_rule(self) -> Iterator[Rule]:
        """Yield all rules: deductions, bonuses, then vetoes, in the order of the text."""
        for part in self.parts:
            for item in part.items:
                for sub_item in item.sub_items:
                    yield from sub_item.every_rule()
        yield from self.vetoes

    def rule(self, rule_id: str) -> Rule:
        """Return the rule with this id; KeyError where there is none."""
        for rule in self.every_rule():
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def sub_items(self) -> Iterator[tuple[Part, Item, SubItem]]:
        """Yield every sub-item with the item and the part it stands in."""
        for part in self.parts:
            for item in part.items:
                for sub_item in item.sub_items:
                    yield part, item, sub_item
