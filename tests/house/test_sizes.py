"""The tail of sizes: the longest files and functions, the widest signatures, the names that say nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from house.tree import every_file, listed, python_files, syntax_of, text_of, told

Function = ast.FunctionDef | ast.AsyncFunctionDef

# Exemptions: `path` or `path:function` and the reason why it reads better as it is. Keep this list short.
EXEMPT: dict[str, str] = {}

NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "misc", "common", "base", "manager", "managers"}


def _lines(path: Path) -> int:
    return text_of(path).count("\n")


def _functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(syntax_of(path)):
        if isinstance(node, Function):
            yield node


def _length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _positional(function: Function) -> int:
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def _at_percent(sizes: list[int], percent: int) -> int:
    return sorted(sizes)[min(len(sizes) - 1, len(sizes) * percent // 100)]


def _exempt(path: Path, name: str = "") -> bool:
    return (f"{told(path)}:{name}" if name else told(path)) in EXEMPT


@pytest.mark.parametrize(("folder", "most"), [("src", 500), ("bench", 500), ("scripts", 500), ("tests", 400)])
def test_it_keeps_files_short(folder: str, most: int) -> None:
    long = [
        f"{told(path)}: {_lines(path)}" for path in python_files(folder) if _lines(path) > most and not _exempt(path)
    ]
    assert not long, listed(long)


def test_it_keeps_functions_and_tests_short() -> None:
    long = [
        f"{told(path, function.lineno)} {function.name}: {_length(function)}"
        for path in python_files("src", "bench", "scripts", "tests")
        for function in _functions(path)
        if _length(function) > (40 if function.name.startswith("test_") else 60) and not _exempt(path, function.name)
    ]
    assert not long, listed(long)


def test_it_keeps_nearly_all_files_under_300_lines_and_functions_under_35() -> None:
    files = [_lines(path) for path in python_files("src")]
    functions = [_length(function) for path in python_files("src") for function in _functions(path)]
    assert _at_percent(files, 95) <= 300
    assert _at_percent(functions, 95) <= 35


def test_it_passes_at_most_four_arguments_by_position() -> None:
    wide = [
        f"{told(path, function.lineno)} {function.name}: {_positional(function)}"
        for path in python_files("src", "bench", "scripts")
        for function in _functions(path)
        if _positional(function) > 4 and not _exempt(path, function.name)
    ]
    assert not wide, listed(wide, "make the further parameters keyword-only (a `*` before them)")


def test_it_names_modules_for_their_matter() -> None:
    empty = [told(path) for path in python_files("src", "tests", "bench") if path.stem in NAMES_THAT_SAY_NOTHING]
    folders = {told(path) for path in every_file() if NAMES_THAT_SAY_NOTHING & set(Path(told(path)).parts[:-1])}
    assert not empty, listed(empty)
    assert not folders, listed(sorted(folders))


def test_it_keeps_no_exemption_that_nothing_needs() -> None:
    there = {told(path) for path in python_files("src", "tests", "bench", "scripts")}
    there |= {
        f"{told(path)}:{function.name}"
        for path in python_files("src", "tests", "bench", "scripts")
        for function in _functions(path)
    }
    assert set(EXEMPT) <= there
    assert len(EXEMPT) <= 8, "a long list of exemptions is no list of exemptions"
