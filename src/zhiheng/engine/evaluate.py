"""An evaluation: a pure function of scheme, completion, options, ledger and as-of date. It reads and writes no file."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from zhiheng.domain.checked import Checked
from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.numbers import read_number
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.scheme import Scheme
from zhiheng.domain.score import InputRow, LeftOut, Result, RuleScore, UnitScore, VetoScore
from zhiheng.domain.texts import Text
from zhiheng.engine.cards import CardMaker
from zhiheng.engine.checked_rules import CheckedRules
from zhiheng.engine.grades import consequences_of, grade_of, ranked
from zhiheng.engine.inputs import InputFinder, Inputs, RuleInput
from zhiheng.engine.measures import MEASURE_NAMES, Measures
from zhiheng.engine.objects import EvaluatedUnit, evaluated_units
from zhiheng.engine.reported import gather
from zhiheng.engine.results import BLANK, sealed
from zhiheng.engine.reviews import review_cases
from zhiheng.engine.weigh import EXEMPT, NOT_APPLICABLE, Sheet, weigh
from zhiheng.ledgers import Ledger
from zhiheng.schemes.kinds.veto import Veto
from zhiheng.schemes.scoring import Ints

_STATES = {"exempt": EXEMPT, "not_applicable": NOT_APPLICABLE}


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be evaluated, and how. `previous` maps unit ids to last year's grades (CQ-50)."""

    scheme: Scheme
    ledger: Ledger
    options: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    previous: Mapping[str, str] = field(default_factory=dict)
    #: Ids of rules of other schemes that rows of this ledger may name (those of built-in schemes are known anyway).
    also_known: frozenset[str] = frozenset()
    #: What the checks found that the scheme names; None where none was run.
    checked: Checked | None = None

    @property
    def day(self) -> date | None:
        """The day as of which is judged: the one asked for, the ledger's, else the last of its period."""
        return self.as_of or self.ledger.as_of or _last_day(self.ledger)


def evaluate(request: Request) -> Evaluation:
    """Return the scores of every unit with the tree of how each came about.

    Raises Refusal: values that the source leaves open and no completion supplies (CQ-AMB-06), unknown options or option
    values, unknown rules, kinds and tolerances, values that do not answer their rule.
    """
    scheme, ledger = request.scheme, request.ledger
    _refuse_open_paths(scheme)
    _refuse_unknown_measures(scheme)
    options = settled_options(scheme, request.options)
    as_of = request.day
    _refuse_early_day(ledger, as_of)
    _refuse_checked_on_another_day(request)
    if scheme.subject == "case":
        result, rows = review_cases(scheme, ledger, options, as_of, also_known=request.also_known)
    else:
        result, rows = _evaluate_units(request, options, as_of)
    head = replace(
        result,
        scheme_id=scheme.id,
        scheme_version=scheme.version,
        scheme_digest=scheme.digest,
        scheme_name=scheme.name,
        ledger_name=ledger.name,
        ledger_digest=ledger.digest,
        as_of=as_of.isoformat() if as_of else "",
        period=(ledger.period.from_date.isoformat(), ledger.period.to_date.isoformat()) if ledger.period else None,
        options=options,
        completion=_completion(scheme),
        left_out=(*result.left_out, *_set_aside(ledger)),
    )
    return Evaluation(scheme, sealed(head), rows)


def settled_options(scheme: Scheme, given: Mapping[str, str]) -> dict[str, str]:
    """Return every option of the scheme with its value. Raises Refusal for an unknown option or value."""
    known = {option.id: option for option in scheme.options}
    faults = []
    for name, value in given.items():
        option = known.get(name)
        if option is None:
            near = difflib.get_close_matches(name, known, n=1)
            told = near[0] if near else "、".join(known) or "—"
            reason = Text(f"方案 {scheme.id} 没有选项“{name}”", f"scheme {scheme.id} has no option `{name}`")
            faults.append(
                Fault("unknown_option", Place(clause=name), reason, Text(f"可用：{told}", f"known: {told}"), value)
            )
        elif (option.choices and value not in option.choices) or _is_no_number(name, value):
            choices = " | ".join(option.choices) or "none | 100"
            reason = Text(f"选项“{name}”没有这个值", f"option `{name}` has no such value")
            faults.append(
                Fault(
                    "unknown_choice", Place(clause=name), reason, Text(f"可用：{choices}", f"one of: {choices}"), value
                )
            )
    if faults:
        raise Refusal(faults)
    return {name: given.get(name, option.default) for name, option in sorted(known.items())}


def _is_no_number(name: str, value: str) -> bool:
    """Say whether an option that the program reads as a number holds none; a scheme may leave its choices free."""
    if name == "total_cap" and value in ("none", ""):
        return False
    return name in ("total_cap", "unmended_factor") and read_number(value) is None


def _refuse_open_paths(scheme: Scheme) -> None:
    if not scheme.open_paths:
        return
    remedy = Text(
        "用 --complete FILE 补充（写法见 docs/howtos/completions.md）",
        "supply it with --complete FILE (see docs/howtos/completions.md)",
    )
    raise Refusal(
        Fault("unspecified", Place(scheme.file, open_path.line, clause=open_path.path), open_path.text, remedy)
        for open_path in scheme.open_paths
    )


def _refuse_unknown_measures(scheme: Scheme) -> None:
    faults = []
    for rule in scheme.every_rule():
        named = {value for key, value in rule.measures.items() if key != "option"} | ({rule.measure} - {""})
        for name in sorted(named - MEASURE_NAMES):
            reason = Text(f"没有名为“{name}”的台账指标", f"the engine has no measure `{name}`")
            known = "、".join(sorted(MEASURE_NAMES))
            place = Place(scheme.file, rule.line, clause=rule.id)
            faults.append(Fault("unknown_measure", place, reason, Text(f"可用：{known}", f"known: {known}"), name))
    if faults:
        raise Refusal(faults)


def _refuse_early_day(ledger: Ledger, as_of: date | None) -> None:
    """An as-of day before the period would set every problem aside and look like full marks."""
    if ledger.period is None or as_of is None or as_of >= ledger.period.from_date:
        return
    reason = Text(
        f"数据截止日早于评价期间（{ledger.period.from_date} 起）",
        f"the as-of day lies before the period, which begins on {ledger.period.from_date}",
    )
    remedy = Text("改正 --as-of 或 ledger.yaml 的 as_of", "correct --as-of, or as_of in ledger.yaml")
    raise Refusal(Fault("early_as_of", Place(clause="as_of"), reason, remedy, as_of.isoformat()))


def _refuse_checked_on_another_day(request: Request) -> None:
    """Findings change from day to day; those of another day would answer another question."""
    told = request.checked.as_of if request.checked else ""
    day = request.day.isoformat() if request.day else ""
    if not told or told == day:
        return
    reason = Text(
        f"检查结果截至 {told}，评价截至 {day or '—'}",
        f"the checks were run as of {told}, the score is as of {day or '—'}",
    )
    remedy = Text("用同一数据截止日，或用原始台账重新评价", "take the same day, or evaluate the original ledger")
    raise Refusal(Fault("checked_on_another_day", Place(clause="as_of"), reason, remedy, told))


def _last_day(ledger: Ledger) -> date | None:
    """Return the last day of the period, the as-of day where none is given."""
    return date.fromordinal(ledger.period.to_date.toordinal() - 1) if ledger.period else None


def _set_aside(ledger: Ledger) -> list[LeftOut]:
    """Rows that could not be used and were skipped at the reader's wish are named by file and row."""
    rows = tuple(sorted(f"{row.file}:{row.row}" for row in ledger.report.rows))
    reason = Text("不能使用、按要求跳过的行", "rows that could not be used and were skipped as asked")
    return [LeftOut("quarantined", len(rows), reason, rows)] if rows else []


def _completion(scheme: Scheme) -> dict[str, str] | None:
    if not scheme.completion_digest:
        return None
    return {
        "digest": scheme.completion_digest,
        "label": scheme.completion_label.zh,
        "label_en": scheme.completion_label.en,
        "fictional": "true" if scheme.completion_fictional else "false",
    }


def _evaluate_units(
    request: Request, options: dict[str, str], as_of: date | None
) -> tuple[Result, Mapping[str, InputRow]]:
    scheme, ledger = request.scheme, request.ledger
    units, left_out = evaluated_units(scheme, ledger)
    faults: list[Fault] = []
    evaluated = frozenset(unit.unit_id for unit in units)
    reported = gather(scheme, ledger, as_of, faults, also_known=request.also_known, evaluated=evaluated)
    measures = Measures(ledger, as_of, {}, evaluated)
    checked = CheckedRules(request.checked, measures, options)
    finder = InputFinder(scheme, options, reported, measures, faults=faults, checked=checked)
    inputs = finder.find([unit.unit_id for unit in units])
    if faults:
        raise Refusal(faults)
    weighed = weigh(scheme, _sheet(scheme, units, inputs), options)
    maker = CardMaker(scheme, inputs, weighed)
    cards = [_card(request, maker, unit, index=index, options=options) for index, unit in enumerate(units)]
    left_out += inputs.left_out + _rows_of_others(units, reported.rows_by_unit())
    return replace(BLANK, units=ranked(cards), left_out=tuple(left_out)), inputs.rows


def _rows_of_others(units: list[EvaluatedUnit], reported_units: dict[str, int]) -> list[LeftOut]:
    """Rows of units that this scheme does not evaluate are named, not dropped in silence."""
    evaluated = {unit.unit_id for unit in units}
    others = {unit_id: count for unit_id, count in reported_units.items() if unit_id not in evaluated}
    if not others:
        return []
    reason = Text("所属单位不在本方案评价范围", "rows of units that this scheme does not evaluate")
    return [LeftOut("rows", sum(others.values()), reason, tuple(sorted(others)))]


def _sheet(scheme: Scheme, units: list[EvaluatedUnit], inputs: Inputs) -> Sheet:
    columns = inputs.columns(scheme, [unit.unit_id for unit in units])
    states: dict[str, Ints] = {}
    position = {unit.unit_id: index for index, unit in enumerate(units)}
    for (unit_id, sub_id), state in inputs.states.items():
        states.setdefault(sub_id, np.zeros(len(units), dtype=np.int8))[position[unit_id]] = _STATES[state]
    return Sheet(tuple(unit.kind for unit in units), columns, states)


def _card(
    request: Request, maker: CardMaker, unit: EvaluatedUnit, *, index: int, options: Mapping[str, str]
) -> UnitScore:
    scheme, weighed = request.scheme, maker.weighed
    items = maker.items(index, unit.unit_id, unit.kind)
    bonuses = maker.bonuses(index, unit.unit_id, unit.kind)
    vetoes, unanswered = _vetoes(scheme, maker.inputs, unit.unit_id)
    rules = [rule for item in items for sub in item.sub_items for rule in sub.rules]
    rules += [rule for bonus in bonuses for rule in bonus.rules]
    missing = tuple(rule.id for rule in rules if _is_missing(rule)) + unanswered
    score = weighed.setting.points(weighed.score[index])
    grade = grade_of(scheme, score, vetoed=bool(vetoes), policy=options.get("boundary_policy", "default"))
    return UnitScore(
        unit_id=unit.unit_id,
        name=unit.name,
        kind=unit.kind,
        status="incomplete" if missing else "complete",
        score=score,
        base=weighed.setting.points(weighed.base[index]),
        bonus=weighed.setting.points(weighed.bonus[index]),
        rank=0,
        grade=grade.id if grade else None,
        vetoes=vetoes,
        items=items,
        bonus_items=bonuses,
        not_reported=missing,
        consequences=consequences_of(scheme, grade, request.previous.get(unit.unit_id), vetoed=bool(vetoes)),
    )


def _is_missing(rule: RuleScore) -> bool:
    """A rule that another excludes needs no input of its own."""
    return rule.input_from == "not_reported" and not rule.superseded_by


def _vetoes(scheme: Scheme, inputs: Inputs, unit_id: str) -> tuple[tuple[VetoScore, ...], tuple[str, ...]]:
    """Return the vetoes that hold, and those on which nothing was reported."""
    holding: list[VetoScore] = []
    unanswered: list[str] = []
    for rule in scheme.vetoes:
        assert isinstance(rule.scoring, Veto)
        given: RuleInput = inputs.of(unit_id, rule.id)
        if given.answer is None:
            unanswered.append(rule.id)
        elif given.answer.value > 0:
            holding.append(VetoScore(rule.id, given.rows, rule.text, given.exempted_rows))
    return tuple(holding), tuple(unanswered)
