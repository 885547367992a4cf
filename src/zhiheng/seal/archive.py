"""The zip file of a bundle: written with the same bytes everywhere, opened as a file that a stranger sent."""

from __future__ import annotations

import hashlib
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text

#: The earliest time a zip entry can carry; it says "no time", as the library has no clock.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16
_CHUNK = 1 << 20

# The end record of a zip file: its mark, its length, the longest comment behind it, the mark of a zip64 locator.
_END, _END_BYTES, _MOST_COMMENT, _END_64, _END_64_BYTES = b"PK\x05\x06", 22, 0xFFFF, b"PK\x06\x07", 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a bundle may cost whoever opens it: entries, bytes of one file, bytes of all, times a file may grow."""

    entries: int = 64
    directory: int = 1 << 16
    one_file: int = 1 << 30
    all_files: int = 3 << 30
    growth: int = 100


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of a bundle: its name, its size in bytes, `sha256:…` of its content."""

    path: str
    size: int
    sha256: str


def write_archive(folder: Path, names: Iterable[str], target: IO[bytes]) -> None:
    """Write files of a folder as a zip: names sorted, no times, nothing compressed.

    Compressing would tie the bytes to the zlib of the machine; stored, the same files give the same bundle everywhere.
    """
    with ZipFile(target, "w", ZIP_STORED, allowZip64=False) as archive:
        for name in sorted(names):
            entry = ZipInfo(name, _NO_TIME)
            entry.create_system = 3
            entry.external_attr = _PLAIN_FILE
            entry.file_size = (folder / name).stat().st_size
            with (folder / name).open("rb") as reading, archive.open(entry, "w") as writing:
                shutil.copyfileobj(reading, writing, _CHUNK)


def packed(folder: Path, name: str) -> Packed:
    """Return size and digest of a file of a folder."""
    return Packed(name, (folder / name).stat().st_size, digest_of_file(folder / name))


def digest_of_file(path: Path) -> str:
    """Return `sha256:` and the hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()


def unpack(path: Path, into: Path, *, allowed: frozenset[str], limits: Limits) -> tuple[str, ...]:
    """Write the allowed files of a zip into a folder and return the names of all its files.

    Raises Refusal before anything is written where the file is no zip, holds more than the limits, one name twice, a
    name that leads out of the folder, a link, an encrypted file or another compression; and for damaged content.
    """
    try:
        _refuse_wide_directory(path, limits)
        with ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not _is_empty_folder(entry)]
            _refuse_unsafe(path, entries, limits)
            for entry in entries:
                if entry.filename in allowed:
                    target = into / entry.filename
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(entry) as reading, target.open("wb") as writing:
                        shutil.copyfileobj(reading, writing, _CHUNK)
    except FileNotFoundError:
        raise _refusal(path, "no_bundle", Text("没有这个文件", "there is no such file")) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as wrong:
        reason = Text("文件不是完好的 zip", "the file is no sound zip")
        raise _refusal(path, "broken_bundle", reason, str(wrong)) from None
    except OSError as wrong:
        reason = Text("读不了，或者没有空间解开", "it cannot be read, or there is no space to unpack it")
        raise _refusal(path, "no_bundle", reason, wrong.strerror or "") from None
    return tuple(sorted(entry.filename for entry in entries))


def _is_empty_folder(entry: ZipInfo) -> bool:
    """Say whether an entry is a mere folder, as programs add that pack by hand."""
    return entry.filename in ("inputs/", "reports/") and entry.file_size == 0


def _refuse_wide_directory(path: Path, limits: Limits) -> None:
    """Refuse a directory of a million entries before the library reads it into memory."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        if size > limits.all_files + limits.directory:
            raise _refusal(path, "too_large", _too_large(limits.all_files), str(size))
        file.seek(max(0, size - _END_BYTES - _MOST_COMMENT))
        tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_BYTES:
        raise _refusal(path, "broken_bundle", Text("文件不是 zip", "the file is no zip"))
    if int.from_bytes(tail[end + 12 : end + 16], "little") > limits.directory or _is_zip64(tail, end):
        reason = Text("zip 的目录过大", "the zip's directory is too large")
        raise _refusal(path, "too_large", reason, f"> {limits.directory}")


def _is_zip64(tail: bytes, end: int) -> bool:
    return tail[max(0, end - _END_64_BYTES) : end].startswith(_END_64)


def _refuse_unsafe(path: Path, entries: list[ZipInfo], limits: Limits) -> None:
    names = [entry.filename for entry in entries]
    if len(entries) > limits.entries:
        reason = Text(f"文件超过 {limits.entries} 个", f"it holds more than {limits.entries} files")
        raise _refusal(path, "too_large", reason, str(len(entries)))
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        reason = Text("同一个文件名出现两次", "one name stands in it twice")
        raise _refusal(path, "duplicate_name", reason, twice[0])
    for entry in entries:
        _refuse_entry(path, entry, limits)
    whole = sum(entry.file_size for entry in entries)
    if whole > limits.all_files:
        raise _refusal(path, "too_large", _too_large(limits.all_files), str(whole))


def _refuse_entry(path: Path, entry: ZipInfo, limits: Limits) -> None:
    name = entry.filename
    # The name as it stands in the file: the library cuts it at a NUL sign and turns foreign separators round.
    written = entry.orig_filename
    parts = written.split("/")
    if written != name or name.startswith("/") or ".." in parts or any(sign in written for sign in "\\:\0"):
        reason = Text("文件名指向包外", "a name leads out of the bundle")
        raise _refusal(path, "unsafe_name", reason, ascii(written))
    if stat.S_ISLNK(entry.external_attr >> 16):
        reason = Text("包里有链接", "the bundle holds a link")
        raise _refusal(path, "unsafe_name", reason, ascii(name))
    if entry.flag_bits & 1 or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        reason = Text("文件加了密，或者用了别的压缩方法", "a file is encrypted or compressed in another way")
        raise _refusal(path, "broken_bundle", reason, ascii(name))
    grown = entry.file_size > _CHUNK and entry.file_size > limits.growth * max(entry.compress_size, 1)
    if entry.file_size > limits.one_file or grown:
        reason = Text("解开后过大，可能是压缩炸弹", "a file is too large unpacked: it may be a zip bomb")
        raise _refusal(path, "too_large", reason, f"{name!a}: {entry.compress_size} → {entry.file_size}")


def _too_large(most: int) -> Text:
    return Text(f"解开后超过 {most >> 20} MiB", f"it is larger than {most >> 20} MiB unpacked")


def _refusal(path: Path, code: str, reason: Text, value: str = "") -> Refusal:
    remedy = Text("向出具方索取 zhiheng seal 生成的原件", "ask its issuer for the original that `zhiheng seal` made")
    return Refusal(Fault(code, Place(file=str(path)), reason, remedy, value))
