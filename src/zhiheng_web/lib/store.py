"""Files kept for good: each under the digest of its bytes, below `HOME/store`. No name from outside becomes a path.

A file that is kept is never changed and never replaced; which record it belongs to stands in the record.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.lib.words import Text

_PREFIX = "sha256:"
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_PIECE_IN_BYTES = 1 << 20
#: Files of an archive carry this moment, so that the same folder gives the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def path_of(digest: str) -> Path:
    """Return where the bytes with this digest stand. Raises ValueError for anything that is no digest."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError("this is no digest of a stored file")
    bare = digest.removeprefix(_PREFIX)
    return Path(settings.STORE) / bare[:2] / bare[2:]


def keep(data: bytes | BinaryIO, *, name: str) -> str:
    """Keep bytes for good and return their digest (`sha256:…`); the same bytes are kept once.

    They are on the disk when this returns. `name` is what a refusal calls them, and nothing else. Raises Refusal where
    the disk is full or cannot be written.
    """
    with _told(name), _draft() as (file, draft):
        seal = hashlib.sha256()
        for piece in _pieces(data):
            seal.update(piece)
            file.write(piece)
        return _settle(file, draft, f"{_PREFIX}{seal.hexdigest()}")


def keep_folder(folder: Path) -> str:
    """Keep a folder as an archive (ZIP) and return its digest; names and bytes alone decide what it is."""
    with _told(folder.name), _draft() as (file, draft):
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                if not path.is_file() or path.is_symlink():
                    continue
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _MOMENT)
                entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
                with path.open("rb") as source, archive.open(entry, "w") as target:
                    for piece in _pieces(source):
                        target.write(piece)
        file.seek(0)
        return _settle(file, draft, f"{_PREFIX}{_digest_of(file)}")


def open_stored(digest: str) -> BinaryIO:
    """Open the bytes with this digest for reading. Raises FileNotFoundError where they are not kept."""
    return path_of(digest).open("rb")


def is_sound(digest: str) -> bool:
    """Return whether the bytes that stand under a digest are there and still have it."""
    with suppress(FileNotFoundError), open_stored(digest) as file:
        return f"{_PREFIX}{_digest_of(file)}" == digest
    return False


def _digest_of(file: IO[bytes]) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def _pieces(data: bytes | IO[bytes]) -> Iterator[bytes]:
    if isinstance(data, bytes | bytearray | memoryview):
        yield bytes(data)
        return
    while piece := data.read(_PIECE_IN_BYTES):
        yield piece


@contextmanager
def _draft() -> Iterator[tuple[IO[bytes], Path]]:
    """Yield a file beside the store that is gone afterwards, unless it was settled."""
    folder = Path(settings.STORE)
    folder.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(prefix=".draft-", dir=folder)
    draft = Path(name)
    try:
        with os.fdopen(number, "w+b") as file:
            yield file, draft
    finally:
        draft.unlink(missing_ok=True)


def _settle(file: IO[bytes], draft: Path, digest: str) -> str:
    """Put a draft in its place, so that it is there whole or not at all, also after a loss of power."""
    target = path_of(digest)
    # Looked at, not believed: what stands there may have been changed past the application.
    if not is_sound(digest):
        file.flush()
        os.fsync(file.fileno())
        target.parent.mkdir(exist_ok=True)
        draft.chmod(0o440)
        draft.replace(target)
        for folder in (target.parent, target.parent.parent):
            _sync_folder(folder)
    return digest


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn what the operating system refuses into a refusal that says how to mend it."""
    try:
        yield
    except OSError as wrong:
        reason = Text("文件没有存下来，什么也没有改变", "the file could not be stored; nothing has changed")
        remedy = Text(
            "请系统管理员检查磁盘空间和权限（zhiheng doctor），再试一次",
            "ask the system administrator to check disk space and permissions (zhiheng doctor), then try again",
        )
        raise Refusal(Fault("not_stored", Place(file=name), reason, remedy, wrong.strerror or "")) from wrong


__all__ = ["is_sound", "keep", "keep_folder", "open_stored", "path_of"]
