"""What the library may import: declared packages only, at the top of the module, no clock and no network."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from house.tree import ROOT, listed, python_files, syntax_of, text_of, told

# The name a package is imported by, where it is not the name it is installed by.
IMPORTED_AS = {
    "ibis-framework": "ibis",
    "python-calamine": "python_calamine",
    "python-docx": "docx",
    "ruamel.yaml": "ruamel",
}

NETWORK = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "asyncio", "requests", "httpx", "aiohttp"}
# Modules of engines that not everyone installs: the packages of an extra, and of that extra alone.
OF_EXTRAS = {
    "src/zhiheng/backends/postgres.py": {"psycopg"},
    "src/zhiheng/backends/spark.py": {"pyspark", "py4j"},
}

# Modules that may import inside a function, and why.
MAY_IMPORT_LATE = {
    "src/zhiheng/backends/choosing.py": "an engine whose packages are not installed is refused when it is asked for",
    "src/zhiheng/ledgers/spreadsheet_child.py": "a program of its own: its limits stand before the parser is loaded",
    "src/zhiheng/api.py": "Ibis and PyArrow take two seconds to load, and most commands and programs run no check",
}

CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow")} | {
    ("time", name) for name in ("time", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime", "sleep")
}


def _declared() -> set[str]:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    names = (re.split(r"[<>=\[;~! ]", requirement, maxsplit=1)[0] for requirement in project["dependencies"])
    return {IMPORTED_AS.get(name, name) for name in names}


def _imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def _in_functions(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _imports(node)


def _is_cli(path: Path) -> bool:
    return path.is_relative_to(ROOT / "src" / "zhiheng" / "cli")


def test_it_shows_every_package_to_the_import_contracts() -> None:
    # A folder without __init__.py is invisible to import-linter: its modules would be checked by nobody.
    folders = {path.parent for path in python_files("src/zhiheng")}
    blind = [told(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()]
    assert not blind, listed(blind, "add an __init__.py with a sentence")


def test_it_imports_only_what_the_project_file_declares() -> None:
    allowed = sys.stdlib_module_names | _declared() | {"zhiheng"}
    strangers = [
        f"{told(path, line)} {name}"
        for path in python_files("src/zhiheng")
        for line, name in _imports(syntax_of(path))
        if name.split(".")[0] not in allowed | OF_EXTRAS.get(told(path), set())
    ]
    assert not strangers, listed(
        strangers, "declare it in [project] dependencies, or it is missing where only the product stands"
    )


def test_it_builds_its_nouns_from_the_standard_library_alone() -> None:
    allowed = sys.stdlib_module_names | {"zhiheng"}
    strangers = [
        f"{told(path, line)} {name}"
        for path in python_files("src/zhiheng/domain")
        for line, name in _imports(syntax_of(path))
        if name.split(".")[0] not in allowed or (name.startswith("zhiheng") and not name.startswith("zhiheng.domain"))
    ]
    assert not strangers, listed(strangers)


def test_it_hides_no_import_inside_a_function() -> None:
    hidden = [
        f"{told(path, line)} {name}"
        for path in python_files("src/zhiheng")
        # The door may, where a command would slow down the start of all the others.
        if not _is_cli(path) and told(path) not in MAY_IMPORT_LATE
        for line, name in _in_functions(syntax_of(path))
    ]
    assert not hidden, listed(hidden)


def test_it_reaches_no_network_from_the_library() -> None:
    reached = [
        f"{told(path, line)} {name}"
        for path in python_files("src/zhiheng")
        if not _is_cli(path)
        for line, name in _imports(syntax_of(path))
        if name.split(".")[0] in NETWORK and name != "urllib.parse"
    ]
    assert not reached, listed(reached)


def test_it_reads_no_clock_in_the_library() -> None:
    read = [
        f"{told(path, node.lineno)} {node.value.id}.{node.attr}"
        for path in python_files("src/zhiheng")
        if not _is_cli(path)
        for node in ast.walk(syntax_of(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in CLOCKS
    ]
    assert not read, listed(read, "dates come in as arguments")
