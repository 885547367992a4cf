"""Runs the benchmarks by name: `python bench/run.py checks --events 1e6`; without a name all, and records them."""

import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

NAMES = ("scoring", "checks", "detection", "web", "review")


def main(arguments: list[str]) -> int:
    """Run the benchmarks named before the first option, each with these options; return 1 where any of them fails."""
    first_option = next((place for place, word in enumerate(arguments) if word.startswith("-")), len(arguments))
    names, options = arguments[:first_option], arguments[first_option:]
    if not set(names) <= set(NAMES) or (options not in ([], ["--record"]) and len(names) != 1):
        print(
            f"用法 usage: python bench/run.py [{'|'.join(NAMES)}]… [--record | 一项的选项 options of one]",
            file=sys.stderr,
        )
        return 2
    if not names:
        options = ["--record"]
    # Each is loaded on its own: one may lack what another needs.
    ended = [import_module(f"bench.{name}.command").main(options) for name in names or NAMES]
    return max(ended)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
