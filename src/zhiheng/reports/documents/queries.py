"""What an address means: `units/YL02/score`, `ranking/YL02`, `grades/count/excellent`, `facts/lines/0/reason`.

The builders take every figure from here and the check asks here again: there is one answer to one address.

    units/U/…            score base bonus rank grade name status deducted cases average_deduction not_reported
    units/U/items/I/…    points deducted kept            units/U/items/I/rules/R/…   points deducted input why exempted
    units/U/sub_items/S/… points deducted                units/U/rules/R/…           the same without the item
    units/U/bonus/B/…    points cap                      units/U/vetoes/V/why        units/U/consequences/N
    ranking/U · grades/count/G · grades/G/name · counts/… · average/… · highest/… · lowest/… · items/I/deducted
    scheme/… ledger/… · date/NAME (`notified_on` of the facts) · facts/FIELD/0/FIELD, facts/FIELD/count
    before/… (the earlier result)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.numbers import shortest
from zhiheng.domain.score import ItemScore, Result, RuleScore, UnitScore
from zhiheng.domain.texts import Text
from zhiheng.reports.cards import SchemeIndex
from zhiheng.reports.documents.scheme_words import answer_scheme
from zhiheng.reports.labels import STATUS, day_text, grade_name, period_text, two_places
from zhiheng.reports.official.overview import score_text

Rest = Sequence[str]


class NoSuchAddress(LookupError):
    """Raised where an address leads nowhere: no such body, rule, field or fact."""


def address(*parts: str | int) -> str:
    """Return the address of these parts; a slash inside an id is written %2F."""
    return "/".join(str(part).replace("%", "%25").replace("/", "%2F") for part in parts)


@dataclass(frozen=True)
class Answers:
    """Answers addresses from one evaluation, the facts of the procedure and, for a review, the result before.

    A document that rests on facts alone has no evaluation (`source` None): only its facts and dates have addresses.
    """

    source: Evaluation | None
    facts: Any = None

    def of(self, query: str) -> Text:
        """Return what stands at an address, in both languages. Raises NoSuchAddress."""
        first, *rest = (unquote(part) if "%" in part else part for part in query.split("/"))
        handler = _HANDLERS.get(first)
        if handler is None:
            raise NoSuchAddress(query)
        try:
            return handler(self, rest)
        except (KeyError, IndexError, AttributeError, ValueError, TypeError, StopIteration):
            raise NoSuchAddress(query) from None

    @property
    def evaluation(self) -> Evaluation:
        """Return the evaluation that is asked. Raises KeyError for a document that rests on facts alone."""
        if self.source is None:
            raise KeyError("evaluation")
        return self.source

    @property
    def result(self) -> Result:
        """Return the result that the addresses without `before/` speak of."""
        return self.evaluation.result

    def before(self) -> Answers:
        """Return the answers from the result that was contested, or of the year before. Raises AttributeError."""
        earlier = self.facts.before if hasattr(self.facts, "before") else self.facts.previous
        return Answers(Evaluation(self.evaluation.scheme, earlier, {}), None)


def _unit(answers: Answers, rest: Rest) -> Text:
    unit = next(unit for unit in answers.result.units if unit.unit_id == rest[0])
    if len(rest) == 2:
        return _field_of_unit(answers, unit, rest[1])
    kind, some_id, *inner = rest[1:]
    if kind == "consequences":
        return unit.consequences[int(some_id)]
    if kind == "rules":
        return _rule(next(rule for rule in unit.every_rule() if rule.id == some_id), *inner)
    if kind == "bonus":
        bonus = next(bonus for bonus in unit.bonus_items if bonus.id == some_id)
        if inner[0] == "rules":
            return _rule(next(rule for rule in bonus.rules if rule.id == inner[1]), *inner[2:])
        return _number({"points": bonus.points, "cap": bonus.cap}[inner[0]])
    if kind == "vetoes":
        veto = next(veto for veto in unit.vetoes if veto.id == some_id)
        return {"why": veto.why}[inner[0]]
    if kind == "sub_items":
        sub_item = next(sub for item in unit.items for sub in item.sub_items if sub.id == some_id)
        beyond = -sum((rule.points for rule in sub_item.rules), Decimal(0)) - sub_item.deducted
        return _number({"points": sub_item.points, "deducted": sub_item.deducted, "beyond": beyond}[inner[0]])
    return _item({"items": next(item for item in unit.items if item.id == some_id)}[kind], inner)


def _item(item: ItemScore, rest: Rest) -> Text:
    if rest[0] == "rules":
        found = next(rule for sub in item.sub_items for rule in sub.rules if rule.id == rest[1])
        return _rule(found, *rest[2:])
    return _number({"points": item.points, "deducted": item.deducted, "kept": item.points - item.deducted}[rest[0]])


def _rule(rule: RuleScore, field: str) -> Text:
    if field == "why":
        return rule.why
    if field == "input":
        return Text(_given(rule.input))
    told: Mapping[str, Decimal] = {
        "points": rule.points,
        "deducted": -rule.points,
        "exempted": rule.exempted,
        "uncapped": rule.uncapped,
    }
    return _number(told[field])


def _given(value: str | None) -> str:
    if value is None:
        raise KeyError("input")
    return value


def _field_of_unit(answers: Answers, unit: UnitScore, field: str) -> Text:
    if field == "grade":
        return grade_name(answers.evaluation.scheme, _given(unit.grade))
    if field == "name":
        return Text(unit.name)
    if field == "status":
        return STATUS[unit.status]
    if field in ("score", "base", "bonus"):
        return Text(score_text(getattr(unit, field)))
    if field == "average_deduction":
        return Text(score_text(unit.average_deduction or Decimal(0)))
    counted: Mapping[str, int | Decimal] = {
        "rank": unit.rank,
        "cases": unit.cases or 0,
        "not_reported": len(unit.not_reported),
        "deducted": sum((item.deducted for item in unit.items), Decimal(0)),
        "exempted": sum((rule.exempted for rule in unit.every_rule()), Decimal(0)),
    }
    return _number(counted[field])


def _ranking(answers: Answers, rest: Rest) -> Text:
    (unit_id,) = rest
    return _number(next(unit.rank for unit in answers.result.units if unit.unit_id == unit_id))


def _grades(answers: Answers, rest: Rest) -> Text:
    scheme, (first, second) = answers.evaluation.scheme, rest
    if first == "count":
        known = {grade.id for grade in scheme.grades}
        return _number({name: sum(unit.grade == name for unit in answers.result.units) for name in known}[second])
    grade = next(grade for grade in scheme.grades if grade.id == first)
    if second == "name":
        return grade.name
    return _number({"minimum": grade.minimum, "maximum": grade.maximum}[second])


def _counts(answers: Answers, rest: Rest) -> Text:
    (what,), result = rest, answers.result
    units = result.units
    counted: Mapping[str, Callable[[], int]] = {
        "units": lambda: len(units),
        "complete": lambda: sum(unit.status == "complete" for unit in units),
        "incomplete": lambda: sum(unit.status == "incomplete" for unit in units),
        "vetoed": lambda: sum(bool(unit.vetoes) for unit in units),
        "cases": lambda: len(result.cases or ()),
        "left_out": lambda: sum(left.count for left in result.left_out),
        "tolerated": lambda: sum(len(rule.exempted_rows) for unit in units for rule in unit.every_rule()),
    }
    return _number(counted[what]())


def _over_units(answers: Answers, rest: Rest, *, fold: Callable[[list[Decimal]], str]) -> Text:
    (field,) = rest
    return Text(fold([Decimal(getattr(unit, _known(field))) for unit in answers.result.units]))


def _known(field: str) -> str:
    if field not in ("score", "base", "bonus"):
        raise KeyError(field)
    return field


def _mean(values: list[Decimal]) -> str:
    return two_places(sum(values, Decimal(0)) / len(values))


def _items(answers: Answers, rest: Rest) -> Text:
    item_id, field = rest
    costs = [item.deducted for unit in answers.result.units for item in unit.items if item.id == item_id]
    if not costs:
        raise KeyError(item_id)
    known: Mapping[str, Decimal | int] = {
        "deducted": sum(costs, Decimal(0)),
        "units": sum(cost > 0 for cost in costs),
    }
    return _number(known[field])


def _ledger(answers: Answers, rest: Rest) -> Text:
    (field,), result = rest, answers.result
    known: Mapping[str, Callable[[], Text]] = {
        "name": lambda: Text(result.ledger_name),
        "digest": lambda: Text(result.ledger_digest),
        "result_digest": lambda: Text(result.digest),
        "as_of": lambda: day_text(result.as_of),
        "period": lambda: period_text(result),
    }
    return known[field]()


def _scheme(answers: Answers, rest: Rest) -> Text:
    return answer_scheme(SchemeIndex(answers.evaluation.scheme), answers.evaluation, rest)


def _date(answers: Answers, rest: Rest) -> Text:
    (name,) = rest
    for holder in (answers.facts, answers.facts.issue):
        for field in (name, f"{name}_on"):
            if isinstance(getattr(holder, field, None), date):
                return day_text(getattr(holder, field).isoformat())
    raise KeyError(name)


def _fact(answers: Answers, rest: Rest) -> Text:
    found: Any = answers.facts
    for part in rest:
        found = _inside(found, part)
    if isinstance(found, date):
        return day_text(found.isoformat())
    if isinstance(found, int | Decimal) and not isinstance(found, bool):
        return _number(found)
    if isinstance(found, Text):
        return found
    if isinstance(found, str):
        return Text(found)
    raise KeyError(rest[-1])


def _inside(found: Any, part: str) -> Any:
    if isinstance(found, tuple):
        return len(found) if part == "count" else found[int(part)]
    return getattr(found, part)


def _before(answers: Answers, rest: Rest) -> Text:
    return answers.before().of(address(*rest))


def _number(value: Decimal | int | None) -> Text:
    if value is None:
        raise KeyError("no number")
    return Text(shortest(value))


_HANDLERS: Mapping[str, Callable[[Answers, Rest], Text]] = {
    "units": _unit,
    "ranking": _ranking,
    "grades": _grades,
    "counts": _counts,
    "average": lambda answers, rest: _over_units(answers, rest, fold=_mean),
    "highest": lambda answers, rest: _over_units(answers, rest, fold=lambda values: score_text(max(values))),
    "lowest": lambda answers, rest: _over_units(answers, rest, fold=lambda values: score_text(min(values))),
    "items": _items,
    "ledger": _ledger,
    "scheme": _scheme,
    "date": _date,
    "facts": _fact,
    "before": _before,
}
#: First words of addresses: a control with another tag is somebody else's and is read as plain text.
KNOWN = frozenset(_HANDLERS)
