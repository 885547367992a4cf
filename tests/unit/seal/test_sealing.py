"""What `seal_result` writes: the same bytes for the same folder, everything that is needed, nothing that is not."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from adapters.bundles import contents, hunan_result
from zhiheng.domain.refusals import Refusal
from zhiheng.seal import seal_result


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hunan_result(tmp_path_factory.mktemp("hunan"))


def test_it_gives_the_same_bytes_twice(result: Path, tmp_path: Path) -> None:
    one, other = seal_result(result, tmp_path / "a.zip"), seal_result(result / "result.json", tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert one.digest == other.digest == "sha256:" + hashlib.sha256((tmp_path / "a.zip").read_bytes()).hexdigest()


def test_it_packs_what_the_result_was_made_from(result: Path, tmp_path: Path) -> None:
    sealed = seal_result(result, tmp_path / "b.zip")
    files = contents(tmp_path / "b.zip")
    assert set(files) == set(sealed.files)
    assert {"VERIFY.md", "manifest.json", "result.json", "inputs/scheme.yaml", "inputs/findings.csv"} <= set(files)
    assert not any(name.startswith("reports/") for name in files)
    assert files["result.json"] == (result / "result.json").read_bytes()
    with ZipFile(tmp_path / "b.zip") as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {(e.date_time, e.compress_type) for e in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), ZIP_STORED)}


def test_it_lists_every_file_with_size_and_digest(result: Path, tmp_path: Path) -> None:
    sealed = seal_result(result, tmp_path / "b.zip")
    files = contents(tmp_path / "b.zip")
    manifest = json.loads(files["manifest.json"])
    assert manifest["format"] == "zhiheng-bundle/1"
    assert manifest["result"]["digest"] == sealed.result_digest
    assert (manifest["scheme"]["id"], manifest["completion"]) == ("hunan-2020", None)
    assert [one["path"] for one in manifest["files"]] == sorted(set(files) - {"manifest.json"})
    for one in manifest["files"]:
        data = files[one["path"]]
        assert (one["size"], one["sha256"]) == (len(data), "sha256:" + hashlib.sha256(data).hexdigest())


def test_it_packs_reports_when_asked(result: Path, tmp_path: Path) -> None:
    sealed = seal_result(result, tmp_path / "b.zip", reports=True)
    assert {"reports/report.html", "reports/report.docx", "reports/scorecards.xlsx"} <= set(sealed.files)


def test_it_leaves_strange_files_behind_and_says_so(tmp_path: Path) -> None:
    out = hunan_result(tmp_path)
    (out / "inputs" / "findings.xlsx").write_bytes(b"?")
    sealed = seal_result(out, tmp_path / "b.zip")
    assert sealed.left_out == ("findings.xlsx",)
    assert "inputs/findings.xlsx" not in contents(tmp_path / "b.zip")


def test_it_seals_nothing_that_its_inputs_do_not_give(tmp_path: Path) -> None:
    out = hunan_result(tmp_path)
    findings = out / "inputs" / "findings.csv"
    findings.write_text(
        findings.read_text("utf-8").replace("D03-2-a,2020-03-01,,,7", "D03-2-a,2020-03-01,,,6"), "utf-8"
    )
    with pytest.raises(Refusal) as refused:
        seal_result(out, tmp_path / "b.zip")
    assert {fault.code for fault in refused.value.faults} == {"not_recomputable"}
    assert "D03-2-a" in {fault.place.clause for fault in refused.value.faults}
    assert not (tmp_path / "b.zip").exists()


def test_it_refuses_a_folder_that_is_no_result(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        seal_result(tmp_path, tmp_path / "b.zip")
    assert {fault.code for fault in refused.value.faults} == {"no_result"}


def test_it_writes_over_bundles_and_over_nothing_else(result: Path, tmp_path: Path) -> None:
    seal_result(result, tmp_path / "b.zip")
    seal_result(result, tmp_path / "b.zip")
    (tmp_path / "letter.docx").write_bytes(b"important")
    for other in (tmp_path / "letter.docx", tmp_path):
        with pytest.raises(Refusal, match="another file stands here"):
            seal_result(result, other)
    assert (tmp_path / "letter.docx").read_bytes() == b"important"


def test_it_refuses_a_place_that_is_not_there(result: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        seal_result(result, tmp_path / "nowhere" / "b.zip")
    assert refused.value.faults[0].code == "not_writable"


def test_it_packs_a_guide_whose_program_finds_a_changed_file(result: Path, tmp_path: Path) -> None:
    seal_result(result, tmp_path / "b.zip")
    with ZipFile(tmp_path / "b.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    guide = (tmp_path / "unpacked" / "VERIFY.md").read_text("utf-8")
    program = guide.split("<<'END'\n")[1].split("\nEND")[0]
    run = [sys.executable, "-c", program]
    sound = subprocess.run(run, cwd=tmp_path / "unpacked", capture_output=True, text=True, check=True)
    assert sound.stdout == ""
    text = (tmp_path / "unpacked" / "result.json").read_text("utf-8")
    (tmp_path / "unpacked" / "result.json").write_text(text.replace('"95.1"', '"96.1"', 1), "utf-8")
    changed = subprocess.run(run, cwd=tmp_path / "unpacked", capture_output=True, text=True, check=True)
    assert changed.stdout.splitlines() == ["DIFFERS result.json", "DIFFERS result.json: digest"]
