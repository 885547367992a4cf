"""The self-evaluation sheet (自评表) that a unit fills in: found by its header, read as rows of `facts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.columns import TableSpec, find_name, folded
from zhiheng.ledgers.grids import Grid, Part
from zhiheng.ledgers.tables import TABLES

SOURCE = "自评"
_SHEETS = {folded(name): True for name in ("自评表", "self_evaluation", "self-evaluation", "自评")}


@dataclass(frozen=True, slots=True)
class SelfEvaluation:
    """The filled-in rows as a part of `facts`, the unit named above them, and how many lines were left blank."""

    facts: Part
    unit: Part | None
    left_blank: int

    @property
    def note(self) -> Text:
        """Say how many lines were not filled in; they are no rows."""
        count, file = self.left_blank, self.facts.file
        return Text(
            f"{file}：{count} 行未填写，不计为数据行", f"{file}: {count} lines are not filled in and count as no rows"
        )


def is_self_evaluation(name: str) -> bool:
    """Say whether a sheet or file is named as a self-evaluation."""
    return find_name(_SHEETS, name) is not None


def read_self_evaluation(grid: Grid) -> SelfEvaluation:
    """Read the sheet; raises Refusal where no row holds both 规则编号 and 自评值."""
    facts = TABLES["facts"]
    top, places = _header(facts, grid)
    above = grid.rows[:top]
    unit = {name: _beside(TABLES["units"], above, name) for name in ("unit_id", "name", "kind")}
    columns: dict[str, list[str]] = {column.name: [] for column in facts.columns}
    numbers: list[int] = []
    left_blank = 0
    for row, number in zip(grid.rows[top + 1 :], grid.numbers[top + 1 :], strict=True):
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
        if not cells["value"]:
            left_blank += bool(cells["rule_id"])  # headings between the lines name no rule
            continue
        for name, column in columns.items():
            column.append(cells.get(name, ""))
        columns["unit_id"][-1] = columns["unit_id"][-1] or unit["unit_id"]
        columns["source"][-1] = columns["source"][-1] or SOURCE
        numbers.append(number)
    return SelfEvaluation(Part(grid.file, dict(columns), numbers), _unit_part(grid, unit), left_blank)


def _header(facts: TableSpec, grid: Grid) -> tuple[int, dict[str, int]]:
    for index, row in enumerate(grid.rows):
        places: dict[str, int] = {}
        for place, cell in enumerate(row):
            column = facts.column_of(cell)
            if column is not None:
                places.setdefault(column.name, place)
        if {"rule_id", "value"} <= places.keys():
            return index, places
    raise Refusal(
        Fault(
            "no_header",
            Place(file=grid.file, table="facts", column="rule_id"),
            Text("自评表中找不到同时含有“规则编号”和“自评值”的表头", "no header row holds both rule_id and value"),
            Text(
                "使用 zhiheng template 生成的空白表，不改动表头",
                "use the blank sheet made by zhiheng template and leave its header as it is",
            ),
        )
    )


def _beside(units: TableSpec, rows: Sequence[Sequence[str]], name: str) -> str:
    """Return the cell right of the label `name`, or what follows the label's colon in the same cell."""
    for row in rows:
        for place, cell in enumerate(row):
            label, _, rest = cell.replace("：", ":").partition(":")
            column = units.column_of(label)
            if column is not None and column.name == name:
                further = (other.strip() for other in row[place + 1 :])
                return rest.strip() or next((other for other in further if other), "")
    return ""


def _unit_part(grid: Grid, unit: dict[str, str]) -> Part | None:
    if not unit["unit_id"]:
        return None
    columns = {"unit_id": [unit["unit_id"]], "name": [unit["name"] or unit["unit_id"]], "kind": [unit["kind"]]}
    return Part(grid.file, dict(columns), [grid.numbers[0]])
