"""Panels of a file's page, one module for each stage: each registers its own with `reading.panels`."""
