"""The signed problems that count, as training uses them: the most frequent of a month, those of one officer.

Which cards count: level two of round one, the third reader's where one was asked, planted ones never. Scores and
deductions of files come from the engine; here lines are counted and named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib.months import month_later
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import Activity, Assignment, CardLine

_KINDS = ("problem", "basic")
#: How many problems an agenda begins with.
MOST = 10


def lines_that_count() -> QuerySet[CardLine]:
    """Return the problems of round one on signed cards, each file's by the reader whose card counts."""
    third = Assignment.objects.filter(
        file_review=OuterRef("card__assignment__file_review"),
        level=2,
        round=1,
        reader=3,
        is_planted=False,
        withdrawn_at=None,
    )
    rows = CardLine.objects.filter(
        kind__in=_KINDS,
        removed_at=None,
        card__state="signed",
        card__assignment__level=2,
        card__assignment__round=1,
        card__assignment__is_planted=False,
        card__assignment__withdrawn_at=None,
    ).annotate(has_third=Exists(third))
    counted: QuerySet[CardLine] = rows.filter(card__assignment__reader=1, has_third=False) | rows.filter(
        card__assignment__reader=3
    )
    return counted


def lines_of(officer: Officer, since: date) -> QuerySet[CardLine]:
    """Return the problems in files that an officer leads, signed since a day, by case and place on the card."""
    review = "card__assignment__file_review"
    rows = lines_that_count().filter(**{f"{review}__lead": officer, "card__signed_at__date__gte": since})
    return rows.select_related(f"{review}__case", f"{review}__activity").order_by(f"{review}__case__code", "position")


@dataclass(frozen=True, slots=True)
class TopProblem:
    """A problem that was found often in a month: its item of the card, how often, in how many units."""

    rule_id: str
    item: str
    name: Text
    count: int
    units: int


def top_problems(body: Body, month: date, most: int = MOST) -> list[TopProblem]:
    """Return the most frequent problems on cards signed in a month, of the body and those beneath it.

    Counted by aspect and item; the name comes from the rules that the activity has pinned.
    """
    review = "card__assignment__file_review"
    rows = lines_that_count().filter(
        **{
            f"{review}__body__path__startswith": body.path,
            "card__signed_at__date__gte": month,
            "card__signed_at__date__lt": month_later(month),
        }
    )
    told = list(rows.values_list("rule_id", "item", "text", f"{review}__body", f"{review}__activity"))
    names = _names({key for *_, key in told})
    counted = Counter((rule, item or text[:60]) for rule, item, text, _, _ in told)
    units: dict[tuple[str, str], set[int]] = {}
    found: dict[tuple[str, str], Text] = {}
    for rule, item, text, unit, _ in told:
        key = (rule, item or text[:60])
        units.setdefault(key, set()).add(unit)
        found.setdefault(key, names.get((rule, item)) or Text(text[:120] or rule, text[:120] or rule))
    order = sorted(counted, key=lambda key: (-counted[key], key))[:most]
    return [TopProblem(*key, found[key], counted[key], len(units[key])) for key in order]


def _names(activities: Iterable[int]) -> dict[tuple[str, str], Text]:
    """Return the names of aspects and items as the rules of activities have them."""
    names: dict[tuple[str, str], Text] = {}
    for rules in Activity.objects.filter(pk__in=set(activities)).values_list("rules", flat=True):
        for aspect in rules.get("aspects", ()):
            rule = str(aspect.get("rule_id", ""))
            names.setdefault((rule, ""), _text(aspect.get("name", {}), rule))
            for item in aspect.get("items", ()):
                names.setdefault((rule, str(item.get("id", ""))), _text(item, str(item.get("id", ""))))
    return names


def _text(told: Any, otherwise: str) -> Text:
    return Text(str(told.get("zh") or otherwise), str(told.get("en") or otherwise))


def names_of_rules(rules: Any) -> dict[tuple[str, str], Text]:
    """Return the names of aspects and items of one activity, for pages that show its lines."""
    names: dict[tuple[str, str], Text] = {}
    for aspect in rules.get("aspects", ()):
        rule = str(aspect.get("rule_id", ""))
        names[rule, ""] = _text(aspect.get("name", {}), rule)
        names |= {(rule, str(one.get("id", ""))): _text(one, str(one.get("id", ""))) for one in aspect.get("items", ())}
    return names
