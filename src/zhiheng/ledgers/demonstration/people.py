"""Units and officers of the demonstration ledger. Officers have numbers for names: no real person can be meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhiheng.ledgers.demonstration.profiles import ABOVE, EVERYONE, Profile, squad_ids, superior_of

Row = dict[str, object]

_IN_DETACHMENT = 14
_NUMBER_WORDS = "一二三四五"
EXPIRED_ON = date(2025, 6, 30)
#: Up to so many cases the profiles' officers suffice; for each as many more all squads are that much larger.
_CASES_OF_ONE_STRENGTH = 30_000
#: The detachments handle six cases where a city handles one: in a large ledger they have eight times the officers.
_LARGE_FROM, _LARGE_DETACHMENT = 10_000, 8
_CASES_OF_ONE_REVIEWER = 1_500


@dataclass(frozen=True, slots=True)
class Crew:
    """Who handles the cases of one squad: certified officers in turn, and the unit's reviewers of legality."""

    squad_id: str
    officers: tuple[str, ...]
    reviewers: tuple[str, ...]
    #: Officers whose certificate ran out on `EXPIRED_ON` and who act all the same.
    expired: frozenset[str] = frozenset()

    def reviewer(self, number: int) -> str:
        """Return who reviews the `number`-th case."""
        return self.reviewers[number % len(self.reviewers)]

    def pair(self, number: int) -> tuple[str, str]:
        """Return the two officers of the `number`-th case; there are always two (Penalty Law, art. 42)."""
        first = number % len(self.officers)
        return self.officers[first], self.officers[(first + 1) % len(self.officers)]

    def sound_pair(self, number: int) -> tuple[str, str]:
        """Return two officers whose certificates are in force throughout."""
        sound = [officer for officer in self.officers if officer not in self.expired]
        first = number % len(sound)
        return sound[first], sound[(first + 1) % len(sound)]


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


def strengths(profile: Profile, cases: int) -> tuple[tuple[str, int, int], ...]:
    """Return (squad, officers, of these with an expired certificate); shares stay the same however large the ledger."""
    times = 1 + (cases - 1) // _CASES_OF_ONE_STRENGTH
    sizes = profile.squads or (_IN_DETACHMENT * (_LARGE_DETACHMENT if cases >= _LARGE_FROM else 1),)
    squads = squad_ids(profile)
    expired = (*(0 for _ in squads[1:]), profile.expired)
    return tuple((squad, times * size, times * out) for squad, size, out in zip(squads, sizes, expired, strict=True))


def officer_rows(cases: int) -> Iterator[Row]:
    """Yield the table of officers in the order of their units, enough of them for a ledger of so many cases."""
    for profile in EVERYONE:
        yield from _office(profile, cases)
        for squad_id, size, expired in strengths(profile, cases):
            for number in range(1, size + 1):
                until = EXPIRED_ON if number > size - expired else date(2026 + number % 4, 12, 31)
                yield _officer(squad_id, number, "officer", until=until, qualified=number % 5 == 0)
            for number in range(size + 1, size + 4):
                yield _officer(squad_id, number, "auxiliary")


def auxiliary_id(profile: Profile, place: int, cases: int) -> str:
    """Return the id of the first auxiliary of the squad at `place`."""
    squad_id, size, _ = strengths(profile, cases)[place]
    return officer_id(squad_id, size + 1)


def crews(profile: Profile, cases: int) -> tuple[Crew, ...]:
    """Return the crews of a unit's squads; an uncertified officer acts only where the profile says so."""
    made = []
    for squad_id, size, expired in strengths(profile, cases):
        acting = range(size - expired + 1, size + 1) if profile.acts_uncertified else ()
        expired_ones = tuple(officer_id(squad_id, number) for number in acting)[-1:]
        able = tuple(officer_id(squad_id, number) for number in range(1, size - expired + 1))
        made.append(Crew(squad_id, (*expired_ones, *able), reviewer_ids(profile, cases), frozenset(expired_ones)))
    return tuple(made)


def reviewer_ids(profile: Profile, cases: int) -> tuple[str, ...]:
    """Return the reviewers of legality of a unit: one, and more where it handles more than one can read."""
    more = range(3, 3 + cases // _CASES_OF_ONE_REVIEWER // 8)
    return (f"{profile.unit_id}-F1", *(f"{profile.unit_id}-F{number}" for number in more))


def officer_id(squad_id: str, number: int) -> str:
    """Return the id of an officer."""
    return f"{squad_id}-R{number:02d}"


def legal_officer_id(profile: Profile) -> str:
    """Return the id of the legal officer of a unit, who has no legal qualification."""
    return f"{profile.unit_id}-F2"


def _office(profile: Profile, cases: int) -> Iterator[Row]:
    """Yield those who head a unit and those who review its cases."""
    unit_id = profile.unit_id
    reviewers = [(one, "legal_reviewer") for one in reviewer_ids(profile, cases)]
    legal_officer = (legal_officer_id(profile), "legal_officer")
    for person, role in ((f"{unit_id}-L1", "leader"), reviewers[0], legal_officer, *reviewers[1:]):
        yield {
            "officer_id": person,
            "unit_id": unit_id,
            "name": f"虚构人员{person.replace('-', '')}",
            "role": role,
            "legal_qualification": role == "legal_reviewer",
            "from": date(2023, 3, 1),
        }


def _officer(squad_id: str, number: int, role: str, *, until: date | None = None, qualified: bool = False) -> Row:
    row: Row = {
        "officer_id": officer_id(squad_id, number),
        "unit_id": squad_id,
        "name": f"虚构人员{squad_id}R{number:02d}",
        "role": role,
        "from": date(2023, 3, 1),
    }
    if until is not None:
        row |= {"certificate_no": f"虚构证{squad_id}-{number:03d}", "certificate_until": until}
        row["legal_qualification"] = qualified
    return row
