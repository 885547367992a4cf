"""Migrations of the public copy."""
