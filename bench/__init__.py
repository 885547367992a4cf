"""Benchmarks that anyone can run, with the peers beside. Nothing of the product imports them."""
