"""Tolerance of faults."""
