"""Runs the benchmark of review statistics: `python -m bench.review`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from bench.review.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
