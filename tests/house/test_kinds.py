"""A kind has three places and one use: module, test, page, and a scheme or a rule file in which it stands."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from house.tree import ROOT, RULEBOOK, SOURCE, listed, mappings_of, scheme_files, text_of, told, yaml_files, yaml_of

PAGES = ROOT / "docs" / "kinds"
KINDS: Mapping[str, list[str]] = {
    layer: sorted(path.stem for path in (SOURCE / layer / "kinds").glob("[a-z]*.py")) for layer in ("schemes", "checks")
}
BY_LAYER = [(layer, kind) for layer, kinds in KINDS.items() for kind in kinds]
TESTS = {layer: ROOT / "tests" / "unit" / layer / "kinds" for layer in KINDS}


def _used(layer: str) -> set[str]:
    if layer == "checks":
        return {str(yaml_of(path)["kind"]) for path in yaml_files(RULEBOOK / "checks")}
    rules = (found.node for path in scheme_files() for found in mappings_of(path))
    return {str(rule["type"]) for rule in rules if "type" in rule}


def test_it_has_kinds() -> None:
    assert len(KINDS["schemes"]) >= 9
    assert len(KINDS["checks"]) >= 14


def test_it_calls_no_two_kinds_alike() -> None:
    assert not set(KINDS["schemes"]) & set(KINDS["checks"]), "both have a page in docs/kinds"


@pytest.mark.parametrize(("layer", "kind"), BY_LAYER)
def test_it_has_a_test_a_page_and_a_use_for(layer: str, kind: str) -> None:
    page = PAGES / f"{kind}.md"
    test = TESTS[layer] / f"test_{kind}.py"
    missing = [told(path) for path in (page, test) if not path.is_file()]
    assert not missing, listed(missing, "a kind has three places: module, test, page (CONTRIBUTING.md)")
    assert f"`{kind}`" in text_of(page), "the page names its kind as it stands in a scheme or a rule file"
    assert f"({kind}.md)" in text_of(PAGES / "README.md"), "docs/kinds/README.md lists it"
    assert kind in _used(layer), f"no file of the rulebook uses it ({layer})"


@pytest.mark.parametrize("kind", KINDS["checks"])
def test_it_has_a_table_of_a_kind_of_check_that_every_engine_can_run(kind: str) -> None:
    text = text_of(TESTS["checks"] / f"test_{kind}.py")
    missing = [name for name in ("LEDGER = ", "CHECKS = ", "FOUND = ") if f"\n{name}" not in text]
    assert not missing, listed(missing, "the table of a kind is LEDGER, CHECKS and FOUND, which the parity tests read")


@pytest.mark.parametrize("kind", KINDS["checks"])
def test_it_says_on_the_page_what_is_examined_found_innocent_and_in_force(kind: str) -> None:
    text = text_of(PAGES / f"{kind}.md")
    wanted = ["kind: " + kind, "没有问题的解释", "适用哪一版法律"]
    if "[`late`](late.md) 的一种" not in text:
        wanted += ["查什么", "发现里写什么"]
    missing = [words for words in wanted if words not in text]
    assert not missing, listed(missing)


def test_it_has_no_page_and_no_test_for_a_kind_that_is_not_there() -> None:
    pages = {path.stem for path in PAGES.glob("*.md")} - {"README"}
    wrong = sorted(pages - {kind for _, kind in BY_LAYER})
    for layer, tests in TESTS.items():
        tested = {path.stem.removeprefix("test_") for path in tests.glob("test_*.py")}
        wrong += sorted(tested - set(KINDS[layer]))
    assert not wrong, listed(wrong)
