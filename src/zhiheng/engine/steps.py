"""The states of one rule that corrections can reach, and how many corrections each costs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhiheng.domain.numbers import shortest
from zhiheng.domain.scheme import Rule
from zhiheng.domain.score import Measured
from zhiheng.domain.texts import Text
from zhiheng.schemes.kinds.bands import Bands
from zhiheng.schemes.kinds.checklist import Checklist
from zhiheng.schemes.kinds.per_unit import PerUnit
from zhiheng.schemes.kinds.threshold import Threshold

#: How far above an exclusive bound a rate has to be said to lie: one hundredth of a percent.
_A_HAIR = Fraction(1, 10_000)


@dataclass(frozen=True, slots=True)
class Step:
    """One possible state of a rule: its value and how many corrections lead there."""

    value: Fraction
    cost: int
    text: Text


def possible_steps(rule: Rule, value: Fraction, measured: Measured | None) -> list[Step]:
    """Return the states of a rule that corrections can reach, the present one first."""
    stay = Step(value, 0, Text(""))
    scoring = rule.scoring
    if isinstance(scoring, PerUnit | Checklist):
        return [stay, *_counted_steps(rule, int(value))]
    if isinstance(scoring, Threshold):
        return [stay, *_rate_steps(rule, value, [(scoring.bound, scoring.reached_inclusive)], measured)]
    if isinstance(scoring, Bands):
        lower = {(b.applied.lower, b.applied.lower_inclusive) for b in scoring.bands if b.applied.lower is not None}
        return [stay, *_rate_steps(rule, value, sorted(lower), measured)]
    if scoring.answers == "flag" and value > 0:
        return [stay, Step(Fraction(0), 1, Text(f"补齐“{rule.text.zh}”", f"mend: {rule.text.of('en')}"))]
    return [stay]


def _rate_steps(
    rule: Rule, value: Fraction, bounds: list[tuple[Decimal, bool]], measured: Measured | None
) -> list[Step]:
    """Return one step for each higher bound; where the cases are known, the cost is how many more must be right."""
    steps = []
    reachable = [
        (bound, inclusive) for bound, inclusive in bounds if bound > value or (bound == value and not inclusive)
    ]
    for number, (bound, inclusive) in enumerate(reachable, start=1):
        shown = f"{shortest(bound * 100)}%" if rule.scoring.answers == "rate" else shortest(bound)
        zh = f"提高到 {shown}{'及以上' if inclusive else '以上（不含）'}"
        en = f"raise to {shown} or more" if inclusive else f"raise above {shown}"
        cost, to = number, Fraction(bound)
        if measured is not None and measured.denominator > 1:
            exact = Fraction(bound) * Fraction(measured.denominator)
            needed = min(math.ceil(exact) if inclusive else math.floor(exact) + 1, int(measured.denominator))
            cost, to = max(needed - int(measured.numerator), 1), Fraction(needed) / Fraction(measured.denominator)
            zh, en = f"再有 {cost} 个达标，{zh}", f"{cost} more that meet it: {en}"
        elif rule.scoring.answers == "count":
            to = to if inclusive else to + 1
            cost = max(math.ceil(to - value), 1)
        elif not inclusive:
            to = to + min(_A_HAIR, 1 - to)
        steps.append(Step(to, cost, Text(zh, en)))
    return steps


def _counted_steps(rule: Rule, count: int) -> list[Step]:
    """Return the steps from the first correction that wins anything down to none left."""
    cap, amount = rule.scoring.own_cap, rule.scoring.amounts()[0] if rule.scoring.amounts() else Decimal(1)
    above = 0 if cap is None or not amount else max(count - math.ceil(cap / amount), 0)
    steps = []
    for mended in range(above + 1, count + 1):
        zh = f"整改 {mended} {rule.unit.zh or '项'}（{count} → {count - mended}）"
        steps.append(Step(Fraction(count - mended), mended, Text(zh, f"mend {mended} ({count} → {count - mended})")))
    return steps
