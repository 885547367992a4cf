"""Manifests and results that are none: refused, never half understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.bundles import altered, contents, hunan_result, replaced
from zhiheng.domain.refusals import Refusal
from zhiheng.seal import seal_result, verify_bundle


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hunan")
    seal_result(hunan_result(folder), folder / "b.zip")
    return folder / "b.zip"


MANIFESTS = {
    "later format": ("zhiheng-bundle/1", "zhiheng-bundle/2"),
    "no text": ('"path"', '"name"'),
    "a name twice": ('"format"', '"program": "zhiheng", "format"'),
    "a file twice": ('"path": "inputs/facts.csv"', '"path": "result.json"'),
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_it_refuses_a_manifest_with(name: str, bundle: Path) -> None:
    path = altered(bundle, replaced(bundle, "manifest.json", *MANIFESTS[name]), relist=False)
    with pytest.raises(Refusal) as refused:
        verify_bundle(path)
    assert refused.value.faults[0].code == "no_manifest"


RESULTS = {
    "another format": ('"zhiheng-result/1"', '"zhiheng-result/9"'),
    "a number": ('"score": "103.1"', '"score": 103.1'),
    "a member twice": ('"score": "103.1"', '"score": "104.1", "score": "103.1"'),
    "half a sign": ('"score": "103.1"', '"score": "\\ud800"'),
    "broken JSON": ('"units": [', '"units": ['),
    "no ledger": ('"ledger"', '"register"'),
}


@pytest.mark.parametrize("name", RESULTS)
def test_it_refuses_a_result_with(name: str, bundle: Path) -> None:
    old, new = RESULTS[name]
    changed = replaced(bundle, "result.json", old, new)
    if name == "broken JSON":
        changed = {"result.json": b"[" * 100_000}
    with pytest.raises(Refusal) as refused:
        verify_bundle(altered(bundle, changed, relist=False))
    assert refused.value.faults[0].code == "no_result"


def test_it_sees_a_manifest_that_speaks_of_another_result(bundle: Path) -> None:
    path = altered(bundle, replaced(bundle, "manifest.json", '"hunan-2020"', '"chongqing-interim"'), relist=False)
    assert [one.path for one in verify_bundle(path).differences] == ["manifest.json#.scheme.id"]


def test_it_sees_a_manifest_that_lists_another_size(bundle: Path) -> None:
    size = len(contents(bundle)["VERIFY.md"])
    path = altered(bundle, replaced(bundle, "manifest.json", f'"size": {size}', '"size": 1'), relist=False)
    assert [(one.kind, one.path) for one in verify_bundle(path).differences] == [("file", "VERIFY.md")]
