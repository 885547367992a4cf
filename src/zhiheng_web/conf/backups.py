"""Saving an installation in one file while it runs, and bringing one back into an empty place.

The database comes first: the files that its rows name are in the store before a deed is committed, so all are there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from zhiheng.api import Refusal, Text
from zhiheng_web.conf import installation
from zhiheng_web.conf.terminal import refuse

FORMAT = "zhiheng-backup/1"
MANIFEST, SQLITE, POSTGRES = "manifest.json", "database.sqlite3", "database.dump"
#: What of the home belongs to the installation; jobs' progress, locks and collected static files do not.
_KEPT = ("checkpoints.jsonl", "secret-key")
_FOLDERS = ("store", "snapshots")
_MOMENT = (1980, 1, 1, 0, 0, 0)
_PIECE_IN_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds: how many files, how many lines of the trail, and the digest of the whole."""

    files: int
    sequence: int
    digest: str


def write(home: Path, out: Path) -> Kept:
    """Write a backup of the installation in `home`, whole or not at all; an existing file is not overwritten.

    Raises Refusal where it cannot be written or the database cannot be saved.
    """
    if out.exists():
        reason = Text("已有同名文件，不予覆盖", "a file of this name is there and is not overwritten")
        raise refuse("exists", reason, Text("换一个文件名", "choose another name"), clause="OUT", value=str(out))
    with _told(out), tempfile.TemporaryDirectory(prefix=".zhiheng-backup-", dir=out.absolute().parent) as held:
        folder = Path(held)
        name = _save_database(folder)
        draft = folder / "whole.zip"
        manifest = _pack(home, folder / name, draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
            digest = f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
        draft.chmod(0o600)
        draft.replace(out)
    return Kept(len(manifest["files"]), manifest["sequence"], digest)


def _save_database(folder: Path) -> str:
    from django.db import connection

    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / SQLITE)) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
        return SQLITE
    program = shutil.which("pg_dump") or _newest("pg_dump")
    if program is None:
        raise _no_program("pg_dump")
    _run([program, "--format=custom", "--no-owner", "--no-privileges", "--file", str(folder / POSTGRES)])
    return POSTGRES


def _newest(name: str) -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parent.parent.name))
    return str(found[-1]) if found else None


def _no_program(name: str) -> Refusal:
    reason = Text(f"没有 {name}，不能处理 PostgreSQL 数据库", f"{name} is missing: PostgreSQL cannot be handled")
    remedy = Text("apt-get install -y postgresql-client", "apt-get install -y postgresql-client")
    return refuse("no_program", reason, remedy, value=name)


def _run(command: list[str]) -> None:
    """Run a program of PostgreSQL on the installation's database; its password travels in the environment."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    wanted = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    given = {name: str(database[key]) for name, key in wanted.items() if database.get(key)}
    done = subprocess.run(command, env={**os.environ, **given}, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = Text("PostgreSQL 的程序没有完成", "the program of PostgreSQL did not finish")
        remedy = Text("看后面的原文改正", "correct what it says")
        raise refuse("database_program", reason, remedy, value=done.stderr.strip()[-500:])


def _pack(home: Path, database: Path, draft: Path) -> dict[str, Any]:
    from zhiheng_web.audit import checkpoints

    point = checkpoints.head("backup")
    files: dict[str, str] = {}
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in [(database.name, database), *_files(home)]:
            files[name] = _add(archive, name, path)
        manifest = {
            "format": FORMAT,
            "version": _version(),
            "database": database.name,
            "sequence": point.sequence if point else 0,
            "files": files,
        }
        archive.writestr(zipfile.ZipInfo(MANIFEST, _MOMENT), json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def _version() -> str:
    try:
        return version("zhiheng")
    except PackageNotFoundError:
        return ""


def _files(home: Path) -> Iterator[tuple[str, Path]]:
    yield from ((name, home / name) for name in _KEPT if (home / name).is_file())
    for folder in _FOLDERS:
        for path in sorted((home / folder).rglob("*")):
            if path.is_file() and not path.name.startswith(".draft-"):
                yield path.relative_to(home).as_posix(), path


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    seal = hashlib.sha256()
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
        while piece := source.read(_PIECE_IN_BYTES):
            seal.update(piece)
            target.write(piece)
    return seal.hexdigest()


def restore(source: Path, home: Path) -> Kept:
    """Bring a backup back into `home`, which must be empty, and verify the trail afterwards.

    Raises Refusal where the backup is not whole, the place is not empty, or the trail is not.
    """
    with _told(home), _opened(source) as archive:
        manifest = _manifest(source, archive)
        _demand_empty(home, manifest)
        home.absolute().parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".zhiheng-restore-", dir=home.absolute().parent) as held:
            _unpack(archive, manifest, Path(held), source)
            _settle(Path(held), home, manifest)
    return _verified(manifest, source)


def _manifest(source: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest = json.loads(archive.read(MANIFEST))
        if manifest["format"] == FORMAT and isinstance(manifest["files"], dict):
            return dict(manifest)
    except (KeyError, ValueError, TypeError):
        pass
    raise _not_whole(source, Text("不是执衡的备份", "it is no backup of Zhiheng"))


def _not_whole(source: Path, reason: Text) -> Refusal:
    remedy = Text("换一份备份", "take another backup")
    return refuse("bad_backup", reason, remedy, clause="IN", value=str(source))


def _demand_empty(home: Path, manifest: dict[str, Any]) -> None:
    if home.is_dir() and any(home.iterdir()):
        reason = Text("文件夹不是空的，不予覆盖", "the folder is not empty and is not overwritten")
        remedy = Text("用 --home 指明一个新文件夹", "name a new folder with --home")
        raise refuse("not_empty", reason, remedy, clause="--home", value=str(home))
    named = os.environ.get("ZHIHENG_DATABASE_URL", "")
    if (manifest["database"] == POSTGRES) != named.startswith("postgres"):
        reason = Text("备份和这里的数据库不是同一种", "the backup and the database here are of different kinds")
        remedy = Text(
            "PostgreSQL 的备份：设 ZHIHENG_DATABASE_URL 指向一个空数据库；SQLite 的备份：不要设它",
            "of PostgreSQL: let ZHIHENG_DATABASE_URL name an empty database; of SQLite: leave it unset",
        )
        raise refuse("other_database", reason, remedy, value=manifest["database"])


def _unpack(archive: zipfile.ZipFile, manifest: dict[str, Any], folder: Path, source: Path) -> None:
    for name, digest in manifest["files"].items():
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise _not_whole(source, Text("备份里有越界的文件名", "a file name in the backup leads outside"))
        path.parent.mkdir(parents=True, exist_ok=True)
        seal = hashlib.sha256()
        try:
            with archive.open(name) as packed, path.open("wb") as target:
                while piece := packed.read(_PIECE_IN_BYTES):
                    seal.update(piece)
                    target.write(piece)
        except (KeyError, zipfile.BadZipFile, EOFError):
            raise _not_whole(source, Text(f"{name} 缺失或已损坏", f"{name} is missing or broken")) from None
        if seal.hexdigest() != digest:
            raise _not_whole(source, Text(f"{name} 与摘要不符", f"{name} differs from its digest"))
        path.chmod(0o440 if name.startswith("store/") else 0o600)


def _settle(folder: Path, home: Path, manifest: dict[str, Any]) -> None:
    database = folder / manifest["database"]
    if manifest["database"] == SQLITE:
        database.rename(folder / "zhiheng.sqlite3")
        _move(folder, home)
        installation.start(home)
        return
    # The database first: where it is not empty, nothing has been put anywhere yet.
    key = folder / "secret-key"
    if key.exists():
        os.environ.setdefault("ZHIHENG_SECRET_KEY", key.read_text(encoding="ascii").strip())
    installation.start(home)
    from django.db import connection

    if connection.introspection.table_names():
        reason = Text("数据库不是空的，不予覆盖", "the database is not empty and is not overwritten")
        raise refuse("not_empty", reason, Text("新建一个空数据库", "create an empty database"))
    program = shutil.which("pg_restore") or _newest("pg_restore")
    if program is None:
        raise _no_program("pg_restore")
    connection.close()
    name = str(connection.settings_dict["NAME"])
    _run([program, "--no-owner", "--no-privileges", "--single-transaction", "--dbname", name, str(database)])
    database.unlink()
    _move(folder, home)


def _move(folder: Path, home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.iterdir()):
        path.rename(home / path.name)


def _verified(manifest: dict[str, Any], source: Path) -> Kept:
    from zhiheng_web.audit.verification import verify

    installation.migrate()
    report = verify()
    if not report.is_whole:
        words = report.problems[0].words
        raise refuse(
            "not_whole",
            Text(f"已恢复，但审计链有问题：{words.zh}", f"restored, but the trail is not whole: {words.en}"),
            Text("查看 zhiheng verify --audit，在查明前不要使用", "see zhiheng verify --audit, and do not use it yet"),
            value=str(len(report.problems)),
        )
    with source.open("rb") as file:
        digest = f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    return Kept(len(manifest["files"]), report.lines, digest)


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except FileNotFoundError:
        raise _not_whole(source, Text("没有这个文件", "there is no such file")) from None
    except zipfile.BadZipFile:
        raise _not_whole(source, Text("文件已损坏，或不是备份", "the file is broken, or no backup")) from None


@contextmanager
def _told(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as wrong:
        reason = Text("写不进这个位置", "this place cannot be written")
        remedy = Text("核对磁盘空间和权限", "check space and permissions")
        raise refuse("not_writable", reason, remedy, value=f"{place}: {wrong.strerror or wrong}") from None
