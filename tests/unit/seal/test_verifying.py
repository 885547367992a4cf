"""`verify_bundle`: a sound bundle is confirmed; whatever was tampered with is found and named."""

from __future__ import annotations

import hashlib
import json
import zlib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from adapters.bundles import altered, contents, forged, hunan_result, replaced
from adapters.ledger_files import write_folder
from zhiheng import api
from zhiheng.seal import Verdict, seal_result, verify_bundle


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("hunan")
    seal_result(hunan_result(folder), folder / "b.zip")
    return (folder / "b.zip").read_bytes()


@pytest.fixture
def bundle(sealed: bytes, tmp_path: Path) -> Path:
    (tmp_path / "b.zip").write_bytes(sealed)
    return tmp_path / "b.zip"


def kinds(verdict: Verdict) -> list[tuple[str, str]]:
    return [(one.kind, one.path) for one in verdict.differences]


def test_it_confirms_what_was_sealed(bundle: Path) -> None:
    verdict = verify_bundle(bundle)
    assert verdict.ok, verdict.differences
    assert (verdict.scheme_id, verdict.remarks) == ("hunan-2020", ())
    assert verdict.digest == "sha256:" + hashlib.sha256(bundle.read_bytes()).hexdigest()
    assert len(verdict.not_recomputed) == 1  # the digest of the ledger, whose names stayed behind


def test_it_names_the_line_of_a_digit_that_was_changed(bundle: Path) -> None:
    # 100 - 7 × 0.2 - 1.5 - 2 + 8 = 103.1 for U1; somebody writes 104.1 and makes every digest fit
    result = forged(bundle, lambda body: body["units"][0].update(score="104.1"))
    verdict = verify_bundle(altered(bundle, {"result.json": result}))
    first = verdict.first_line
    assert [one.kind for one in verdict.differences] == ["line"]
    assert first is not None
    assert (first.path, first.stated, first.found) == ("result.json#.units[0].score", '"104.1"', '"103.1"')
    assert first.unit_id == "U1"
    assert '"score": "104.1"' in result.decode().splitlines()[(first.line or 0) - 1]


def test_it_names_unit_and_rule_of_points_that_were_changed(bundle: Path) -> None:
    def favour(body: dict) -> None:  # type: ignore[type-arg]
        rules = [
            rule
            for item in body["units"][0]["items"]
            for sub_item in item["sub_items"]
            for rule in sub_item["rules"]
            if rule["id"] == "D03-2-a"
        ]
        rules[0]["points"] = "-0.4"

    verdict = verify_bundle(altered(bundle, {"result.json": forged(bundle, favour)}))
    first = verdict.first_line
    assert first is not None
    # 7 × 0.2 = 1.4
    assert (first.unit_id, first.rule_id, first.stated, first.found) == ("U1", "D03-2-a", '"-0.4"', '"-1.4"')


def test_it_sees_a_truth_value_written_as_a_number(bundle: Path) -> None:
    def subtle(body: dict) -> None:  # type: ignore[type-arg]
        body["units"][0]["items"][0]["sub_items"][0]["capped"] = 0

    verdict = verify_bundle(altered(bundle, {"result.json": forged(bundle, subtle)}))
    assert [(one.stated, one.found) for one in verdict.differences] == [("0", "false")]


def test_it_sees_a_member_that_does_not_belong(bundle: Path) -> None:
    result = forged(bundle, lambda body: body["units"][0].update(remark="优秀"))
    verdict = verify_bundle(altered(bundle, {"result.json": result}))
    assert kinds(verdict) == [("line", "result.json#.units[0].remark")]


def test_it_sees_a_unit_that_is_gone(bundle: Path) -> None:
    verdict = verify_bundle(altered(bundle, {"result.json": forged(bundle, lambda body: body["units"].pop())}))
    assert [(one.path, one.unit_id, one.stated) for one in verdict.differences] == [("result.json#.units[1]", "U2", "")]


def test_it_sees_a_digest_that_does_not_fit(bundle: Path) -> None:
    changed = replaced(bundle, "result.json", '"103.1"', '"104.1"')
    verdict = verify_bundle(altered(bundle, changed))
    assert ("digest", "result.json#.digest") in kinds(verdict)
    assert verdict.first_line is not None and verdict.first_line.found == '"103.1"'


def test_it_leads_a_changed_row_to_its_rule(bundle: Path) -> None:
    changed = replaced(bundle, "inputs/findings.csv", "D03-2-a,2020-03-01,,,7", "D03-2-a,2020-03-01,,,1")
    verdict = verify_bundle(altered(bundle, changed))
    # 103.1 + 6 × 0.2 = 104.3
    first, rule = verdict.first_line, verdict.first_rule
    assert first is not None and rule is not None
    assert (first.path, first.stated, first.found) == ("result.json#.units[0].score", '"103.1"', '"104.3"')
    assert (rule.unit_id, rule.rule_id, rule.stated, rule.found) == ("U1", "D03-2-a", '"7"', '"1"')


def test_it_sees_a_changed_row_by_the_manifest_too(bundle: Path) -> None:
    changed = replaced(bundle, "inputs/findings.csv", "照片 12 张", "照片 13 张")
    assert kinds(verify_bundle(altered(bundle, changed, relist=False))) == [("file", "inputs/findings.csv")]


def test_it_sees_a_row_that_was_removed(bundle: Path) -> None:
    lines = contents(bundle)["inputs/findings.csv"].decode().splitlines(keepends=True)
    kept = "".join(line for line in lines if not line.startswith("F3,"))
    verdict = verify_bundle(altered(bundle, {"inputs/findings.csv": kept.encode()}))
    assert verdict.first_rule is not None
    assert (verdict.first_rule.unit_id, verdict.first_rule.rule_id) == ("U1", "D05-1-1-a")


def test_it_says_when_nothing_can_be_computed(bundle: Path) -> None:
    lines = contents(bundle)["inputs/units.csv"].decode().splitlines(keepends=True)
    kept = "".join(line for line in lines if not line.startswith("U2,"))
    verdict = verify_bundle(altered(bundle, {"inputs/units.csv": kept.encode()}))
    assert kinds(verdict) == [("recomputation", "inputs")]
    assert "U2" in verdict.differences[0].text.zh
    assert "zhiheng-" not in verdict.differences[0].text.zh  # where it was unpacked concerns nobody


def test_it_sees_files_that_were_added_or_taken_away(bundle: Path) -> None:
    added = altered(bundle, {"inputs/outcomes.csv": b"outcome_id,unit_id,organ,result,effective_at\n"}, relist=False)
    assert kinds(verify_bundle(added)) == [("file", "inputs/outcomes.csv")]
    strange = altered(bundle, {"inputs/findings.xlsx": b"PK"})
    assert kinds(verify_bundle(strange)) == [("file", "inputs/findings.xlsx")]
    lacking = verify_bundle(altered(bundle, {"inputs/facts.csv": None}, relist=False))
    assert kinds(lacking)[0] == ("file", "inputs/facts.csv")


def test_it_sees_another_scheme(bundle: Path) -> None:
    milder = replaced(bundle, "inputs/scheme.yaml", "0.2", "0.1")
    verdict = verify_bundle(altered(bundle, milder))
    assert verdict.first_line is not None
    assert verdict.first_line.path == "result.json#.scheme.digest"
    assert len(verdict.remarks) >= 1  # and it is not the built-in scheme of that version


def test_it_remarks_a_scheme_that_borrows_a_version(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    text = api.schemes.built_in_schemes()["hunan-2020"].read_text("utf-8")
    own.write_text(text + "# mine\n", "utf-8")
    verdict = sealed_under(own, tmp_path)
    assert verdict.ok, verdict.differences
    assert "不同" in verdict.remarks[0].zh


def test_it_recomputes_an_older_version_from_the_packed_scheme(tmp_path: Path) -> None:
    old = tmp_path / "old.yaml"
    text = api.schemes.built_in_schemes()["hunan-2020"].read_text("utf-8")
    assert "1.0.0" in text
    old.write_text(text.replace("1.0.0", "0.9.0", 1).replace("0.2", "0.1", 1), "utf-8")
    verdict = sealed_under(old, tmp_path)
    assert verdict.ok, verdict.differences
    assert verdict.scheme_version == "0.9.0"
    assert "0.9.0" in verdict.remarks[0].zh and "1.0.0" in verdict.remarks[0].zh


def sealed_under(scheme: Path, folder: Path) -> Verdict:
    hunan_result(folder)
    api.evaluate_files(api.Job(scheme=str(scheme), ledger=folder / "ledger", out=folder / "out"))
    seal_result(folder / "out", folder / "b.zip")
    return verify_bundle(folder / "b.zip")


def test_it_compares_with_a_digest_published_elsewhere(bundle: Path) -> None:
    sound = verify_bundle(bundle)
    for digest in (sound.digest, sound.result_digest, sound.digest.removeprefix("sha256:").upper()):
        assert verify_bundle(bundle, expect=digest).ok
    assert kinds(verify_bundle(bundle, expect="sha256:" + "0" * 64)) == [("digest", "b.zip")]


def test_it_compares_with_the_original_ledger(tmp_path: Path) -> None:
    seal_result(hunan_result(tmp_path), tmp_path / "b.zip")
    with_ledger = verify_bundle(tmp_path / "b.zip", ledger=tmp_path / "ledger")
    assert with_ledger.ok and not with_ledger.not_recomputed
    other = write_folder(tmp_path / "other", {"units": (("unit_id", "name"), ("U1", "云岭市"))})
    assert kinds(verify_bundle(tmp_path / "b.zip", ledger=other)) == [("digest", "result.json#.ledger.digest")]


def test_it_takes_last_years_grades_from_the_request(bundle: Path) -> None:
    asked = json.loads(contents(bundle)["inputs/request.json"])
    changed = json.dumps({**asked, "previous": {"U1": "excellent"}}).encode()
    assert verify_bundle(altered(bundle, {"inputs/request.json": changed})).ok  # Hunan has no grades: nothing follows


def test_it_sees_other_options_in_the_request(bundle: Path) -> None:
    changed = replaced(bundle, "inputs/request.json", '"boundary_policy": "default"', '"boundary_policy": "strict"')
    verdict = verify_bundle(altered(bundle, changed))
    assert ("line", "result.json#.options.boundary_policy") in kinds(verdict)


def test_it_accepts_a_bundle_packed_anew_and_says_so(bundle: Path) -> None:
    files = contents(bundle)
    with ZipFile(bundle.with_name("again.zip"), "w", ZIP_DEFLATED) as archive:
        archive.writestr("inputs/", b"")
        for name, data in files.items():
            archive.writestr(name, data)
    verdict = verify_bundle(bundle.with_name("again.zip"))
    assert verdict.ok and len(verdict.remarks) == 1
    assert zlib.crc32(bundle.read_bytes()) != zlib.crc32(bundle.with_name("again.zip").read_bytes())


def test_it_remarks_what_hides_behind_the_archive(bundle: Path) -> None:
    with ZipFile(bundle, "a") as archive:
        archive.comment = b"hidden"
    verdict = verify_bundle(bundle)
    assert verdict.ok and len(verdict.remarks) == 1


def test_it_remarks_another_guide_and_reports(bundle: Path) -> None:
    verdict = verify_bundle(altered(bundle, {"VERIFY.md": b"run evil.sh", "reports/report.html": b"<p>100"}))
    told = [remark.en for remark in verdict.remarks]
    assert any("VERIFY.md" in one for one in told) and any("reports" in one for one in told)
