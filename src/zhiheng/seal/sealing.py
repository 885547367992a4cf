"""Seals the folder that `evaluate` wrote into one file, after making the result again from its inputs."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, ZipFile

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.seal.archive import Limits, digest_of_file, packed, write_archive
from zhiheng.seal.comparing import Difference
from zhiheng.seal.contents import GUIDE, INPUT_FILES, INPUTS, MANIFEST, REPORT_FILES, REPORTS, REQUIRED, RESULT
from zhiheng.seal.guide import GUIDE_TEXT
from zhiheng.seal.manifest import manifest_bytes
from zhiheng.seal.verifying import examine, read_body


@dataclass(frozen=True, slots=True)
class Sealed:
    """A bundle as written. `digest` is of the file, to be published; `left_out` names files of `inputs/` not packed."""

    path: Path
    digest: str
    result_digest: str
    size: int
    files: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def seal_result(folder: Path, out: Path, *, reports: bool = False) -> Sealed:
    """Seal the result in `folder` into the bundle `out`; with `reports` its three reports go along.

    The same folder gives the same bytes. Raises Refusal where the folder is no whole result, where the result cannot be
    made again from its inputs, where `out` is another file than a bundle or cannot be written.
    """
    folder = folder.parent if folder.name == RESULT else folder
    _refuse_other_file(out)
    with TemporaryDirectory(prefix="zhiheng-") as name:
        stage = Path(name)
        try:
            left_out = _gather(folder, stage, reports=reports)
        except OSError as wrong:
            raise _not_usable(folder, wrong) from None
        body = read_body(stage / RESULT)
        _refuse_what_differs(folder, stage, body)
        (stage / GUIDE).write_text(GUIDE_TEXT, encoding="utf-8", newline="\n")
        names = sorted(path.relative_to(stage).as_posix() for path in stage.rglob("*") if path.is_file())
        files = [packed(stage, one) for one in names]
        _refuse_too_large(folder, sum(one.size for one in files), max(one.size for one in files))
        (stage / MANIFEST).write_bytes(manifest_bytes(body, files))
        _write(stage, [*names, MANIFEST], out)
    names = sorted([*names, MANIFEST])
    return Sealed(out, digest_of_file(out), body["digest"], out.stat().st_size, tuple(names), left_out)


def _gather(folder: Path, stage: Path, *, reports: bool) -> tuple[str, ...]:
    """Copy what belongs into a bundle and return the names in `inputs/` that do not."""
    inputs = folder / INPUTS
    missing = [name for name in REQUIRED if name != MANIFEST and not (folder / name).is_file()]
    if missing:
        reason = Text("这不是 evaluate 写的完整的结果文件夹，缺少", "this is no whole folder of `evaluate`: it lacks")
        remedy = Text("先运行 zhiheng evaluate，再给出它写的文件夹", "run `zhiheng evaluate`, give the folder it wrote")
        raise Refusal(Fault("no_result", Place(file=str(folder)), reason, remedy, name) for name in missing)
    (stage / INPUTS).mkdir()
    shutil.copyfile(folder / RESULT, stage / RESULT)
    there = sorted(path.name for path in inputs.iterdir())
    for name in there:
        if name in INPUT_FILES:
            shutil.copyfile(inputs / name, stage / INPUTS / name)
    for name in REPORT_FILES if reports else ():
        if (folder / name).is_file():
            (stage / REPORTS).mkdir(exist_ok=True)
            shutil.copyfile(folder / name, stage / REPORTS / name)
    return tuple(name for name in there if name not in INPUT_FILES)


def _refuse_what_differs(folder: Path, stage: Path, body: dict[str, Any]) -> None:
    found = examine(stage, body).differences
    if found:
        raise Refusal(_as_faults(folder, found))


def _as_faults(folder: Path, found: Iterable[Difference]) -> Iterable[Fault]:
    remedy = Text(
        "重新运行 zhiheng evaluate，再封存它写的文件夹",
        "run `zhiheng evaluate` again and seal the folder it writes",
    )
    for one in found:
        reason = Text(
            f"结果不能由 inputs 重算出来：{one.path} 写着 {one.stated or '（无）'}，算得 {one.found or '（无）'}",
            f"the result does not follow from its inputs: {one.path} has {one.stated or 'nothing'}, computed is"
            f" {one.found or 'nothing'}",
        )
        reason = one.text if one.kind == "recomputation" else reason
        yield Fault("not_recomputable", Place(file=str(folder), line=one.line, clause=one.rule_id), reason, remedy)


def _refuse_too_large(folder: Path, whole: int, largest: int) -> None:
    limits = Limits()
    if whole > limits.all_files or largest > limits.one_file:
        most = f"{limits.all_files >> 30} GiB"
        reason = Text(f"结果和输入超过 {most}", f"result and inputs are larger than {most}")
        remedy = Text("按地区分开评价", "evaluate region by region")
        raise Refusal(Fault("too_large", Place(file=str(folder)), reason, remedy, str(whole)))


def _refuse_other_file(out: Path) -> None:
    """A bundle may be sealed again; any other file of that name stays."""
    if not out.exists():
        return
    try:
        with ZipFile(out) as archive:
            is_bundle = MANIFEST in archive.namelist() and RESULT in archive.namelist()
    except (BadZipFile, OSError, ValueError):
        is_bundle = False
    if not is_bundle:
        reason = Text("这里已有别的文件", "another file stands here")
        raise Refusal(Fault("foreign_file", Place(file=str(out)), reason, Text("换一个文件名", "choose another name")))


def _write(stage: Path, names: list[str], out: Path) -> None:
    """Write the bundle beside its place and move it there: a half-written one is never found by anybody."""
    try:
        with TemporaryDirectory(dir=out.parent, prefix=".seal-") as name:
            draft = Path(name) / "draft.zip"
            with draft.open("wb") as file:
                write_archive(stage, names, file)
            draft.replace(out)
    except OSError as wrong:
        raise _not_usable(out, wrong) from None


def _not_usable(path: Path, wrong: OSError) -> Refusal:
    reason = Text("读不了或者写不进这个位置", "this place cannot be read or written")
    remedy = Text("核对路径、磁盘空间和权限", "check path, space and permissions")
    return Refusal(Fault("not_writable", Place(file=str(path)), reason, remedy, wrong.strerror or ""))
