"""Real results of the fictional demonstration ledger under both schemes, and the facts of a procedure beside them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhiheng import api
from zhiheng.domain.evaluation import Evaluation
from zhiheng.engine import read_evaluation
from zhiheng.ledgers.demonstration import write_demonstration
from zhiheng.reports.documents.facts import DecidedTask, Issue, Listed, NoticeFacts, ReportFacts

ISSUE = Issue(organ="岚港市城市管理综合行政执法总队", number="岚城执评〔2026〕7号", issued_on=date(2026, 1, 20))


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the results `hunan` and `chongqing`."""
    folder = tmp_path_factory.mktemp("documents")
    write_demonstration(folder / "ledger", cases=60, seed=1)
    completion = folder / "ledger" / "chongqing-completion.yaml"
    api.evaluate_files(api.Job(scheme="hunan-2020", ledger=folder / "ledger", out=folder / "hunan"))
    job = api.Job(scheme="chongqing-interim", ledger=folder / "ledger", out=folder / "chongqing", complete=completion)
    api.evaluate_files(job)
    return folder


@pytest.fixture(scope="session")
def hunan(results: Path) -> Evaluation:
    return read_evaluation(results / "hunan")


@pytest.fixture(scope="session")
def chongqing(results: Path) -> Evaluation:
    return read_evaluation(results / "chongqing")


@pytest.fixture(scope="session")
def notice_facts() -> NoticeFacts:
    return NoticeFacts(
        issue=ISSUE,
        year=2025,
        unit_id="YL07",
        objections_to="法制处",
        notified_on=date(2026, 1, 20),
        objection_due_on=date(2026, 1, 27),
    )


@pytest.fixture(scope="session")
def report_facts() -> ReportFacts:
    return ReportFacts(
        issue=ISSUE,
        year=2025,
        approved_by="总队长办公会",
        approved_on=date(2026, 1, 18),
        principles=("依法依规", "客观公正"),
        tasks=(DecidedTask(unit_id="LG03", task="约谈", owner="法制处", due_on=date(2026, 2, 10)),),
    )


@pytest.fixture(scope="session")
def hunan_facts() -> ReportFacts:
    return ReportFacts(
        issue=ISSUE,
        year=2025,
        commended=(Listed(unit_id="YL01", reason="各项工作突出"),),
        criticised=(Listed(unit_id="YL07", reason="日常巡查扣分较多"),),
    )
