"""The folder `inputs/` beside a result: scheme, completion and the ledger rows that the score used, for recomputation.

Names of parties and officers, places and subjects of complaints are not copied (contract, section 4).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from zhiheng.domain.checked import Checked
from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.score import InputRow, Result
from zhiheng.domain.texts import Text
from zhiheng.engine.checked_file import CHECKED, read_checked, write_checked
from zhiheng.engine.checked_rules import rows_of
from zhiheng.engine.evaluate import Request
from zhiheng.engine.reading import read_json
from zhiheng.engine.rows import KEPT, input_row
from zhiheng.ledgers import Ledger, read_ledger
from zhiheng.schemes import read_completion, read_scheme

SCHEME, COMPLETION, REQUEST = "scheme.yaml", "completion.yaml", "request.json"

#: Tables whose rows decide scores only through measures; those rows travel when a measure was answered.
_MEASURED = ("officers", "surveys", "cases", "power_items", "events")


def write_inputs(
    evaluation: Evaluation,
    ledger: Ledger,
    folder: Path,
    *,
    completion: Path | None,
    checked: Checked | None = None,
    previous: Mapping[str, str] | None = None,
) -> None:
    """Write `inputs/` into `folder`: enough to score again, and to show every row that a figure opens.

    `checked` is what the score was told of checks; it is stored, for the stored columns could not be checked again.
    `previous` are last year's grades, on which consequences depend (CQ-50).
    """
    target = folder / "inputs"
    target.mkdir(parents=True, exist_ok=True)
    for old in target.iterdir():
        if old.suffix in (".csv", ".yaml", ".json"):
            old.unlink()
    (target / SCHEME).write_bytes(Path(evaluation.scheme.file).read_bytes())
    if completion is not None:
        (target / COMPLETION).write_bytes(completion.read_bytes())
    result = evaluation.result
    request: dict[str, Any] = {"scheme": result.scheme_id, "as_of": result.as_of, "options": dict(result.options)}
    if previous:
        request["previous"] = dict(sorted(previous.items()))
    (target / REQUEST).write_text(json.dumps(request, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if checked is not None:
        write_checked(checked, target / CHECKED)
    (target / "ledger.yaml").write_text(_head(ledger), encoding="utf-8")
    needed = ("units", "findings", "facts", "outcomes", *(_MEASURED if _is_measured(result) else ()))
    for table in (*needed, *(("cases",) if result.cases is not None and "cases" not in needed else ())):
        _write_table(ledger, table, target / f"{table}.csv")


def _is_measured(result: Result) -> bool:
    return any(rule.measured is not None for unit in result.units for rule in unit.every_rule())


def _head(ledger: Ledger) -> str:
    """Return a `ledger.yaml`; JSON strings are valid YAML, so that no name can break it."""
    lines = [f"name: {json.dumps(ledger.name, ensure_ascii=False)}"]
    if ledger.period is not None:
        lines.append(f"period: {{from: {ledger.period.from_date}, to: {ledger.period.to_date}}}")
    if ledger.region:
        lines.append(f"region: {json.dumps(ledger.region, ensure_ascii=False)}")
    if ledger.as_of is not None:
        lines.append(f"as_of: {ledger.as_of}")
    complete = ledger.findings_complete
    told = complete if isinstance(complete, str) else json.dumps(sorted(complete))
    if ledger.evaluated:
        lines.append(f"evaluated: {json.dumps(sorted(ledger.evaluated), ensure_ascii=False)}")
    return "\n".join([*lines, f"calendar: {ledger.calendar}", f"findings_complete: {told}"]) + "\n"


def _write_table(ledger: Ledger, table: str, path: Path) -> None:
    """Write the kept columns of a table in the order of references: the order of the files does not show."""
    if not ledger.tables[table].is_given:
        return
    rows = sorted((input_row(table, row) for row in ledger.tables[table].rows()), key=lambda row: _sort_key(row))
    names = list(KEPT[table])
    if table == "officers":
        names.insert(2, "name")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for row in rows:
            # An officer's name is required by the table and no part of a score: the number stands for it.
            writer.writerow(
                [
                    row.columns.get("officer_id" if name == "name" and table == "officers" else name, "")
                    for name in names
                ]
            )


def _sort_key(row: InputRow) -> tuple[str, tuple[tuple[str, str], ...]]:
    return row.ref, tuple(sorted(row.columns.items()))


def read_evaluation(path: Path) -> Evaluation:
    """Read what `evaluate` wrote: the result with its scheme and rows.

    Raises Refusal where the folder is no result, where `inputs/` is missing or does not belong to the result.
    """
    folder = path if path.is_dir() else path.parent
    result = read_json(path)
    inputs = folder / "inputs"
    if not (inputs / SCHEME).is_file():
        reason = Text("结果旁边没有 inputs 文件夹", "there is no folder `inputs` beside the result")
        remedy = Text("给出 evaluate 写的整个文件夹", "give the whole folder that `evaluate` wrote")
        raise Refusal(Fault("no_inputs", Place(file=str(inputs)), reason, remedy))
    completion = read_completion(inputs / COMPLETION) if (inputs / COMPLETION).is_file() else None
    scheme = read_scheme(inputs / SCHEME, completion)
    if scheme.digest != result.scheme_digest:
        reason = Text("inputs 里的方案不是这份结果所用的方案", "the scheme in `inputs` is not the one of this result")
        remedy = Text("重新运行 zhiheng evaluate", "run `zhiheng evaluate` again")
        raise Refusal(Fault("digest_mismatch", Place(file=str(inputs / SCHEME)), reason, remedy, scheme.digest))
    return Evaluation(scheme, result, _read_rows(inputs))


def read_request(path: Path) -> Request:
    """Return the request that `inputs/` of a result stands for: evaluated, it gives the same scores.

    Only the digest of the ledger differs, for `inputs/` holds no more columns than the score needs. Raises Refusal as
    `read_evaluation` does, and where the ledger cannot be read.
    """
    evaluation = read_evaluation(path)
    inputs = (path if path.is_dir() else path.parent) / "inputs"
    result = evaluation.result
    as_of = date.fromisoformat(result.as_of) if result.as_of else None
    ledger = read_ledger(inputs)
    return Request(evaluation.scheme, ledger, result.options, as_of, checked=read_checked(inputs))


def _read_rows(inputs: Path) -> Mapping[str, InputRow]:
    checked = read_checked(inputs)
    rows = {row.ref: row for row in rows_of(checked)} if checked else {}
    for file in sorted(inputs.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as opened:
            for columns in csv.DictReader(opened):
                row = input_row(file.stem, dict(columns))
                rows[row.ref] = row
    return rows
