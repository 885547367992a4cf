"""Tests of the stage `rounds`."""
