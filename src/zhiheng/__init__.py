"""Zhiheng (执衡): from a scheme and a ledger to scores in which every point can be unfolded."""

__version__ = "0.1.0"
