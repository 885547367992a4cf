"""Tests of the public copy."""
