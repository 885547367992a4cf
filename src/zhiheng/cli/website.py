"""A small web site of listed files: nothing else is answered, nothing is listed, nothing is written."""

from __future__ import annotations

import re
import shutil
import socket
import socketserver
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote, unquote, urlsplit

from zhiheng.domain.texts import Text
from zhiheng.reports.html.index_page import render_notice

HTML = "text/html; charset=utf-8"
TYPES = {
    ".html": HTML,
    ".json": "application/json; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
_STRICT = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
#: A page states its own policy within so many bytes of its start.
_HEAD_IN_BYTES = 4096
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
}

_NOTICES: Mapping[int, tuple[Text, Text]] = {
    404: (
        Text("没有这一页", "There is no such page"),
        Text("地址可能写错了，或者文件已经移走。", "The address may be mistyped, or the file has been moved."),
    ),
    405: (
        Text("这里只能查看", "This site is for reading only"),
        Text("不接受提交和修改。", "Nothing can be sent or changed here."),
    ),
    421: (
        Text("不接受以这个名称访问", "This site does not answer to that name"),
        Text("请用启动时显示的地址打开。", "Open the address that was printed when it started."),
    ),
}
_OTHERWISE = (
    Text("请求无法处理", "The request cannot be handled"),
    Text("请回到列表重试。", "Go back to the list and try again."),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that may be asked for; with `saved_as` the browser saves it under that name."""

    path: Path
    saved_as: str = ""

    @property
    def content_type(self) -> str:
        """Return the media type by the file's ending."""
        return TYPES.get(self.path.suffix, "application/octet-stream")

    def disposition(self) -> str:
        """Return how the file is to be shown or saved, after RFC 6266: a plain name, and the full one encoded."""
        if not self.saved_as:
            return "inline"
        plain = re.sub(r"[^A-Za-z0-9._-]+", "", self.saved_as).lstrip(".-_") or f"download{self.path.suffix}"
        return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(self.saved_as, safe='')}"


class Site(ThreadingHTTPServer):
    """A server of the files in `sheets`, by address. Raises OSError where the port cannot be had."""

    daemon_threads = True

    def __init__(self, host: str, port: int) -> None:
        self.sheets: dict[str, Sheet] = {}
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Reader)

    def server_bind(self) -> None:
        """Take the port; the name of this machine is not looked up, which may take long."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    @property
    def address(self) -> str:
        """Return the address to open in a browser."""
        host = f"[{self.server_name}]" if ":" in self.server_name else self.server_name
        return f"http://{host}:{self.server_port}/"

    @property
    def is_private(self) -> bool:
        """Return whether only this machine can reach the site."""
        return _is_loopback(self.server_name)

    def handle_error(self, request: object, client_address: object) -> None:
        """Pass over a reader who has gone away; nothing is lost, as nothing is written."""


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


class _Reader(BaseHTTPRequestHandler):
    """Answers GET and HEAD for listed files, everything else with a page that says so."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    server: Site
    _allowed: ClassVar[str] = "GET, HEAD"

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_POST(self) -> None:
        # What was sent is not read, so the connection cannot be used again.
        self.close_connection = True
        self.send_error(HTTPStatus.METHOD_NOT_ALLOWED)

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_POST

    def _answer(self, *, with_body: bool) -> None:
        if not self._is_addressed():
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return
        path = unquote(urlsplit(self.path).path)
        if path == "/favicon.ico":
            self._head(HTTPStatus.NO_CONTENT, {})
            return
        sheet = self.server.sheets.get(path)
        if sheet is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        try:
            self._send(sheet, with_body=with_body)
        except FileNotFoundError:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _is_addressed(self) -> bool:
        """Refuse foreign names on a private site: a page elsewhere may have pointed its own name at this machine."""
        host = urlsplit(f"//{self.headers.get('Host', '')}").hostname or ""
        return not self.server.is_private or not host or _is_loopback(host)

    def _send(self, sheet: Sheet, *, with_body: bool) -> None:
        with sheet.path.open("rb") as file:
            state = sheet.path.stat()
            tag = f'"{state.st_mtime_ns:x}-{state.st_size:x}"'
            if self.headers.get("If-None-Match") == tag:
                self._head(HTTPStatus.NOT_MODIFIED, {"ETag": tag})
                return
            policy = _policy_of(file.read(_HEAD_IN_BYTES)) if sheet.content_type == HTML else _STRICT
            file.seek(0)
            headers = {"Content-Type": sheet.content_type, "Content-Length": str(state.st_size), "ETag": tag}
            self._head(HTTPStatus.OK, {**headers, "Content-Disposition": sheet.disposition()}, policy)
            if with_body:
                shutil.copyfileobj(file, self.wfile)

    def _head(self, status: HTTPStatus, headers: Mapping[str, str], policy: str = _STRICT) -> None:
        self.send_response(status)
        shown = {**_FIXED, "Content-Security-Policy": f"{policy}; frame-ancestors 'none'", **headers}
        for name, value in shown.items():
            self.send_header(name, value)
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with a page in both languages; unknown methods are told like known ones."""
        status = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else HTTPStatus(code)
        page = render_notice(*_NOTICES.get(status, _OTHERWISE)).encode("utf-8")
        headers = {"Content-Type": HTML, "Content-Length": str(len(page))}
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = self._allowed
        if self.close_connection:
            headers["Connection"] = "close"
        self._head(status, headers)
        if self.command != "HEAD":
            self.wfile.write(page)

    def version_string(self) -> str:
        """Return the name of the product alone; versions help only those who look for holes."""
        return "zhiheng"

    def log_message(self, format: str, *args: object) -> None:
        """Keep no log: who read what is nobody's business here."""


def _policy_of(head: bytes) -> str:
    """Return the policy that a page states of itself, the strictest where it states none."""
    found = _POLICY.search(head.decode("utf-8", errors="replace"))
    policy = unescape(found[1]) if found else _STRICT
    return policy if policy.isprintable() and policy.isascii() else _STRICT
