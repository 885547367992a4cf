"""Draws that anyone can repeat: who is drawn follows from population and seed, and from no more."""

from zhiheng.sampling.apportioning import apportion
from zhiheng.sampling.draw import FORMAT, Draw, Drawn, Stratum, draw, population_digest
from zhiheng.sampling.population import Population, read_population
from zhiheng.sampling.sheets import Sheet, SheetDifference, parse_sheet, read_sheet, repeat

__all__ = [
    "FORMAT",
    "Draw",
    "Drawn",
    "Population",
    "Sheet",
    "SheetDifference",
    "Stratum",
    "apportion",
    "draw",
    "parse_sheet",
    "population_digest",
    "read_population",
    "read_sheet",
    "repeat",
]
