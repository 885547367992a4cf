"""The command line for tests: commands run in this process, ended as `zhiheng.cli.main` does, or in a new one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer

import zhiheng
from zhiheng.cli import console
from zhiheng.domain.refusals import Refusal


@dataclass(frozen=True)
class Outcome:
    """What a run of a command left behind."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Return what was printed, read as JSON."""
        return json.loads(self.out)


class CommandLine:
    """Commands attached to an app of its own and run in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *attach: Callable[[typer.Typer], None]) -> None:
        self._capsys = capsys
        self._app = typer.Typer(add_completion=False, rich_markup_mode=None)
        self._app.callback()(lambda: None)  # keeps the name of a command that stands alone
        for each in attach:
            each(self._app)

    def __call__(self, *arguments: str | Path) -> Outcome:
        status: Any = 0
        try:
            self._app([str(argument) for argument in arguments])
        except Refusal as refusal:
            with pytest.raises(SystemExit) as left:
                console.refuse(refusal)
            status = left.value.code
        except SystemExit as left_by_itself:
            status = left_by_itself.code
        captured = self._capsys.readouterr()
        return Outcome(int(status or 0), captured.out, captured.err)


def run_process(*arguments: str | Path) -> Outcome:
    """Run `python -m zhiheng …` as a process."""
    library = str(Path(zhiheng.__file__).parent.parent)
    ended = subprocess.run(
        [sys.executable, "-m", "zhiheng", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": library},
        check=False,
        timeout=120,
    )
    return Outcome(ended.returncode, ended.stdout, ended.stderr)
