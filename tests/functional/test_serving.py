"""`zhiheng serve --demo` as a process: every link resolves, nothing else is given out, data are kept."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag, urljoin

import openpyxl
import pytest

import zhiheng
from adapters.command_line import run_process
from assets.html_tree import Node, read_page

pytestmark = pytest.mark.functional

LIBRARY = str(Path(zhiheng.__file__).parent.parent)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]


@dataclass(frozen=True)
class Answer:
    """What the site answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def page(self) -> Node:
        """Return the body read as a page."""
        return read_page(self.body.decode("utf-8"))


@dataclass
class Server:
    """A running `zhiheng serve`; `said` is what it printed until it was ready."""

    process: subprocess.Popen[str]
    port: int
    said: str
    seconds: float

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Send a request as it stands, without putting its path in order."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.putrequest(method, path, skip_host="host" in headers)
        for name, value in headers.items():
            line.putheader(name.replace("_", "-"), value)
        line.endheaders()
        got = line.getresponse()
        answer = Answer(got.status, got.headers, got.read())
        line.close()
        return answer

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Send a signal; return the exit status and what was printed from then on."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=20)
        return self.process.returncode, rest


def start(folder: Path, *arguments: str) -> Server:
    """Start the server on a free port and wait until it says that it is ready."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "zhiheng", "serve", "--folder", str(folder), "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": LIBRARY},
        # A shell that runs the tests in the background makes its children deaf to Ctrl+C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None,
    )
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if "Ctrl+C" in line:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
            assert found is not None
            return Server(process, int(found[1]), said, time.monotonic() - begun)
    pytest.fail(f"the server ended with {process.wait()}: {said}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "数据"


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    running = start(folder, "--demo")
    yield running
    running.stop()


def test_it_prints_the_address_and_that_no_sign_in_is_needed(server: Server) -> None:
    assert f"已就绪：http://127.0.0.1:{server.port}/" in server.said
    assert "不需要登录" in server.said


def test_it_lists_fourteen_cities_and_three_detachments(server: Server) -> None:
    page = server.ask("/").page
    tables = page.all("table", "ranking")
    assert [len(table.all("tr")) - 1 for table in tables] == [14, 3]
    assert "虚构" in page.all("p", "fictional")[0].text


def test_it_resolves_every_link(server: Server) -> None:
    links = {urljoin("/", node.attributes["href"]) for node in server.ask("/").page.all("a")}
    pages: dict[str, Node] = {}
    assert len(links) > 17 + 2 * 5
    for link in links:
        address, anchor = urldefrag(link)
        if address not in pages:
            answer = server.ask(address)
            assert answer.status == 200, address
            is_page = answer.headers.get_content_type() == "text/html"
            pages[address] = answer.page if is_page else Node("", {})
        if anchor:
            assert pages[address].at(unquote(anchor)), link
    assert {address.rpartition(".")[2] for address in pages if address != "/"} == {"html", "xlsx", "docx", "json"}


def test_it_tells_types_names_and_policies(server: Server) -> None:
    report, cards = (server.ask(f"/results/hunan-2020/{name}") for name in ("report.html", "scorecards.xlsx"))
    assert "script-src 'sha256-" in report.headers["Content-Security-Policy"]
    assert report.headers["Content-Disposition"] == "inline"
    assert quote("评分卡-hunan-2020.xlsx") in cards.headers["Content-Disposition"]
    assert cards.headers.get_content_type().endswith("spreadsheetml.sheet")
    for answer in (report, cards, server.ask("/nothing")):
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Server"] == "zhiheng"


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/.served/marks.json",
        "/results/../.served/marks.json",
        "/results/%2e%2e/ledger/ledger.yaml",
        "/results/..%2fledger%2fledger.yaml",
        "/ledger/officers.csv",
        "/results/hunan-2020/inputs/officers.csv",
        "/results/hunan-2020/",
        "/results",
        "//etc/passwd",
        "/index.html%00.json",
        "/%ff%fe",
        "/results\\hunan-2020\\report.html",
    ],
)
def test_it_gives_out_nothing_that_is_not_listed(server: Server, path: str) -> None:
    answer = server.ask(path)
    assert answer.status in (400, 404)
    assert "没有这一页" in answer.page.text or "请求无法处理" in answer.page.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "MAKE"])
def test_it_only_shows(server: Server, method: str) -> None:
    answer = server.ask("/", method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_it_answers_head_without_body_and_repeats_nothing_unchanged(server: Server) -> None:
    whole, head = server.ask("/"), server.ask("/", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert int(head.headers["Content-Length"]) == len(whole.body)
    again = server.ask("/", If_None_Match=whole.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


def test_it_answers_to_no_foreign_name(server: Server) -> None:
    assert server.ask("/", host=f"localhost:{server.port}").status == 200
    refused = server.ask("/", host="evil.example")
    assert refused.status == 421
    assert "YL01" not in refused.body.decode("utf-8")


def test_it_refuses_a_port_in_use_and_says_how_to_mend_it(server: Server, tmp_path: Path) -> None:
    ended = run_process("serve", "--demo", "--folder", tmp_path / "other", "--port", str(server.port))
    assert ended.status == 2
    assert "端口已被占用" in ended.err
    assert f"--port {server.port + 1}" in ended.err
    assert "Traceback" not in ended.err
    assert not (tmp_path / "other").exists()


def test_it_has_nothing_to_show_without_results(tmp_path: Path) -> None:
    ended = run_process("serve", "--folder", tmp_path / "empty", "--port", "0", "--lang", "en")
    assert ended.status == 2
    assert "serve --demo" in ended.err


# Starting again


def _times(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_it_keeps_the_data_on_a_second_start(server: Server, folder: Path) -> None:
    before = _times(folder)
    second = start(folder, "--demo")
    try:
        assert second.ask("/").body == server.ask("/").body
    finally:
        status, rest = second.stop(signal.SIGINT)
    assert (status, "Traceback" in rest) == (0, False)
    assert _times(folder) == before
    assert "正在" not in second.said
    # About two seconds on an idle machine; the tests may share theirs with others.
    assert second.seconds < 15


def test_it_evaluates_anew_after_a_change_and_keeps_the_change(tmp_path: Path) -> None:
    first = start(tmp_path, "--demo")
    score = re.compile(r"霁城市城市管理和综合执法局.{0,200}?value=\"(-?[\d.]+)\"", re.S)
    before = score.search(first.ask("/").body.decode("utf-8"))
    first.stop()
    facts = tmp_path / "ledger" / "facts.csv"
    text = facts.read_text(encoding="utf-8-sig").replace("YL07,D08-3-a,是", "YL07,D08-3-a,否")
    facts.write_text(text, encoding="utf-8-sig")
    second = start(tmp_path, "--demo")
    after = score.search(second.ask("/").body.decode("utf-8"))
    second.stop()
    assert before is not None
    assert after is not None
    assert float(after[1]) == float(before[1]) + 2  # D08-3-a costs two points
    assert "YL07,D08-3-a,否" in facts.read_text(encoding="utf-8-sig")


def test_it_refuses_a_folder_with_another_ledger(tmp_path: Path) -> None:
    (tmp_path / "ledger").mkdir()
    (tmp_path / "ledger" / "台账.xlsx").write_bytes(b"x")
    ended = run_process("serve", "--demo", "--folder", tmp_path, "--port", "0")
    assert ended.status == 2
    assert (tmp_path / "ledger" / "台账.xlsx").read_bytes() == b"x"


def test_it_overwrites_no_result_of_somebody_else(tmp_path: Path) -> None:
    theirs = tmp_path / "results" / "hunan-2020" / "result.json"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("{}", encoding="utf-8")
    ended = run_process("serve", "--demo", "--folder", tmp_path, "--port", "0")
    assert ended.status == 2
    assert "不予覆盖" in ended.err
    assert theirs.read_text(encoding="utf-8") == "{}"


# One's own data


def test_it_prints_instructions_that_work(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = [node.text for node in server.ask("/").page.all("pre")]
    monkeypatch.chdir(tmp_path)
    Path("我的台账").mkdir()
    Path("我的台账/ledger.yaml").write_text(blocks[0], encoding="utf-8")
    lines = [line.split("zhiheng ", 1)[1].split() for block in blocks[1:4] for line in block.splitlines()]
    template, validate, evaluate, serve = lines
    assert run_process(*template).status == 0
    form = openpyxl.load_workbook("我的台账/自评表.xlsx")
    for row, answer in enumerate(("U01", "某市城市管理和综合执法局", "设区的市"), start=3):
        form["自评表"].cell(row=row, column=2, value=answer)
    form["自评表"].cell(row=8, column=6, value="否")
    form.save("我的台账/自评表.xlsx")
    ended = run_process(*validate)
    assert ended.status == 0, ended.err
    ended = run_process(*evaluate)
    assert ended.status == 0, ended.err
    own = start(tmp_path / serve[serve.index("--folder") + 1])
    page = own.ask("/").page
    own.stop()
    assert "某市城市管理和综合执法局" in page.text
    assert not page.all("p", "fictional")


# In a browser


@pytest.mark.needs("chromium", "chinese_fonts")
@pytest.mark.parametrize("width", [360, 1366])
def test_it_opens_a_scorecard_in_a_browser(server: Server, chromium_path: str, width: int) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    said: list[str] = []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"http://127.0.0.1:{server.port}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.click("label[for=lang-en]")
        assert page.get_by_role("heading", name="With your own data").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.click("label[for=lang-zh]")
        page.get_by_role("link", name="岚港市城市违法建筑执法支队", exact=True).click()
        page.wait_for_url("**/results/chongqing-interim/report.html#u-LG03")
        assert page.locator("#u-LG03").is_visible()
        assert "V4" in page.locator("#u-LG03").inner_text()
        browser.close()
    assert said == []


@pytest.mark.needs("chromium", "chinese_fonts")
def test_it_works_without_script(server: Server, chromium_path: str) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"http://127.0.0.1:{server.port}/")
        page.get_by_role("link", name="霁城市城市管理和综合执法局", exact=True).click()
        page.wait_for_url("**/results/hunan-2020/report.html#u-YL07")
        assert page.locator("#u-YL07").is_visible()
        page.goto(f"http://127.0.0.1:{server.port}/nowhere")
        assert page.get_by_role("heading", name="没有这一页").is_visible()
        browser.close()


def test_it_frees_its_port_when_it_ends(tmp_path: Path, folder: Path) -> None:
    running = start(folder, "--demo")
    running.stop()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", running.port))
