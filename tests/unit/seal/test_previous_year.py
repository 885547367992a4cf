"""A result whose consequences depend on last year's grades (CQ-50) is sealed with them and made again from them."""

from pathlib import Path

from zhiheng import api

_COMPLETION = (
    Path(__file__).parents[3] / "src/zhiheng/rulebook/schemes/chongqing/chongqing-interim/completion-demo.yaml"
)
_LEDGER = {
    "ledger.yaml": "name: 总队\nas_of: 2025-12-31\nperiod: {from: 2025-01-01, to: 2026-01-01}\n"
    "findings_complete: all\n",
    "units.csv": "unit_id,name,kind\nA,甲支队,landscaping\n",
    "outcomes.csv": "outcome_id,unit_id,organ,result,effective_at\nJG1,A,court,revoked,2025-03-01\n",
}


def _evaluate(folder: Path, out: Path, previous: Path | None = None) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in _LEDGER.items():
        (folder / name).write_text(text, encoding="utf-8")
    job = api.Job("chongqing-interim", folder, out=out, complete=_COMPLETION, previous=previous, reports=False)
    api.evaluate_files(job)
    return out


def test_it_makes_the_proposal_of_the_second_year_again(tmp_path: Path) -> None:
    first = _evaluate(tmp_path / "ledger", tmp_path / "first")
    second = _evaluate(tmp_path / "ledger", tmp_path / "second", previous=first / "result.json")
    assert "调离岗位" in (second / "result.json").read_text(encoding="utf-8")
    assert "调离岗位" not in (first / "result.json").read_text(encoding="utf-8")
    bundle = tmp_path / "bundle.zip"
    api.seal_result(second, bundle)
    verdict = api.verify_bundle(bundle)
    assert verdict.ok, verdict.differences
