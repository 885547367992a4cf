"""Reading a ledger: opens what is there, sets unusable rows aside with reasons, and returns the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.columns import Value
from zhiheng.ledgers.drafts import Draft, draft_table
from zhiheng.ledgers.grids import Part
from zhiheng.ledgers.ledger import Count, Ledger, Report, Table
from zhiheng.ledgers.metadata import Metadata
from zhiheng.ledgers.references import judge_keys, judge_references
from zhiheng.ledgers.sources import Survey, not_a_ledger_file, survey_folder, survey_metadata, survey_workbook
from zhiheng.ledgers.tables import TABLES
from zhiheng.ledgers.wording import shown

_MOST_WORDS_NOTED = 20


def read_ledger(path: Path, *, only: frozenset[str] | None = None) -> Ledger:
    """Read the ledger at `path`: a folder with ledger.yaml, or one .xlsx workbook.

    With `only`, just these tables and `units` are read; references into tables not read are not checked, and the
    digest covers what was read. Rows that cannot be used are set aside in `report`. Raises Refusal with every fault
    found where the ledger cannot be read at all.
    """
    return _read(path, Survey(only=only))


def read_around(
    path: Path, *, only: frozenset[str], apart: frozenset[str]
) -> tuple[Ledger, Mapping[str, Sequence[tuple[Path, str]]]]:
    """Read a ledger but for the tables `apart`, whose CSV and Parquet files are found and not opened.

    Returns what was read and, by table, the files left aside with their names in messages. Where a table apart stands
    in a workbook, it is read. References into tables apart are not checked.
    """
    survey = Survey(only=only, apart=apart)
    return _read(path, survey), survey.left_aside


def _read(path: Path, survey: Survey) -> Ledger:
    if path.name in ("ledger.yaml", "ledger.yml") and path.is_file():
        path = path.parent
    if path.is_dir():
        _open_folder(path, survey)
    elif path.is_file():
        _open_file(path, survey)
    else:
        reason = Text("台账文件夹或者工作簿不存在", "there is no such ledger folder or workbook")
        remedy = Text(
            "检查路径；没有台账时可用 zhiheng ledger demo 生成示例",
            "check the path; zhiheng ledger demo makes an example",
        )
        raise Refusal(Fault("no_ledger", Place(file=str(path)), reason, remedy))
    _settle_units(path, survey)
    if survey.faults:
        raise Refusal(survey.faults)
    assert survey.metadata is not None
    return _ledger(path, survey, survey.metadata)


def _open_folder(path: Path, survey: Survey) -> None:
    survey_metadata(path, survey, name=path.resolve().name)
    if survey.metadata is None and not survey.faults:
        reason = Text("文件夹中没有 ledger.yaml", "the folder holds no ledger.yaml")
        remedy = Text("新建 ledger.yaml，至少写 name 和 period", "write a ledger.yaml with at least name and period")
        survey.faults.append(Fault("no_ledger_yaml", Place(file=str(path)), reason, remedy))
    with survey.keeping_faults(str(path)):
        survey_folder(path, survey)


def _open_file(path: Path, survey: Survey) -> None:
    if path.suffix.lower() != ".xlsx":
        raise not_a_ledger_file(path)
    with survey.keeping_faults(path.name):
        survey_workbook(path, survey, metadata=True)
    if survey.metadata is None:
        survey_metadata(path.parent, survey, name=path.stem)
    if survey.metadata is None:
        survey.metadata = Metadata(path.stem)
        survey.notes.append(
            Text(
                f"{path.name}：没有工作表“台账”，也没有 ledger.yaml；台账名称取文件名，期间未说明",
                f"{path.name}: neither a sheet “ledger” nor a ledger.yaml; named after the file, without a period",
            )
        )


def _settle_units(path: Path, survey: Survey) -> None:
    """See to it that there are units: the table, or the units that self-evaluation sheets name."""
    if "units" in survey.parts:
        return
    if survey.units_of_sheets:
        seen: dict[str, Part] = {}
        for part in survey.units_of_sheets:
            seen.setdefault(part.columns["unit_id"][0], part)
        survey.parts["units"] = list(seen.values())
    elif not survey.may_have_failed("units"):
        reason = Text("没有单位表", "there is no table of units")
        remedy = Text(
            "增加 units.csv（单位），至少有列 单位编号、单位名称", "add units.csv with at least unit_id and name"
        )
        survey.faults.append(Fault("no_units", Place(file=path.name, table="units"), reason, remedy))


def _ledger(path: Path, survey: Survey, told: Metadata) -> Ledger:
    drafts = {
        name: draft_table(spec, survey.parts[name], in_wan=told.currency_unit == "wan_yuan")
        for name, spec in TABLES.items()
        if name in survey.parts
    }
    for draft in drafts.values():
        judge_keys(draft)
    judge_references(drafts)
    tables = {name: drafts[name].accepted() if name in drafts else _empty(name) for name in TABLES}
    report = Report(
        tables={name: drafts[name].count() if name in drafts else Count() for name in TABLES},
        rows=tuple(row for draft in drafts.values() for row in draft.quarantined()),
        notes=(*survey.notes, *_notes_on_terms(drafts)),
    )
    return Ledger(
        name=told.name,
        period=told.period,
        region=told.region,
        calendar=told.calendar,
        currency_unit=told.currency_unit,
        as_of=told.as_of,
        findings_complete=told.findings_complete,
        evaluated=told.evaluated,
        tables=tables,
        report=report,
        path=path,
    )


def _empty(name: str) -> Table:
    return Table(name, {column.name: () for column in TABLES[name].columns}, is_given=False)


def _notes_on_terms(drafts: dict[str, Draft]) -> Sequence[Text]:
    return notes_on_activities(drafts["events"].values["activity"]) if "events" in drafts else ()


def notes_on_activities(values: Iterable[Value]) -> Sequence[Text]:
    """Note activities that the contract does not list: they are kept, but no check knows them."""
    listed = {choice.value for choice in TABLES["events"].column("activity").choices}
    others = sorted({value for value in values if isinstance(value, str)} - listed)
    if not others:
        return ()
    told = "、".join(shown(word) for word in others[:_MOST_WORDS_NOTED])
    return (
        Text(
            f"events：{len(others)} 种环节不在规定名称之内，按原文保留：{told}",
            f"events: {len(others)} activities are not among the listed ones and are kept as written: {told}",
        ),
    )
