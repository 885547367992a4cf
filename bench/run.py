"""Runs the benchmarks of this folder from any place: `python bench/run.py [--record] [--units 1000,10000]`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.scoring.command import main  # noqa: E402  (the line above makes it importable)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
