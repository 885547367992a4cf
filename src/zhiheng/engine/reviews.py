"""Case-file review: problems on review cards become the score of each case, in two rounds (WX-09 to WX-15, XH-27)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from zhiheng.domain.numbers import read_number, shortest
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.scheme import Rule, Scheme
from zhiheng.domain.score import CaseScore, InputRow, ItemScore, LeftOut, Result, SubItemScore, UnitScore
from zhiheng.domain.texts import Text
from zhiheng.engine.cards import CardMaker
from zhiheng.engine.grades import grade_of, ranked
from zhiheng.engine.inputs import Inputs, RuleInput
from zhiheng.engine.reported import gather
from zhiheng.engine.results import BLANK
from zhiheng.engine.rows import text_of
from zhiheng.engine.weigh import Sheet, exponent, places_of, weigh
from zhiheng.ledgers import Ledger
from zhiheng.schemes.scoring import Answer

_AVERAGE = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem on a review card: its round-one deduction and what became of it."""

    ref: str
    rule_id: str
    page: str
    amount: Decimal
    states_amount: bool
    round: int
    mended: str
    exempted: bool


@dataclass
class _Case:
    case_id: str
    unit_id: str
    officer_id: str
    problems: list[Problem] = field(default_factory=list)

    @property
    def round(self) -> int:
        """The round the score stands for: the second as soon as anything was said in or about it."""
        return 2 if any(problem.round == 2 or problem.mended for problem in self.problems) else 1


def review_cases(
    scheme: Scheme,
    ledger: Ledger,
    options: Mapping[str, str],
    as_of: date | None,
    *,
    also_known: frozenset[str] = frozenset(),
) -> tuple[Result, Mapping[str, InputRow]]:
    """Return the score of every reviewed case and the averages of the units.

    A case without problems counts as reviewed only where the ledger states that its findings are complete: silence is
    no full mark. Raises Refusal for problems without case or without deduction.
    """
    faults: list[Fault] = []
    reported = gather(scheme, ledger, as_of, faults, also_known=also_known)
    cases = _cases(scheme, ledger, reported.rows, faults)
    if faults:
        raise Refusal(faults)
    known = {text_of(row["case_id"]): row for row in ledger.tables["cases"].rows()}
    reviewed = [case for case in cases.values() if case.problems or _is_complete(scheme, ledger)]
    waiting = tuple(sorted(set(known) - {case.case_id for case in reviewed}))
    if not reviewed:
        reason = Text(
            f"台账里没有方案 {scheme.id} 的案卷评查问题", f"the ledger holds no review problems of {scheme.id}"
        )
        remedy = Text(
            "在 findings 表填写问题，或在 ledger.yaml 写 findings_complete: all",
            "report problems in `findings`, or state `findings_complete: all` in ledger.yaml",
        )
        raise Refusal(Fault("no_cases", Place(file=str(ledger.path), table="findings 问题"), reason, remedy))
    reviewed.sort(key=lambda case: case.case_id)
    scores = _score(scheme, reviewed, options)
    names = {text_of(row["unit_id"]): text_of(row["name"]) for row in ledger.tables["units"].rows()}
    units = _averages(scheme, scores, names, options)
    left_out = list(reported.left_out)
    if waiting:
        left_out.append(LeftOut("cases", len(waiting), Text("案卷尚无评查记录", "cases without a review"), waiting))
    result = replace(BLANK, units=units, cases=scores, not_reviewed=waiting, left_out=tuple(left_out))
    return result, reported.rows


def _is_complete(scheme: Scheme, ledger: Ledger) -> bool:
    if ledger.findings_complete == "all":
        return True
    return {rule.id for rule in scheme.every_rule()} <= set(ledger.findings_complete)


def _cases(scheme: Scheme, ledger: Ledger, rows: Mapping[str, InputRow], faults: list[Fault]) -> dict[str, _Case]:
    cases = {
        text_of(row["case_id"]): _Case(
            text_of(row["case_id"]), text_of(row["unit_id"]), text_of(row["lead_officer_id"])
        )
        for row in ledger.tables["cases"].rows()
    }
    rules = {rule.id: rule for rule in scheme.every_rule()}
    for row in rows.values():
        columns = row.columns
        if row.table not in ("findings", "facts") or columns.get("status", "verified") != "verified":
            continue
        rule = rules.get(_rule_id(scheme, columns, rules))
        case_id = columns.get("case_id", "")
        amount = _amount(rule, row)
        answers_round_one = columns.get("round") == "2" and bool(columns.get("mended"))
        if rule is None or not case_id or (amount is None and not answers_round_one):
            faults.append(_incomplete_problem(row, case_id))
            continue
        case = cases.setdefault(case_id, _Case(case_id, columns["unit_id"], columns.get("officer_id", "")))
        problem = Problem(
            ref=row.ref,
            rule_id=rule.id,
            page=columns.get("page", ""),
            amount=amount or Decimal(0),
            states_amount=amount is not None,
            round=int(columns.get("round") or "1"),
            mended=columns.get("mended", ""),
            exempted=bool(columns.get("exemption")),
        )
        case.problems.append(problem)
    for case in cases.values():
        for problem in case.problems:
            if not problem.states_amount and not _partners(problem, case.problems):
                faults.append(_incomplete_problem(rows[problem.ref], case.case_id))
    return cases


def _partners(problem: Problem, problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems of round one that a row of round two answers: same rule, same page where both name one."""
    return [
        p
        for p in problems
        if p.round == 1 and p.rule_id == problem.rule_id and (not problem.page or not p.page or p.page == problem.page)
    ]


def _rule_id(scheme: Scheme, columns: Mapping[str, str], ids: Container[str]) -> str:
    for word in (columns.get("rule_id", ""), columns.get("aspect", "")):
        if word in ids or word in scheme.aliases:
            return scheme.aliases.get(word, word)
    return ""


def _amount(rule: Rule | None, row: InputRow) -> Decimal | None:
    """Return the deduction of a problem: its own, else the rule's fixed amount times the quantity."""
    if row.table == "facts":
        return read_number(row.columns.get("value", ""))
    if "amount" in row.columns:
        return read_number(row.columns["amount"])
    fixed = getattr(rule.scoring, "amount", None) if rule else None
    return None if fixed is None else Decimal(fixed) * int(row.columns.get("quantity") or "1")


def _incomplete_problem(row: InputRow, case_id: str) -> Fault:
    what = ("amount 扣分", "扣分", "its deduction") if case_id else ("case_id 案件编号", "案件编号", "its case")
    place = Place(table=f"{row.table}", column=what[0], clause=row.columns.get("rule_id", ""))
    reason = Text(f"问题 {row.ref} 没有写{what[1]}", f"problem {row.ref} does not give {what[2]}")
    return Fault("missing_value", place, reason, Text(f"补填 {what[0]} 列", f"fill in the column {what[0]}"))


def settle_rounds(problems: Iterable[Problem], factor: Decimal, options: Mapping[str, str]) -> dict[str, Decimal]:
    """Return the final deduction of every problem by its reference.

    A problem of round one that was not mended counts `factor` times its round-one deduction in total (加倍扣分, WX-15,
    WX-AMB-02); a mended one keeps it, or loses it by option. A row of round two that answers a problem of round one has
    no deduction of its own; without such a partner it stands for itself.
    """
    first = sorted((p for p in problems if p.round == 1), key=lambda p: p.ref)
    second = sorted((p for p in problems if p.round == 2), key=lambda p: p.ref)
    fate = {problem.ref: problem.mended for problem in first}
    deductions: dict[str, Decimal] = {}
    for problem in second:
        partners = _partners(problem, first)
        answers = [p for p in second if p.rule_id == problem.rule_id and p.page == problem.page and p.mended]
        if not partners or not problem.mended:
            deductions[problem.ref] = _final(problem.amount, problem.mended, factor, options)
            continue
        deductions[problem.ref] = Decimal(0)
        if len(partners) == len(answers) > 1:
            # As many answers as problems on one aspect: they answer each other in the order of their ids.
            partners = [partners[answers.index(problem)]]
        for partner in partners:
            fate[partner.ref] = _worse(fate[partner.ref], problem.mended)
    for problem in first:
        deductions[problem.ref] = _final(problem.amount, fate[problem.ref], factor, options)
    return deductions


def _worse(one: str, other: str) -> str:
    order = ("", "mended", "partly", "not")
    return max(one, other, key=order.index)


def _final(amount: Decimal, mended: str, factor: Decimal, options: Mapping[str, str]) -> Decimal:
    unmended = mended == "not" or (mended == "partly" and options.get("partly_counts_as_unmended", "yes") == "yes")
    if unmended:
        return amount * factor
    if mended and options.get("mended_keeps_deduction", "yes") == "no":
        return Decimal(0)
    return amount


def _score(scheme: Scheme, cases: list[_Case], options: Mapping[str, str]) -> tuple[CaseScore, ...]:
    factor = read_number(options.get("unmended_factor", "2")) or Decimal(2)
    inputs = Inputs()
    round_one: dict[str, Decimal] = {}
    places = places_of(scheme, options)
    for case in cases:
        counted = [problem for problem in case.problems if not problem.exempted]
        final = settle_rounds(counted, factor, options)
        round_one[case.case_id] = sum((p.amount for p in counted if p.round == 1), Decimal(0))
        for rule in scheme.every_rule():
            own = [problem for problem in case.problems if problem.rule_id == rule.id]
            total = sum((final.get(problem.ref, Decimal(0)) for problem in own), Decimal(0))
            places = max(places, -exponent(total))
            inputs.by_rule[case.case_id, rule.id] = RuleInput(
                Answer(Fraction(total), shortest(total)),
                "findings",
                rows=tuple(sorted(problem.ref for problem in own)),
                exempted=Fraction(sum((p.amount for p in own if p.exempted), Decimal(0))),
                exempted_rows=tuple(sorted(problem.ref for problem in own if problem.exempted)),
                detail=_rounds_told([problem for problem in own if not problem.exempted], final),
            )
    sheet = Sheet(("",) * len(cases), inputs.columns(scheme, [case.case_id for case in cases]))
    weighed = weigh(scheme, sheet, options, places=places)
    maker = CardMaker(scheme, inputs, weighed)
    return tuple(
        CaseScore(
            case_id=case.case_id,
            unit_id=case.unit_id,
            officer_id=case.officer_id,
            round=case.round,
            score=weighed.setting.points(weighed.score[index]),
            deducted=sum((item.deducted for item in maker.items(index, case.case_id, "")), Decimal(0)),
            round_one_deducted=round_one[case.case_id],
            items=maker.items(index, case.case_id, ""),
        )
        for index, case in enumerate(cases)
    )


def _rounds_told(problems: list[Problem], final: Mapping[str, Decimal]) -> Text:
    """Return what each problem finally counts; empty where nothing was said in a second round."""
    if all(problem.round == 1 and not problem.mended for problem in problems):
        return Text("")
    told = [problem for problem in sorted(problems, key=lambda p: p.ref) if problem.amount or final[problem.ref]]
    zh, en = [], []
    for problem in told:
        before, after = shortest(problem.amount), shortest(final[problem.ref])
        moved = f"{before} → {after}" if before != after else after
        zh.append(f"{problem.ref}：{moved}")
        en.append(f"{problem.ref}: {moved}")
    return Text("；".join(zh), "; ".join(en))


def _averages(
    scheme: Scheme, cases: tuple[CaseScore, ...], names: Mapping[str, str], options: Mapping[str, str]
) -> tuple[UnitScore, ...]:
    """Return each unit with the average of its cases, to four places half up; the cases stand beside it exactly."""
    by_unit: dict[str, list[CaseScore]] = {}
    for case in cases:
        by_unit.setdefault(case.unit_id, []).append(case)
    cards = []
    for unit_id, own in sorted(by_unit.items()):
        score = _average([case.score for case in own])
        grade = grade_of(scheme, score, vetoed=False, policy=options.get("boundary_policy", "default"))
        card = UnitScore(
            unit_id=unit_id,
            name=names.get(unit_id, unit_id),
            kind="",
            status="complete",
            score=score,
            base=score,
            bonus=Decimal(0),
            rank=0,
            grade=grade.id if grade else None,
            vetoes=(),
            items=_average_items(own),
            bonus_items=(),
            cases=len(own),
            average_deduction=_average([case.deducted for case in own]),
        )
        cards.append(card)
    return ranked(cards)


def _average_items(cases: list[CaseScore]) -> tuple[ItemScore, ...]:
    items = []
    for position, item in enumerate(cases[0].items):
        deducted = _average([case.items[position].deducted for case in cases])
        subs = tuple(SubItemScore(sub.id, sub.points, deducted, ()) for sub in item.sub_items[:1])
        items.append(ItemScore(item.id, item.points, deducted, subs))
    return tuple(items)


def _average(values: list[Decimal]) -> Decimal:
    return (sum(values, Decimal(0)) / len(values)).quantize(_AVERAGE, ROUND_HALF_UP).normalize()
