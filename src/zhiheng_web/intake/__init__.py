"""Ledgers kept here: books, the import of rows in five steps, and sealed snapshots. No number is computed here."""
