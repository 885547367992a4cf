"""A zip that a stranger sent is refused before anything of it is written: paths, bombs, twins, links, damage."""

from __future__ import annotations

import stat
import struct
import warnings
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from zhiheng.domain.refusals import Refusal
from zhiheng.seal import Limits, verify_bundle


def outside(archive: ZipFile) -> None:
    archive.writestr("../outside.txt", b"x")


def absolute(archive: ZipFile) -> None:
    archive.writestr("/etc/outside", b"x")


def backslash(archive: ZipFile) -> None:
    archive.writestr("inputs\\..\\..\\outside.txt", b"x")


def twice(archive: ZipFile) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("result.json", b"{}")
        archive.writestr("result.json", b"{ }")


def bomb(archive: ZipFile) -> None:
    archive.writestr("result.json", b"0" * (4 << 20), ZIP_DEFLATED)


def many(archive: ZipFile) -> None:
    for number in range(65):
        archive.writestr(f"inputs/{number}.csv", b"")


def crowd(archive: ZipFile) -> None:
    for number in range(2000):
        archive.writestr(f"inputs/{number}.csv", b"")


def link(archive: ZipFile) -> None:
    entry = ZipInfo("result.json")
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(entry, b"/etc/passwd")


def other_compression(archive: ZipFile) -> None:
    archive.writestr("result.json", b"{}", ZIP_BZIP2)


def lacking(archive: ZipFile) -> None:
    archive.writestr("result.json", b"{}")


UNSAFE: dict[str, tuple[Callable[[ZipFile], None], str]] = {
    "outside": (outside, "unsafe_name"),
    "absolute": (absolute, "unsafe_name"),
    "backslash": (backslash, "unsafe_name"),
    "twice": (twice, "duplicate_name"),
    "bomb": (bomb, "too_large"),
    "many": (many, "too_large"),
    "crowd": (crowd, "too_large"),
    "link": (link, "unsafe_name"),
    "other_compression": (other_compression, "broken_bundle"),
    "lacking": (lacking, "no_bundle"),
}


@pytest.mark.parametrize("name", UNSAFE)
def test_it_refuses(name: str, tmp_path: Path) -> None:
    fill, code = UNSAFE[name]
    with ZipFile(tmp_path / "b.zip", "w") as archive:
        fill(archive)
    with pytest.raises(Refusal) as refused:
        verify_bundle(tmp_path / "b.zip")
    assert refused.value.faults[0].code == code
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


def test_it_refuses_what_is_no_zip(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"PK not a zip")
    for path, code in ((tmp_path / "b.zip", "broken_bundle"), (tmp_path / "none.zip", "no_bundle")):
        with pytest.raises(Refusal) as refused:
            verify_bundle(path)
        assert refused.value.faults[0].code == code
    with pytest.raises(Refusal):
        verify_bundle(tmp_path)


def test_it_refuses_content_that_does_not_fit_its_checksum(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("result.json", b'{"score": "95"}')
    data = (tmp_path / "b.zip").read_bytes()
    (tmp_path / "b.zip").write_bytes(data.replace(b'"95"', b'"96"', 1))
    with pytest.raises(Refusal) as refused:
        verify_bundle(tmp_path / "b.zip")
    assert refused.value.faults[0].code == "broken_bundle"


def test_it_refuses_a_file_that_claims_to_be_smaller_than_it_is(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "b.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("result.json", b"0" * (4 << 20))
    data = bytearray((tmp_path / "b.zip").read_bytes())
    size = data.rindex(b"PK\x01\x02") + 24
    data[size : size + 4] = struct.pack("<I", 100)
    (tmp_path / "b.zip").write_bytes(bytes(data))
    with pytest.raises(Refusal) as refused:
        verify_bundle(tmp_path / "b.zip")
    assert refused.value.faults[0].code == "broken_bundle"


def test_it_counts_all_files_together(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("result.json", b"0" * 600)
        archive.writestr("manifest.json", b"0" * 600)
    with pytest.raises(Refusal) as refused:
        verify_bundle(tmp_path / "b.zip", limits=Limits(all_files=1000))
    assert refused.value.faults[0].code == "too_large"
