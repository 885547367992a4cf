"""Tests of the opening of cycles."""
