"""Tests of the self-evaluation."""
