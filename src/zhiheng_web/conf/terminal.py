"""What the commands of the web application share: the language, printing, how a refusal ends a command."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Annotated, Any, ParamSpec, TypeVar

import typer

from zhiheng.api import Fault, Place, Refusal, Text

P = ParamSpec("P")
T = TypeVar("T")


class Lang(StrEnum):
    """Language of what a command prints."""

    zh = "zh"
    en = "en"


class Format(StrEnum):
    """Shape of the data a command prints."""

    table = "table"
    json = "json"


class _Spoken:
    """The language chosen on the command line."""

    language: Lang = Lang.zh


def _speak(lang: Lang) -> Lang:
    _Spoken.language = lang
    return lang


LangOption = Annotated[
    Lang,
    typer.Option(
        "--lang", envvar="ZHIHENG_LANG", callback=_speak, is_eager=True, help="输出语言 / language of the output"
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", help="输出格式 / format of the output")]


def say(text: Text) -> str:
    """Return a wording in the language chosen with `--lang`."""
    return text.of(_Spoken.language.value)


def tell(text: Text, *, style: str = "", err: bool = False) -> None:
    """Print a line at once: whoever waits for a server reads it through a pipe."""
    typer.secho(say(text), fg=style or None, err=err)
    (sys.stderr if err else sys.stdout).flush()


def print_json(value: Any) -> None:
    """Print a value as JSON with Chinese left readable."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def refusing(command: Callable[P, T]) -> Callable[P, T]:
    """End a command that is refused with one clear message and exit status 2."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except Refusal as refusal:
            tell(Text("无法继续。", "Cannot go on."), style="red", err=True)
            for fault in refusal.faults:
                typer.echo(f"- {fault.of(_Spoken.language.value)}", err=True)
            raise typer.Exit(2) from None

    return guarded


def refuse(code: str, reason: Text, remedy: Text, *, clause: str = "", value: str = "") -> Refusal:
    """Return a refusal of one fault at an option or a file."""
    return Refusal(Fault(code, Place(clause=clause), reason, remedy, value))
