"""Vetoes and their two keys."""
