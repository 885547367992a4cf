"""`manifest.json` (format zhiheng-bundle/1): every file of a bundle with its digest, and whose result it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhiheng import __version__
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.seal.archive import Packed
from zhiheng.seal.contents import MANIFEST

FORMAT = "zhiheng-bundle/1"

#: The program that seals: a later one may word its sentences otherwise, and says so where it verifies.
PROGRAM = f"zhiheng {__version__}"

_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest as read: the files it lists by name, the program that sealed, and its other members."""

    files: Mapping[str, Packed]
    program: str
    head: Mapping[str, Any]


def head_of(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a manifest repeats of a result, so that nobody need open the result to know whose it is.

    Raises KeyError or TypeError where `result` is no result.
    """
    scheme, ledger, completion = result["scheme"], result["ledger"], result["completion"]
    return {
        "result": {"format": result["format"], "digest": result["digest"]},
        "scheme": {name: scheme[name] for name in ("id", "version", "digest")},
        "ledger": {name: ledger[name] for name in ("name", "digest", "as_of")},
        "completion": completion and {"digest": completion["digest"], "fictional": completion["fictional"]},
    }


def manifest_bytes(result: Mapping[str, Any], files: Iterable[Packed]) -> bytes:
    """Return `manifest.json`; it depends on the files, the format and the program's version, on no clock."""
    listed = [{"path": one.path, "size": one.size, "sha256": one.sha256} for one in sorted(files, key=lambda f: f.path)]
    body = {"format": FORMAT, "program": PROGRAM, **head_of(result), "files": listed}
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read_manifest(path: Path) -> Manifest:
    """Read a manifest. Raises Refusal where it is none, is of another format or lists a file twice."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError("size")
        body = json.loads(path.read_bytes().decode("utf-8"), object_pairs_hook=without_repetition)
        if body["format"] != FORMAT:
            raise ValueError(str(body["format"]))
        listed = [Packed(str(one["path"]), int(one["size"]), str(one["sha256"])) for one in body["files"]]
        files = {one.path: one for one in listed}
        if len(files) < len(listed):
            raise ValueError("files")
        head = {name: body[name] for name in ("result", "scheme", "ledger", "completion")}
        return Manifest(files, str(body["program"]), head)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        reason = Text(f"清单不是 {FORMAT} 格式", f"the manifest is not of the format {FORMAT}")
        remedy = Text(
            "向出具方索取 zhiheng seal 生成的原件；较新的格式请用较新的程序",
            "ask for the original that `zhiheng seal` made; a later format needs a later program",
        )
        raise Refusal(Fault("no_manifest", Place(file=MANIFEST), reason, remedy)) from None


def without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object. Raises ValueError where a name stands twice: two readers would see two values."""
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError("a member stands twice")
    return told
