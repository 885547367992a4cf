"""The pages of other apps that officers' pages lead to."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse


def to(name: str, *arguments: Any) -> str:
    """Return the address of a page; empty where the installation does not have it."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def file_review(file_id: int | None) -> str:
    """Return the page of a file's review."""
    return to("reviews:file", file_id) if file_id else ""


def case(case_id: int | None) -> str:
    """Return the page of a case."""
    return to("cases:case", case_id) if case_id else ""
