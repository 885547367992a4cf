"""How many are drawn from each stratum: the Sainte-Laguë divisor method in whole numbers. Nobody is drawn here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heapify, heapreplace


@dataclass(slots=True)
class _Claim:
    """A stratum's claim to the next place: its members divided by one more than twice the places it has."""

    name: str
    members: int
    places: int = 0

    def __lt__(self, other: _Claim) -> bool:
        """Say whether this claim is served first: the larger quotient, then the name that sorts first."""
        mine, others = self.members * (2 * other.places + 1), other.members * (2 * self.places + 1)
        return mine > others or (mine == others and self.name < other.name)


def apportion(members: Mapping[str, int], size: int) -> dict[str, int]:
    """Return how many of `size` places each stratum gets, by stratum name.

    Places are given one after the other, so a larger size takes none of them back. No stratum gets more places than
    it has members: one that is full claims less than a half (n / (2n + 1)), any other claims more (at least
    n / (2n - 1)), and is served first. `size` is at most the sum of the members.
    """
    claims = [_Claim(name, count) for name, count in members.items() if count > 0]
    places = dict.fromkeys(sorted(members), 0)
    heapify(claims)
    for _ in range(min(size, sum(claim.members for claim in claims))):
        first = claims[0]
        first.places += 1
        places[first.name] = first.places
        heapreplace(claims, first)
    return places
