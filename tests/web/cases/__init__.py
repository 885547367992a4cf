"""Tests of cases and their files."""
