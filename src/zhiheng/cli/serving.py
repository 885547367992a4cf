"""`zhiheng serve`, stage one: a local page that lists the evaluations and opens each. The web application follows."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from zhiheng.cli import console
from zhiheng.cli.exhibition import Exhibition
from zhiheng.cli.website import Site
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text

_BROKEN_OFF = 130


def attach(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("serve")(serve)


def serve(
    *,
    demo: Annotated[
        bool, typer.Option("--demo", help="备好演示台账并评价 / prepare and evaluate the demonstration ledger")
    ] = False,
    folder: Annotated[
        Path, typer.Option("--folder", envvar="ZHIHENG_HOME", help="数据文件夹 / data folder, default ./demo")
    ] = Path("demo"),
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口，0 为任选 / port, 0 for any")] = 8000,
    host: Annotated[str, typer.Option("--host", help="监听地址 / address to listen on")] = "127.0.0.1",
    lang: console.LangOption = console.Lang.zh,
) -> None:
    """在本机浏览器中查看评价结果；--demo 先备好演示数据。 Show results in a browser; --demo prepares a demonstration.

    \b
    示例 / examples:
      zhiheng serve --demo
      zhiheng serve --folder 我的结果 --port 8001
    """
    signal.signal(signal.SIGTERM, _stop)
    exhibition = Exhibition(folder, program_word(), _tell)
    try:
        # The port comes first: whether it can be had is known at once, and a browser that is early waits.
        with _open(host, port) as site:
            site.sheets = exhibition.prepare(demonstration=demo)
            _announce(site, folder, demo=demo)
            _run(site)
    except KeyboardInterrupt:
        raise typer.Exit(_BROKEN_OFF) from None


def program_word() -> str:
    """Return how this program is called from here: `zhiheng`, `.venv/bin/zhiheng`, `python -m zhiheng`."""
    called = Path(sys.argv[0])
    if called.stem != "zhiheng":
        return "python -m zhiheng"
    found = shutil.which("zhiheng")
    if found and os.path.realpath(found) == os.path.realpath(called):
        return "zhiheng"
    here = Path.cwd()
    return str(called.relative_to(here)) if called.is_relative_to(here) else str(called)


def _open(host: str, port: int) -> Site:
    try:
        return Site(host, port)
    except OSError as wrong:
        raise Refusal(_no_port(host, port, wrong)) from None


def _no_port(host: str, port: int, wrong: OSError) -> Fault:
    if wrong.errno == errno.EADDRINUSE:
        reason = Text("端口已被占用，可能执衡已经在运行", "the port is in use; Zhiheng may be running already")
        remedy = Text(
            f"打开 http://{host}:{port}/ 看看；或者换一个端口：--port {port + 1}（make run PORT={port + 1}）",
            f"look at http://{host}:{port}/; or take another port: --port {port + 1} (make run PORT={port + 1})",
        )
        return Fault("port_in_use", Place(clause="--port"), reason, remedy, str(port))
    if wrong.errno == errno.EACCES:
        reason = Text("没有权限使用这个端口", "this port may not be used without special rights")
        return Fault(
            "port_refused", Place(clause="--port"), reason, Text("用 --port 8000", "use --port 8000"), str(port)
        )
    reason = Text("不能在这个地址上监听", "cannot listen on this address")
    remedy = Text("用 --host 127.0.0.1", "use --host 127.0.0.1")
    return Fault("bad_host", Place(clause="--host"), reason, remedy, f"{host}: {wrong.strerror or wrong}")


def _announce(site: Site, folder: Path, *, demo: bool) -> None:
    _tell(Text(f"已就绪：{site.address}", f"Ready: {site.address}"))
    if demo:
        _tell(
            Text("演示数据全部虚构；本阶段不需要登录。", "All data are fictional; there is no sign-in at this stage.")
        )
    if not site.is_private:
        words = Text(
            "注意：同一网络上的人都能查看，且不需要登录。",
            "Note: everybody on this network can read it, without sign-in.",
        )
        console.err.print(console.say(words), style="bold yellow", markup=False)
    _tell(Text(f"数据在 {folder}；按 Ctrl+C 结束。", f"The data are in {folder}; Ctrl+C ends."))


def _run(site: Site) -> None:
    """Serve until Ctrl+C or the end of the session; both are the usual way to leave."""
    try:
        site.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        # The sign ^C stands on the terminal's line; what follows begins on its own.
        _tell(Text("\n已结束。", "\nEnded."))


def _stop(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _tell(text: Text) -> None:
    console.out.print(console.say(text), markup=False, soft_wrap=True)
