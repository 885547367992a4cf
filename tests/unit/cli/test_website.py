"""What the small site says of a file: type, name to save it under, and the policy of a page."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from zhiheng.cli.website import Sheet, Site


def test_it_names_a_download_in_plain_letters_and_in_full() -> None:
    told = Sheet(Path("a.xlsx"), "评分卡-hunan-2020.xlsx").disposition()
    plain, _, full = told.partition("; filename*=UTF-8''")
    assert plain == 'attachment; filename="hunan-2020.xlsx"'
    assert unquote(full) == "评分卡-hunan-2020.xlsx"


@pytest.mark.parametrize("name", ['a"; x=y.xlsx', "a\r\nSet-Cookie: b.xlsx", "评分卡"])
def test_it_lets_no_name_break_out_of_the_header(name: str) -> None:
    told = Sheet(Path("a.xlsx"), name).disposition()
    assert told.isascii()
    assert told.isprintable()
    assert told.count('"') == 2


def test_it_shows_a_page_in_place() -> None:
    page = Sheet(Path("report.html"))
    assert (page.disposition(), page.content_type) == ("inline", "text/html; charset=utf-8")
    assert Sheet(Path("x.bin")).content_type == "application/octet-stream"


@pytest.mark.parametrize(("host", "private"), [("127.0.0.1", True), ("0.0.0.0", False)])
def test_it_knows_whether_only_this_machine_can_reach_it(host: str, private: bool) -> None:
    with Site(host, 0) as site:
        assert site.is_private is private
        assert site.address == f"http://{host}:{site.server_port}/"
