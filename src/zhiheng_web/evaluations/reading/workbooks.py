"""The self-evaluation as a workbook: filled in as it stands for download, and read again when it comes back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import BinaryIO

from zhiheng import api
from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.reading.answers import canonical, shown
from zhiheng_web.evaluations.reading.lines import Line
from zhiheng_web.evaluations.reading.selfevaluation import Sheet

_MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Change:
    """What a workbook says of a line that stands otherwise."""

    line: Line
    value: str
    note: str

    @property
    def shown(self) -> Text:
        """Return the new answer in words."""
        return shown(self.line.ask, self.value)


def filled_workbook(sheet: Sheet) -> bytes:
    """Return the library's form with the answers of a sheet filled in."""
    scheme = queries.scheme_of(sheet.assessment.cycle)
    kind = scheme.unit_kinds.get(sheet.assessment.kind, Text(""))
    unit = (sheet.assessment.unit_id, sheet.assessment.body.name, kind.zh)
    answers = {line.id: _cells(line) for line in sheet.lines.values() if line.value or line.evidence or line.note}
    with TemporaryDirectory(prefix="zhiheng-") as place:
        path = Path(place) / "form.xlsx"
        api.write_template(scheme, path, api.Filled(unit, answers))
        return path.read_bytes()


def _cells(line: Line) -> tuple[str, str, str]:
    value = {"true": "是", "false": "否"}.get(line.value, line.value) if line.ask.kind == "flag" else line.value
    return value, "；".join(one.name for one in line.evidence), line.note


def changes_in(sheet: Sheet, file: BinaryIO, name: str) -> list[Change]:
    """Return what a filled-in workbook would change. Raises Refusal with every row that cannot be used."""
    data = file.read(_MOST_BYTES + 1)
    plain = PurePath(name.replace("\\", "/")).name
    if len(data) > _MOST_BYTES:
        raise Refusal(Fault("too_large", Place(file=plain), *_TOO_LARGE))
    with TemporaryDirectory(prefix="zhiheng-") as place:
        path = Path(place) / f"form{PurePath(plain).suffix.lower()}"
        path.write_bytes(data)
        part = api.read_self_evaluation(path, plain)
    changes: dict[str, Change] = {}
    faults: list[Fault] = []
    columns = part.columns
    for index, number in enumerate(part.numbers):
        row = {column: texts[index] for column, texts in columns.items()}
        try:
            change = _change(sheet, row, Place(file=plain, row=int(number)))
        except Refusal as wrong:
            faults += wrong.faults
            continue
        if change is not None:
            changes[change.line.id] = change
    if faults:
        raise Refusal(faults)
    return [changes[line_id] for line_id in sheet.lines if line_id in changes]


def _change(sheet: Sheet, row: dict[str, str], place: Place) -> Change | None:
    rule_id, unit_id = row["rule_id"].strip(), row.get("unit_id", "").strip()
    if unit_id and unit_id != sheet.assessment.unit_id:
        raise Refusal(Fault("other_unit", place, *_OTHER_UNIT, unit_id))
    line = sheet.lines.get(rule_id)
    if line is None:
        raise Refusal(Fault("no_such_rule", place, *_NO_RULE, rule_id))
    value = canonical(line.ask, row["value"], sheet.options, place)
    names = "；".join(one.name for one in line.evidence)
    told = row.get("evidence", "").strip()
    # The names of files that are here already were written into the form by us.
    note = line.note if told in ("", names) else told
    return None if (value, note) == (line.value, line.note) else Change(line, value, note)


_TOO_LARGE = (
    Text("文件超过 20 MB", "the file is larger than 20 MB"),
    Text("佐证材料另外上传，表里只写名称", "upload evidence apart; the form only names it"),
)
_OTHER_UNIT = (
    Text("这张表是另一个单位的", "this form is that of another body"),
    Text("用本单位下载的自评表填写", "use the form downloaded for this body"),
)
_NO_RULE = (
    Text("本单位的自评没有这条规则", "the self-evaluation of this body has no such rule"),
    Text("删去这一行，或用本周期下载的表填写", "delete the row, or use the form of this cycle"),
)
