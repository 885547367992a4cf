"""The commands of the web application, attached to `zhiheng` by the entry points of the group `zhiheng.commands`.

Loaded at every start of `zhiheng`: what a command needs is imported when it runs.
"""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from zhiheng.api import Text
from zhiheng_web.conf import installation
from zhiheng_web.conf.installation import HomeOption
from zhiheng_web.conf.terminal import Format, FormatOption, Lang, LangOption, print_json, refuse, refusing, tell

_BROKEN_OFF = 130


def attach(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("serve")(refusing(serve))
    app.command("doctor")(refusing(doctor))
    app.command("backup")(refusing(backup))
    app.command("restore")(refusing(restore))
    app.command("manage", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(refusing(manage))


def attach_verifier(app: typer.Typer) -> None:
    """Add the one command that `zhiheng verify --audit` runs."""
    app.command("verify")(refusing(verify))


def serve(
    *,
    demo: Annotated[
        bool, typer.Option("--demo", help="备好虚构的演示数据 / prepare the fictional demonstration")
    ] = False,
    home: HomeOption = None,
    port: Annotated[
        int, typer.Option("--port", envvar="PORT", min=0, max=65535, help="端口，0 为任选 / port, 0 for any")
    ] = 8000,
    host: Annotated[str, typer.Option("--host", help="监听地址 / address to listen on")] = "127.0.0.1",
    processes: Annotated[int, typer.Option("--processes", min=1, max=64, help="网页进程数 / web processes")] = 2,
    lang: LangOption = Lang.zh,
) -> None:
    """运行网页应用，后台办理进程一并启动；--demo 先备好演示数据。 Run the web application and its worker.

    \b
    示例 / examples:
      zhiheng serve --demo
      zhiheng serve --home /srv/zhiheng --port 8001
    """
    from zhiheng_web.conf import serving

    signal.signal(signal.SIGTERM, _stop)
    try:
        serving.serve(home, demonstration=demo, host=host, port=port, processes=processes)
    except KeyboardInterrupt:
        raise typer.Exit(_BROKEN_OFF) from None


def _stop(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def doctor(
    *,
    home: HomeOption = None,
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """检查安装是否完好，逐项说明怎样改；有误时退出码为 1。 Say what is wrong with an installation, and how to mend it.

    \b
    示例 / example:
      zhiheng doctor --home /srv/zhiheng
    """
    chosen = installation.start(home)
    from zhiheng_web.conf.doctor import Verdict, examine

    findings = examine(chosen)
    if fmt is Format.json:
        print_json([one.as_json() for one in findings])
    else:
        for one in findings:
            tell(one.line(), style=one.verdict.colour)
            if one.verdict is not Verdict.ok and one.remedy.zh:
                tell(Text(f"    改法：{one.remedy.zh}", f"    To mend: {one.remedy.en}"))
    if any(one.verdict is Verdict.fail for one in findings):
        raise typer.Exit(1)


def backup(
    out: Annotated[Path, typer.Argument(help="要写的备份文件 / the backup to write, B.zip")],
    *,
    home: HomeOption = None,
    lang: LangOption = Lang.zh,
) -> None:
    """在运行中备份：数据库、存放的文件、检查点，合为一个文件。 Back up a running system into one file.

    \b
    示例 / example:
      zhiheng backup /mnt/backups/2026-11-22.zip --home /srv/zhiheng
    """
    chosen = installation.start(home)
    if not installation.is_there(chosen):
        raise _nothing_there(chosen)
    from zhiheng_web.conf import backups

    kept = backups.write(chosen, out)
    tell(
        Text(
            f"已备份：{out}（{kept.files} 个文件，审计记录 {kept.sequence} 条）",
            f"backed up: {out} ({kept.files} files, {kept.sequence} lines of the trail)",
        )
    )
    tell(Text(f"文件摘要：{kept.digest}", f"digest of the file: {kept.digest}"))


def restore(
    source: Annotated[Path, typer.Argument(metavar="IN", help="备份文件 / the backup, B.zip")],
    *,
    home: HomeOption = None,
    lang: LangOption = Lang.zh,
) -> None:
    """把备份恢复到空的位置，恢复前后都核对摘要。 Restore a backup into an empty place, digests checked.

    \b
    示例 / example:
      zhiheng restore /mnt/backups/2026-11-22.zip --home /srv/zhiheng-new
    """
    chosen = installation.choose(home)
    from zhiheng_web.conf import backups

    kept = backups.restore(source, chosen)
    tell(
        Text(
            f"已恢复到 {chosen}（{kept.files} 个文件，审计记录 {kept.sequence} 条，链条完好）",
            f"restored into {chosen} ({kept.files} files, {kept.sequence} lines of the trail, the chain is whole)",
        )
    )


def manage(context: typer.Context, *, home: HomeOption = None, lang: LangOption = Lang.zh) -> None:
    """给维护人员：转给 Django 的管理命令。 For keepers: hands over to Django's own commands.

    \b
    示例 / example:
      zhiheng manage showmigrations
    """
    asked = list(context.args)
    if asked[:1] == ["createsuperuser"]:
        reason = Text("执衡没有超级用户", "Zhiheng has no superuser")
        remedy = Text("首个账号由 zhiheng serve 打印的地址建立", "make the first account at the address serve prints")
        raise refuse("no_superuser", reason, remedy, clause="createsuperuser")
    installation.start(home)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["zhiheng manage", *asked])


def verify(
    *,
    database: Annotated[str, typer.Option("--database", help="数据库地址 / address of the database")] = "",
    checkpoints: Annotated[
        Path | None,
        typer.Option("--checkpoints", envvar="ZHIHENG_CHECKPOINTS", help="存在别处的检查点 / kept elsewhere"),
    ] = None,
    home: HomeOption = None,
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> int:
    """核验审计链、数据行和存放的文件；有问题时退出码为 1。 Verify the audit chain, the rows and the stored files.

    \b
    示例 / example:
      zhiheng verify --audit --database postgresql://zhiheng@db/zhiheng
    """
    chosen = installation.start(home, database=_absolute(database))
    if not installation.is_there(chosen) and not database:
        raise _nothing_there(chosen)
    from zhiheng_web.conf.verifying import verify_audit

    status = verify_audit(checkpoints, as_json=fmt is Format.json, is_own=not database)
    if status:
        raise typer.Exit(status)
    return status


def _absolute(database: str) -> str:
    """Return the address of a database; the plain name of a file is that of SQLite."""
    if not database or "://" in database:
        return database
    file = Path(database)
    if not file.is_file():
        reason = Text("没有这个数据库文件", "there is no such database file")
        remedy = Text("核对路径，或写 postgresql://…", "check the path, or write postgresql://…")
        raise refuse("no_database", reason, remedy, clause="--database", value=database)
    return f"sqlite://{file.resolve()}"


def _nothing_there(home: Path) -> Exception:
    reason = Text("这个文件夹里没有执衡的数据库", "the folder holds no database of Zhiheng")
    remedy = Text("用 --home 指明数据文件夹", "name the data folder with --home")
    return refuse("no_installation", reason, remedy, clause="--home", value=str(home))
