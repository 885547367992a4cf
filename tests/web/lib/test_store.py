"""Files are kept under their digest: once, whole, and under no name from outside."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from zhiheng.api import Refusal
from zhiheng_web.lib import store


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: object) -> Path:
    settings.STORE = tmp_path / "store"  # type: ignore[attr-defined]
    return tmp_path / "store"


def test_it_keeps_the_same_bytes_once(place: Path) -> None:
    first = store.keep(b"evidence", name="a.txt")
    second = store.keep(io.BytesIO(b"evidence"), name="../../b.txt")
    assert first == second
    assert [path for path in place.rglob("*") if path.is_file()] == [store.path_of(first)]
    with store.open_stored(first) as file:
        assert file.read() == b"evidence"


def test_it_puts_bytes_that_were_changed_right_again(place: Path) -> None:
    digest = store.keep(b"evidence", name="a.txt")
    store.path_of(digest).chmod(0o600)
    store.path_of(digest).write_bytes(b"tampered")
    assert not store.is_sound(digest)
    assert store.keep(b"evidence", name="a.txt") == digest
    assert store.is_sound(digest)


@pytest.mark.parametrize("wrong", ["", "sha256:../../etc/passwd", "sha256:" + "A" * 64, "md5:" + "0" * 32])
def test_it_makes_no_path_of_what_is_no_digest(wrong: str) -> None:
    with pytest.raises(ValueError, match="no digest"):
        store.path_of(wrong)


def test_it_keeps_a_folder_with_the_same_bytes_whenever_it_was_made(tmp_path: Path) -> None:
    for name in ("one", "other"):
        folder = tmp_path / name
        (folder / "表").mkdir(parents=True)
        (folder / "表" / "cases.csv").write_text("a,b\n1,2\n", encoding="utf-8")
        (folder / "ledger.yaml").write_text("name: x\n", encoding="utf-8")
    digest = store.keep_folder(tmp_path / "one")
    assert store.keep_folder(tmp_path / "other") == digest
    with store.open_stored(digest) as file, zipfile.ZipFile(file) as archive:
        assert sorted(archive.namelist()) == ["ledger.yaml", "表/cases.csv"]


def test_it_refuses_when_nothing_can_be_written(place: Path) -> None:
    place.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        store.keep(b"evidence", name="照片.jpg")
    assert refused.value.faults[0].place.file == "照片.jpg"


def test_it_leaves_no_draft_behind(place: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(Refusal):
        store.keep(Broken(), name="x")
    assert not list(place.rglob(".draft-*"))
