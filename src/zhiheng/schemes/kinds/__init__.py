"""The kinds of scoring, one file each. A new kind is a new file here, its test and its page: nothing is registered."""

from __future__ import annotations

import importlib
import pkgutil

from zhiheng.schemes.scoring import Scoring


def _found() -> dict[str, type[Scoring]]:
    kinds: dict[str, type[Scoring]] = {}
    for module in pkgutil.iter_modules(__path__):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        for thing in vars(loaded).values():
            if isinstance(thing, type) and issubclass(thing, Scoring) and thing.__module__ == loaded.__name__:
                kinds[thing.name] = thing
    return dict(sorted(kinds.items()))


KINDS = _found()
