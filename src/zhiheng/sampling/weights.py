"""Weights of a draw by risk: what a weight may be, their digest, and the key by which the weighted are ordered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal

from zhiheng.domain.numbers import shortest
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text

METHOD = "-ln(u)/w, u=(2h+1)/2^257, decimal 40"

#: A context of its own: what a program does to the common one moves nobody in a draw.
_FORTY = Context(prec=40, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999, traps=[])
_RANGE = Decimal(2**257)
#: ASCII digits alone, as every reader reads them; so few that they stand in the context without rounding.
_WEIGHT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?", re.ASCII)

_REASON = Text("权重应是大于 0 的整数或小数", "a weight is a whole or decimal number above 0")
_REMEDY = Text(
    "写作 3 或 2.5（小数点前后各不超过 12 位）；不该抽的编号，写明理由后排除",
    "write 3 or 2.5, at most 12 digits on either side; exclude with a reason what is not to be drawn",
)


def read_weight(text: str) -> Decimal | None:
    """Read a weight written as `3` or `2.5`; None where it is no number above 0."""
    weight = Decimal(text) if _WEIGHT.fullmatch(text) else Decimal(0)
    return weight if weight > 0 else None


def usable_weights(ids: Iterable[str], weights: Mapping[str, Decimal | int]) -> dict[str, Decimal]:
    """Return the weight of every id. Raises Refusal for ids without one, and for weights that are none."""
    usable: dict[str, Decimal] = {}
    faults = []
    for one in ids:
        weight = weights.get(one)
        is_number = type(weight) in (int, Decimal) and Decimal(weight or 0).is_finite()
        read = read_weight(shortest(weight)) if is_number and weight is not None else None
        if read is None:
            faults.append(bad_weight(Place(clause=one), "" if weight is None else str(weight)))
        else:
            usable[one] = read
    if faults:
        raise Refusal(faults)
    return usable


def bad_weight(place: Place, value: str) -> Fault:
    """Return the fault of a weight that is none."""
    return Fault("bad_weight", place, _REASON, _REMEDY, value)


def pairs_digest(values: Mapping[str, str]) -> str:
    """Return the SHA-256, in hexadecimal, of lines `id TAB value` in the order of the ids' code points."""
    lines = "\n".join(f"{one}\t{values[one]}" for one in sorted(values))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def weights_digest(weights: Mapping[str, Decimal]) -> str:
    """Return the digest of weights, each in its shortest form (`2.5`, `3`)."""
    return pairs_digest({one: shortest(weight) for one, weight in weights.items()})


def weighted_key(rank: str, weight: Decimal) -> Decimal:
    """Return the key of an id in a weighted draw: -ln(u) / weight, where u comes from its rank (64 hexadecimal digits).

    With h the rank as a number, u = (2h + 1) / 2^257 lies between 0 and 1. The smallest keys are drawn (the method of
    Efraimidis and Spirakis): an id of weight 2 comes first twice as often as one of weight 1. Everybody gets the same
    key: the quotient u, its logarithm and the quotient by the weight are each worked out to 40 digits, half to even,
    and Python's `decimal` rounds all three correctly.
    """
    u = _FORTY.divide(Decimal(2 * int(rank, 16) + 1), _RANGE)
    return _FORTY.divide(_FORTY.minus(_FORTY.ln(u)), weight)
