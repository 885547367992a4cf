"""Two JSON values line by line: where they differ, what stands there, and whose unit and rule it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from zhiheng.domain.texts import Text

#: What a list's members are known by; members that share no such name are compared in their order.
_KEYS = ("unit_id", "case_id", "id", "what")
_LONGEST = 400
_ABSENT = object()
_NOTHING = Text("")

Step = str | int


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a bundle states and that does not come out.

    `kind`: `file` (a file is not as the manifest lists it), `line` (a line of a result or of a manifest), `digest` (a
    digest does not fit its content), `recomputation` (from these inputs nothing can be computed). `path` is the file
    and, for a line, where it stands, as `jq` reads it; `line` counts from 1 in the file as it was written. `stated` and
    `found` are JSON or digests, empty where there is nothing on that side.
    """

    kind: Literal["file", "line", "digest", "recomputation"]
    path: str
    stated: str
    found: str
    text: Text = _NOTHING
    unit_id: str = ""
    case_id: str = ""
    item_id: str = ""
    rule_id: str = ""
    line: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the members for programs."""
        return {
            "kind": self.kind,
            "path": self.path,
            "line": self.line,
            "stated": self.stated,
            "recomputed": self.found,
            "unit_id": self.unit_id,
            "case_id": self.case_id,
            "item_id": self.item_id,
            "rule_id": self.rule_id,
            "text_zh": self.text.zh,
            "text_en": self.text.of("en"),
        }


@dataclass(frozen=True, slots=True)
class _Where:
    """A place in a JSON value with whose it is."""

    file: str
    steps: tuple[Step, ...] = ()
    unit_id: str = ""
    case_id: str = ""
    item_id: str = ""
    rule_id: str = ""

    def below(self, step: Step, value: Any = None) -> _Where:
        """Return the place one step down, at `value`."""
        place = replace(self, steps=(*self.steps, step))
        if not isinstance(value, Mapping) or not self.steps:
            return place
        told = {name: str(value[name]) for name in ("unit_id", "case_id") if isinstance(value.get(name), str)}
        named = str(value.get("id", ""))
        if self.steps[-1] in ("rules", "vetoes"):
            told["rule_id"] = named
        elif self.steps[-1] in ("items", "sub_items", "bonus_items"):
            told["item_id"] = named
        return replace(place, **told)  # type: ignore[arg-type]


def differences(file: str, stated: Any, found: Any) -> Iterator[Difference]:
    """Yield what differs between the value that `file` states and the one found, in the order of the file."""
    yield from _compare(_Where(file), stated, found)


def _compare(where: _Where, stated: Any, found: Any) -> Iterator[Difference]:
    if _are_alike(stated, found):
        return
    if isinstance(stated, Mapping) and isinstance(found, Mapping):
        for name in (*stated, *(name for name in found if name not in stated)):
            one, other = stated.get(name, _ABSENT), found.get(name, _ABSENT)
            yield from _compare(where.below(name, one), one, other)
    elif isinstance(stated, list) and isinstance(found, list):
        yield from _compare_lists(where, stated, found)
    else:
        yield _difference(where, stated, found)


def _are_alike(stated: Any, found: Any) -> bool:
    """Say whether two values are written alike: `==` would take `true` for 1."""
    return stated is not _ABSENT and found is not _ABSENT and json.dumps(stated) == json.dumps(found)


def _compare_lists(where: _Where, stated: list[Any], found: list[Any]) -> Iterator[Difference]:
    key = next((name for name in _KEYS if _names(stated, name) and _names(found, name)), "")
    if not key:
        yield from _compare_in_order(where, stated, found)
        return
    mine, others = _names(stated, key), _names(found, key)
    if mine != others and sorted(mine) == sorted(others):
        yield _difference(where, mine, others)
    by_name = dict(zip(others, found, strict=True))
    for index, (name, one) in enumerate(zip(mine, stated, strict=True)):
        yield from _compare(where.below(index, one), one, by_name.get(name, _ABSENT))
    for index, (name, other) in enumerate(zip(others, found, strict=True)):
        if name not in mine:
            yield _difference(where.below(index, other), _ABSENT, other)


def _compare_in_order(where: _Where, stated: list[Any], found: list[Any]) -> Iterator[Difference]:
    for index in range(max(len(stated), len(found))):
        one = stated[index] if index < len(stated) else _ABSENT
        other = found[index] if index < len(found) else _ABSENT
        told = list(_compare(where.below(index, one), one, other))
        yield from told
        if told and not isinstance(one, Mapping):
            return  # after one row that is missing every further one would differ, which says nothing more


def _names(members: Sequence[Any], key: str) -> list[str]:
    """Return what the members of a list are known by; nothing where they are not all known, or two share a name."""
    if not all(isinstance(one, Mapping) and isinstance(one.get(key), str) for one in members):
        return []
    names = [one[key] for one in members]
    return names if len(set(names)) == len(names) else []


def _difference(where: _Where, stated: Any, found: Any) -> Difference:
    return Difference(
        kind="line",
        path=where.file + "#" + path_of(where.steps),
        stated=_written(stated),
        found=_written(found),
        unit_id=where.unit_id,
        case_id=where.case_id,
        item_id=where.item_id,
        rule_id=where.rule_id,
    )


def _written(value: Any) -> str:
    if value is _ABSENT:
        return ""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def path_of(steps: Sequence[Step]) -> str:
    """Return a path as `jq` reads it: `.units[3].score`."""
    words = []
    for step in steps:
        if isinstance(step, int):
            words.append(f"[{step}]")
        elif step.isidentifier() and step.isascii():
            words.append(f".{step}")
        else:
            words.append(f"[{json.dumps(step, ensure_ascii=False)}]")
    return "".join(words) or "."


def line_of(body: Any, path: str) -> int | None:
    """Return the line of a path in JSON that stands a member a line, as `result.json` does; None where it is absent."""
    line, value, walked = 1, body, ""
    while walked != path:
        if isinstance(value, Mapping):
            steps: list[tuple[Step, Any]] = list(value.items())
        elif isinstance(value, list):
            steps = list(enumerate(value))
        else:
            return None
        line += 1
        for step, child in steps:
            here = walked + path_of([step])
            if path == here or (path.startswith(here) and path[len(here)] in ".["):
                walked, value = here, child
                break
            line += _lines(child)
        else:
            return None
    return line


def _lines(value: Any) -> int:
    """Return how many lines a value takes: an empty list stands in one."""
    if isinstance(value, Mapping | list) and value:
        return 2 + sum(map(_lines, value.values() if isinstance(value, Mapping) else value))
    return 1
