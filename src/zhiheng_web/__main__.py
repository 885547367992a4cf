"""`python -m zhiheng_web`: the commands of the web application where the package is not installed."""

import typer

from zhiheng_web.conf.commands import attach, attach_verifier

app = typer.Typer(name="zhiheng", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
attach(app)
attach_verifier(app)

if __name__ == "__main__":
    app()
