"""What a check is: an id, titles, the rule in each of its versions, and to which rows it applies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

import ibis.expr.types as ir

from zhiheng.checks.moments import Fact, Moment
from zhiheng.checks.rows import Rows, Setting
from zhiheng.domain.texts import Text

Subject = Literal["case", "complaint", "outcome"]
Severity = Literal["serious", "ordinary", "minor"]

#: The table of the ledger that holds the rows of a subject.
TABLE_OF: Mapping[str, str] = {"case": "cases", "complaint": "complaints", "outcome": "outcomes"}


class Rule(Protocol):
    """A kind of check with its parameters. `across` rules compare rows, the others judge each alone."""

    @property
    def across(self) -> bool:
        """Whether the rule compares rows: it then sees all of them at once and not case by case."""
        ...

    def dated_by(self) -> Moment | None:
        """Return the moment whose day decides which version of the law applies; None: the decision, else the filing."""
        ...

    def facts(self) -> frozenset[Fact]:
        """Return the facts that the expressions read."""
        ...

    def columns(self) -> frozenset[str]:
        """Return the columns of the ledger without which nothing can be said, as `table.column`."""
        ...

    def requires(self) -> tuple[tuple[str, ...], ...]:
        """Return groups of activities: of each the ledger must know one, or nothing can be said."""
        ...

    def examined(self, rows: Rows, setting: Setting) -> Any:
        """Return on which rows the check can be and is to be judged."""
        ...

    def suspects(self, rows: Rows, setting: Setting) -> Any:
        """Return which examined rows may break the rule: cheap, and never false for one that does."""
        ...

    def findings(self, rows: ir.Table, setting: Setting) -> ir.Table:
        """Return the findings (columns of `FOUND`) among suspect rows, exactly."""
        ...


@dataclass(frozen=True, slots=True)
class Applies:
    """To which rows a check applies: values of fields, activities that took place, activities that did not."""

    fields: tuple[tuple[str, tuple[str | bool, ...]], ...] = ()
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()

    def facts(self) -> frozenset[Fact]:
        """Return the facts that the conditions read."""
        return frozenset(Fact("count", activity) for activity in (*self.has, *self.lacks))

    def condition(self, rows: Rows) -> Iterator[Any]:
        """Yield the conditions on a row."""
        for name, values in self.fields:
            for_column = [value for value in values if not isinstance(value, bool)]
            for value in values:
                if isinstance(value, bool):
                    yield rows[name] == value
            if for_column:
                yield rows[name].isin(for_column)
        for activity in self.has:
            yield rows.happened(activity)
        for activity in self.lacks:
            yield ~rows.happened(activity)


@dataclass(frozen=True, slots=True)
class Version:
    """A rule as it is in force: from a day until before another (None: open), with the provision it rests on."""

    from_date: date | None
    until_date: date | None
    citation: str
    rule: Rule
    dated_by: Moment | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A procedural rule run over cases, complaints or outcomes. `folder` is the law it belongs to in the rulebook."""

    id: str
    kind: str
    title: Text
    severity: Severity
    subject: Subject
    requirements: tuple[str, ...]
    rule_out: Text
    applies: Applies
    versions: tuple[Version, ...]
    folder: str = ""
    note: Text = field(default_factory=lambda: Text(""))
