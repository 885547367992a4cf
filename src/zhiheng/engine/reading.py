"""Reads a `result.json` back into the domain; a file that does not fit its own digest is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.score import (
    BonusScore,
    CaseScore,
    GroupScore,
    ItemScore,
    LeftOut,
    Measured,
    OtherInput,
    Result,
    RuleScore,
    SubItemScore,
    UnitScore,
    VetoScore,
)
from zhiheng.domain.texts import Text
from zhiheng.engine.results import FORMAT, sealed


def read_json(path: Path) -> Result:
    """Read a `result.json`, or the folder that holds one.

    Raises Refusal where there is none, where it is of another format, or where its digest does not fit its content.
    """
    file = path / "result.json" if path.is_dir() else path
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
        if body.get("format") != FORMAT:
            raise ValueError(str(body.get("format")))
        result = from_json(body)
    except OSError:
        reason = Text("这里没有评价结果", "there is no result here")
        remedy = Text(
            "先运行 zhiheng evaluate，再给出它写的文件夹", "run `zhiheng evaluate` and give the folder it wrote"
        )
        raise Refusal(Fault("no_result", Place(file=str(file)), reason, remedy)) from None
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
        reason = Text(f"这不是 {FORMAT} 格式的结果", f"this is no result of the format {FORMAT}")
        remedy = Text("用本版本重新运行 zhiheng evaluate", "run `zhiheng evaluate` of this version again")
        raise Refusal(Fault("no_result", Place(file=str(file)), reason, remedy)) from None
    if sealed(result).digest != result.digest:
        reason = Text(
            "结果文件与它自带的摘要不符，内容被改动过", "the file does not fit its own digest: it was changed"
        )
        remedy = Text("重新运行 zhiheng evaluate，或取回原件", "run `zhiheng evaluate` again, or get the original back")
        raise Refusal(Fault("digest_mismatch", Place(file=str(file)), reason, remedy, result.digest))
    return result


def from_json(body: Mapping[str, Any]) -> Result:
    """Return the result that a parsed `result.json` holds. Raises KeyError, TypeError, ValueError on other content."""
    period = body["ledger"].get("period")
    return Result(
        scheme_id=body["scheme"]["id"],
        scheme_version=body["scheme"]["version"],
        scheme_digest=body["scheme"]["digest"],
        scheme_name=Text(body["scheme"]["name_zh"], body["scheme"]["name_en"]),
        ledger_name=body["ledger"]["name"],
        ledger_digest=body["ledger"]["digest"],
        as_of=body["ledger"]["as_of"],
        period=(period["from"], period["to"]) if period else None,
        options=body["options"],
        completion=body["completion"],
        units=tuple(_read_unit(unit) for unit in body["units"]),
        cases=tuple(_read_case(case) for case in body["cases"]) if "cases" in body else None,
        not_reviewed=tuple(body.get("not_reviewed", ())),
        left_out=tuple(
            LeftOut(left["what"], left["count"], Text(left["reason_zh"], left["reason_en"]), tuple(left["rows"]))
            for left in body["left_out"]
        ),
        digest=body["digest"],
    )


def _read_unit(told: Mapping[str, Any]) -> UnitScore:
    return UnitScore(
        unit_id=told["unit_id"],
        name=told["name"],
        kind=told["kind"],
        status=told["status"],
        score=Decimal(told["score"]),
        base=Decimal(told["base"]),
        bonus=Decimal(told["bonus"]),
        rank=told["rank"],
        grade=told["grade"],
        vetoes=tuple(
            VetoScore(v["id"], tuple(v["rows"]), Text(v["why_zh"], v["why_en"]), tuple(v["exempted_rows"]))
            for v in told["vetoes"]
        ),
        items=tuple(_read_item(item) for item in told["items"]),
        bonus_items=tuple(
            BonusScore(
                bonus["id"],
                Decimal(bonus["points"]),
                None if bonus["cap"] is None else Decimal(bonus["cap"]),
                tuple(_read_rule(rule) for rule in bonus["rules"]),
            )
            for bonus in told["bonus_items"]
        ),
        not_reported=tuple(told["not_reported"]),
        cases=told.get("cases"),
        average_deduction=Decimal(told["average_deduction"]) if "average_deduction" in told else None,
        consequences=tuple(Text(text["zh"], text["en"]) for text in told["consequences"]),
    )


def _read_item(told: Mapping[str, Any]) -> ItemScore:
    subs = tuple(
        SubItemScore(
            id=sub["id"],
            points=Decimal(sub["points"]),
            deducted=Decimal(sub["deducted"]),
            rules=tuple(_read_rule(rule) for rule in sub["rules"]),
            groups=tuple(
                GroupScore(g["id"], Decimal(g["cap"]), Decimal(g["deducted"]), g["capped"])
                for g in sub.get("groups", ())
            ),
            capped=sub["capped"],
            state=sub["state"],
        )
        for sub in told["sub_items"]
    )
    return ItemScore(told["id"], Decimal(told["points"]), Decimal(told["deducted"]), subs)


def _read_rule(told: Mapping[str, Any]) -> RuleScore:
    measured = told.get("measured")
    return RuleScore(
        id=told["id"],
        input=told["input"],
        input_from=told["input_from"],
        points=Decimal(told["points"]),
        uncapped=Decimal(told["uncapped"]),
        capped=told["capped"],
        exempted=Decimal(told["exempted"]),
        rows=tuple(told["rows"]),
        why=Text(told["why_zh"], told["why_en"]),
        group=told.get("group", ""),
        exclusive_group=told.get("exclusive_group", ""),
        exempted_rows=tuple(told.get("exempted_rows", ())),
        source=told.get("source", ""),
        conflict=told.get("conflict", False),
        superseded_by=told.get("superseded_by", ""),
        other_inputs=tuple(
            OtherInput(o["input_from"], o["value"], o["source"], tuple(o["rows"])) for o in told.get("other_inputs", ())
        ),
        measured=Measured(
            measured["measure"],
            Decimal(measured["numerator"]),
            Decimal(measured["denominator"]),
            tuple(measured["numerator_rows"]),
            tuple(measured["denominator_rows"]),
        )
        if measured
        else None,
    )


def _read_case(told: Mapping[str, Any]) -> CaseScore:
    return CaseScore(
        case_id=told["case_id"],
        unit_id=told["unit_id"],
        officer_id=told["officer_id"],
        round=told["round"],
        score=Decimal(told["score"]),
        deducted=Decimal(told["deducted"]),
        round_one_deducted=Decimal(told["round_one_deducted"]),
        items=tuple(_read_item(item) for item in told["items"]),
    )
