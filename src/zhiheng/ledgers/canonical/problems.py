"""Which complaints are about the same problem: same issue, same place, wording that shares enough. Deterministic.

The thresholds are the project's own; no text of law states any. Two complaints are about the same problem when

* the issue is the same, or one of them names none and the wording agrees closely (ratio 70, contained 90);
* the place is the same (`places.settle_places`); or the difference is taken for a slip of the pen: the places without
  their districts, which must not differ, are nearly equal (ratio 85), share a rare pair of characters and agree in all
  numbers, letters and points of the compass, and a wording of 15 characters or more is nearly equal (ratio 90);
* the wording shares enough with the first complaint about the problem: ratio 50, or one contained in the other (partial
  ratio 80), the place's own words left out; or one of them has no wording.

A problem is known by its first complaint (by complaint id), so that it cannot wander from one matter to another along a
chain of likenesses. Without a place only the same wording (12 characters or more) about the same issue counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from rapidfuzz import fuzz, process

from zhiheng.ledgers.canonical.places import may_share_district, settle_places, signs_of, without_district
from zhiheng.ledgers.canonical.textkeys import text_key

ALIKE, CONTAINED = 50.0, 80.0  # the issue is the same
CLOSELY_ALIKE, CLOSELY_CONTAINED = 70.0, 90.0  # one names no issue
SLIP_IN_PLACE, SLIP_IN_WORDS = 85.0, 90.0  # where the places differ
LEAST_CONTAINED = 4
LEAST_ALONE = 12
LEAST_WITH_SLIP = 15  # a shorter wording is a set phrase that two streets may share
_MOST_LEADERS, _MOST_CONTAINING = 100, 30  # problems at one spot that a wording is compared with, the first ones
_MOST_SHARING = 100  # a pair of characters that more places share is not rare
_RARE_PAIRS = 2


class Complaint(NamedTuple):
    """What is compared: the issue as written, the key of the place, the wording."""

    issue: str | None
    place_key: str | None
    subject: str | None


class _Case(NamedTuple):
    row: int
    issue: str
    place: str
    words: str


def problems_of(complaints: Sequence[Complaint]) -> list[int]:
    """Return the number of the problem that each complaint is about, counted from 0 in the order of first mention."""
    cases = _keyed(complaints)
    problems = list(range(len(cases)))  # each complaint's first complaint
    at_place: dict[str, list[_Case]] = defaultdict(list)
    for case in cases:
        at_place[case.place].append(case)
    leaders: list[_Case] = []
    for place, there in at_place.items():
        if place:
            leaders += _settle_place(there, problems)
        else:
            _settle_nowhere(there, problems)
    _settle_slips(leaders, problems)
    first = [_first(problems, row) for row in range(len(cases))]
    numbers = {row: number for number, row in enumerate(sorted(set(first)))}
    return [numbers[row] for row in first]


def _keyed(complaints: Sequence[Complaint]) -> list[_Case]:
    places = settle_places({one.place_key for one in complaints if one.place_key})
    keys: dict[str | None, str] = {None: ""}
    for text in dict.fromkeys(text for one in complaints for text in (one.issue, one.subject)):
        keys[text] = text_key(text or "")
    cases = []
    for row, one in enumerate(complaints):
        words = keys[one.subject]
        if one.place_key:
            words = words.replace(one.place_key, "") or words
        cases.append(_Case(row, keys[one.issue], places[one.place_key] if one.place_key else "", words))
    return cases


def _settle_place(there: Sequence[_Case], problems: list[int]) -> list[_Case]:
    """Settle the complaints about one place; returns the first complaint about each problem with a stated issue."""
    by_issue: dict[str, list[_Case]] = defaultdict(list)
    for case in there:
        by_issue[case.issue].append(case)
    silent = by_issue.pop("", [])
    leaders = [leader for cases in by_issue.values() for leader in _settle_issue(cases, problems)]
    # A complaint that names no issue joins one problem at most: it must not tie two issues together.
    left = []
    for case in silent:
        found = _most_alike(case.words, leaders, (CLOSELY_ALIKE, CLOSELY_CONTAINED)) if case.words else None
        if found is None and not case.words and len(leaders) == 1:
            found = leaders[0]
        if found is None:
            left.append(case)
        else:
            _join(problems, case.row, found.row)
    _settle_issue(left, problems, (CLOSELY_ALIKE, CLOSELY_CONTAINED))
    return leaders


def _settle_issue(
    cases: Sequence[_Case], problems: list[int], least: tuple[float, float] = (ALIKE, CONTAINED)
) -> list[_Case]:
    """Settle complaints about one issue at one place; returns the first complaint about each problem."""
    leaders: list[_Case] = []
    known: dict[str, _Case] = {}
    for case in cases:
        if not case.words:
            continue
        found = known.get(case.words) or _most_alike(case.words, leaders, least)
        if found is None:
            leaders.append(case)
            found = case
        known[case.words] = found
        _join(problems, case.row, found.row)
    wordless = [case for case in cases if not case.words]
    if wordless and not leaders:
        leaders.append(wordless[0])
    for case in wordless:  # with nothing to tell it apart it is counted to the problem known first
        _join(problems, case.row, leaders[0].row)
    return leaders


def _most_alike(words: str, leaders: Sequence[_Case], least: tuple[float, float]) -> _Case | None:
    compared = leaders[:_MOST_LEADERS]
    texts = [leader.words or None for leader in compared]
    found = process.extractOne(words, texts, scorer=fuzz.ratio, score_cutoff=least[0])
    if found is None and len(words) >= LEAST_CONTAINED:
        longer = [text if text and len(text) >= LEAST_CONTAINED else None for text in texts[:_MOST_CONTAINING]]
        found = process.extractOne(words, longer, scorer=fuzz.partial_ratio, score_cutoff=least[1])
    return None if found is None else compared[found[2]]


def _settle_nowhere(cases: Sequence[_Case], problems: list[int]) -> None:
    known: dict[tuple[str, str], int] = {}
    for case in cases:
        if len(case.words) >= LEAST_ALONE:
            _join(problems, case.row, known.setdefault((case.issue, case.words), case.row))


def _settle_slips(leaders: Sequence[_Case], problems: list[int]) -> None:
    """Join problems of the same issue whose places differ by a slip: nearly equal place and wording, equal numbers."""
    for block in _blocks([leader for leader in leaders if len(leader.words) >= LEAST_WITH_SLIP]):
        for one, other in combinations(block, 2):
            if (
                one.place != other.place
                and may_share_district(one.place, other.place)
                and fuzz.ratio(without_district(one.place), without_district(other.place)) >= SLIP_IN_PLACE
                and fuzz.ratio(one.words, other.words) >= SLIP_IN_WORDS
            ):
                _join(problems, one.row, other.row)


def _blocks(leaders: Sequence[_Case]) -> Iterator[list[_Case]]:
    """Yield groups worth comparing: same issue, same numbers in the place, and a rare pair of characters in common."""
    pairs = {place: _pairs(place) for place in dict.fromkeys(leader.place for leader in leaders)}
    common = Counter(pair for found in pairs.values() for pair in found)
    rare: Mapping[str, list[str]] = {
        place: sorted(
            (pair for pair in found if 1 < common[pair] <= _MOST_SHARING), key=lambda pair: (common[pair], pair)
        )
        for place, found in pairs.items()
    }
    blocks: dict[tuple[object, ...], list[_Case]] = defaultdict(list)
    for leader in leaders:
        for pair in rare[leader.place][:_RARE_PAIRS]:
            blocks[leader.issue, signs_of(leader.place), pair].append(leader)
    return (block for block in blocks.values() if 1 < len(block) <= _MOST_SHARING)


def _pairs(place: str) -> set[str]:
    return {place[start : start + 2] for start in range(len(place) - 1)}


def _first(problems: list[int], row: int) -> int:
    while problems[row] != row:
        problems[row] = problems[problems[row]]
        row = problems[row]
    return row


def _join(problems: list[int], one: int, other: int) -> None:
    """Count two complaints to one problem, known by the earlier of them."""
    first, second = sorted((_first(problems, one), _first(problems, other)))
    problems[second] = first
