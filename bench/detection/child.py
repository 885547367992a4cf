"""One ledger in a process of its own: made, checked with the whole catalogue, compared; prints a line of JSON.

`python -m bench.detection.child CASES SEED FOLDER`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.detection.compare import by_check, by_scene, found_rows, planted_rows
from bench.harness import Run
from zhiheng.backends.embedded import Embedded
from zhiheng.checks import choose_checks
from zhiheng.engine.checking import run_checks
from zhiheng.engine.checking.store import FINDINGS
from zhiheng.ledgers.canonical import prepare_canonical
from zhiheng.ledgers.demonstration import write_demonstration
from zhiheng.ledgers.demonstration.caseload import bundles
from zhiheng.ledgers.demonstration.folder import PLANTED
from zhiheng.ledgers.demonstration.planting import HARD_CASES, name_of


def main(arguments: list[str]) -> None:
    """Make a ledger, check it, tell what was found."""
    cases, seed, folder = int(arguments[0]), int(arguments[1]), Path(arguments[2])
    print(json.dumps(detect(cases, seed, folder)))


def detect(cases: int, seed: int, folder: Path) -> Run:
    """Return by check and by hard case what was planted and what was found in a ledger made under `folder`."""
    ledger, out = folder / "ledger", folder / "findings"
    write_demonstration(ledger, cases=cases, seed=seed)
    canonical = prepare_canonical(ledger, home=folder / "canonical")
    run = run_checks(canonical, choose_checks(), Embedded(), out=out)
    planted, found = planted_rows(ledger / PLANTED), found_rows(out / FINDINGS)
    return {
        "seed": seed,
        "cases": canonical.counts["cases"],
        "events": canonical.counts["events"],
        "not_answerable": {
            check: told["not_answerable"] for check, told in run.summary.items() if told["not_answerable"] is not None
        },
        "checks": by_check(planted, found),
        "hard": by_scene(_hard(cases, seed), planted, found),
        "missed": sorted(map(list, (planted - found).elements()))[:50],
        "unplanted": sorted(map(list, (found - planted).elements()))[:50],
    }


def _hard(cases: int, seed: int) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the rows of the hard cases with the name of their scene; the ledger is thought up once more for it."""
    hard = {name_of(scene) for scene in HARD_CASES}
    for bundle in bundles(cases, seed):
        if bundle.scene in hard:
            case = str(bundle.case["case_id"]) if bundle.case else ""
            yield bundle.scene, case, tuple(str(one["complaint_id"]) for one in bundle.complaints)


if __name__ == "__main__":
    main(sys.argv[1:])
