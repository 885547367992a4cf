"""`result.json` (format zhiheng-result/1): its members and its digest. Points travel as decimal strings."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhiheng.domain.canonical import digest_of
from zhiheng.domain.numbers import shortest
from zhiheng.domain.score import CaseScore, ItemScore, Result, RuleScore, SubItemScore, UnitScore
from zhiheng.domain.texts import Text

FORMAT = "zhiheng-result/1"

#: A result before anything is known; the engine fills in units (or cases) first and the head last.
BLANK = Result("", "", "", Text(""), "", "", "", None, {}, None, ())


def sealed(result: Result) -> Result:
    """Return the result with its digest: SHA-256 of the RFC 8785 JSON without the member `digest`."""
    body = to_json(result)
    body.pop("digest")
    return replace(result, digest=digest_of(body))


def to_json(result: Result) -> dict[str, Any]:
    """Return the members of `result.json` (contract, section 5)."""
    body: dict[str, Any] = {
        "format": FORMAT,
        "scheme": {
            "id": result.scheme_id,
            "version": result.scheme_version,
            "digest": result.scheme_digest,
            "name_zh": result.scheme_name.zh,
            "name_en": result.scheme_name.en,
        },
        "ledger": {
            "name": result.ledger_name,
            "digest": result.ledger_digest,
            "as_of": result.as_of,
            "period": {"from": result.period[0], "to": result.period[1]} if result.period else None,
        },
        "completion": dict(result.completion) if result.completion else None,
        "options": dict(result.options),
        "units": [_unit(unit) for unit in result.units],
        "left_out": [
            {
                "what": left.what,
                "count": left.count,
                "reason_zh": left.reason.zh,
                "reason_en": left.reason.en,
                "rows": list(left.rows),
            }
            for left in result.left_out
        ],
    }
    if result.cases is not None:
        body["cases"] = [_case(case) for case in result.cases]
        body["not_reviewed"] = list(result.not_reviewed)
    body["digest"] = result.digest
    return body


def _unit(unit: UnitScore) -> dict[str, Any]:
    told: dict[str, Any] = {
        "unit_id": unit.unit_id,
        "name": unit.name,
        "kind": unit.kind,
        "status": unit.status,
        "rank": unit.rank,
        "score": shortest(unit.score),
        "base": shortest(unit.base),
        "bonus": shortest(unit.bonus),
        "grade": unit.grade,
        "vetoes": [
            {
                "id": veto.id,
                "rows": list(veto.rows),
                "exempted_rows": list(veto.exempted_rows),
                "why_zh": veto.why.zh,
                "why_en": veto.why.en,
            }
            for veto in unit.vetoes
        ],
        "items": [_item(item) for item in unit.items],
        "bonus_items": [
            {
                "id": bonus.id,
                "points": shortest(bonus.points),
                "cap": None if bonus.cap is None else shortest(bonus.cap),
                "rules": [_rule(rule) for rule in bonus.rules],
            }
            for bonus in unit.bonus_items
        ],
        "not_reported": list(unit.not_reported),
        "consequences": [{"zh": text.zh, "en": text.en} for text in unit.consequences],
    }
    if unit.cases is not None:
        told["cases"] = unit.cases
        told["average_deduction"] = shortest(unit.average_deduction or Decimal(0))
    return told


def _item(item: ItemScore) -> dict[str, Any]:
    return {
        "id": item.id,
        "points": shortest(item.points),
        "deducted": shortest(item.deducted),
        "sub_items": [_sub_item(sub_item) for sub_item in item.sub_items],
    }


def _sub_item(sub_item: SubItemScore) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": sub_item.id,
        "points": shortest(sub_item.points),
        "deducted": shortest(sub_item.deducted),
        "capped": sub_item.capped,
        "state": sub_item.state,
        "rules": [_rule(rule) for rule in sub_item.rules],
    }
    if sub_item.groups:
        told["groups"] = [
            {"id": g.id, "cap": shortest(g.cap), "deducted": shortest(g.deducted), "capped": g.capped}
            for g in sub_item.groups
        ]
    return told


def _rule(rule: RuleScore) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": rule.id,
        "input": rule.input,
        "input_from": rule.input_from,
        "points": shortest(rule.points),
        "uncapped": shortest(rule.uncapped),
        "capped": rule.capped,
        "exempted": shortest(rule.exempted),
        "rows": list(rule.rows),
        "why_zh": rule.why.zh,
        "why_en": rule.why.en,
    }
    if rule.group:
        told["group"] = rule.group
    if rule.exclusive_group:
        told["exclusive_group"] = rule.exclusive_group
    if rule.exempted_rows:
        told["exempted_rows"] = list(rule.exempted_rows)
    if rule.source:
        told["source"] = rule.source
    if rule.conflict:
        told["conflict"] = True
    if rule.superseded_by:
        told["superseded_by"] = rule.superseded_by
    if rule.other_inputs:
        told["other_inputs"] = [
            {"input_from": o.input_from, "value": o.value, "source": o.source, "rows": list(o.rows)}
            for o in rule.other_inputs
        ]
    if rule.measured is not None:
        told["measured"] = {
            "measure": rule.measured.measure,
            "numerator": shortest(rule.measured.numerator),
            "denominator": shortest(rule.measured.denominator),
            "numerator_rows": list(rule.measured.numerator_rows),
            "denominator_rows": list(rule.measured.denominator_rows),
        }
    return told


def _case(case: CaseScore) -> dict[str, Any]:
    return {
        "case_id": case.case_id,
        "unit_id": case.unit_id,
        "officer_id": case.officer_id,
        "round": case.round,
        "score": shortest(case.score),
        "deducted": shortest(case.deducted),
        "round_one_deducted": shortest(case.round_one_deducted),
        "items": [_item(item) for item in case.items],
    }


def write_json(result: Result, path: Path) -> None:
    """Write `result.json`, readable and with the same bytes for the same result."""
    path.write_text(json.dumps(to_json(result), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
