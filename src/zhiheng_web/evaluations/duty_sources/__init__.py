"""Duties of the stages; `duties` loads every module here."""
