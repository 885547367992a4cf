"""Explanation rows: full mark + Σ rows = score, for every unit, whatever limits bind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.domain.scheme import Group, Item, Part, Rule, Scheme, Source, SubItem
from zhiheng.domain.texts import Text
from zhiheng.engine.explanations import ExplanationRows, Origin, explanation_rows, origins_of
from zhiheng.engine.sheets import LongAnswers, sheet_from_long
from zhiheng.engine.weigh import EXEMPT, NOT_APPLICABLE, Weighed, weigh
from zhiheng.schemes import find_scheme, read_scheme
from zhiheng.schemes.kinds.bonus_per_unit import BonusPerUnit
from zhiheng.schemes.kinds.per_unit import PerUnit

NOTHING = Text("")
HUNAN = read_scheme(find_scheme("hunan-2020"))
Answers = list[tuple[int, int, int, int]]


def _rule(rule_id: str, amount: str, cap: str | None = None, *, bonus: bool = False, **more: Any) -> Rule:
    kind = BonusPerUnit if bonus else PerUnit
    scoring = kind(Decimal(amount), None if cap is None else Decimal(cap))
    return Rule(rule_id, kind.name, NOTHING, NOTHING, scoring, **more)


def _item(item_id: str, points: int, *sub_items: SubItem, **more: Any) -> Item:
    return Item(item_id, NOTHING, Decimal(points), NOTHING, sub_items, **more)


def _sub_item(sub_id: str, points: int, *rules: Rule, groups: tuple[Group, ...] = (), **more: Any) -> SubItem:
    return SubItem(sub_id, NOTHING, Decimal(points), NOTHING, rules, groups, **more)


def _tight_scheme() -> Scheme:
    """Return a scheme in which the limit of every level can bind: 10 points, at most 4 given, at most 12 in all."""
    group = Group("g", Decimal("1.5"), NOTHING, (_rule("g1", "0.5", group="g"), _rule("g2", "1", "2", group="g")))
    deductions = (
        _item("D1", 4, _sub_item("D1-1", 3, _rule("a", "0.5", "2"), _rule("b", "1"), groups=(group,))),
        _item("D2", 5, _sub_item("D2-1", 3, _rule("c", "1")), _sub_item("D2-2", 3, _rule("d", "0.2", "9"))),
        _item("D3", 1, _sub_item("D3-1", 1, _rule("e", "1"), applies_to=("city",)), applies_to=("city", "county")),
        # Taken from the total and no share of the full mark, so the part can fall to zero and stop there.
        _item("D4", 0, _sub_item("D4", 0, _rule("f", "2", "8")), from_total=True),
    )
    bonuses = (
        _item("B1", 3, _sub_item("B1-1", 2, _rule("h", "1", bonus=True)), _sub_item("B1-2", 2, _rule("i", "1"))),
        _item("B2", -1, _sub_item("B2", -1, _rule("j", "0.5", bonus=True))),
    )
    parts = (
        Part("D", "deduction", NOTHING, Decimal(10), deductions),
        Part("B", "bonus", NOTHING, Decimal(4), bonuses),
    )
    return Scheme("tight", "1", NOTHING, "unit", "", Source(NOTHING), parts)


TIGHT = _tight_scheme()


@dataclass(frozen=True)
class Explained:
    """A weighing of a few units with its rows."""

    scheme: Scheme
    weighed: Weighed
    rows: ExplanationRows

    @property
    def sums(self) -> list[int]:
        """The full mark and the rows of every unit added up in Python's own integers."""
        sums = [self.rows.full_mark] * len(self.weighed.score)
        for unit, points in zip(self.rows.unit.tolist(), self.rows.points.tolist(), strict=True):
            sums[unit] += points
        return sums

    def of(self, unit: int) -> dict[tuple[str, str], str]:
        """Return the rows of one unit as points by level and id."""
        rows = zip(self.rows.unit.tolist(), self.rows.origin.tolist(), self.rows.points.tolist(), strict=True)
        named = ((self.rows.origins[origin], points) for own, origin, points in rows if own == unit)
        return {(origin.level, origin.id): str(Decimal(points).scaleb(-self.rows.places)) for origin, points in named}


def _explained(
    scheme: Scheme,
    answers: Answers,
    *,
    kinds: Sequence[str] = ("",),
    options: Mapping[str, str] | None = None,
    states: Mapping[str, Any] | None = None,
) -> Explained:
    columns = np.array(answers, dtype=np.int64).reshape(-1, 4).T
    sheet = sheet_from_long(scheme, kinds, LongAnswers(*columns), states=states)
    weighed = weigh(scheme, sheet, options or {})
    return Explained(scheme, weighed, explanation_rows(scheme, sheet, weighed))


def _told(scheme: Scheme, told: Mapping[str, int]) -> Answers:
    order = [rule.id for rule in scheme.every_rule()]
    return [(0, order.index(rule_id), value, 1) for rule_id, value in told.items()]


def _answers(scheme: Scheme, units: int) -> st.SearchStrategy[Answers]:
    rules = len(list(scheme.every_rule()))
    one = st.tuples(st.integers(0, units - 1), st.integers(0, rules - 1), st.integers(0, 9), st.integers(1, 9))
    return st.lists(one, unique_by=lambda answer: answer[:2], max_size=units * rules)


@given(
    answers=_answers(HUNAN, 4),
    kinds=st.lists(st.sampled_from([*HUNAN.unit_kinds, ""]), min_size=4, max_size=4),
    exempt=st.lists(st.sampled_from([0, EXEMPT, NOT_APPLICABLE]), min_size=4, max_size=4),
    not_applicable=st.sampled_from(["full", "rescale"]),
    boundary_policy=st.sampled_from(["default", "favour_evaluated", "strict"]),
)
@settings(max_examples=150, deadline=None)
def test_it_adds_up_to_the_score_in_the_hunan_scheme(
    answers: Answers, kinds: list[str], exempt: list[int], not_applicable: str, boundary_policy: str
) -> None:
    options = {"not_applicable": not_applicable, "boundary_policy": boundary_policy}
    states = {"D01-3": np.array(exempt, dtype=np.int8), "D05-1": np.array(exempt[::-1], dtype=np.int8)}
    explained = _explained(HUNAN, answers, kinds=kinds, options=options, states=states)
    assert explained.sums == explained.weighed.score.tolist()


@given(
    answers=_answers(TIGHT, 3),
    kinds=st.lists(st.sampled_from(["city", "county", "other", ""]), min_size=3, max_size=3),
    total_cap=st.sampled_from(["none", "12"]),
)
@settings(max_examples=300, deadline=None)
def test_it_adds_up_to_the_score_where_every_limit_can_bind(answers: Answers, kinds: list[str], total_cap: str) -> None:
    explained = _explained(TIGHT, answers, kinds=kinds, options={"total_cap": total_cap})
    assert explained.sums == explained.weighed.score.tolist()


def test_it_gives_back_what_groups_sub_items_and_items_took_beyond_their_limits() -> None:
    told = {"g1": 2, "g2": 3, "a": 9, "b": 1, "c": 4, "d": 12}
    explained = _explained(TIGHT, _told(TIGHT, told))
    assert explained.of(0) == {
        ("rule", "g1"): "-1.0",  # 2 × 0.5
        ("rule", "g2"): "-2.0",  # 3 × 1, its own limit 2
        ("rule", "a"): "-2.0",  # 9 × 0.5, its own limit 2
        ("rule", "b"): "-1.0",
        ("rule", "c"): "-4.0",
        ("rule", "d"): "-2.4",  # 12 × 0.2
        ("group", "g"): "1.5",  # 1 + 2 - 1.5
        ("sub_item", "D1-1"): "1.5",  # 1.5 + 2 + 1 - 3
        ("sub_item", "D2-1"): "1.0",  # 4 - 3
        ("item", "D2"): "0.4",  # 3 + 2.4 - 5
    }
    assert explained.weighed.score.tolist() == [20]  # 10 - 3 - 5 = 2.0


def test_it_stops_at_zero_and_at_the_most_a_bonus_can_give() -> None:
    explained = _explained(TIGHT, _told(TIGHT, {"f": 9, "c": 3, "h": 5, "i": 2, "j": 6}))
    assert explained.of(0) == {
        ("rule", "c"): "-3.0",
        ("rule", "f"): "-8.0",  # 9 × 2, its own limit 8
        ("part", "D"): "1.0",  # 3 + 8 - 10
        ("rule", "h"): "5.0",
        ("rule", "i"): "2.0",
        ("rule", "j"): "3.0",  # 6 × 0.5
        ("sub_item", "B1-1"): "-3.0",  # 2 - 5
        ("item", "B1"): "-1.0",  # 3 - (2 + 2)
        ("part", "B"): "-2.0",  # 4 - (3 + 3)
    }
    assert explained.weighed.score.tolist() == [40]  # 0 + 4.0


def test_it_tells_what_the_limit_of_the_total_took_away() -> None:
    explained = _explained(TIGHT, _told(TIGHT, {"h": 2, "j": 3}), options={"total_cap": "12"})
    assert explained.of(0) == {("rule", "h"): "2.0", ("rule", "j"): "1.5", ("total", "tight"): "-1.5"}


def test_it_tells_what_rescaling_changed() -> None:
    # D3-1 (1 point) does not apply to a county: 9 points are possible, b takes 1 of them: 8 × 10/9 = 8.8889, not 9.
    options = {"not_applicable": "rescale"}
    explained = _explained(TIGHT, _told(TIGHT, {"b": 1}), kinds=("county",), options=options)
    assert explained.of(0) == {("rule", "b"): "-1.0000", ("part", "D"): "-0.1111"}


def test_it_shows_the_input_beside_the_points() -> None:
    order = [rule.id for rule in HUNAN.every_rule()]
    explained = _explained(
        HUNAN, [(1, order.index("D08-2-a"), 3, 4), (0, order.index("D03-2-a"), 7, 1)], kinds=("",) * 2
    )
    rows = explained.rows
    shown = zip(
        rows.origin.tolist(), rows.unit.tolist(), rows.numerator.tolist(), rows.denominator.tolist(), strict=True
    )
    assert list(shown) == [(order.index("D03-2-a"), 0, 7, 1), (order.index("D08-2-a"), 1, 3, 4)]
    assert rows.points.tolist() == [-14, -20]  # 7 × 0.2; a satisfaction of 75 % is in the band that takes 2
    assert rows.origins[order.index("D03-2-a")] == Origin("rule", "D03-2-a")


def test_it_has_no_row_where_nothing_was_taken_or_given() -> None:
    explained = _explained(HUNAN, _told(HUNAN, {"D01-1-a": 0, "D03-2-a": 0}))
    assert len(explained.rows) == 0
    assert explained.rows.full_mark == 1000
    assert explained.weighed.score.tolist() == [1000]


def test_it_has_no_row_for_a_rule_that_another_excludes() -> None:
    explained = _explained(HUNAN, _told(HUNAN, {"D01-3-a": 1, "D01-3-b": 1}))
    assert explained.of(0) == {("rule", "D01-3-a"): "-4.0"}


def test_it_stays_exact_beyond_64_bits() -> None:
    count = 10**30
    unlimited = replace(TIGHT, parts=(replace(TIGHT.parts[1], points=None),))
    unit, rule = np.array([0]), np.array([2])  # the rules are h, i and j
    sheet = sheet_from_long(unlimited, ("",), LongAnswers(unit, rule, np.array([count], dtype=object), np.array([1])))
    weighed = weigh(unlimited, sheet, {})
    rows = explanation_rows(unlimited, sheet, weighed)
    assert rows.points.tolist() == [5 * count]  # j gives 0.5 each, in tenths
    assert rows.numerator.tolist() == [count]
    assert weighed.score.tolist() == [5 * count]


def test_it_numbers_the_rules_first_and_every_origin_once() -> None:
    origins = origins_of(HUNAN)
    assert [origin.id for origin in origins[:60]] == [rule.id for rule in HUNAN.every_rule()]
    assert {origin.level for origin in origins[:60]} == {"rule"}
    assert len(set(origins)) == len(origins)
