"""Tests of case-file review."""
