"""Schemes: from a YAML file to the domain, the kinds of scoring, and what does not add up in a text."""

from zhiheng.schemes.completion import Completion, read_completion
from zhiheng.schemes.reading import applies, built_in_schemes, find_scheme, read_scheme

__all__ = ["Completion", "applies", "built_in_schemes", "find_scheme", "read_completion", "read_scheme"]
