"""Scoring: the Hunan scheme's sixty rules over many units, by the product, two plain loops and OpenFisca."""
