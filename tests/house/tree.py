"""The files of the tree, as the house tests read them: text, syntax, YAML nodes with their line and ancestors."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "zhiheng"
RULEBOOK = SOURCE / "rulebook"
SCHEMES = RULEBOOK / "schemes"

_LEFT_OUT = {".git", ".venv", ".venv-bench", "__pycache__", "demo", "out", "build", "dist", "node_modules"}


@cache
def every_file() -> tuple[Path, ...]:
    """Return the files that belong to the project: those of git, or all but caches where there is no git."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0 and listed.stdout:
        paths = [ROOT / name for name in listed.stdout.decode("utf-8").split("\0") if name]
    else:
        paths = list(ROOT.rglob("*"))
    kept = (path for path in paths if path.is_file() and not _LEFT_OUT & set(path.relative_to(ROOT).parts))
    return tuple(sorted(kept))


def python_files(*folders: str) -> list[Path]:
    """Return the Python files below the named folders of the tree (`src`, `tests/house`)."""
    roots = tuple(ROOT / folder for folder in folders)
    files = [path for path in every_file() if path.suffix == ".py" and any(path.is_relative_to(root) for root in roots)]
    # The steps of the tables are written by Django.
    return [path for path in files if path.parent.name != "migrations" or path.name == "__init__.py"]


@cache
def text_of(path: Path) -> str:
    """Return the text of a file; an empty text where it is binary."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def syntax_of(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(text_of(path), filename=str(path))


def told(path: Path, line: int = 0) -> str:
    """Return `path:line` from the root of the tree, for messages."""
    where = path.relative_to(ROOT).as_posix()
    return f"{where}:{line}" if line else where


def listed(wrong: Iterable[object], remedy: str = "") -> str:
    """Return what is wrong, one a line and nothing left out, with the remedy below."""
    return "\n".join(["", *(f"  {entry}" for entry in wrong), *([remedy] if remedy else [])])


@cache
def yaml_of(path: Path) -> Any:
    """Return a YAML file with the lines of its nodes; a key that stands twice is an error of the reader."""
    return YAML(typ="rt").load(text_of(path))


def yaml_files(folder: Path) -> list[Path]:
    """Return the YAML files below a folder."""
    return [path for path in every_file() if path.suffix == ".yaml" and path.is_relative_to(folder)]


@dataclass(frozen=True)
class Found:
    """A mapping of a YAML file with the mappings above it, the nearest first."""

    path: Path
    node: Mapping[str, Any]
    above: tuple[Mapping[str, Any], ...]

    @property
    def line(self) -> int:
        return int(self.node.lc.line) + 1  # type: ignore[attr-defined]

    def __str__(self) -> str:
        return f"{told(self.path, self.line)} {self.node.get('id', '')}".strip()


def mappings_of(path: Path) -> Iterator[Found]:
    """Yield every mapping of a YAML file, from the top down."""
    yield from _walk(path, yaml_of(path), ())


def _walk(path: Path, node: Any, above: tuple[Mapping[str, Any], ...]) -> Iterator[Found]:
    if isinstance(node, Mapping):
        yield Found(path, node, above)
        for child in node.values():
            yield from _walk(path, child, (node, *above))
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for child in node:
            yield from _walk(path, child, above)


def scheme_files() -> list[Path]:
    """Return the scheme files of the rulebook; worked examples beside them are not schemes."""
    return [path for path in yaml_files(SCHEMES) if path.name == "scheme.yaml"]
