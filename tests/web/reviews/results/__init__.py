"""Tests of results, statistics and calibration."""
