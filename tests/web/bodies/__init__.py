"""Tests of bodies."""
