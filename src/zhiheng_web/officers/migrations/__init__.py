"""Migrations of officers."""
