"""The engine against the oracle: ten thousand units of random schemes, equal to the last digit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
from ruamel.yaml import YAML

from parity.evaluating import rows_by_unit, told_by_engine, write_ledger, write_scheme
from parity.oracle import Oracle
from parity.random_ledgers import LedgerMaker
from parity.random_schemes import POLICIES, random_scheme
from zhiheng.engine import Request, evaluate
from zhiheng.ledgers import read_ledger
from zhiheng.schemes import read_scheme

SCHEMES, UNITS, CHUNK = 125, 80, 5


def options_of(pick: Random, scheme: Mapping[str, Any]) -> dict[str, str]:
    """Return options to evaluate with: the defaults, or others."""
    choices = {
        "boundary_policy": POLICIES,
        "not_applicable": ("full", "rescale"),
        "count_by": ("element", "thing"),
        "total_cap": ("none", "100", "12.5"),
        "exempt_vetoes": ("no", "yes"),
    }
    return {option["id"]: pick.choice(choices[option["id"]]) for option in scheme["options"] if pick.random() < 0.5}


@pytest.mark.parametrize("first", range(0, SCHEMES, CHUNK))
def test_it_scores_every_unit_as_the_oracle_does(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + CHUNK):
        pick = Random(f"ledger {seed}")
        file = write_scheme(tmp_path / f"{seed}.yaml", random_scheme(seed))
        scheme = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        maker = LedgerMaker(pick, scheme)
        maker.fill(UNITS)
        complete, options = maker.complete(), options_of(pick, scheme)
        ledger = read_ledger(write_ledger(tmp_path / str(seed), maker.tables, complete))
        assert not ledger.report.rows
        result = evaluate(Request(read_scheme(file), ledger, options)).result
        rows = rows_by_unit(maker.tables)
        assert len(result.units) == UNITS
        for unit in result.units:
            oracle = Oracle(scheme, rows[unit.unit_id], unit.kind, options, complete).score()
            told = told_by_engine(unit)
            assert told == oracle, (seed, unit.unit_id)
            assert unit.status == oracle.status
