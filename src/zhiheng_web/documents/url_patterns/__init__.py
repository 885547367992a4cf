"""Addresses of documents; `urls` collects every module here."""
