"""Tails of the binomial and of the hypergeometric distribution, to 30 digits. Intervals are made elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from math import comb

#: Forty digits to reckon with: what rounding takes away stays far below `CLOSE`.
FORTY = Context(prec=40, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
#: Two probabilities nearer than this, in proportion, count as equal.
CLOSE = Decimal("1e-30")
_NEGLIGIBLE = Decimal("1e-36")

Terms = Iterator[tuple[int, Decimal]]


def binomial_terms(count: int, drawn: int, rate: Decimal, step: int) -> Terms:
    """Yield (x, probability of x) from `count` on, up or down by `step` (1 or -1), of `drawn` at `rate`.

    The rate lies above 0 and below 1.
    """
    add, times, over = FORTY.subtract, FORTY.multiply, FORTY.divide
    other = add(Decimal(1), rate)
    odds = over(rate, other) if step > 0 else over(other, rate)
    term = times(FORTY.power(rate, count), FORTY.power(other, drawn - count))
    term = times(term, _ways(drawn, count))
    while 0 <= count <= drawn:
        yield count, term
        above, below = (drawn - count, count + 1) if step > 0 else (count, drawn - count + 1)
        term = over(times(times(term, odds), Decimal(above)), Decimal(below))
        count += step


def hypergeometric_terms(count: int, drawn: int, marked: int, population: int, *, step: int) -> Terms:
    """Yield (x, probability of x) from `count` on, up or down by `step`, where `marked` of `population` are faulty.

    `drawn` are drawn without putting back; `count` is one that can come.
    """
    ways = FORTY.multiply(_ways(marked, count), _ways(population - marked, drawn - count))
    term = FORTY.divide(ways, _ways(population, drawn))
    rest = population - marked - drawn
    while max(0, -rest) <= count <= min(drawn, marked):
        yield count, term
        if step > 0:
            above, below = (marked - count) * (drawn - count), (count + 1) * (rest + count + 1)
        else:
            above, below = count * (rest + count), (marked - count + 1) * (drawn - count + 1)
        # Where the last one that can come is reached, `above` is 0 and so is the next term.
        term = FORTY.divide(FORTY.multiply(term, Decimal(above)), Decimal(below)) if below else Decimal(0)
        count += step


@lru_cache(maxsize=256)
def _ways(of: int, chosen: int) -> Decimal:
    """Return how many ways there are to choose; bisection asks for the same ones over and over."""
    return FORTY.create_decimal(comb(of, chosen))


def total(terms: Terms, enough: Decimal) -> Decimal:
    """Return the sum of terms that go away from `count`, or something above `enough` as soon as it is reached.

    What no longer counts in 30 digits is left out.
    """
    tail = last = Decimal(0)
    for _, term in terms:
        tail = FORTY.add(tail, term)
        # The terms of both distributions rise once and fall ever faster: where they fall, the rest is soon nothing.
        if tail > enough or (term < last and term < FORTY.multiply(tail, _NEGLIGIBLE)):
            break
        last = term
    return tail
