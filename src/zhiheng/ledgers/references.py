"""Keys and references: duplicates, unknown references, circles, and rows that lean on one set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping

from zhiheng.domain.texts import Text
from zhiheng.ledgers.columns import Column, Value
from zhiheng.ledgers.drafts import Draft

_CIRCLE = (
    Text("上级单位互相指向，形成循环", "the parents of these units go round in a circle"),
    Text("改正“上级单位编号”，最上一级留空", "mend parent_id; the topmost unit has none"),
)


def judge_keys(draft: Draft) -> None:
    """Set aside all rows of a key that stands more than once: nobody can know which one is right."""
    key = draft.spec.key
    if not key:
        return
    required = [place for place, name in enumerate(key) if draft.spec.column(name).required]
    keys = list(zip(*(draft.values[name] for name in key), strict=True))
    if len(set(keys)) == len(keys):
        return
    counts = Counter(keys)
    label = "、".join(draft.spec.column(name).label for name in key)
    for row, found in enumerate(keys):
        if counts[found] > 1 and all(found[place] is not None for place in required):
            words = (
                Text(f"“{label}”相同的行有 {counts[found]} 行", f"{counts[found]} rows have the same {', '.join(key)}"),
                Text("只留下正确的一行；编号写错的改正编号", "keep the right one, or mend the key of the wrong one"),
            )
            draft.add(row, key[0], "duplicate_key", words)


def judge_references(drafts: Mapping[str, Draft], standing: Mapping[str, frozenset[str]] | None = None) -> None:
    """Set aside rows that refer to what is unknown, to themselves in a circle, or to a row that was set aside.

    `standing` are keys, by table, that are known besides: those of a ledger that the rows come to.
    """
    own = {name: _keys(draft) for name, draft in drafts.items() if len(draft.spec.key) == 1}
    besides = {name: keys for name, keys in (standing or {}).items() if keys}
    for draft in drafts.values():
        for column in _references(draft, own.keys() | besides.keys()):
            name = column.refers_to
            _judge_unknown(draft, column, own.get(name, frozenset()) | besides.get(name, frozenset()))
    if "units" in drafts:
        _judge_circles(drafts["units"])
    _judge_leaning(drafts, own)


def _keys(draft: Draft) -> frozenset[Value]:
    return frozenset(draft.values[draft.spec.key[0]]) - {None}


def _references(draft: Draft, known: Container[str]) -> Iterator[Column]:
    """Yield the columns that refer to a table of this ledger; a table that was not given cannot be asked."""
    return (column for column in draft.spec.columns if column.refers_to in known)


def _judge_unknown(draft: Draft, column: Column, known: frozenset[Value]) -> None:
    values = draft.values[column.name]
    missing = set(values) - known - {None}
    if not missing:
        return
    words = (
        Text(
            f"“{column.label}”在表 {column.refers_to} 中不存在",
            f"{column.name} does not stand in the table {column.refers_to}",
        ),
        Text(
            f"改正编号，或者在表 {column.refers_to} 中补上这一行",
            f"mend the id, or add the row to the table {column.refers_to}",
        ),
    )
    for row, value in enumerate(values):
        if value in missing:
            draft.add(row, column.name, "unknown_reference", words)


def _judge_circles(units: Draft) -> None:
    """Set aside the units that are their own superior, at whatever remove; those below them lean on them."""
    ids = units.values["unit_id"]
    counts = Counter(ids)  # of a unit given twice nobody knows the parent
    parent = {unit: up for unit, up in zip(ids, units.values["parent_id"], strict=True) if counts[unit] == 1}
    state: dict[Value, int] = {}  # the walk on which a unit was first met
    circling: set[Value] = set()
    for walk, start in enumerate(parent):
        path, unit = [], start
        while unit is not None and unit in parent and unit not in state:
            state[unit] = walk
            path.append(unit)
            unit = parent[unit]
        if unit is not None and state.get(unit) == walk:
            circling.update(path[path.index(unit) :])
    if circling:
        for row, unit in enumerate(ids):
            if unit in circling:
                units.add(row, "parent_id", "parent_cycle", _CIRCLE)


def _judge_leaning(drafts: Mapping[str, Draft], known: Mapping[str, frozenset[Value]]) -> None:
    """Set aside what refers to a row set aside, and what refers to that, until nothing more falls."""
    fallen = {name: set(draft.faults) for name, draft in drafts.items()}
    while True:
        lost = {name: _lost(drafts[name], fallen[name]) for name in known}
        before = sum(map(len, fallen.values()))
        for name, draft in drafts.items():
            for column in _references(draft, known):
                if gone := lost[column.refers_to]:
                    fallen[name].update(row for row, value in enumerate(draft.values[column.name]) if value in gone)
        if sum(map(len, fallen.values())) == before:
            break
    for draft in drafts.values():
        for column in _references(draft, known):
            _note_leaning(draft, column, lost[column.refers_to])


def _lost(draft: Draft, fallen: set[int]) -> set[Value]:
    """Return the keys whose row was set aside."""
    ids = draft.values[draft.spec.key[0]]
    return {ids[row] for row in fallen} - {None}


def _note_leaning(draft: Draft, column: Column, gone: set[Value]) -> None:
    if not gone:
        return
    words = (
        Text(
            f"所引用的表 {column.refers_to} 中的行已被隔离",
            f"the row of {column.refers_to} that it refers to was set aside",
        ),
        Text("先改正被引用的那一行", "mend the row referred to first"),
    )
    for row, value in enumerate(draft.values[column.name]):
        # A unit of a circle leans on itself; that it stands in a circle says enough.
        if value in gone and not any(fault.code == "parent_cycle" for fault in draft.faults.get(row, ())):
            draft.add(row, column.name, "refers_to_quarantined", words)
