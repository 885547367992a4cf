"""Every command explains itself with an example and stands in docs/commands.md; the page names no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer.main

from house.tree import ROOT, listed, text_of
from zhiheng import cli
from zhiheng_web.conf.commands import attach

PAGE = ROOT / "docs" / "commands.md"


def _commands() -> dict[str, Any]:
    # Where the package is not installed, its entry points are not found.
    if not any(command.name == "serve" for command in cli.app.registered_commands):
        attach(cli.app)
    return dict(_walk("zhiheng", typer.main.get_command(cli.app)))


def _walk(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if not children:
        yield path, command
        return
    if path != "zhiheng" and command.invoke_without_command:
        yield path, command
    for name, child in children.items():
        yield from _walk(f"{path} {name}", child)


def _documented() -> set[str]:
    return set(re.findall(r"^#+ `(zhiheng [a-z -]+?)`", text_of(PAGE), re.M))


def test_it_has_commands() -> None:
    assert "zhiheng deadline" in _commands()


def test_it_shows_an_example_in_the_help_of_every_command() -> None:
    silent = [
        path
        for path, command in _commands().items()
        if f"{path} " not in f"{command.help or ''} {command.epilog or ''} "
    ]
    assert not silent, listed(silent)


def test_it_offers_both_languages_in_every_command() -> None:
    deaf = [
        path
        for path, command in _commands().items()
        if not any("--lang" in parameter.opts for parameter in command.params)
    ]
    assert not deaf, listed(deaf)


def test_it_documents_every_command() -> None:
    wrong = sorted(set(_commands()) - _documented())
    assert not wrong, listed(wrong)


def test_it_documents_no_command_that_is_not_there() -> None:
    wrong = sorted(_documented() - set(_commands()))
    assert not wrong, listed(wrong)
