"""Runs the benchmark of the web application: `python -m bench.web`."""

import sys

from bench.web.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
