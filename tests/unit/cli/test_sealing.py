"""`seal` and `verify` at the terminal: statuses, the first line that differs, and the door to the audit chain."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Annotated

import pytest
import typer

from adapters.bundles import altered, forged, hunan_result, replaced
from adapters.command_line import CommandLine
from zhiheng.cli import sealing
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text


@pytest.fixture
def zhiheng(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys, sealing.attach)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hunan_result(tmp_path_factory.mktemp("hunan"))


@pytest.fixture
def bundle(zhiheng: CommandLine, result: Path, tmp_path: Path) -> Path:
    ended = zhiheng("seal", result, "--out", tmp_path / "b.zip")
    assert ended.status == 0, ended.err
    return tmp_path / "b.zip"


def test_it_prints_the_digest_that_verify_expects(zhiheng: CommandLine, result: Path, tmp_path: Path) -> None:
    told = zhiheng("seal", result, "--out", tmp_path / "b.zip", "--format", "json").data
    ended = zhiheng("verify", tmp_path / "b.zip", "--expect", told["digest"])
    assert ended.status == 0
    assert "已核验" in ended.out and told["result_digest"] in ended.out
    assert told["digest"] in zhiheng("seal", result, "--out", tmp_path / "b.zip").out


def test_it_names_line_unit_and_rule(zhiheng: CommandLine, bundle: Path) -> None:
    path = altered(bundle, replaced(bundle, "inputs/findings.csv", "D03-2-a,2020-03-01,,,7", "D03-2-a,2020-03-01,,,1"))
    ended = zhiheng("verify", path)
    assert ended.status == 1
    for word in (".units[0].score", '"103.1"', '"104.3"', "单位 U1", "规则 D03-2-a", '"7"'):
        assert word in ended.out, ended.out
    told = zhiheng("verify", path, "--format", "json", "--lang", "en")
    assert told.status == 1
    assert (told.data["ok"], told.data["first_line"]["unit_id"]) == (False, "U1")
    assert "Not verified" in zhiheng("verify", path, "--lang", "en").out


def test_it_tells_a_digest_that_was_not_published(zhiheng: CommandLine, bundle: Path) -> None:
    ended = zhiheng("verify", bundle, "--expect", "sha256:00")
    assert ended.status == 1
    assert "公布" in ended.out


def test_it_leaves_with_one_for_remarks_where_strict(zhiheng: CommandLine, bundle: Path) -> None:
    path = altered(bundle, {"VERIFY.md": b"?"})
    assert zhiheng("verify", path).status == 0
    assert zhiheng("verify", path, "--strict").status == 1


def test_it_refuses_what_is_no_bundle(zhiheng: CommandLine, result: Path, bundle: Path, tmp_path: Path) -> None:
    broken = altered(bundle, {"result.json": forged(bundle, lambda body: body.update(format="other"))})
    for path in (result / "result.json", tmp_path / "none.zip", broken):
        ended = zhiheng("verify", path)
        assert (ended.status, ended.out) == (2, "")
        assert "改法" in ended.err
    assert zhiheng("seal", tmp_path, "--out", tmp_path / "c.zip").status == 2


def test_it_asks_what_to_verify(zhiheng: CommandLine, bundle: Path) -> None:
    assert zhiheng("verify").status == 2
    assert zhiheng("verify", bundle, "--database", "postgresql:///x").status == 2
    assert zhiheng("verify", bundle, "--audit").status == 2


def test_it_says_how_to_install_the_audit_chain(zhiheng: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "entry_points", lambda **_: [])
    ended = zhiheng("verify", "--audit")
    assert ended.status == 2
    assert "make run" in ended.err


def attach_chain(app: typer.Typer) -> None:
    """Add the command of a stand-in for the package that keeps an audit chain."""

    @app.command("audit")
    def audit(
        database: Annotated[str, typer.Option()] = "here",
        fmt: Annotated[str, typer.Option("--format")] = "",
        lang: Annotated[str, typer.Option()] = "",
    ) -> None:
        if database == "broken":
            raise typer.Exit(1)
        if database == "none":
            raise Refusal(Fault("no_database", Place(), Text("没有数据库"), Text("改")))
        typer.echo(f"{database} {fmt} {lang}")


def test_it_hands_over_to_the_package_that_keeps_the_chain(
    zhiheng: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered = EntryPoint("audit", f"{__name__}:attach_chain", "zhiheng.commands")
    monkeypatch.setattr(EntryPoint, "load", lambda _: attach_chain)
    monkeypatch.setattr(sealing, "entry_points", lambda **asked: [registered] if asked["name"] == "audit" else [])
    assert zhiheng("verify", "--audit").out == "here table zh\n"
    assert zhiheng("verify", "--audit", "--database", "x", "--format", "json", "--lang", "en").out == "x json en\n"
    assert zhiheng("verify", "--audit", "--database", "broken").status == 1
    ended = zhiheng("verify", "--audit", "--database", "none")
    assert (ended.status, "没有数据库" in ended.err) == (2, True)
