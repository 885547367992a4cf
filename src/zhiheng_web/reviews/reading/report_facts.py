"""The facts of the report of an activity (案卷评查报告), from its summary and the calibration. It names nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhiheng_web.reviews.models import Activity, Summary
from zhiheng_web.reviews.reading import calibration
from zhiheng_web.reviews.reading.results import VERDICTS

#: So many lines of each list stand in the report; the pages show all.
_MOST_ITEMS, _MOST_GOOD = 10, 5
_TWO, _THREE = Decimal("0.01"), Decimal("0.001")


def report_told(activity: Activity, summary: Summary, *, with_calibration: bool) -> dict[str, Any]:
    """Return the facts of the report, without issuer, opinion and demands; numbers told as they are to be read."""
    facts = summary.facts
    told: dict[str, Any] = {
        "activity": activity.title,
        "way": _said(activity.kind_text),
        "closed": facts["population"],
        "drawn": facts["drawn"],
        "reviewed": facts["files"],
        "average_score": _two(facts["average_score"]),
        "average_deduction": _two(facts["average_deduction"]),
        "period_from_on": activity.period_from.isoformat(),
        "period_until_on": (activity.period_to - timedelta(days=1)).isoformat(),
        "classes": _counts(facts["classes"]),
        "distribution": _counts(facts["distribution"]),
        "violations": [one for one in _counts(facts["violations"]) if one["files"]],
        "aspects": [_aspect(row) for row in facts["aspects"]],
        "typical": [_typical(row) for row in facts["items"] if row["is_typical"]][:_MOST_ITEMS],
        "rates": [_rate(row) for row in facts["rates"] if row["lower"] is not None],
        "units": [_unit(row) for row in facts["units"]],
        "good_practice": list(dict.fromkeys(one["item"]["zh"] for one in facts["good"]))[:_MOST_GOOD],
    }
    if with_calibration:
        told |= _calibration(activity)
    return told


def _counts(rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{"name": _row_said(row), "files": len(row["files"])} for row in rows]


def _aspect(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": _row_said(row),
        "problems": row["problems"],
        "files": len(row["files"]),
        "deducted": row["deducted"],
    }


def _typical(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a typical problem; examples are words of a card and may name people, so that the report has none."""
    return {
        "name": _row_said(row),
        "aspect": dict(row["aspect"]),
        "problems": row["problems"],
        "files": len(row["files"]),
        "share": f"{row['share']}%",
    }


def _rate(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: row[name] for name in ("found", "reviewed", "rate", "lower", "upper", "confidence")}
    told |= {"name": _row_said(row), "threshold": row["threshold"] or ""}
    return {**told, "verdict": _said(VERDICTS[row["verdict"]])} if row["verdict"] else told


def _unit(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {"unit": row["name"], "files": len(row["files"]), "average": _two(row["average"])}
    if not row["is_shrunk"]:
        return told
    bounds = {name: _two(row[name]) if row[name] is not None else "" for name in ("lower", "upper")}
    return {**told, "estimate": _two(row["shrunk"]), **bounds, "is_shrunk": True}


def _calibration(activity: Activity) -> dict[str, Any]:
    """Return agreement and severities; readers go by number, in an order that tells nothing of who they are."""
    found = calibration.calibration_of(activity)
    if found is None:
        return {}
    agreement = [
        {
            "name": _said(one.text),
            "value": _rounded(one.alpha.value, _THREE),
            "lower": _rounded(one.alpha.lower, _THREE),
            "upper": _rounded(one.alpha.upper, _THREE),
            "based_on": one.alpha.cases,
        }
        for one in found.agreements
        if one.alpha.value is not None
    ]
    known = sorted(
        (one for one in found.readers if one.severity.severity is not None), key=lambda one: one.severity.severity
    )
    severities = [
        {
            "name": {"zh": f"评查员{number}", "en": f"reader {number}"},
            "value": _rounded(one.severity.severity, _TWO),
            "lower": _rounded(one.lower, _TWO),
            "upper": _rounded(one.upper, _TWO),
            "based_on": one.severity.shared,
        }
        for number, one in enumerate(known, start=1)
    ]
    return {"agreement": agreement, "severities": severities}


def _rounded(value: Decimal | None, places: Decimal) -> str:
    return "" if value is None else format(value.quantize(places, ROUND_HALF_UP), "f")


def _two(value: str) -> str:
    return _rounded(Decimal(value), _TWO)


def _row_said(row: Mapping[str, Any]) -> dict[str, str]:
    return {"zh": row["zh"], "en": row["en"]}


def _said(text: Any) -> dict[str, str]:
    return {"zh": text.zh, "en": text.of("en")}
