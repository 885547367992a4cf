"""Runs the simulations one after the other, and the times in processes of their own."""

from __future__ import annotations

from bench.harness import Run, load, machine, run_child
from bench.review.cards import false_cards
from bench.review.coverage import coverage
from bench.review.draws import chi_squares
from bench.review.reviewers import recovered

SEED = 20261122


def measure(share: float = 1.0) -> Run:
    """Return everything that was measured; `share` takes so much of the rounds of the run on record."""
    told: Run = {"format": "zhiheng-bench-review/1", "seed": SEED, "machine": machine(["numpy"])}
    told["coverage"] = coverage(max(100, round(40_000 * share)), SEED)
    told["reviewers"] = recovered(max(5, round(60 * share)), SEED)
    told["cards"] = false_cards(max(5, round(200 * share)), SEED)
    told["draws"] = chi_squares(max(200, round(10_000 * share)))
    told["times"] = {
        "plain": run_child("bench.review.child", str(max(1000, round(100_000 * share))), "5", "plain"),
        "weighted": run_child("bench.review.child", str(max(200, round(10_000 * share))), "3", "weighted"),
    }
    told["machine"]["load_after"] = load()
    return told
