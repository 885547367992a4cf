"""The Wilson interval of a rate, and which bands of the scheme it touches (HN-AMB-01). Decimal, never float."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Any

from zhiheng import api
from zhiheng_web.lib.words import Text

#: The 97.5 % quantile of the standard normal distribution: 95 % lie between −z and z.
Z = Decimal("1.959963984540054")


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval, both ends included, between 0 and 1."""

    low: Decimal
    high: Decimal


def wilson(satisfied: int, respondents: int) -> Interval | None:
    """Return the Wilson score interval at 95 % (E. B. Wilson, 1927), None without respondents.

    With p = s/n: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n). It holds for a simple random sample, which a
    questionnaire that anyone may answer is not; it tells how much chance alone leaves open.
    """
    if not respondents:
        return None
    with localcontext() as context:
        context.prec = 40
        n, z2 = Decimal(respondents), Z * Z
        p = Decimal(satisfied) / n
        middle = p + z2 / (2 * n)
        spread = Z * (p * (1 - p) / n + z2 / (4 * n * n)).sqrt()
        whole = 1 + z2 / n
        low = Decimal(0) if satisfied == 0 else (middle - spread) / whole
        high = Decimal(1) if satisfied == respondents else (middle + spread) / whole
    return Interval(low, high)


@dataclass(frozen=True, slots=True)
class Touched:
    """A band of the rule: its words, what it takes; is the rate in it, do its words claim it, is it met."""

    text: Text
    deduct: Decimal
    holds_rate: bool
    claims_rate: bool
    meets: bool


@lru_cache(maxsize=8)
def bands_of(scheme_id: str, rule_id: str) -> tuple[Any, ...]:
    """Return the bands of a rule of a built-in scheme; none where it has no bands or is not known."""
    try:
        scoring = api.open_scheme(scheme_id).rule(rule_id).scoring
    except (api.Refusal, KeyError):
        return ()
    return tuple(getattr(scoring, "bands", ()))


def touched(bands: Sequence[Any], rate: Fraction | None, interval: Interval | None) -> list[Touched]:
    """Return how a rate and its interval lie in the bands. Scoring is the engine's: this only says where they lie."""
    if rate is None or interval is None:
        return []
    return [
        Touched(one.text, one.deduct, one.applied.holds(rate), one.claims(rate), _meets(one.applied, interval))
        for one in bands
    ]


def _meets(applied: Any, interval: Interval) -> bool:
    """Return whether an interval and a band share a number."""
    if applied.holds(interval.low) or applied.holds(interval.high):
        return True
    # Neither end lies in the band: they share a number only where the band lies wholly between the ends.
    return applied.lower is not None and interval.low < applied.lower < interval.high
