"""The second step: how many queries every page needs, at its second visit."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.web.timing import read_plan


def run() -> dict[str, Any]:
    """Return by page the number of queries, and how many of them repeat another but for the keys asked for."""
    found: dict[str, dict[str, int]] = {}
    for user in read_plan()["users"]:
        client = Client(HTTP_HOST="127.0.0.1")
        client.cookies.load(user["cookies"])
        for page, paths in user["paths"].items():
            if page not in found:
                found[page] = _count(client, page, paths[0])
    return found


def _count(client: Client, page: str, path: str) -> dict[str, int]:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{page}: {answer.status_code}")
    told = [one["sql"].partition(" WHERE ")[0] for one in asked.captured_queries]
    return {"queries": len(told), "repeated": len(told) - len(set(told))}
