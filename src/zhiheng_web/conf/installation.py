"""The installation that a command is about: its folder, chosen before anything reads the settings."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from zhiheng.api import Text
from zhiheng_web.conf.terminal import refuse

SETTINGS = "zhiheng_web.conf.settings"
HOME, DEMO = Path("zhiheng-home"), Path("demo")

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", "--folder", envvar="ZHIHENG_HOME", help="数据文件夹 / data folder, default ./zhiheng-home"),
]


def choose(home: Path | None, *, database: str = "", demonstration: bool = False) -> Path:
    """Say which installation this process is about and return its folder; the settings are read afterwards."""
    chosen = home or (DEMO if demonstration else HOME)
    os.environ["ZHIHENG_HOME"] = str(chosen.absolute())
    if database:
        os.environ["ZHIHENG_DATABASE_URL"] = database
    if demonstration:
        os.environ["ZHIHENG_DEMONSTRATION"] = "true"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    return chosen


def start(home: Path | None, *, database: str = "", demonstration: bool = False) -> Path:
    """Choose the installation and start Django. Raises Refusal where its settings or its folder cannot be used."""
    chosen = choose(home, database=database, demonstration=demonstration)
    try:
        import_module("django").setup()
    except ValidationError as wrong:
        names = "; ".join(f"ZHIHENG_{one['loc'][0]}: {one['msg']}".upper() for one in wrong.errors())
        reason = Text("环境变量中的设置不能使用", "settings in the environment cannot be used")
        remedy = Text("按 docs/howtos/operating.md 改正", "correct them after docs/howtos/operating.md")
        raise refuse("bad_setting", reason, remedy, value=names) from None
    except ValueError as wrong:
        reason = Text("设置不能使用", "a setting cannot be used")
        remedy = Text("按 docs/howtos/operating.md 改正", "correct it after docs/howtos/operating.md")
        raise refuse("bad_setting", reason, remedy, value=str(wrong)) from None
    except OSError as wrong:
        reason = Text("数据文件夹不能使用", "the data folder cannot be used")
        remedy = Text("用 --home 换一个可写的文件夹", "choose a folder that can be written with --home")
        raise refuse("bad_folder", reason, remedy, value=f"{chosen}: {wrong.strerror or wrong}") from None
    return chosen


def is_there(home: Path) -> bool:
    """Return whether there is an installation: a database file, or a database that the environment names."""
    return bool(os.environ.get("ZHIHENG_DATABASE_URL")) or (home / "zhiheng.sqlite3").is_file()


def migrate() -> list[str]:
    """Bring the tables up to this version; return the names of what was applied.

    Raises Refusal where the database cannot be reached.
    """
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    from zhiheng_web.conf import fresh_tables

    try:
        executor = MigrationExecutor(connection)
        planned = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if planned and fresh_tables.is_empty():
            fresh_tables.make(one for one, _ in planned)
        elif planned:
            call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as wrong:
        raise unreachable(wrong) from None
    return [f"{one.app_label}.{one.name}" for one, _ in planned]


def unreachable(wrong: Exception) -> Any:
    """Return the refusal of a database that cannot be reached."""
    reason = Text("数据库无法连接", "the database cannot be reached")
    remedy = Text(
        "检查 ZHIHENG_DATABASE_URL，或数据文件夹的权限与磁盘空间（zhiheng doctor）",
        "check ZHIHENG_DATABASE_URL, or the rights and the space of the data folder (zhiheng doctor)",
    )
    return refuse("no_database", reason, remedy, value=str(wrong).splitlines()[0] if str(wrong) else "")
