"""Migrations of surveys."""
