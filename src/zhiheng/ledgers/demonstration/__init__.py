"""The demonstration ledger: a fictional province, a fictional corps and their lawful year. Nothing is scored here."""

from zhiheng.ledgers.demonstration.folder import FILES, NAME, is_demonstration, write_demonstration

__all__ = ["FILES", "NAME", "is_demonstration", "write_demonstration"]
