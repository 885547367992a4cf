"""`zhiheng checks`: the list, one check with its law and query, findings with their rows, dismissing one of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from adapters.checked_ledgers import LATE, OWN_RULE, SPLIT, write_checked_ledger
from adapters.command_line import CommandLine
from zhiheng.checks import built_in_checks
from zhiheng.cli import alerts, checking, checks


@pytest.fixture
def zhiheng(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys, checking.attach, checks.attach, alerts.attach)


@pytest.fixture
def checked(zhiheng: CommandLine, tmp_path: Path) -> tuple[Path, Path]:
    """Return a ledger and the folder with its findings: two late services and a split."""
    ledger, out = write_checked_ledger(tmp_path / "台账"), tmp_path / "结果"
    assert zhiheng("check", "--ledger", ledger, "--out", out, "--checks", LATE, "--checks", SPLIT).status == 0
    return ledger, out


def test_it_lists_every_check_in_tables_that_fit(zhiheng: CommandLine) -> None:
    ended = zhiheng("checks")
    assert (ended.status, ended.err) == (0, "")
    assert all(check.id in ended.out for check in built_in_checks())  # whole, so that it can be copied
    row = next(line for line in ended.out.splitlines() if "处罚决定书逾期送达" in line)
    assert "逾期 · 一般" in row and "行政处罚法第六十一条" in row
    below = next(line for line in ended.out.splitlines() if LATE in line)
    assert "7个工作日" in below and "2021-07-15起" in below
    for lang in ("zh", "en"):
        lines = zhiheng("checks", "--lang", lang).out.splitlines()
        assert max(map(cell_len, lines)) <= 100, lang


def test_it_lists_as_json(zhiheng: CommandLine) -> None:
    told = {check["id"]: check for check in zhiheng("checks", "--format", "json").data}
    assert set(told) == {check.id for check in built_in_checks()}
    late = told[LATE]
    assert (late["kind"], late["severity"], late["limit_zh"], late["from"]) == (
        "late",
        "ordinary",
        "7个工作日",
        "2021-07-15",
    )
    assert (late["citation"], late["until"]) == ("penalty-law-61", None)
    assert all(check["limit_zh"] and check["limit_en"] and check["citation_zh"] for check in told.values())


def test_it_lists_some_of_them(zhiheng: CommandLine) -> None:
    told = zhiheng("checks", "--checks", "wuxue", "--format", "json").data
    assert {check["folder"] for check in told} == {"wuxue"}
    assert zhiheng("checks", "--checks", "wuxu").status == 2


def test_it_shows_a_check_with_the_law_of_every_version(zhiheng: CommandLine) -> None:
    told = zhiheng("checks", "show", LATE).out
    assert "1996-10-01至2021-07-14" in told and "2021-07-15起" in told
    assert "《中华人民共和国行政处罚法》第六十一条" in told
    assert "行政机关应当在七日内依照" in told
    assert "limit: {working_days: 7}" in told and "limit: {days: 7}" in told
    assert "使用前应先排除" in told and "公告" in told
    english = zhiheng("checks", "show", LATE, "--lang", "en").out
    assert "article 61" in english and "Demand  7 working days" in english


def test_it_shows_a_check_as_json(zhiheng: CommandLine) -> None:
    told = zhiheng("checks", "show", LATE, "--format", "json").data
    assert told["applies"] == {"kind": ["penalty"], "procedure": ["ordinary"]}
    assert told["requirements"] == ["XH-21", "LPS-28"]
    old, new = told["versions"]
    assert (old["until"], new["from"], old["is_summary"]) == ("2021-07-15", "2021-07-15", True)
    assert new["parameters"]["limit"] == {"working_days": 7}
    assert told["rule_out_zh"] and told["rule_out_en"]


def test_it_shows_a_check_of_the_users_own(zhiheng: CommandLine, tmp_path: Path) -> None:
    own = tmp_path / "我的.yaml"
    own.write_text(OWN_RULE, encoding="utf-8")
    told = zhiheng("checks", "show", own).out
    assert "本局办案规定第五条" in told
    assert told.rstrip().endswith(f"--checks {own}")


@pytest.mark.parametrize(("dialect", "sign"), [("duckdb", "BIGINT"), ("postgres", "BIGINT"), ("pyspark", "`")])
def test_it_prints_the_query_of_each_version(zhiheng: CommandLine, dialect: str, sign: str) -> None:
    told = zhiheng("checks", "show", LATE, "--sql", dialect, "--as-of", "2025-06-30").out
    assert told.count("SELECT") >= 2 and sign in told
    assert "-- as of 2025-06-30; rows = cases + (count_announced, first_decided_at" in told
    assert "penalty-law-2017-40" in told and "penalty-law-61" in told
    assert told.rstrip().endswith(";")


@pytest.mark.parametrize(("name", "told"), [("cn-penalty-late-servise", LATE), ("xuhui", "zhiheng checks --checks")])
def test_it_refuses_to_show_what_is_not_one_check(zhiheng: CommandLine, name: str, told: str) -> None:
    ended = zhiheng("checks", "show", name)
    assert (ended.status, told in ended.err) == (2, True)


def test_it_shows_a_finding_with_law_rows_and_what_to_rule_out(
    zhiheng: CommandLine, checked: tuple[Path, Path]
) -> None:
    ledger, out = checked
    told = zhiheng("checks", "alerts", out, "--ledger", ledger, "--check", LATE, "--case", "C1").out
    assert "[1/1] 处罚决定书逾期送达" in told
    assert "单位 一中队 U1　案件 C1　人员 O1" in told
    assert "至送达用了9个工作日，期限7个工作日" in told
    assert "应于 2025-03-12 前（含当日）" in told
    assert "《中华人民共和国行政处罚法》第六十一条" in told
    assert [line.split() for line in told.splitlines() if line.startswith("      2025")] == [
        ["2025-02-10", "09:00", "立案", "O1"],
        ["2025-03-03", "决定", "O1"],
        ["2025-03-14", "送达", "O1"],
    ]
    assert "应先排除  是否在期限内已经交付邮寄" in told
    command = f"zhiheng checks dismiss {out} --ledger {ledger} --check {LATE} --case C1 --by 姓名 --reason 理由"
    assert command in told


def test_it_shows_the_related_case_beside_the_finding(zhiheng: CommandLine, checked: tuple[Path, Path]) -> None:
    ledger, out = checked
    told = zhiheng("checks", "alerts", out, "--ledger", ledger, "--check", SPLIT).out
    assert "与 C1 同一当事人、同一案由、同一地点，相隔3日" in told
    assert told.index("案件  C3") < told.index("案件  C1")
    # Asked for by the earlier case, the finding on the later one is shown too.
    assert "案件 C3" in zhiheng("checks", "alerts", out, "--case", "C1", "--check", SPLIT).out


def test_it_shows_findings_without_the_ledger_and_no_more_than_asked_for(
    zhiheng: CommandLine, checked: tuple[Path, Path]
) -> None:
    _, out = checked
    told = zhiheng("checks", "alerts", out, "--check", LATE, "--limit", "1").out
    assert "[1/2]" in told and "另有 1 条" in told and "--ledger DIR" in told
    assert "2025-02-10" not in told
    assert "没有符合条件的问题" in zhiheng("checks", "alerts", out, "--unit", "U9").out


def test_it_shows_findings_as_json(zhiheng: CommandLine, checked: tuple[Path, Path]) -> None:
    ledger, out = checked
    one, other = zhiheng("checks", "alerts", out, "--ledger", ledger, "--check", LATE, "--format", "json").data
    assert (one["case_id"], one["measured"], one["limit"], one["due_at"]) == ("C1", "9", "7", "2025-03-12")
    assert one["told_en"] == "served after 9 working days, limit 7 working days"
    assert [step["activity"] for step in one["cases"][0]["events"]] == ["filed", "decided", "served"]
    assert (other["case_id"], other["dismissed"]) == ("C3", None)


def test_it_asks_for_the_rule_file_of_a_check_that_is_not_built_in(zhiheng: CommandLine, tmp_path: Path) -> None:
    own, out = tmp_path / "我的.yaml", tmp_path / "out"
    own.write_text(OWN_RULE, encoding="utf-8")
    ledger = write_checked_ledger(tmp_path / "台账")
    zhiheng("check", "--ledger", ledger, "--out", out, "--checks", own)
    assert "用 --checks 给出它的规则文件" in zhiheng("checks", "alerts", out).out
    # C1: 10 February to 3 March are 21 days.
    assert "至决定用了21日，期限15日" in zhiheng("checks", "alerts", out, "--checks", own, "--case", "C1").out


def test_it_dismisses_undoes_and_shows_what_stands(zhiheng: CommandLine, checked: tuple[Path, Path]) -> None:
    ledger, out = checked
    about = ("checks", "dismiss", out, "--ledger", ledger, "--check", LATE, "--case", "C1", "--by", "王某")
    told = zhiheng(*about, "--reason", "期限内已交付邮寄", "--format", "json").data
    assert (told["unit_id"], told["by"], told["undoes"]) == ("U1", "王某", "")
    assert told["at"].endswith("+08:00")
    shown = zhiheng("checks", "alerts", out, "--ledger", ledger, "--case", "C1", "--check", LATE).out
    assert "已排除  王某" in shown and "期限内已交付邮寄" in shown and "checks dismiss" not in shown
    undone = zhiheng(*about, "--reason", "邮寄凭证有误", "--undo", "--format", "json").data
    assert undone["undoes"] == told["at"]
    shown = zhiheng("checks", "alerts", out, "--ledger", ledger, "--case", "C1", "--check", LATE).out
    assert "checks dismiss" in shown
    assert (ledger / "dismissals.csv").read_text("utf-8-sig").count("\n") == 3


REFUSED = {
    "no-reason": (["--check", LATE, "--case", "C1", "--by", "王某"], "至少写 4 个字"),
    "no-name": (["--check", LATE, "--case", "C1", "--reason", "期限内已邮寄"], "没有写排除人"),
    "no-such-finding": (["--check", LATE, "--case", "C2", "--by", "王某", "--reason", "期限内已邮寄"], "没有这个问题"),
    "several": (["--check", LATE, "--by", "王某", "--reason", "期限内已邮寄"], "符合条件的问题有 2 个"),
    "nothing-to-undo": (["--check", LATE, "--by", "王某", "--reason", "期限内已邮寄", "--undo"], "现在没有被排除"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses_to_dismiss(name: str, zhiheng: CommandLine, checked: tuple[Path, Path]) -> None:
    ledger, out = checked
    more, told = REFUSED[name]
    ended = zhiheng("checks", "dismiss", out, "--ledger", ledger, *more)
    assert (ended.status, told in ended.err) == (2, True), ended.err
    assert not (ledger / "dismissals.csv").exists()


def test_it_refuses_where_there_are_no_findings(zhiheng: CommandLine, tmp_path: Path) -> None:
    ended = zhiheng("checks", "alerts", tmp_path)
    assert (ended.status, "没有检查结果" in ended.err) == (2, True)
