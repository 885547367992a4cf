"""Runs the benchmark of scoring: `python -m bench.scoring`."""

import sys

from bench.scoring.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
