"""`zhiheng ledger demo`: makes the fictional demonstration ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhiheng.cli import console
from zhiheng.cli.ledgers import ledger_app
from zhiheng.domain.texts import Text
from zhiheng.ledgers.demonstration import write_demonstration


def attach(app: typer.Typer) -> None:
    """Add the sub-command to `ledger`; `app` has it through that group (attach `zhiheng.cli.ledgers` as well)."""
    if not any(command.name == "demo" for command in ledger_app.registered_commands):
        ledger_app.command("demo")(make_demonstration)


def make_demonstration(
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="写入的文件夹 / folder to write")],
    cases: Annotated[int, typer.Option("--cases", min=1, help="案件数 / number of cases")] = 400,
    seed: Annotated[int, typer.Option("--seed", help="种子：相同则逐字节相同 / same seed, same bytes")] = 1,
    lang: console.LangOption = console.Lang.zh,
) -> None:
    """生成虚构的演示台账：一省十四市州、一总队三支队。 Make the fictional ledger: fourteen cities, three detachments.

    \b
    文件夹须为空、不存在，或者是以前生成的演示台账。 The folder must be empty, new, or an earlier demonstration ledger.
    示例 / example:
      zhiheng ledger demo --out demo/ledger --seed 1
    """
    write_demonstration(out, cases=cases, seed=seed)
    words = Text(
        f"演示台账（虚构）已写入 {out}；说明见 {out / 'README.txt'}",
        f"The demonstration ledger (fictional) stands in {out}; see {out / 'README.txt'}",
    )
    console.out.print(console.say(words), markup=False, soft_wrap=True)
