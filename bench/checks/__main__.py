"""Runs the benchmark of checks: `python -m bench.checks`."""

import sys

from bench.checks.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
