"""Draws that anyone can repeat: who is drawn follows from population and seed, and from no more. And their sizes."""

from zhiheng.sampling.apportioning import apportion
from zhiheng.sampling.commitments import (
    COMMITMENT_FORMAT,
    Commitment,
    Moment,
    commit,
    parse_commitment,
    read_commitment,
    read_moment,
)
from zhiheng.sampling.committed import check_commitment, draw_committed, repeat_committed
from zhiheng.sampling.draw import FORMAT, Draw, Drawn, Redraw, Stratum, draw, population_digest
from zhiheng.sampling.intervals import Interval, interval
from zhiheng.sampling.population import Exclusion, Population, read_exclusions, read_population
from zhiheng.sampling.sequential import Look, SequentialPlan, SequentialVerdict, Verdict
from zhiheng.sampling.sheets import (
    Sheet,
    SheetDifference,
    parse_sheet,
    read_sheet,
    read_sheet_body,
    redraw_of,
    repeat,
    sheet_digest,
)
from zhiheng.sampling.sizes import size_for_rate, size_to_detect

__all__ = [
    "COMMITMENT_FORMAT",
    "FORMAT",
    "Commitment",
    "Draw",
    "Drawn",
    "Exclusion",
    "Interval",
    "Look",
    "Moment",
    "Population",
    "Redraw",
    "SequentialPlan",
    "SequentialVerdict",
    "Sheet",
    "SheetDifference",
    "Stratum",
    "Verdict",
    "apportion",
    "check_commitment",
    "commit",
    "draw",
    "draw_committed",
    "interval",
    "parse_commitment",
    "parse_sheet",
    "population_digest",
    "read_commitment",
    "read_exclusions",
    "read_moment",
    "read_population",
    "read_sheet",
    "read_sheet_body",
    "redraw_of",
    "repeat",
    "repeat_committed",
    "sheet_digest",
    "size_for_rate",
    "size_to_detect",
]
