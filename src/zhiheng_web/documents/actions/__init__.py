"""Deeds about documents, a module for each kind: evidence that people bring, documents that are issued."""
