"""A step inside the application, in a process of its own: `python -m bench.web.child making 60 6 2`.

The folder of the installation comes by the environment; what a step finds out is the last line it prints, as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.urls import get_resolver


def main(arguments: Sequence[str]) -> None:
    """Run the step that is named (a module beside this one) and print what it found out."""
    name, *told = arguments
    (Path(settings.HOME) / "static").mkdir(parents=True, exist_ok=True)
    django.setup()
    # Reading the addresses takes a second; no step is to be charged with it.
    get_resolver().url_patterns  # noqa: B018
    # Models exist only once Django is set up.
    found = import_module(f"bench.web.{name}").run(*(int(one) for one in told))
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
