"""The vocabulary: every term that a scheme may use, defined once in `rulebook/vocabulary.yaml`."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from zhiheng.rulefiles.nodes import read_node


@cache
def defined_terms() -> frozenset[str]:
    """Return the names of all defined terms."""
    path = Path(str(resources.files("zhiheng") / "rulebook" / "vocabulary.yaml"))
    terms = read_node(path)[0].get("terms")
    return frozenset(name for name, _ in terms.entries()) if terms else frozenset()
