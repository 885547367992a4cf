"""What every command shares: the language, the two output streams, JSON, the exit status."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console

from zhiheng.domain.refusals import Place, Refusal
from zhiheng.domain.texts import Language, Text


class Lang(StrEnum):
    """Language of what a command prints."""

    zh = "zh"
    en = "en"


class Format(StrEnum):
    """Shape of the data a command prints."""

    table = "table"
    json = "json"


class _Spoken:
    """The language chosen on the command line; read by the last handler of refusals, which has no options."""

    language: Language = "zh"


def _speak(lang: Lang) -> Lang:
    _Spoken.language = lang.value
    return lang


LangOption = Annotated[
    Lang,
    typer.Option(
        "--lang", envvar="ZHIHENG_LANG", callback=_speak, is_eager=True, help="输出语言 / language of the output"
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", help="输出格式 / format of the output")]

#: A pipe or a file has no width of its own: tables get enough for the names of units.
_WIDTH_WITHOUT_TERMINAL = 120

#: Beyond this many faults the rest is counted: nobody mends more from a terminal.
_MOST_FAULTS = 50

out = Console(soft_wrap=False, highlight=False, width=None if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL)
err = Console(stderr=True, soft_wrap=True, highlight=False)


def language() -> Language:
    """Return the language chosen with `--lang` (Chinese when nothing was said)."""
    return _Spoken.language


def say(text: Text) -> str:
    """Return `text` in the chosen language."""
    return text.of(language())


def print_json(value: Any) -> None:
    """Print `value` as JSON with Chinese left readable."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def refuse(refusal: Refusal) -> NoReturn:
    """Print why an input cannot be used and leave with exit status 2.

    What all faults share, the file and the remedy, is said once.
    """
    heading = "无法继续：输入不能使用。" if language() == "zh" else "Cannot go on: the input cannot be used."
    err.print(heading, style="bold red", markup=False)
    faults = refusal.faults
    file = _shared([fault.place.file for fault in faults])
    remedy = _shared([say(fault.remedy) for fault in faults])
    if file:
        err.print(Place(file=file).of(language()), markup=False)
    for fault in faults[:_MOST_FAULTS]:
        place = replace(fault.place, file="") if file else fault.place
        err.print("- " + replace(fault, place=place).of(language(), with_remedy=not remedy), markup=False)
    if len(faults) > _MOST_FAULTS:
        rest = len(faults) - _MOST_FAULTS
        err.print(f"…另有 {rest} 处。" if language() == "zh" else f"… and {rest} more.", markup=False)
    if remedy:
        err.print(f"改法：{remedy}" if language() == "zh" else f"To mend: {remedy}", markup=False)
    raise SystemExit(2)


def _shared(words: list[str]) -> str:
    """Return what several faults have in common; empty for a single one, which says it in its own line."""
    return words[0] if len(words) > 1 and len(set(words)) == 1 else ""
