"""Inspections: plans, draws, findings, decisions."""
