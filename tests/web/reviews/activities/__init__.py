"""Tests of a stage of case-file review."""
