"""`zhiheng serve`: the tables brought up to date, the jobs' worker beside, gunicorn in front, until Ctrl+C."""

from __future__ import annotations

import errno
import os
import socket
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import gunicorn
from gunicorn.app.base import BaseApplication

from zhiheng.api import Refusal, Text
from zhiheng_web.conf import installation, keeping
from zhiheng_web.conf.terminal import refuse, tell

_PREPARE, _PEOPLE = "zhiheng_web.demonstration.actions", "zhiheng_web.demonstration.people"
#: Requests of one process that go on side by side; a page costs tens of milliseconds, most of it waiting.
_THREADS = 8


def serve(home: Path | None, *, demonstration: bool, host: str, port: int, processes: int) -> None:
    """Serve until told to stop. Raises Refusal where the port, the folder or the database cannot be used."""
    # The port comes first: whether it can be had is known at once, and a browser that is early waits.
    with _open(host, port) as door:
        address = _address(door)
        _trust(host)
        chosen = installation.start(home, demonstration=demonstration)
        _in_child(lambda: _prepare(chosen, address, demonstration=demonstration))
        keeper = keeping.start(_work)
        Server(door, processes, lambda: _announce(address, chosen, host), lambda: keeping.stop(keeper)).run()


def _open(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
        door.listen(256)
    except OSError as wrong:
        door.close()
        raise _no_port(host, port, wrong) from None
    return door


def _no_port(host: str, port: int, wrong: OSError) -> Refusal:
    if wrong.errno == errno.EADDRINUSE:
        reason = Text("端口已被占用，可能执衡已经在运行", "the port is in use; Zhiheng may be running already")
        remedy = Text(
            f"打开 http://{host}:{port}/ 看看；或者换一个端口：--port {port + 1}（make run PORT={port + 1}）",
            f"look at http://{host}:{port}/; or take another port: --port {port + 1} (make run PORT={port + 1})",
        )
        return refuse("port_in_use", reason, remedy, clause="--port", value=str(port))
    if wrong.errno == errno.EACCES:
        reason = Text("没有权限使用这个端口", "this port may not be used without special rights")
        remedy = Text("用 --port 8000", "use --port 8000")
        return refuse("port_refused", reason, remedy, clause="--port", value=str(port))
    reason = Text("不能在这个地址上监听", "cannot listen on this address")
    remedy = Text("用 --host 127.0.0.1", "use --host 127.0.0.1")
    return refuse("bad_host", reason, remedy, clause="--host", value=f"{host}: {wrong.strerror or wrong}")


def _address(door: socket.socket) -> str:
    host, port = door.getsockname()[:2]
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


def _trust(host: str) -> None:
    """Let the site answer to the name it listens on; any other name is set by the environment."""
    if "ZHIHENG_ALLOWED_HOSTS" not in os.environ and host not in ("0.0.0.0", "::"):
        named = f"[{host}]" if ":" in host else host
        os.environ["ZHIHENG_ALLOWED_HOSTS"] = f"127.0.0.1,localhost,[::1],{named}"


def _in_child(work: Callable[[], None]) -> None:
    """Do something in a process of its own: what it opened, connections and threads, must not be forked later."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            work()
            status = 0
        except Refusal as refusal:
            for fault in refusal.faults:
                tell(Text(fault.of("zh"), fault.of("en")), err=True)
            status = 2
        except KeyboardInterrupt:
            status = 130
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    try:
        _, ended = os.waitpid(pid, 0)
    except KeyboardInterrupt:
        os.waitpid(pid, 0)
        raise
    status = os.waitstatus_to_exitcode(ended)
    if status:
        raise SystemExit(status if status > 0 else 1)


def _prepare(home: Path, address: str, *, demonstration: bool) -> None:
    """Bring everything up to date and print who can sign in."""
    (home / "static").mkdir(parents=True, exist_ok=True)
    applied = installation.migrate()
    if applied:
        tell(Text(f"数据表已更新（{len(applied)} 步）。", f"Tables brought up to date ({len(applied)} steps)."))
    if demonstration:
        _demonstrate(home)
    else:
        _tell_first_start(address)


def _demonstrate(home: Path) -> None:
    if not find_spec("zhiheng_web.demonstration") or not find_spec(_PREPARE):
        reason = Text("这个版本没有演示数据", "this version has no demonstration")
        remedy = Text("去掉 --demo：zhiheng serve", "leave --demo out: zhiheng serve")
        raise refuse("no_demonstration", reason, remedy, clause="--demo")
    tell(Text("正在准备演示数据，首次约需三四分钟……", "Preparing the demonstration: three or four minutes, once …"))
    signs = import_module(_PREPARE).prepare(home, tell)
    password = import_module(_PEOPLE).PASSWORD
    tell(
        Text(
            f"演示账号（全部虚构），口令都是 {password}",
            f"Sign-ins (all fictional), the password of each is {password}",
        )
    )
    for one in signs:
        tell(Text(f"  {one.name}  {one.role.zh}，{one.body}", f"  {one.name}  {one.role.en}, {one.body}"))


def _tell_first_start(address: str) -> None:
    from zhiheng_web.accounts.first_run import setup_address

    path = setup_address()
    if path:
        tell(
            Text(
                f"还没有账号。请打开以下地址建立第一个（只能用一次）：\n  {address.rstrip('/')}{path}",
                f"There is no account yet. Make the first one here (works once):\n  {address.rstrip('/')}{path}",
            )
        )


def _work() -> None:
    """Be the worker of jobs: it also appends the day's checkpoint, closes periods that ended, keeps reviews up."""
    from zhiheng_web.audit import checkpoints
    from zhiheng_web.evaluations.actions.notices import close_expired
    from zhiheng_web.lib import workers
    from zhiheng_web.reviews.actions.collecting import keep_up
    from zhiheng_web.reviews.actions.rounds import settle_due

    workers.run((checkpoints.write_daily, close_expired, keep_up, settle_due))


def _announce(address: str, home: Path, host: str) -> None:
    tell(Text(f"已就绪：{address}", f"Ready: {address}"))
    if not _is_private(host):
        words = Text(
            "注意：同一网络上的人都能打开登录页。正式使用请经 HTTPS 代理（docs/howtos/operating.md）。",
            "Note: everybody on this network can reach the sign-in page. In earnest, put an HTTPS proxy in front.",
        )
        tell(words, style="yellow", err=True)
    tell(Text(f"数据在 {home}；按 Ctrl+C 结束。", f"The data are in {home}; Ctrl+C ends."))


def _is_private(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn inside this process, on a socket that is already open."""

    def __init__(
        self, door: socket.socket, processes: int, announce: Callable[[], None], end: Callable[[], None]
    ) -> None:
        self.door, self.processes, self.announce, self.end = door, processes, announce, end
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        # Read when the worker class is loaded; a version helps only those who look for holes.
        gunicorn.SERVER = gunicorn.SERVER_SOFTWARE = "zhiheng"
        chosen: dict[str, Any] = {
            # From here on gunicorn closes it.
            "bind": f"fd://{self.door.detach()}",
            "worker_class": "gthread",
            "workers": self.processes,
            "threads": _THREADS,
            "timeout": 120,
            "graceful_timeout": 10,
            "keepalive": 5,
            # The application is loaded once and shared: a second start takes seconds.
            "preload_app": True,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _: self.announce(),
            "on_exit": lambda _: self._stop(),
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def _stop(self) -> None:
        self.end()
        tell(Text("已结束。", "Ended."))

    def load(self) -> Any:
        """Return the application; no connection is open that workers would share."""
        application = import_module("zhiheng_web.conf.wsgi").application
        import_module("django.urls").get_resolver().url_patterns  # noqa: B018
        import_module("django.db").connections.close_all()
        return application


__all__ = ["serve"]
