"""Which written places are the same place: what may be left out of an address and what tells two apart. No wording."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import pairwise

_NEAR = re.compile("(?:附近|旁边|路边|边上|对面|门口|门前|楼下|周边|一带|这里|那里|处|旁)+$")
_DISTRICT = frozenset("省市区县旗州盟镇乡道")  # 道: 街道
_SIGNS = re.compile(r"[0-9]+|[a-z]+|[〇零一二三四五六七八九十百千两]+|[东西南北]")
_LEAST = 5
"""A tail of an address with fewer characters ("12号") names no place of its own."""


def signs_of(place_key: str) -> tuple[str, ...]:
    """Return what tells look-alikes apart: numbers, letters, Chinese numerals and points of the compass, in order.

    人民路12号 is not 人民路120号, and 解放东路 is not 解放西路, however much the rest agrees.
    """
    return tuple(_SIGNS.findall(place_key))


def settle_places(place_keys: Collection[str]) -> Mapping[str, str]:
    """Return for each key the key that stands for its place.

    Words of nearness at the end fall away (门口, 附近). A key that lacks only the district in front (人民路12号 beside
    东城区人民路12号) goes with the longer one, unless several districts fit: then nobody can know which is meant.
    """
    bare = {key: _NEAR.sub("", key) or key for key in place_keys}
    whole = set(bare.values())
    longer: dict[str, list[str]] = {}
    for key in sorted(whole):
        for tail in _tails(key):
            if tail in whole:
                longer.setdefault(tail, []).append(key)
    settled = {tail: max(keys, key=len) for tail, keys in longer.items() if _is_one_line(keys)}
    return {key: _last(settled, plain) for key, plain in bare.items()}


def without_district(key: str) -> str:
    """Return an address without its districts: in 东城区建设路12号 and 东城区建国路12号 the district says little."""
    return next(reversed(_tails(key)), key)


def may_share_district(one: str, other: str) -> bool:
    """Say whether two addresses may lie in one district: the districts are the same, or one of them names none."""
    districts = {key.removesuffix(without_district(key)) for key in (one, other)} - {""}
    return len(districts) < 2


def _tails(key: str) -> list[str]:
    """Return what is left of an address without its leading districts."""
    return [
        key[place + 1 :]
        for place, sign in enumerate(key[: 1 - _LEAST])
        if sign in _DISTRICT and place + 1 + _LEAST <= len(key)
    ]


def _is_one_line(keys: list[str]) -> bool:
    """Say whether each of the keys is the tail of the next longer one."""
    ordered = sorted(keys, key=len)
    return all(after.endswith(before) for before, after in pairwise(ordered))


def _last(settled: Mapping[str, str], key: str) -> str:
    while key in settled:  # each step leads to a longer key
        key = settled[key]
    return key
