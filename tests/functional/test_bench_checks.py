"""The benchmark of the checks at thirty thousand events: all its plans agree, and so do both forms of its ledgers."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.chart import Line, chart  # noqa: E402
from bench.checks.bars import bars  # noqa: E402
from bench.checks.contract import write_contract  # noqa: E402
from bench.checks.generate import cases_for, read_made  # noqa: E402
from bench.checks.measure import Disagreement, agree  # noqa: E402
from bench.checks.plans import BY_NAME, EIGHT, Seal, make_plan  # noqa: E402
from bench.run import main as run_benchmarks  # noqa: E402

from zhiheng.ledgers.canonical import Canonical, prepare_canonical  # noqa: E402

pytestmark = [pytest.mark.functional, pytest.mark.xdist_group("bench_checks")]
EVENTS = 30_000  # so many that each of the eight finds something


@pytest.fixture(scope="module")
def canonical(tmp_path_factory: pytest.TempPathFactory) -> Canonical:
    return read_made(tmp_path_factory.mktemp("bench") / "ledger", cases_for(EVENTS))


@pytest.fixture(scope="module")
def expected(canonical: Canonical, tmp_path_factory: pytest.TempPathFactory) -> Seal:
    return _seal("eight", canonical, tmp_path_factory.mktemp("eight"))


def _seal(name: str, canonical: Canonical, out: Path) -> Seal:
    needs = BY_NAME[name].needs
    if needs and importlib.util.find_spec(needs) is None:
        pytest.skip(f"未装 {needs}：make bench 会安装 / {needs} is not installed: make bench installs it")
    plan = make_plan(name, canonical, out)
    return plan.seal(plan.run())


def test_it_finds_something_for_each_of_the_eight(expected: Seal) -> None:
    assert tuple(expected) == EIGHT
    assert all(count > 0 for count, _ in expected.values())


@pytest.mark.parametrize("name", [name for name, way in BY_NAME.items() if way.eight and name != "eight"])
def test_it_finds_the_same_by_every_plan(name: str, canonical: Canonical, expected: Seal, tmp_path: Path) -> None:
    found = _seal(name, canonical, tmp_path)
    assert found == {check: expected[check] for check in found}
    assert len(found) == (3 if name == "pm4py" else 8)


def test_it_finds_the_same_in_the_catalogue_where_the_rules_are_alike(
    canonical: Canonical, expected: Seal, tmp_path: Path
) -> None:
    found = _seal("catalogue", canonical, tmp_path)
    assert found["cn-penalty-outside-band-benchmark"] == expected["c6"]
    assert found["xuhui-duplicated-events"] == expected["c5"]


def test_it_finds_more_after_the_limit_is_lowered(canonical: Canonical, expected: Seal, tmp_path: Path) -> None:
    (changed,) = _seal("changed", canonical, tmp_path).values()
    assert changed[0] > expected["c3"][0]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_it_writes_what_the_preparation_of_the_ledger_yields(form: str, canonical: Canonical, tmp_path: Path) -> None:
    write_contract(canonical, tmp_path / "ledger", form)
    prepared = prepare_canonical(tmp_path / "ledger", home=tmp_path / "home", direct_from=0)
    (made,), (other,) = canonical.parts, prepared.parts
    files = [(made.events_file, other.events_file), (made.cases_file, other.cases_file)]
    files += [(canonical.table(name), prepared.table(name)) for name in ("texts", "officers", "complaints")]
    for ours, theirs in files:
        rows = pq.read_table(theirs)
        assert pq.read_table(ours, columns=rows.column_names).equals(rows), theirs.name


def _taken(name: str, seal: Mapping[str, tuple[int, int]]) -> dict[str, object]:
    return {"seal": dict(seal)}


def test_it_gives_no_times_where_a_plan_finds_something_else() -> None:
    ways = [BY_NAME["eight"], BY_NAME["pandas"]]
    same, other = {"c1": (2, 5), "c2": (1, 3)}, {"c1": (2, 6)}
    assert agree(ways, {"eight": [_taken("eight", same)], "pandas": [_taken("pandas", {"c1": (2, 5)})]}) == same
    with pytest.raises(Disagreement, match="pandas: c1"):
        agree(ways, {"eight": [_taken("eight", same)], "pandas": [_taken("pandas", other)]})


def test_it_tells_a_bar_that_was_missed() -> None:
    times = {"scan": {"wall": 1.0}, "eight": {"wall": 8.5}, "changed": {"wall": 0.5}}
    bounded = {"memory": "500MB", "runs": {"eight": {"peak": 600.0}}}
    table = bars({"sizes": [{"events": 10**7, "medians": times}], "bounded": bounded, "real": None})
    assert "8.5× | **未达到 missed**" in table
    assert "600 MiB | 达到 met" in table


def test_it_draws_a_chart_that_is_valid_and_names_every_line() -> None:
    lines = [
        Line("只读 <scan>", [(1e5, 0.01), (1e6, 0.1)]),
        Line("执衡 Zhiheng", [(1e5, 0.2), (1e6, 0.5)], is_main=True),
    ]
    drawn = chart(("检查用时", "Time"), "events", "seconds", lines)
    texts = [text.text for text in ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]
    assert {"只读 <scan>", "执衡 Zhiheng", "检查用时"} <= set(texts)


def test_it_says_how_to_call_it_when_a_benchmark_is_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_benchmarks(["nothing"]) == 2
    assert run_benchmarks(["--events", "1e5"]) == 2
    assert "checks" in capsys.readouterr().err
