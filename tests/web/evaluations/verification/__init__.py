"""Verification: lines, return for change, inquiries, the end."""
