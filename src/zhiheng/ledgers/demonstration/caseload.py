"""How many cases each unit has, and all of them one at a time, so that a large ledger never stands in memory."""

from __future__ import annotations

from collections.abc import Iterator

from zhiheng.ledgers.demonstration.bundles import Bundle
from zhiheng.ledgers.demonstration.dice import Dice
from zhiheng.ledgers.demonstration.load import Load
from zhiheng.ledgers.demonstration.months import habits_of
from zhiheng.ledgers.demonstration.people import crews
from zhiheng.ledgers.demonstration.planting.scenes import STRIDE, Stages
from zhiheng.ledgers.demonstration.profiles import CITIES, EVERYONE, squad_ids
from zhiheng.legaltime import working_calendar

#: The detachments handle six cases where a city handles one; their indicators ask for sixty and more.
_SHARE_OF_DETACHMENT = 6


def counts_of(cases: int) -> dict[str, int]:
    """Return how many of `cases` each unit handles."""
    shares = {profile.unit_id: 1 if profile in CITIES else _SHARE_OF_DETACHMENT for profile in EVERYONE}
    total, before, counts = sum(shares.values()), 0, {}
    for unit_id, share in shares.items():
        # Cut at the running sums, so that the parts add up to the whole whatever it is.
        counts[unit_id] = cases * (before + share) // total - cases * before // total
        before += share
    return counts


def bundles(cases: int, seed: int) -> Iterator[Bundle]:
    """Yield all cases and complaints, unit by unit."""
    counts, calendar, stages = counts_of(cases), working_calendar("cn"), Stages(cases, seed)
    for turn, profile in enumerate(EVERYONE):
        habits = habits_of(squad_ids(profile), cases, turn=2 * turn)
        dice = Dice(seed, profile.unit_id)
        load = Load(profile, counts[profile.unit_id], cases, dice, calendar, crews(profile, cases), habits=habits)
        number = 0
        while number < load.count:
            if stages.is_place(load, number):
                yield from stages.stage(load, number)
                number += STRIDE
            else:
                yield load.bundle(number)
                number += 1
        for lone in range(load.count // 5):
            yield load.lone_complaint(lone)
        yield Bundle(labels=list(load.months.labels()))
