"""Numbers by chance that are the same everywhere: a hash of a number and a word. No state and no seed."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

_STEP, _FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def dice(numbers: Any, word: str, sides: int) -> Ints:
    """Return for every number one from 0 to `sides` - 1 (splitmix64, salted with the word)."""
    salt = np.uint64(zlib.crc32(word.encode()))
    with np.errstate(over="ignore"):
        mixed = np.asarray(numbers).astype(np.uint64) * np.uint64(2**32 + 15) + salt
        mixed = mixed * _STEP + _STEP
        mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
        mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
        mixed = mixed ^ (mixed >> np.uint64(31))
    return (mixed % np.uint64(sides)).astype(np.int64)


def one_in(numbers: Any, word: str, so_many: int) -> NDArray[np.bool_]:
    """Return which of the numbers are hit, about one in so many."""
    hit: NDArray[np.bool_] = dice(numbers, word, so_many) == 0
    return hit
