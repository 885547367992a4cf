"""`outside_band`: a fine below or above what may be imposed: the benchmark of the day, or bounds set by the law.

Only the lawfulness of a single decision is judged. Sums or rates of fines are never an input (Penalty Law art. 74).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.checks.moments import Fact, Moment
from zhiheng.checks.parameters import Parameters
from zhiheng.checks.rows import Rows, Setting, all_of, any_of, found

_WAN = 10_000  # a fine off by this factor was entered in 万元 where 元 was meant, or the other way round
_LEAST = 1  # no fine is less than a yuan: what would be, was not entered in the wrong unit

Bound = tuple[str, Decimal | None, Decimal | None]


@dataclass(frozen=True)
class OutsideBand:
    """The amount lies within the benchmark in force on the day, or within bounds by kind of party; bounds included."""

    amount: str
    benchmark: bool
    bounds: tuple[Bound, ...] = ()
    across = False

    def dated_by(self) -> Moment:
        """Return the decision."""
        return Moment.first("decided")

    def facts(self) -> frozenset[Fact]:
        """Return the decision, whose day tells which benchmark is in force."""
        return frozenset({Fact("first", "decided")})

    def columns(self) -> frozenset[str]:
        """Return the amount and what bounds it."""
        beside = {"cases.benchmark_id", "benchmarks.benchmark_id"} if self.benchmark else {"cases.party_kind"}
        return frozenset({f"cases.{self.amount}"} | beside)

    def requires(self) -> tuple[tuple[str, ...], ...]:
        """Return nothing: no activity of the ledger's own making is asked for."""
        return ()

    def examined(self, rows: Rows, setting: Setting) -> Any:
        """Examine decided cases with an amount and with bounds for them."""
        minimum, maximum = self._bounds(rows)
        decided = rows.at(Moment.first("decided")).notnull()
        return all_of(decided, rows[self.amount].notnull(), minimum.notnull() | maximum.notnull())

    def suspects(self, rows: Rows, setting: Setting) -> Any:
        """Suspect what lies outside, or inside a benchmark that was not in force."""
        minimum, maximum = self._bounds(rows)
        return any_of(rows[self.amount] < minimum, rows[self.amount] > maximum, self._is_out_of_force(rows))

    def findings(self, rows: ir.Table, setting: Setting) -> ir.Table:
        """Find every suspect; `what` says how: below, above, wan_as_yuan, yuan_as_wan, not_in_force."""
        view = Rows(rows)
        minimum, maximum = self._bounds(view)
        amount = view[self.amount]
        what = ibis.cases(
            (_within(amount * _WAN, minimum, maximum) & (amount < minimum), "wan_as_yuan"),
            # Multiplied, never divided: a quotient is exact on no two engines alike.
            (
                _within(amount, ibis.coalesce(minimum, _LEAST) * _WAN, maximum * _WAN) & (amount > maximum),
                "yuan_as_wan",
            ),
            (amount < minimum, "below"),
            (amount > maximum, "above"),
            else_="not_in_force",
        )
        return found(
            rows,
            occurred_at=view.at(Moment.first("decided")),
            measured=amount,
            limit=ibis.ifelse((amount < minimum).fill_null(False), minimum, ibis.coalesce(maximum, minimum)),
            what=what,
            from_at=view.at(Moment.first("decided")),
            related=view["benchmark_id"] if self.benchmark else None,
        )

    def _bounds(self, rows: Rows) -> tuple[Any, Any]:
        if self.benchmark:
            return rows["benchmark_minimum"], rows["benchmark_maximum"]
        return self._by_party(rows, 1), self._by_party(rows, 2)

    def _by_party(self, rows: Rows, side: int) -> Any:
        value: Any = ibis.null("decimal(18, 4)")
        for bound in self.bounds:
            if (number := bound[side]) is not None:
                amount = ibis.literal(number, "decimal(18, 4)")
                value = ibis.ifelse(rows["party_kind"] == bound[0], amount, value)
        return value

    def _is_out_of_force(self, rows: Rows) -> Any:
        if not self.benchmark:
            return ibis.literal(False)
        day = rows.day(Moment.first("decided"))
        return any_of(day < rows["benchmark_from"], day >= rows["benchmark_until"])


def _within(amount: Any, minimum: Any, maximum: Any) -> Any:
    """Return whether an amount lies between both bounds; where one is not known, nothing can be told by it."""
    return all_of(amount >= minimum, amount <= maximum)


def read(parameters: Parameters) -> OutsideBand:
    """Read the parameters; faults are noted where they stand."""
    benchmark = parameters.flag("benchmark", False)
    node = parameters.get("bounds") if benchmark else parameters.need("bounds")
    bounds: list[Bound] = []
    for party, bound in node.entries() if node is not None else ():
        bound.allow("minimum", "maximum")
        bounds.append((party, bound.decimal("minimum"), bound.decimal("maximum")))
    return OutsideBand(parameters.text("amount", "fine"), benchmark, tuple(bounds))
