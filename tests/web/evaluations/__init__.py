"""Tests of evaluation cycles."""
