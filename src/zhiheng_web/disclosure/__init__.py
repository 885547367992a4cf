"""The public copy of published results: what law lets be public, and nothing about persons."""
