"""The calendar file is what the script writes: nobody has edited it by hand."""

from __future__ import annotations

import runpy
from importlib import resources
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "make_calendar.py"


def test_it_is_what_the_script_writes() -> None:
    written = resources.files("zhiheng").joinpath("rulebook/calendars/cn.yaml").read_text(encoding="utf-8")
    assert runpy.run_path(str(SCRIPT))["render"]() == written
