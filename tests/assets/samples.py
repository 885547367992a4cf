"""Evaluations of fictional units for the tests of reports, the same on every call. No place here is real."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assets.sample_cases import case_scores, case_units
from assets.sample_chongqing import chongqing_scheme
from assets.sample_hunan import HUNAN_INPUTS, hunan_scheme
from assets.sample_scoring import Given, Ledger, score_unit
from zhiheng.domain.canonical import digest_of
from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.scheme import Scheme
from zhiheng.domain.score import InputRow, LeftOut, Result, UnitScore, VetoScore
from zhiheng.domain.texts import Text

LEDGER_DIGEST = digest_of("sample ledger")


def _ranked(units: list[UnitScore]) -> tuple[UnitScore, ...]:
    """Ties share the rank; the order of the units stays that of the ledger."""
    scores = [unit.score for unit in units]
    return tuple(replace(unit, rank=1 + sum(score > unit.score for score in scores)) for unit in units)


def _given(text: str) -> dict[str, Given]:
    return {name: Given.read(value) for name, _, value in (word.partition("=") for word in text.split())}


def _result(scheme: Scheme, units: tuple[UnitScore, ...], name: str, options: dict[str, str]) -> Result:
    fictional = scheme.completion_digest
    result = Result(
        scheme_id=scheme.id,
        scheme_version=scheme.version,
        scheme_digest=scheme.digest,
        scheme_name=scheme.name,
        ledger_name=name,
        ledger_digest=LEDGER_DIGEST,
        as_of="2020-11-15",
        period=("2020-01-01", "2021-01-01"),
        options=options,
        completion={"digest": fictional} if fictional else None,
        units=units,
    )
    return replace(result, digest=digest_of([name, scheme.id]))


def hunan_like() -> Evaluation:
    """Fourteen fictional cities: caps, a tolerated row, a conflict, missing reports, ties, an exempt sub-item."""
    scheme, ledger = hunan_scheme(), Ledger()
    units = [
        score_unit(scheme, ledger, (f"u{number:02d}", name, "prefecture_city"), _given(words))
        for number, (name, words) in enumerate(HUNAN_INPUTS, start=1)
    ]
    left_out = (
        LeftOut(
            "findings", 3, Text("状态为待核实，未计入", "status pending; not counted"), ("F-9001", "F-9002", "F-9003")
        ),
        LeftOut("events", 2, Text("发生在数据截止日之后", "after the as-of date")),
    )
    result = _result(
        scheme,
        _ranked(units),
        "湘云省（虚构）2020 年度台账",
        {"boundary_policy": "default", "count_by": "element", "not_applicable": "full_points"},
    )
    return Evaluation(scheme, replace(result, left_out=left_out), ledger.rows)


CHONGQING_INPUTS = (
    (
        "市政公用设施执法支队",
        "municipal_facilities",
        "IND-CLOSE=0.912:2 DED-FILE-BASIC=3!1 BON-DOC-BUREAU=2 BON-DOC-GOV=1",
    ),
    ("城市园林绿化执法支队", "landscaping", "DED-CONDUCT=1 IND-CLOSE=1:0"),
    (
        "城市违法建筑执法支队",
        "illegal_building",
        "IND-CLOSE=0.75:6 DED-FILE-BASIC=14 DED-CONDUCT=9 IND-CASES=20:18 IND-POWER=?",
    ),
)


def _graded(unit: UnitScore, scheme: Scheme, vetoes: tuple[VetoScore, ...]) -> UnitScore:
    lowest = scheme.grades[-1]
    reached = next(
        (grade for grade in scheme.grades if grade.minimum is not None and unit.score >= grade.minimum), lowest
    )
    grade = lowest if vetoes else reached
    tasks = tuple(consequence.text for consequence in grade.consequences if not consequence.when)
    if vetoes:
        tasks += tuple(consequence.text for consequence in scheme.veto_consequences)
    return replace(unit, grade=grade.id, vetoes=vetoes, consequences=tasks)


def chongqing_like() -> Evaluation:
    """Three detachments under a fictional completion: grades, tasks, a veto against a unit with a high score."""
    scheme, ledger = chongqing_scheme(), Ledger()
    units = [
        score_unit(scheme, ledger, (f"z{number}", name, kind), _given(words))
        for number, (name, kind, words) in enumerate(CHONGQING_INPUTS, start=1)
    ]
    columns = {
        "unit_id": "z2",
        "case_id": "虚执罚〔2020〕118 号",
        "organ": "court",
        "result": "revoked",
        "effective_at": "2020-06-09",
        "note": "以程序违法为由撤销",
    }
    ledger.rows["O-0007"] = InputRow("O-0007", "outcomes", columns)
    veto = VetoScore(
        "V4", ("O-0007",), Text("人民法院判决撤销，已生效", "revoked by a court; the judgment has taken effect"), ()
    )
    graded = [_graded(unit, scheme, (veto,) if unit.unit_id == "z2" else ()) for unit in units]
    options = {"grade_boundary": "inclusive", "bonus_cap_total": "none"}
    return Evaluation(
        scheme, _result(scheme, _ranked(graded), "嘉岚市（虚构）执法总队 2020 年度台账", options), ledger.rows
    )


def cases_like() -> Evaluation:
    """A file review in two rounds: twelve case files of three fictional units, points lost by aspect."""
    scheme, rows, cases = case_scores()
    units = _ranked(list(case_units(cases)))
    result = _result(scheme, units, "湖云市（虚构）案卷评查台账", {"unmended_factor": "2", "mended_deduction": "keep"})
    not_reviewed = ("湖公（治）行罚决〔2020〕88 号", "湖公（治）行罚决〔2020〕91 号")
    return Evaluation(scheme, replace(result, cases=cases, not_reviewed=not_reviewed), rows)


def total_of(evaluation: Evaluation, unit_id: str) -> Decimal:
    """Return the score of a unit, for tests that show the arithmetic."""
    return evaluation.result.unit(unit_id).score
