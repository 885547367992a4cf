"""Where a canonical folder is kept: reused while it fits, made whole or not at all, never left lying about."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adapters.ledger_files import UNITS, write_workbook
from zhiheng.domain.refusals import Refusal
from zhiheng.ledgers import read_ledger
from zhiheng.ledgers.canonical import Canonical, prepare_canonical
from zhiheng.ledgers.canonical.homes import making
from zhiheng.ledgers.demonstration import write_demonstration

EVENTS = [("case_id", "activity", "at"), ("A", "filed", "2020-01-02")]


def test_it_stands_beside_the_tables_and_is_used_again(small: Path) -> None:
    prepared = prepare_canonical(small)
    assert prepared.folder.parent == small / ".canonical"
    before = {file: file.stat().st_mtime_ns for file in prepared.folder.rglob("*")}
    assert prepare_canonical(small / "ledger.yaml") == prepared
    assert {file: file.stat().st_mtime_ns for file in prepared.folder.rglob("*")} == before
    assert len(read_ledger(small).tables["events"]) == 4  # the folder is no table


def test_it_is_made_anew_when_a_file_changes(small: Path) -> None:
    first = prepare_canonical(small)
    with (small / "events.csv").open("a", encoding="utf-8") as file:
        file.write("A-1,closed,2020-03-01,,,,,\n")
    second = prepare_canonical(small)
    assert second.activities == {"closed": 1, "decided": 1, "filed": 3}
    assert [entry.name for entry in (small / ".canonical").iterdir()] == [second.folder.name]  # the old one is gone
    assert first.folder != second.folder


def test_it_gives_the_same_files_for_the_same_ledger(tmp_path: Path, small: Path) -> None:
    one, other = (prepare_canonical(small, home=tmp_path / name) for name in ("one", "other"))
    for file in one.folder.rglob("*.parquet"):
        assert file.read_bytes() == (other.folder / file.relative_to(one.folder)).read_bytes(), file


def test_it_does_not_trust_a_folder_without_a_fitting_stamp(small: Path) -> None:
    prepared = prepare_canonical(small)
    stamp = prepared.folder / "stamp.json"
    told = json.loads(stamp.read_text(encoding="utf-8"))
    assert told["sorted"] is True
    stamp.unlink()
    (prepared.folder / "units.parquet").unlink()
    assert prepare_canonical(small) == prepared
    assert prepared.table("units").is_file()


def test_it_keeps_workbooks_in_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    book = write_workbook(tmp_path / "books" / "ledger.xlsx", {"units": UNITS, "events": EVENTS})
    prepared = prepare_canonical(book)
    assert prepared.folder.parent.parent == tmp_path / "cache" / "zhiheng"
    assert prepared.counts["events"] == 1
    assert [entry.name for entry in (tmp_path / "books").iterdir()] == ["ledger.xlsx"]


def test_it_goes_to_the_cache_where_the_ledger_cannot_be_written(
    tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (small / ".canonical").write_text("in the way", encoding="utf-8")  # holds for the superuser too
    assert (tmp_path / "cache") in prepare_canonical(small).folder.parents


def test_it_clears_away_what_dead_runs_left_and_spares_the_living(small: Path) -> None:
    home = small / ".canonical"
    home.mkdir()
    code = (
        "import os, sys; from pathlib import Path; from zhiheng.ledgers.canonical.homes import making\n"
        "with making(Path(sys.argv[1])) as folder:\n"
        "    (folder / 'half').write_text('x'); os._exit(9)"
    )
    path = os.pathsep.join(sys.path)
    subprocess.run([sys.executable, "-c", code, str(home)], check=False, env={**os.environ, "PYTHONPATH": path})
    assert len(list(home.iterdir())) == 1
    with making(home) as living:
        prepared = prepare_canonical(small)
        assert sorted(entry.name for entry in home.iterdir()) == sorted((living.name, prepared.folder.name))
    assert not living.exists()


def test_it_refuses_bad_rows_unless_they_are_to_be_skipped(small: Path) -> None:
    with (small / "events.csv").open("a", encoding="utf-8") as file:
        file.write("nope,closed,2020-03-01,,,,,\nA-1,closed,2020-02-31,,,,,\n")
    with pytest.raises(Refusal) as refused:
        prepare_canonical(small)
    assert [fault.code for fault in refused.value.faults] == ["unknown_reference", "not_an_instant"]
    skipped = prepare_canonical(small, skip_bad_rows=True)
    assert (skipped.counts["set_aside"], skipped.counts["events"]) == (2, 4)
    assert "2 行无法使用" in skipped.notes[-1].zh
    assert prepare_canonical(small, skip_bad_rows=True) == skipped
    with pytest.raises(Refusal):  # what was made without the bad rows does not serve one who asked for all
        prepare_canonical(small)


def test_it_refuses_a_ledger_that_changes_under_its_eyes(small: Path) -> None:
    def meddle(stage: str, done: int, of: int) -> None:
        (small / "events.csv").touch()

    with pytest.raises(Refusal) as refused:
        prepare_canonical(small, tell=meddle)
    assert [fault.code for fault in refused.value.faults] == ["ledger_changed"]
    assert list((small / ".canonical").iterdir()) == []


def test_it_refuses_what_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        prepare_canonical(tmp_path / "nowhere")
    assert [fault.code for fault in refused.value.faults] == ["no_ledger"]


def test_it_lets_the_demonstration_be_written_again(
    tmp_path: Path, contents: Callable[[Canonical], dict[str, Any]]
) -> None:
    write_demonstration(tmp_path / "demo", cases=20)
    first = contents(prepare_canonical(tmp_path / "demo"))
    write_demonstration(tmp_path / "demo", cases=20)
    assert contents(prepare_canonical(tmp_path / "demo")) == first
