"""Planted faults among lawful look-alikes: what a large demonstration ledger breaks, on purpose and on record."""

from zhiheng.ledgers.demonstration.planting.scenes import FAULTS, HARD_CASES, SCENES, Stages, name_of

__all__ = ["FAULTS", "HARD_CASES", "SCENES", "Stages", "name_of"]
