"""Where a ledger's tables stand: in a folder, a workbook, in parts. Finds and opens them; cells are read elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.columns import TableSpec, folded
from zhiheng.ledgers.delimited import read_delimited
from zhiheng.ledgers.grids import Grid, Part, is_blank, part_of
from zhiheng.ledgers.metadata import Metadata, read_ledger_yaml, read_metadata_sheet
from zhiheng.ledgers.parquet import read_parquet
from zhiheng.ledgers.selfevaluation import is_self_evaluation, read_self_evaluation
from zhiheng.ledgers.spreadsheets import read_workbook
from zhiheng.ledgers.tables import find_table

_METADATA_SHEETS = ("ledger", "台账")
_READERS: dict[str, Callable[[Path, str], Grid]] = {".csv": read_delimited, ".parquet": read_parquet}
_OTHER_SHEETS = (".xls", ".xlsm", ".xlsb", ".ods", ".et", ".numbers")


@dataclass
class Survey:
    """What was found: the parts of each table, the metadata, notes, and the faults that prevent reading."""

    only: frozenset[str] | None = None
    apart: frozenset[str] = frozenset()  # tables whose files are found and left for another reader
    left_aside: dict[str, list[tuple[Path, str]]] = field(default_factory=dict)
    metadata: Metadata | None = None
    parts: dict[str, list[Part]] = field(default_factory=dict)
    units_of_sheets: list[Part] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _origins: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def keeping_faults(self, file: str) -> Iterator[None]:
        """Go on after a fault, so that all are told at once."""
        try:
            yield
        except Refusal as refusal:
            self.faults += refusal.faults
        except OSError as wrong:
            reason = Text("文件无法打开", "the file cannot be opened")
            remedy = Text("检查文件是否存在、是否有读取权限", "check that it exists and may be read")
            self.faults.append(Fault("cannot_open", Place(file=file), reason, remedy, wrong.strerror or ""))

    def is_wanted(self, spec: TableSpec) -> bool:
        """Say whether a table is to be read: units always are."""
        return self.only is None or spec.name == "units" or spec.name in self.only

    def claim(self, spec: TableSpec, file: str) -> bool:
        """Note that `file` gives the table; a table given twice is a fault."""
        if spec.name not in self._origins:
            self._origins[spec.name] = file
            return True
        other = self._origins[spec.name]
        self.faults.append(
            Fault(
                "table_twice",
                Place(file=file, table=spec.name),
                Text(
                    f"表“{spec.label}”给出了两次，另一处是 {other}",
                    f"the table {spec.name} is given twice, also by {other}",
                ),
                Text(
                    "只保留一份；分成多个文件时放进同名文件夹",
                    "keep one; several files of one table go into a folder named after it",
                ),
            )
        )
        return False

    def may_have_failed(self, table: str) -> bool:
        """Say whether the table may stand in a file that could not be read; then it is not known to be missing."""
        origin = self._origins.get(table)
        files = [fault.place.file for fault in self.faults]
        return any(file.endswith(".xlsx") or (origin is not None and file.startswith(origin)) for file in files)

    def add_grid(self, spec: TableSpec, grid: Grid) -> None:
        """Add a grid as a part of a table; a sheet without any cell is only noted."""
        if all(is_blank(row) for row in grid.rows) and " / " in grid.file:
            self.notes.append(Text(f"{grid.file}：空白工作表，未读取", f"{grid.file}: an empty sheet, not read"))
            return
        part = part_of(spec, grid)
        self.parts.setdefault(spec.name, []).append(part)
        self.notes += part.notes

    def open_file(self, spec: TableSpec, path: Path, file: str) -> None:
        """Read a CSV or Parquet file as a part of a table, or leave it aside."""
        if spec.name in self.apart:
            self.left_aside.setdefault(spec.name, []).append((path, file))
        else:
            self.add_grid(spec, _READERS[path.suffix.lower()](path, file))

    def add_self_evaluation(self, grid: Grid) -> None:
        """Add a self-evaluation sheet to the facts."""
        sheet = read_self_evaluation(grid)
        if self.only is None or "facts" in self.only:
            self.parts.setdefault("facts", []).append(sheet.facts)
            self.notes += [sheet.note] if sheet.left_blank else []
        if sheet.unit is not None:
            self.units_of_sheets.append(sheet.unit)


#: Files that belong to a ledger folder and are no tables: its head, notes for the reader, a completion beside it, the
#: findings of checks that were dismissed, the faults planted in a demonstration.
_COMPANIONS = ("ledger.yaml", "ledger.yml", "readme", "chongqing-completion", "dismissals.csv", "planted.csv")


def survey_folder(path: Path, survey: Survey) -> None:
    """Open everything in a ledger folder."""
    for entry in sorted(path.iterdir()):
        name = entry.name
        if name.startswith((".", "~$")) or folded(name).startswith(_COMPANIONS):
            continue
        with survey.keeping_faults(name):
            if entry.is_dir():
                _survey_parts(entry, survey)
            elif not entry.is_file():
                survey.notes.append(_unread(name))  # a pipe or a device would be waited for without end
            else:
                _survey_file(entry, survey)


def survey_workbook(path: Path, survey: Survey, *, metadata: bool = False) -> None:
    """Open the sheets of a workbook; with `metadata` its sheet `ledger`/`台账` describes the ledger."""
    sheets = read_workbook(path, path.name)
    named = {name: spec for name, _ in sheets if (spec := find_table(name))}
    by_file = find_table(path.stem)
    if by_file and sheets and sheets[0][0] not in named and by_file not in named.values():
        named[sheets[0][0]] = by_file  # findings.xlsx with a first sheet “Sheet1”
    forms = {name for name, _ in sheets if is_self_evaluation(name)}
    if not forms and sheets and is_self_evaluation(path.stem):
        forms = {sheets[0][0]}
    for name, grid in sheets:
        with survey.keeping_faults(grid.file):
            if folded(name) in _METADATA_SHEETS and metadata:
                survey.metadata = read_metadata_sheet(grid, name=path.stem)
            elif name in forms:
                survey.add_self_evaluation(grid)
            elif name not in named:
                survey.notes.append(_unread(grid.file))
            elif survey.is_wanted(named[name]) and survey.claim(named[name], grid.file):
                survey.add_grid(named[name], grid)


def survey_metadata(folder: Path, survey: Survey, *, name: str) -> None:
    """Read `ledger.yaml` of a folder where there is one."""
    found = [folder / file for file in ("ledger.yaml", "ledger.yml") if (folder / file).is_file()]
    if not found:
        return
    with survey.keeping_faults(found[0].name):
        survey.metadata = read_ledger_yaml(found[0], name=name)
    if len(found) > 1:
        survey.notes.append(_unread(found[1].name))


def _survey_file(path: Path, survey: Survey) -> None:
    suffix, spec = path.suffix.lower(), find_table(path.stem)
    if suffix == ".xlsx":
        survey_workbook(path, survey)
    elif suffix in _READERS and is_self_evaluation(path.stem):
        survey.add_self_evaluation(_READERS[suffix](path, path.name))
    elif spec is None:
        survey.notes.append(_unread(path.name))
    elif suffix in _READERS:
        if survey.is_wanted(spec) and survey.claim(spec, path.name):
            survey.open_file(spec, path, path.name)
    elif suffix in _OTHER_SHEETS:
        raise not_a_ledger_file(path)
    else:
        survey.notes.append(_unread(path.name))


def _survey_parts(folder: Path, survey: Survey) -> None:
    """Open the parts of a table split over a folder: `events/part-0001.parquet`."""
    spec = find_table(folder.name)
    if spec is None:
        survey.notes.append(_unread(f"{folder.name}/"))
        return
    if not survey.is_wanted(spec) or not survey.claim(spec, f"{folder.name}/"):
        return
    parts = 0
    for path in sorted(folder.iterdir()):
        file = f"{folder.name}/{path.name}"
        if path.name.startswith((".", "~$")):
            continue
        if path.suffix.lower() not in _READERS or not path.name.startswith("part-"):
            survey.notes.append(_unread(file))
            continue
        parts += 1
        with survey.keeping_faults(file):
            survey.open_file(spec, path, file)
    if not parts:
        reason = Text("文件夹中没有 part-*.csv 或 part-*.parquet", "the folder holds no part-*.csv or part-*.parquet")
        remedy = Text("把各部分命名为 part-0001.parquet 等", "name the parts part-0001.parquet and so on")
        raise Refusal(Fault("no_parts", Place(file=f"{folder.name}/", table=spec.name), reason, remedy))


def not_a_ledger_file(path: Path) -> Refusal:
    """Return the refusal of a file whose format is not read."""
    reason = Text("不读取这种格式", "this format is not read")
    remedy = Text("另存为 .xlsx、.csv（UTF-8）或 .parquet", "save it as .xlsx, .csv (UTF-8) or .parquet")
    return Refusal(Fault("unsupported_format", Place(file=path.name), reason, remedy, path.suffix))


def _unread(file: str) -> Text:
    return Text(f"{file}：不是台账的表，未读取", f"{file}: no table of the ledger, not read")
