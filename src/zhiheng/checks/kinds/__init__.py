"""The kinds of check, one module each, found by walking this package: `KINDS[name].read(parameters)` gives a rule."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from zhiheng.checks.check import Rule
from zhiheng.checks.parameters import Parameters

#: By name: what reads the parameters of a rule file into a rule.
KINDS: dict[str, Callable[[Parameters], Rule]] = {
    found.name: import_module(f"{__name__}.{found.name}").read for found in iter_modules(__path__)
}
