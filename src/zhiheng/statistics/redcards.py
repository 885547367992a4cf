"""Red cards (WX-19): the source's rule on the average deduction, and beside it how sure one can be of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from zhiheng.domain.numbers import shortest
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.statistics.distributions import PLACES, to_decimal
from zhiheng.statistics.rates import percent
from zhiheng.statistics.spreads import true_averages

#: 案卷质量平均扣3分以上: three points or more, 3.00 included (WX-19, WX-AMB-03).
THRESHOLD = Decimal(3)


@dataclass(frozen=True, slots=True)
class RedCard:
    """An officer's average and both answers: the source's (average at or above the threshold) and the rule's in force.

    `average` is shown at four places, `exact` is what is compared. `probability` is that of a true average at or above
    the threshold, None where it cannot be estimated.
    """

    officer_id: str
    cases: int
    average: Decimal
    exact: Fraction
    probability: Decimal | None
    shows_by_source: bool
    shows: bool
    text: Text


def shows_red_card(
    average: Fraction | Decimal,
    cases: int,
    minimum_cases: int = 1,
    threshold: Decimal = THRESHOLD,
    *,
    probability: Decimal | None = None,
    wanted_probability: Decimal | None = None,
) -> bool:
    """Say whether a red card is shown: average and number of cases, and the probability where one is wanted.

    With `wanted_probability` None and one case as the minimum this is the rule of the source. Where a probability is
    wanted and there is none, no card is shown: a doubt is not held against a person.
    """
    if cases < max(1, minimum_cases) or Fraction(average) < Fraction(threshold):
        return False
    return wanted_probability is None or (probability is not None and probability >= wanted_probability)


def red_cards(
    deductions: Mapping[str, Sequence[Decimal]],
    *,
    threshold: Decimal = THRESHOLD,
    minimum_cases: int = 1,
    wanted_probability: Decimal | None = None,
) -> dict[str, RedCard]:
    """Return for each officer, from the deductions of the month's cases, the average, the probability and the card.

    The probability takes into account how officers differ (`spreads.true_averages`): few cases are drawn towards the
    common average. Officers without cases are left out: they have no average and no rank (WX-18). Raises Refusal: a
    wanted probability outside 0 to 1, a minimum below 1.
    """
    if minimum_cases < 1 or not (wanted_probability is None or 0 < wanted_probability < 1):
        reason = Text("最少件数至少 1，概率大于 0、小于 1", "a minimum of 1 or more, a probability above 0 and below 1")
        value = f"{minimum_cases} / {wanted_probability}"
        raise Refusal(Fault("bad_rule", Place(), reason, Text("改正规则", "correct the rule"), value))
    modelled = true_averages(deductions) or {}
    told = {}
    for officer, values in deductions.items():
        if not values:
            continue
        exact = sum(map(Fraction, values), Fraction(0)) / len(values)
        probability = None
        if officer in modelled:
            probability = to_decimal(modelled[officer].at_or_above(float(threshold)))
        shows = shows_red_card(
            exact,
            len(values),
            minimum_cases,
            threshold,
            probability=probability,
            wanted_probability=wanted_probability,
        )
        by_source = shows_red_card(exact, len(values), threshold=threshold)
        average = (Decimal(exact.numerator) / exact.denominator).quantize(PLACES, ROUND_HALF_UP)
        text = _told(average, len(values), threshold, probability)
        told[officer] = RedCard(officer, len(values), average, exact, probability, by_source, shows, text)
    return told


def _told(average: Decimal, cases: int, threshold: Decimal, probability: Decimal | None) -> Text:
    at, mean = shortest(threshold), shortest(average)
    head = Text(
        f"{cases} 件，平均扣 {mean} 分", f"{cases} case{'' if cases == 1 else 's'}, an average deduction of {mean}"
    )
    if probability is None:
        return Text(
            f"{head.zh}；案件或人员太少，估计不出真实平均达到 {at} 分的概率",
            f"{head.en}; too few cases or officers to estimate how probable a true average of {at} or more is",
        )
    share = percent(probability)
    return Text(
        f"{head.zh}；真实平均达到 {at} 分的概率估计为 {share}，仅供参考，不代替平均分",
        f"{head.en}; the probability of a true average of {at} or more is put at {share}, beside the average, not"
        " instead of it",
    )
