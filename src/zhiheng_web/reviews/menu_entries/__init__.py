"""Entries of the menu, by stage."""
