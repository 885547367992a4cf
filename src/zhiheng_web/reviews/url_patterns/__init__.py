"""Addresses, by stage."""
