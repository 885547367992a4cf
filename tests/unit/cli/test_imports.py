"""`zhiheng ledger import` at the command: what it prints, what it leaves behind, how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.command_line import CommandLine
from adapters.event_logs import MAP, event, trace, write_log, xes
from zhiheng.cli import imports, ledgers

DAY = "2006-07-24T00:00:00+02:00"
LOG = xes(
    trace("A1", event("Create", DAY, amount="35", org_resource="561"), event("[bold]Odd\x85", DAY)),
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys, ledgers.attach, imports.attach)


@pytest.fixture
def command(tmp_path: Path) -> tuple[str | Path, ...]:
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    log = write_log(tmp_path / "log.xes", LOG)
    return ("ledger", "import", "--from", log, "--map", tmp_path / "map.yaml", "--out", tmp_path / "out")


def test_it_prints_rows_and_activities_in_both_languages(run: CommandLine, command: tuple[str | Path, ...]) -> None:
    chinese, english = run(*command), run(*command, "--lang", "en")
    assert (chinese.status, english.status) == (0, 0)
    assert "已导入台账 试验" in chinese.out and "filed 立案" in chinese.out and "（按原文）" in chinese.out
    assert "Imported ledger 试验" in english.out and "(as written)" in english.out and "[bold]Odd" in english.out


def test_it_prints_json(run: CommandLine, command: tuple[str | Path, ...]) -> None:
    data = run(*command, "--format", "json").data
    assert data["tables"] == {"units": 1, "officers": 1, "cases": 1, "events": 2}
    assert data["activities"][0]["events"] == 1
    assert data["as_of"] == "2006-07-24"
    assert data["period"] == {"from": "2006-07-24", "to": "2006-07-25"}


def test_it_writes_what_validate_accepts(run: CommandLine, command: tuple[str | Path, ...]) -> None:
    assert run(*command).status == 0
    assert run("ledger", "validate", command[-1]).status == 0


def test_it_ends_with_1_for_notes_where_that_is_asked(run: CommandLine, command: tuple[str | Path, ...]) -> None:
    assert run(*command, "--strict").status == 0
    write_log(Path(command[3]), LOG.replace('"org:resource"', '"org:role"'))
    assert run(*command).status == 0
    noted = run(*command, "--strict", "--lang", "en")
    assert noted.status == 1 and "org:role" in noted.out


def test_it_refuses_with_one_message_and_leaves_nothing(run: CommandLine, command: tuple[str | Path, ...]) -> None:
    write_log(Path(command[3]), LOG[:-20])
    refused = run(*command, "--lang", "en")
    assert refused.status == 2 and "line 6" in refused.err and "Traceback" not in refused.err
    assert not Path(command[-1]).exists()


def test_it_names_the_built_in_maps_where_the_map_is_unknown(run: CommandLine, tmp_path: Path) -> None:
    refused = run("ledger", "import", "--from", "x.xes", "--map", "nothing", "--out", tmp_path / "out", "--lang", "en")
    assert refused.status == 2
    assert all(name in refused.err for name in ("road-fines", "receipt", "chicago-complaints"))
