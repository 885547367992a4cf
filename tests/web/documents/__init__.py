"""Tests of evidence and documents."""
