"""The benchmark of the web application, tiny: every step runs, every page answers, and what it prints has its shape."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.web.command import main  # noqa: E402
from bench.web.load import percentile  # noqa: E402
from bench.web.pages import PAGES  # noqa: E402
from bench.web.table import markdown  # noqa: E402

pytestmark = [pytest.mark.functional, pytest.mark.xdist_group("bench_web")]
#: So many queries no page may need, whatever it shows; each page has a closer bound of its own beside its app.
MOST_QUERIES = 60


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench-web")
    sizes = ["--cases", "60", "--bodies", "6", "--users", "2", "--rows", "50", "--seconds", "2", "--processes", "1"]
    assert main([*sizes, "--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def measured(out: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((out / "web.json").read_text(encoding="utf-8"))
    return told


def test_it_measures_every_page_without_an_error(measured: dict[str, Any]) -> None:
    assert set(measured["pages"]) == {page.name for page in PAGES}
    for name, page in measured["pages"].items():
        assert page["alone"]["errors"] == page["together"]["errors"] == 0, name
        assert page["together"]["requests"] > 0, name
    assert measured["all"]["requests"] == sum(one["together"]["requests"] for one in measured["pages"].values())


def test_it_bounds_the_queries_of_every_page(measured: dict[str, Any]) -> None:
    assert all(0 < page["queries"] <= MOST_QUERIES for page in measured["pages"].values())


def test_it_measures_what_takes_longer(measured: dict[str, Any]) -> None:
    times = measured["times"]
    steps = ("template", "upload", "match", "check", "confirm")
    assert times["import"] == pytest.approx(sum(times[step] for step in steps))
    assert {"opening", "recompute_one", "recompute_all", "publication", "plain_csv"} <= set(times)
    assert (measured["sizes"]["rows"], measured["sizes"]["cases"]) == (50, 60)


def test_it_prints_pages_deeds_bars_and_the_load(out: Path, measured: dict[str, Any]) -> None:
    table = (out / "web.md").read_text(encoding="utf-8")
    assert table == markdown(measured)
    assert all(f"| {page.label} |" in table for page in PAGES)
    for words in (
        "load average",
        "比最省的页面 ratio to the cheapest",
        "每行是只读 CSV 的",
        "没有错误 no errors | 0 | 达到 met",
    ):
        assert words in table
    # What the study asks for at 300 bodies and 10,000 rows is not said of six and fifty.
    assert "300 bodies at most" not in table
    assert "10,000 rows at most" not in table


def test_it_takes_the_value_that_95_of_100_do_not_exceed() -> None:
    assert percentile([float(number) for number in range(1, 101)], 95) == 95
    assert percentile([3.0], 95) == 3
    assert percentile([1.0, 2.0, 3.0, 4.0], 95) == 4
