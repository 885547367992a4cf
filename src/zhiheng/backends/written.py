"""SQL once written is kept: turning expressions into SQL takes seconds, and the same checks are run again and again.

What is kept is known by everything it was made from: the rules, the day of the run with its place in the calendar, the
versions of Ibis and sqlglot, and the very source of the kinds. Where nothing can be kept, it is written anew each time.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

import zhiheng.checks
import zhiheng.engine.checking
from zhiheng.engine.checking.plan import Plan

_FOLDER = "sql"
_MOST_KEPT = 40  # runs of other days or with other checks whose SQL is kept


class Written:
    """The SQL of one plan by purpose: `get` writes what is not there, `keep` saves it for the next run."""

    def __init__(self, plan: Plan, home: Path) -> None:
        setting = plan.setting
        told = [_source_digest(), f"{setting.as_of_day} {setting.as_of_workday}", *map(repr, plan.items)]
        key = hashlib.sha256("\n".join(told).encode("utf-8")).hexdigest()
        self._file = home / _FOLDER / f"{key[:32]}.json"
        self._texts: dict[str, str] = {}
        self._is_new = False
        with suppress(OSError, ValueError):
            read = json.loads(self._file.read_text(encoding="utf-8"))
            self._texts = {str(name): str(text) for name, text in read.items()}

    def get(self, purpose: str, write: Callable[[], str]) -> str:
        """Return the text kept under `purpose`, else what `write` returns."""
        if purpose not in self._texts:
            self._texts[purpose] = write()
            self._is_new = True
        return self._texts[purpose]

    def keep(self) -> None:
        """Save what was written anew; a place that cannot be written is no fault."""
        if not self._is_new:
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._file.parent, suffix=".part")
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(self._texts, stream, ensure_ascii=False)
            Path(name).replace(self._file)
            kept = sorted(self._file.parent.glob("*.json"), key=lambda file: file.stat().st_mtime)
            for old in kept[:-_MOST_KEPT]:
                old.unlink(missing_ok=True)


@cache
def _source_digest() -> str:
    """Return the digest of all that decides how a rule becomes SQL."""
    seal = hashlib.sha256(f"{version('ibis-framework')} {version('sqlglot')}".encode())
    for package in (zhiheng.checks, zhiheng.engine.checking):
        for file in sorted(Path(package.__path__[0]).rglob("*.py")):
            seal.update(file.read_bytes())
    return seal.hexdigest()
