"""Addresses of the stages; `urls` collects every module here."""
