"""Every value of the rulebook can be traced: rules to their clause, options to their doubt, years to their notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from house.tree import RULEBOOK, Found, listed, mappings_of, scheme_files, yaml_files, yaml_of

# The notices for 2004 to 2006 could not all be verified; the law's own measures begin later.
NOTICES_SINCE = 2007

LAWS = yaml_files(RULEBOOK / "laws")


def _rules() -> list[Found]:
    return [
        found for path in scheme_files() for found in mappings_of(path) if "id" in found.node and "type" in found.node
    ]


def _says(node: Mapping[str, object]) -> bool:
    return bool(str(node.get("zh_text") or "").strip())


def test_it_has_schemes_with_rules() -> None:
    assert len(scheme_files()) >= 2
    assert len(_rules()) > 50


def test_it_shows_the_clause_above_every_rule() -> None:
    silent = [str(rule) for rule in _rules() if not any(map(_says, (rule.node, *rule.above)))]
    assert not silent, listed(silent)


def test_it_tells_why_every_option_is_there() -> None:
    groundless = [
        f"{path.parent.name}: {option.get('id')}"
        for path in scheme_files()
        for found in mappings_of(path)
        for option in found.node.get("options") or ()
        if isinstance(option, Mapping) and not (option.get("ambiguity") or option.get("basis"))
    ]
    assert not groundless, listed(groundless)


def test_it_names_the_source_of_every_scheme() -> None:
    for path in scheme_files():
        source = yaml_of(path)["scheme"]["source"]
        assert source.get("document") or source.get("issuer"), path


def test_it_names_the_notice_of_every_year() -> None:
    calendars = yaml_files(RULEBOOK / "calendars")
    assert calendars
    for path in calendars:
        bare = [
            year
            for year, days in yaml_of(path)["years"].items()
            if int(year) >= NOTICES_SINCE and not (days.get("notice") or days.get("url"))
        ]
        assert bare == [], path


@pytest.mark.parametrize("path", LAWS, ids=[path.stem for path in LAWS])
def test_it_dates_every_law_and_provision(path: Path) -> None:
    law = yaml_of(path)
    assert law["title"]["zh"] and law["title"]["en"]
    assert isinstance(law["in_force"]["from"], date)
    assert law["in_force"]["to"] is None or law["in_force"]["to"] > law["in_force"]["from"]
    ids = [provision["id"] for provision in law["provisions"]]
    assert ids
    assert len(ids) == len(set(ids))
    for provision in law["provisions"]:
        assert provision["id"].startswith(f"{law['id']}-")
        assert provision["zh"] and provision["en"]
        assert provision["wording"] in ("verbatim", "summary")
