"""The door for terminals: `zhiheng`. It reads options, calls the library and prints; no rule lives here."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points
from io import TextIOWrapper

import typer

from zhiheng import __version__
from zhiheng.cli import (
    alerts,
    checking,
    checks,
    comparisons,
    console,
    deadlines,
    demonstration,
    draws,
    evaluation,
    explanations,
    imports,
    ledgers,
    schemes,
    sealing,
)
from zhiheng.domain.refusals import Refusal

app = typer.Typer(
    name="zhiheng",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"zhiheng {__version__}\n")
        raise typer.Exit


@app.callback()
def zhiheng(
    version: bool = typer.Option(False, "--version", callback=_print_version, is_eager=True, help="版本 / version"),
) -> None:
    """执衡：行政执法评价与监督，每一分都说得清。 Evaluation and supervision of administrative law enforcement."""


def main() -> None:
    """Run the command line; an input that cannot be used ends with one clear message and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another locale must still receive the Chinese text and never a traceback.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except Refusal as refusal:
        console.refuse(refusal)
    except BrokenPipeError:
        # The reader of a pipe has gone (`zhiheng explain … | head`): nothing is wrong.
        sys.stderr.close()


def attach_all() -> None:
    """Attach every command: those of this package, then those that other packages register (`zhiheng.commands`)."""
    scoring = (schemes, evaluation, explanations, comparisons)
    trusting = (draws, sealing)
    checks_of_cases = (checking, checks, alerts)
    for module in (*scoring, ledgers, imports, demonstration, *checks_of_cases, deadlines, *trusting):
        module.attach(app)
    for found in entry_points(group=sealing.GROUP):
        # The verifier of an audit chain stands below `verify --audit`, which loads it.
        if found.name != sealing.AUDIT:
            found.load()(app)


attach_all()
