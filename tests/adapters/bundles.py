"""Bundles for tests: a small result sealed, and the same bundle altered as somebody would who wants to deceive."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from adapters.evaluations import hunan_folder
from zhiheng import api
from zhiheng.domain.canonical import digest_of


def hunan_result(folder: Path) -> Path:
    """Evaluate the small Hunan ledger into a folder of results and return it."""
    out = folder / "out"
    api.evaluate_files(api.Job(scheme="hunan-2020", ledger=hunan_folder(folder / "ledger"), out=out))
    return out


def contents(bundle: Path) -> dict[str, bytes]:
    """Return the files of a bundle."""
    with ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def altered(bundle: Path, changes: Mapping[str, bytes | None], *, relist: bool = True) -> Path:
    """Write the bundle anew with files replaced, added or (None) removed; `relist` redoes the manifest as well."""
    files = {name: data for name, data in {**contents(bundle), **changes}.items() if data is not None}
    if relist:
        manifest = json.loads(files["manifest.json"])
        manifest["files"] = [
            {"path": name, "size": len(data), "sha256": "sha256:" + hashlib.sha256(data).hexdigest()}
            for name, data in sorted(files.items())
            if name != "manifest.json"
        ]
        manifest["result"]["digest"] = json.loads(files["result.json"])["digest"]
        files["manifest.json"] = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    out = bundle.with_name("altered.zip")
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(name, data)
    return out


def forged(bundle: Path, change: Callable[[Any], object]) -> bytes:
    """Return the bundle's `result.json` changed, its digest made to fit again."""
    body = json.loads(contents(bundle)["result.json"])
    change(body)
    body["digest"] = digest_of({name: value for name, value in body.items() if name != "digest"})
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def replaced(bundle: Path, name: str, old: str, new: str) -> dict[str, bytes | None]:
    """Return the change of one passage in a file of the bundle."""
    text = contents(bundle)[name].decode()
    assert old in text
    return {name: text.replace(old, new, 1).encode()}
