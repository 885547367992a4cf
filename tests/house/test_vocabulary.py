"""A term that a scheme or a check uses is defined once, in both languages; nothing is defined that nothing uses."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from house.tree import ROOT, RULEBOOK, listed, mappings_of, scheme_files, yaml_files, yaml_of
from zhiheng.engine.measures import MEASURE_NAMES
from zhiheng.ledgers.choices import ACTIVITIES

VOCABULARY = RULEBOOK / "vocabulary.yaml"
SORTS = {"kind_of_scoring", "unit_kind", "measure", "term"}
SORTS |= {"kind_of_check", "check_parameter", "severity", "activity"}
# Parameters and conditions whose values name activities; those of the published road-fine log are its own words.
ACTS = ("once", "stage", "unless", "first", "then", "from", "to", "on", "activity", "activities", "by", "has", "lacks")
FOREIGN = "it-road-fines"


def _defined() -> Mapping[str, Any]:
    terms: Mapping[str, Any] = yaml_of(VOCABULARY)["terms"]
    return terms


def _names(value: Any) -> Iterable[str]:
    """Return names whether they stand as a list of words, a list of maps with a name, or the keys of a map."""
    if isinstance(value, Mapping):
        return map(str, value)
    if isinstance(value, str):
        return [value]
    return [
        str(entry.get("name", entry.get("id"))) if isinstance(entry, Mapping) else str(entry) for entry in value or ()
    ]


def _used() -> set[tuple[str, str]]:
    used: set[tuple[str, str]] = set()
    for path in scheme_files():
        for found in mappings_of(path):
            node = found.node
            if "id" in node and "type" in node:
                used.add(("kind_of_scoring", str(node["type"])))
            if isinstance(node.get("measure"), str):
                used.add(("measure", node["measure"]))
            if isinstance(node.get("measure"), Mapping):  # a measure for each choice of an option
                used.update(("measure", str(name)) for choice, name in node["measure"].items() if choice != "option")
            used.update(("unit_kind", name) for name in _names(node.get("unit_kinds")))
            used.update(("term", name) for name in _names(node.get("terms")))
    return used | _used_by_checks()


def _used_by_checks() -> set[tuple[str, str]]:
    used: set[tuple[str, str]] = set()
    known = {str(choice.value) for choice in ACTIVITIES}
    for path in yaml_files(RULEBOOK / "checks"):
        check = yaml_of(path)
        used |= {("kind_of_check", check["kind"]), ("severity", check["severity"])}
        for parameters in (check.get("parameters"), *(version.get("parameters") for version in check["versions"])):
            used.update(("check_parameter", name) for name in parameters or ())
        if path.parent.name != FOREIGN:
            # An activity of the ledger format needs no entry; one that has an entry must be used.
            named = set(_activities(check))
            used.update(("activity", name) for name in named if name not in known or ("activity", name) in _terms())
    return used


def _activities(check: Any) -> Iterable[str]:
    """Yield the activities that a check names, wherever it names them."""
    for found in mappings_below(check):
        for name in ACTS:
            if name not in ("from", "to") or "citation" not in found:
                value = found.get(name)
                yield from (word for word in (value if isinstance(value, list) else [value]) if isinstance(word, str))


def mappings_below(node: Any) -> Iterable[Mapping[str, Any]]:
    """Yield a mapping and every mapping below it."""
    if isinstance(node, Mapping):
        yield node
    children = node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ()
    for child in children:
        yield from mappings_below(child)


def _terms() -> set[tuple[str, str]]:
    """Return sort and name of every term; `name` stands where another sort has taken the word."""
    return {(entry["sort"], entry.get("name", name)) for name, entry in _defined().items()}


def test_it_defines_every_term_that_a_scheme_uses() -> None:
    defined = _terms()
    wrong = sorted(_used() - defined)
    assert not wrong, listed(wrong)


def test_it_defines_nothing_that_no_scheme_uses() -> None:
    defined = _terms()
    wrong = sorted(defined - _used())
    assert not wrong, listed(wrong)


def test_it_answers_every_measure_under_the_name_it_is_defined_by() -> None:
    assert {name for name, entry in _defined().items() if entry["sort"] == "measure"} == MEASURE_NAMES


def test_it_says_what_every_term_means_in_both_languages() -> None:
    for name, entry in _defined().items():
        assert entry["sort"] in SORTS, name
        assert entry["zh"] and entry["en"], name
        assert set(entry["meaning"]) == {"zh", "en"}, name  # a comma without quotes would make a third
        assert entry["meaning"]["zh"] and entry["meaning"]["en"], name
        assert entry["source"], name


def test_it_gives_no_chinese_word_to_two_terms_of_one_sort() -> None:
    words = [(entry["sort"], entry["zh"]) for entry in _defined().values()]
    assert [word for word in words if words.count(word) > 1] == []


def test_it_prints_the_vocabulary_as_the_glossary() -> None:
    script = ROOT / "scripts" / "make_glossary.py"
    checked = subprocess.run([sys.executable, str(script), "--check"], check=False)
    assert checked.returncode == 0, "docs/glossary.md differs from vocabulary.yaml: run scripts/make_glossary.py"
