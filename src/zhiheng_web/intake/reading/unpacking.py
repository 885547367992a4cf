"""Unpacking an uploaded archive into a folder of our own: names are checked, sizes limited, no link is followed."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from zhiheng.api import Fault, Place, Refusal, Text

_MOST_MEMBERS = 500
_MOST_UNPACKED = 768 << 20
_PIECE = 1 << 20
_ENCRYPTED = 0x1


def unpack(path: Path, name: str, work: Path) -> Path:
    """Unpack the ledger in an archive and return its folder: the one that holds ledger.yaml, or the topmost.

    Raises Refusal for what is no archive, unpacks to too much, or has names that lead outside.
    """
    folder = work / "ledger"
    folder.mkdir()
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir() and not _is_noise(one.filename)]
            _refuse_unfit(members, name)
            left = _MOST_UNPACKED
            for member in members:
                left = _write(archive, member, folder / PurePosixPath(_name_of(member)), left, name=name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as wrong:
        raise _refusal("not_an_archive", name, _NOT_AN_ARCHIVE, str(wrong)) from None
    heads = sorted(folder.rglob("ledger.y*ml"), key=lambda one: len(one.parts))
    if heads:
        return heads[0].parent
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() and _holds_no_parts(inside[0]) else folder


def _holds_no_parts(folder: Path) -> bool:
    return not any(one.name.startswith("part-") for one in folder.iterdir())


def _is_noise(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part != ".." for part in name.split("/"))


def _name_of(member: zipfile.ZipInfo) -> str:
    """Return the member's name; archives of Chinese systems write GBK without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _refuse_unfit(members: list[zipfile.ZipInfo], name: str) -> None:
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_UNPACKED:
        raise _refusal("bomb", name, _BOMB, f"{len(members)}")
    names = [_name_of(member) for member in members]
    if len(set(names)) != len(names):
        raise _refusal("bomb", name, _BOMB, "duplicate names")
    for member, one in zip(members, names, strict=True):
        parts = PurePosixPath(one.replace("\\", "/")).parts
        if one.startswith(("/", "\\")) or ".." in parts or ":" in one or "\0" in one or "\\" in one:
            raise _refusal("unsafe_name", name, _UNSAFE, one)
        if stat.S_ISLNK(member.external_attr >> 16) or member.flag_bits & _ENCRYPTED:
            raise _refusal("not_an_archive", name, _LOCKED, one)


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int, *, name: str) -> int:
    """Write one member, counting what really comes out; return how much may still come."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source, target.open("wb") as file:
        while piece := source.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise _refusal("bomb", name, _BOMB, member.filename)
            file.write(piece)
    return left


def _refusal(code: str, name: str, words: tuple[Text, Text], value: str) -> Refusal:
    return Refusal(Fault(code, Place(file=name), *words, value[:120]))


_NOT_AN_ARCHIVE = (
    Text("不是完好的 .zip 压缩包", "not a sound .zip archive"),
    Text("重新压缩台账文件夹后上传", "compress the ledger folder again"),
)
_LOCKED = (
    Text("压缩包有密码，或者含有链接", "the archive is locked, or holds links"),
    Text("去掉密码，只放台账的表", "remove the password and put in only the tables"),
)
_BOMB = (
    Text("压缩包展开后过大，或者文件过多", "the archive unpacks to too much, or holds too many files"),
    Text("只放台账的表；数据很多时分批导入", "put in only the tables; import much data in several goes"),
)
_UNSAFE = (
    Text("压缩包中的文件名指向文件夹之外", "a name in the archive leads outside its folder"),
    Text("重新压缩台账文件夹后上传", "compress the ledger folder again"),
)
