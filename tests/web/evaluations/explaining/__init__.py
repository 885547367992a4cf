"""Tests of the pages on which every number opens."""
