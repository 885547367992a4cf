"""What the built-in schemes know between them: unit kinds and rule ids, to tell another scheme's row from a slip."""

from __future__ import annotations

from functools import cache

from zhiheng.rulefiles.nodes import read_node
from zhiheng.schemes.reading import built_in_schemes, read_scheme


@cache
def kinds_of_built_in_schemes() -> frozenset[str]:
    """Return every key and label of unit kinds that any built-in scheme uses."""
    words: set[str] = set()
    for path in built_in_schemes().values():
        kinds = read_node(path)[0].get("unit_kinds")
        for name, child in kinds.entries() if kinds else ():
            words |= {name, child.text("zh"), child.text("en"), *child.texts("also")}
    return frozenset(words)


@cache
def ids_of_built_in_schemes() -> frozenset[str]:
    """Return every rule, sub-item and item id, and every alias, of any built-in scheme, open ones included."""
    ids: set[str] = set()
    for path in built_in_schemes().values():
        scheme = read_scheme(path)
        ids |= {rule.id for rule in scheme.every_rule()} | set(scheme.aliases)
        ids |= {one for _, item, sub_item in scheme.sub_items() for one in (item.id, sub_item.id)}
        ids |= {open_path.path.split(".")[0] for open_path in scheme.open_paths}
    return frozenset(ids)
