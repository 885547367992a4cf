"""Tests of the way from the proposal to what follows from a result."""
