"""Tests of the stage `cards`."""
