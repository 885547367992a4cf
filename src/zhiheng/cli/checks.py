"""`zhiheng checks`: lists the checks, shows one with its law, and reaches the findings of a run (`cli.alerts`)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from zhiheng import api
from zhiheng.cli.checking import read_names
from zhiheng.cli.console import Format, FormatOption, Lang, LangOption, print_json
from zhiheng.cli.evaluation import read_as_of
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers import SHANGHAI

if TYPE_CHECKING:
    from zhiheng.checks import Check

checks_app = typer.Typer(rich_markup_mode=None, invoke_without_command=True)


class Dialect(StrEnum):
    """The SQL of an engine."""

    duckdb = "duckdb"
    postgres = "postgres"
    pyspark = "pyspark"


def attach(app: typer.Typer) -> None:
    """Add the group to the application; `zhiheng.cli.alerts` adds its commands to it."""
    app.add_typer(checks_app, name="checks")


@checks_app.callback()
def list_checks(
    context: typer.Context,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--checks", metavar="ID", help="只列这些：编号、文件夹、规则文件 / these only: ids, folders, files"
        ),
    ] = None,
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """列出检查项；checks show 查看一项，checks alerts 查看问题。 List the checks; `checks show` shows one.

    示例 Example: zhiheng checks --checks xuhui
    """
    if context.invoked_subcommand is not None:
        return
    from zhiheng.cli import check_texts

    chosen = api.choose_checks(read_names(only)) if only else api.checks.built_in_checks()
    if fmt is Format.json:
        print_json([check_texts.head_of(check) for check in chosen])
    else:
        check_texts.print_list(chosen)


@checks_app.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="检查编号或规则文件 / id or rule file")],
    *,
    sql: Annotated[
        Dialect | None, typer.Option("--sql", help="打印编译出的查询 / print the compiled query of an engine")
    ] = None,
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="查询所用的数据截止日，默认今天 / as-of date of the query")
    ] = "",
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """显示一项检查：条文、各版本、参数、应先排除的情形。 Show a check: law text, versions, parameters.

    示例 Example: zhiheng checks show cn-penalty-late-service
    """
    check = _only_one(name)
    from zhiheng.cli import check_texts

    if sql is not None:
        day = read_as_of(as_of) or datetime.now(SHANGHAI).date()
        check_texts.print_sql(check, day, sql.value)
    elif fmt is Format.json:
        print_json(check_texts.head_of(check) | check_texts.body_of(check))
    else:
        check_texts.print_check(check, name)


def _only_one(name: str) -> Check:
    """Return the check of a name. Raises Refusal where the name stands for several."""
    chosen = api.choose_checks((name,))
    if len(chosen) == 1:
        return chosen[0]
    reason = Text(f"这里有 {len(chosen)} 项检查", f"there are {len(chosen)} checks of this name")
    remedy = Text(f"写一项的编号；列出：zhiheng checks --checks {name}", f"name one: zhiheng checks --checks {name}")
    raise Refusal(Fault("several_checks", Place(), reason, remedy, name))
