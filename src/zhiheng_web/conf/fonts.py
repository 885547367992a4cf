"""Which Chinese fonts this machine has, as its own list of fonts tells."""

from __future__ import annotations

import shutil
import subprocess


def chinese_fonts() -> list[str]:
    """Return the names of the families that have Chinese signs; none where the machine cannot say."""
    program = shutil.which("fc-list")
    if program is None:
        return []
    listed = subprocess.run([program, ":lang=zh", "family"], capture_output=True, text=True, check=False, timeout=20)
    return sorted({line.split(",")[0].strip() for line in listed.stdout.splitlines() if line.strip()})
