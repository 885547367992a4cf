"""Where a canonical folder is made: beside the ledger or in the user's cache, whole or not at all. No row is read."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers import dismissals
from zhiheng.ledgers.canonical.layout import FORMAT

FOLDER = ".canonical"
_MAKING = re.compile(r"\.making-(?P<host>[0-9a-f]{8})-(?P<pid>\d+)-[0-9a-f]{8}")
_MADE = re.compile(r"[0-9a-f]{16}(-skipped)?")


def fingerprint_of(path: Path) -> dict[str, object]:
    """Return what the canonical form depends on: format, calendars, and each source file's name, size and times."""
    files = sorted(_sources(path)) if path.is_dir() else [path, *_heads(path.parent)]
    root = path if path.is_dir() else path.parent
    listed = []
    for file in files:
        found = file.stat()
        listed.append([file.relative_to(root).as_posix(), found.st_size, found.st_mtime_ns, found.st_ctime_ns])
    return {"format": FORMAT, "calendars": _calendars(), "files": listed}


def key_of(fingerprint: object) -> str:
    """Return the name of the canonical folder of a fingerprint."""
    return hashlib.sha256(json.dumps(fingerprint, ensure_ascii=False).encode("utf-8")).hexdigest()[:16]


def home_of(path: Path, home: Path | None) -> Path:
    """Return the folder in which canonical folders of the ledger at `path` are kept, made where it is missing.

    Beside the tables where that can be written, else in the user's cache. Raises Refusal where neither can.
    """
    choices = [home] if home else [path / FOLDER] if path.is_dir() else []
    if home is None:
        choices.append(cache_folder() / hashlib.sha256(str(path.resolve()).encode("utf-8")).hexdigest()[:16])
    wrong = ""
    for choice in choices:
        try:
            choice.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            wrong = error.strerror or ""
        else:
            if os.access(choice, os.W_OK | os.X_OK):
                return choice
    raise cannot_write(choices[-1], wrong)


def cannot_write(folder: Path, found: str = "") -> Refusal:
    """Return the refusal of a place that cannot be written or is full."""
    reason = Text("预处理结果无法写入此处", "the prepared ledger cannot be written here")
    remedy = Text("腾出磁盘空间，或者另选可写的位置", "free space on the disk, or choose a place that can be written")
    return Refusal(Fault("cannot_write", Place(file=str(folder)), reason, remedy, found))


@contextmanager
def making(home: Path) -> Iterator[Path]:
    """Yield a fresh folder to build in, removed at the end unless it was renamed; those of dead runs go first."""
    for entry in list(home.iterdir()):
        if _is_dead(entry):
            shutil.rmtree(entry, ignore_errors=True)
    folder = home / f".making-{_host()}-{os.getpid()}-{secrets.token_hex(4)}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def keep(folder: Path, home: Path, name: str) -> Path:
    """Give a finished folder its name and drop those of earlier states of the ledger; returns where it now stands."""
    final = home / name
    if final.is_dir() and not (final / "stamp.json").is_file():
        shutil.rmtree(final, ignore_errors=True)  # somebody emptied it
    # Where another run was faster, its folder holds the same and stays.
    with suppress(OSError):
        folder.rename(final)
    for entry in list(home.iterdir()):
        if _MADE.fullmatch(entry.name) and entry.name != name:
            shutil.rmtree(entry, ignore_errors=True)
    return final


def _sources(path: Path) -> Iterator[Path]:
    for entry in path.iterdir():
        # What was dismissed stands beside the tables and changes nothing in them.
        if entry.name.startswith((".", "~$")) or entry.name == dismissals.FILE:
            continue
        if entry.is_dir():
            yield from (file for file in entry.iterdir() if file.is_file() and not file.name.startswith((".", "~$")))
        elif entry.is_file():
            yield entry


def _heads(folder: Path) -> list[Path]:
    return [file for name in ("ledger.yaml", "ledger.yml") if (file := folder / name).is_file()]


def _calendars() -> str:
    folder = resources.files("zhiheng").joinpath("rulebook/calendars")
    seal = hashlib.sha256()
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            seal.update(entry.name.encode("utf-8") + b"\n" + entry.read_bytes())
    return seal.hexdigest()


def cache_folder() -> Path:
    """Return the folder of what can be made again: XDG_CACHE_HOME, else ~/.cache, and `zhiheng` in it."""
    told = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(told) if Path(told).is_absolute() else Path.home() / ".cache") / "zhiheng"


def _host() -> str:
    return hashlib.sha256(platform.node().encode("utf-8")).hexdigest()[:8]


def _is_dead(entry: Path) -> bool:
    """Say whether `entry` is the folder of a run on this machine that no longer lives."""
    found = _MAKING.fullmatch(entry.name)
    # Elsewhere than on POSIX there is no harmless way to ask; a run of another machine cannot be asked at all.
    if found is None or found["host"] != _host() or os.name != "posix":
        return False
    try:
        os.kill(int(found["pid"]), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
