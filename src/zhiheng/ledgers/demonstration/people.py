"""Units and officers of the demonstration ledger. Officers have numbers for names: no real person can be meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhiheng.ledgers.demonstration.profiles import ABOVE, EVERYONE, Profile, squad_ids, superior_of

Row = dict[str, object]

_IN_DETACHMENT = 14
_NUMBER_WORDS = "一二三四五"
EXPIRED_ON = date(2020, 6, 30)


@dataclass(frozen=True, slots=True)
class Crew:
    """Who handles the cases of one squad: certified officers in turn, and the unit's reviewer of legality."""

    squad_id: str
    officers: tuple[str, ...]
    reviewer: str

    def pair(self, number: int) -> tuple[str, str]:
        """Return the two officers of the `number`-th case; there are always two (Penalty Law, art. 42)."""
        first = number % len(self.officers)
        return self.officers[first], self.officers[(first + 1) % len(self.officers)]


def unit_rows() -> Iterator[Row]:
    """Yield the table of units: province, corps, the units evaluated, the detachments below the cities."""
    for unit_id, name in ABOVE:
        yield {"unit_id": unit_id, "name": name, "level": "province"}
    for profile in EVERYONE:
        level = "city" if profile.squads else "squad"
        head: Row = {"unit_id": profile.unit_id, "name": profile.name, "kind": profile.kind, "level": level}
        yield {**head, "parent_id": superior_of(profile)}
        for place, squad_id in enumerate(squad_ids(profile) if profile.squads else ()):
            name = f"{profile.name[:3]}城管执法第{_NUMBER_WORDS[place]}大队"
            yield {"unit_id": squad_id, "name": name, "level": "squad", "parent_id": profile.unit_id}


def officer_rows() -> Iterator[Row]:
    """Yield the table of officers in the order of their units."""
    for profile in EVERYONE:
        yield from _office(profile)
        sizes = profile.squads or (_IN_DETACHMENT,)
        for place, (squad_id, size) in enumerate(zip(squad_ids(profile), sizes, strict=True)):
            expired = profile.expired if place == len(sizes) - 1 else 0
            for number in range(1, size + 1):
                until = EXPIRED_ON if number > size - expired else date(2021 + number % 4, 12, 31)
                yield _officer(squad_id, number, "officer", until=until, qualified=number % 5 == 0)
            for number in range(size + 1, size + 4):
                yield _officer(squad_id, number, "auxiliary")


def crews(profile: Profile) -> tuple[Crew, ...]:
    """Return the crews of a unit's squads; an uncertified officer acts only where the profile says so."""
    sizes = profile.squads or (_IN_DETACHMENT,)
    made = []
    for place, (squad_id, size) in enumerate(zip(squad_ids(profile), sizes, strict=True)):
        is_last = place == len(sizes) - 1
        able = size - (profile.expired if is_last else 0)
        numbers = [*((size,) if is_last and profile.acts_uncertified else ()), *range(1, able + 1)]
        made.append(Crew(squad_id, tuple(officer_id(squad_id, number) for number in numbers), _reviewer(profile)))
    return tuple(made)


def officer_id(squad_id: str, number: int) -> str:
    """Return the id of an officer."""
    return f"{squad_id}-R{number:02d}"


def _reviewer(profile: Profile) -> str:
    return f"{profile.unit_id}-F1"


def _office(profile: Profile) -> Iterator[Row]:
    """Yield those who head a unit and those who review its cases."""
    unit_id = profile.unit_id
    for mark, role in (("L1", "leader"), ("F1", "legal_reviewer"), ("F2", "legal_officer")):
        yield {
            "officer_id": f"{unit_id}-{mark}",
            "unit_id": unit_id,
            "name": f"虚构人员{unit_id}{mark}",
            "role": role,
            "legal_qualification": role != "leader",
            "from": date(2018, 3, 1),
        }


def _officer(squad_id: str, number: int, role: str, *, until: date | None = None, qualified: bool = False) -> Row:
    row: Row = {
        "officer_id": officer_id(squad_id, number),
        "unit_id": squad_id,
        "name": f"虚构人员{squad_id}R{number:02d}",
        "role": role,
        "from": date(2018, 3, 1),
    }
    if until is not None:
        row |= {"certificate_no": f"虚构证{squad_id}-{number:03d}", "certificate_until": until}
        row["legal_qualification"] = qualified
    return row
