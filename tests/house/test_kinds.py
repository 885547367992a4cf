"""A kind of scoring has three places and one use: module, test, page, and a scheme in which it stands."""

from __future__ import annotations

import pytest

from house.tree import ROOT, SOURCE, listed, mappings_of, scheme_files, text_of, told

KINDS = sorted(path.stem for path in (SOURCE / "schemes" / "kinds").glob("[a-z]*.py"))
TESTS = ROOT / "tests" / "unit" / "schemes" / "kinds"
PAGES = ROOT / "docs" / "kinds"


def _used() -> set[str]:
    rules = (found.node for path in scheme_files() for found in mappings_of(path))
    return {str(rule["type"]) for rule in rules if "type" in rule}


def test_it_has_kinds() -> None:
    assert len(KINDS) >= 9


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_a_test_a_page_and_a_use_for(kind: str) -> None:
    page = PAGES / f"{kind}.md"
    test = TESTS / f"test_{kind}.py"
    missing = [told(path) for path in (page, test) if not path.is_file()]
    assert not missing, listed(missing, "a kind has three places: module, test, page (CONTRIBUTING.md)")
    assert f"`{kind}`" in text_of(page), "the page names its kind as it stands in a scheme"
    assert kind in _used(), "no scheme of the rulebook uses it"


def test_it_has_no_page_and_no_test_for_a_kind_that_is_not_there() -> None:
    # docs/kinds also holds the pages of the kinds of check, once there are any.
    checks = {path.stem for path in (SOURCE / "checks" / "kinds").glob("[a-z]*.py")}
    pages = {path.stem for path in PAGES.glob("*.md")} - {"README"}
    wrong = sorted(pages - checks - set(KINDS))
    assert not wrong, listed(wrong)
    tested = {path.stem.removeprefix("test_") for path in TESTS.glob("test_*.py")}
    wrong = sorted(tested - set(KINDS))
    assert not wrong, listed(wrong)
