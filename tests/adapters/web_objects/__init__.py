"""Objects for the addresses of the policy test: what stands for `<int:assessment_id>` where a body is meant.

Each app has a module here that registers its own; `provides` names the keyword argument of the address, with the app
before it where another app means something else by the same name (`evaluations:line_id`):

@provides("assessment_id")
def assessment(world: World, code: str) -> int: ...
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

from adapters.web_world import World

Maker = Callable[[World, str], Any]

MAKERS: dict[str, Maker] = {}
#: What modules add to the lists of the policy test of these names: see there what they mean.
STRICTER: dict[str, str] = {}
ASKED_INSIDE: set[str] = set()


def stricter(why: str, *addresses: str) -> None:
    """Say why some addresses deny more than the table does."""
    STRICTER.update(dict.fromkeys(addresses, why))


def asked_inside(*addresses: str) -> None:
    """Say which addresses are of something that several bodies may read: the view asks for each."""
    ASKED_INSIDE.update(addresses)


def provides(*names: str) -> Callable[[Maker], Maker]:
    """Register what makes, or finds, an object of a body and returns what stands in the address."""

    def enter(make: Maker) -> Maker:
        for name in names:
            assert name not in MAKERS, f"two things provide {name}"
            MAKERS[name] = make
        return make

    return enter


def arguments(names: list[str], world: World, code: str, app: str = "") -> dict[str, Any]:
    """Return the keyword arguments of an address for a body. Raises AssertionError for what nobody provides."""
    makers = {name: MAKERS.get(f"{app}:{name}") or MAKERS.get(name) for name in names}
    unknown = sorted(name for name, make in makers.items() if make is None)
    assert not unknown, f"register {', '.join(unknown)} in a module of tests/adapters/web_objects (see its docstring)"
    return {name: make(world, code) for name, make in makers.items() if make is not None}


for _module in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
