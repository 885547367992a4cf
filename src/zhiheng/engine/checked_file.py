"""`inputs/checked.json`: what checks found when a score was made, so that it can be made again without running them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from zhiheng.domain.checked import Checked, CheckFinding, CheckOutcome
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text

CHECKED = "checked.json"
FORMAT = "zhiheng-checked/1"


def write_checked(checked: Checked, path: Path) -> None:
    """Write the outcomes, a line a check; the same outcomes give the same bytes."""
    head = f'{{"format":{json.dumps(FORMAT)},"as_of":{json.dumps(checked.as_of)},"checks":['
    checks = [_outcome(outcome) for _, outcome in sorted(checked.outcomes.items())]
    lines = [json.dumps(told, ensure_ascii=False, separators=(",", ":")) for told in checks]
    path.write_text("\n".join([head, ",\n".join(lines), "]}", ""]), encoding="utf-8", newline="\n")


def _outcome(outcome: CheckOutcome) -> dict[str, Any]:
    told: dict[str, Any] = {
        "check_id": outcome.check_id,
        "title": _both(outcome.title),
        "rule_out": _both(outcome.rule_out),
        "not_answerable": _both(outcome.not_answerable) if outcome.not_answerable else None,
        "examined_by_unit": dict(sorted(outcome.examined_by_unit.items())),
        "findings": [
            [one.unit_id, one.case_id, one.complaint_id, one.occurred_at, one.detail, one.is_dismissed]
            for one in outcome.findings
        ],
    }
    if outcome.examined is not None:
        cases: dict[str, list[str]] = {}
        for unit_id, case_id in outcome.examined:
            cases.setdefault(unit_id, []).append(case_id)
        told["examined"] = cases
    return told


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def read_checked(folder: Path) -> Checked | None:
    """Return the outcomes that stand in a folder `inputs`, None where it has none.

    Raises Refusal where the file is no such file.
    """
    path = folder / CHECKED
    if not path.is_file():
        return None
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if body["format"] != FORMAT:
            raise ValueError(str(body["format"]))
        return Checked(str(body["as_of"]), {told["check_id"]: _read(told) for told in body["checks"]})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        reason = Text(f"这不是 {FORMAT} 格式的文件", f"this is no file of the format {FORMAT}")
        remedy = Text("用 zhiheng evaluate 重新生成", "make it again with `zhiheng evaluate`")
        raise Refusal(Fault("no_checked", Place(file=str(path)), reason, remedy)) from None


def _read(told: dict[str, Any]) -> CheckOutcome:
    lacking = told["not_answerable"]
    return CheckOutcome(
        check_id=str(told["check_id"]),
        title=Text(**told["title"]),
        rule_out=Text(**told["rule_out"]),
        not_answerable=Text(**lacking) if lacking else None,
        examined_by_unit={str(unit): int(count) for unit, count in told["examined_by_unit"].items()},
        examined=tuple((str(unit), str(case)) for unit, cases in told["examined"].items() for case in cases)
        if "examined" in told
        else None,
        findings=tuple(
            CheckFinding(str(unit), str(case), str(complaint), str(at), str(detail), bool(dismissed))
            for unit, case, complaint, at, detail, dismissed in told["findings"]
        ),
    )
