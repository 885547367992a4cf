"""Runs the benchmark of detection: `python -m bench.detection`."""

import sys

from bench.detection.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
