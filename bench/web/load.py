"""People at the pages: one alone, page by page; then all at once without a pause. Every request is timed."""

from __future__ import annotations

import http.client
import math
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

TURNS_ALONE = 7


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who is signed in: the cookies of the session, and the addresses of each page for the bodies in turn."""

    cookies: str
    paths: dict[str, list[str]]


@dataclass(slots=True)
class Times:
    """The seconds that the answers of a page took, those that failed apart, and the bytes of the last."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    size: int = 0

    def told(self) -> dict[str, Any]:
        """Return the figures in milliseconds."""
        taken = sorted(self.seconds)
        return {
            "requests": len(taken) + len(self.errors),
            "errors": len(self.errors),
            "first_error": self.errors[0] if self.errors else "",
            "median": round(median(taken) * 1000, 1) if taken else None,
            "p95": round(percentile(taken, 95) * 1000, 1) if taken else None,
            "bytes": self.size,
        }


def percentile(taken: Sequence[float], share: int) -> float:
    """Return the value that so many of a hundred do not exceed; `taken` is sorted."""
    return taken[max(0, math.ceil(len(taken) * share / 100) - 1)]


class Visitor:
    """A user with a connection that stays open."""

    def __init__(self, port: int, user: User) -> None:
        self.port, self.user = port, user
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def visit(self, page: str, turn: int, times: Times) -> None:
        """Ask for a page and note how long the whole answer took."""
        paths = self.user.paths[page]
        path = paths[turn % len(paths)]
        begun = time.perf_counter()
        try:
            self.line.request("GET", path, headers={"Cookie": self.user.cookies})
            answer = self.line.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as wrong:
            times.errors.append(f"{path}: {wrong!r}")
            self.line.close()
            return
        taken = time.perf_counter() - begun
        if answer.status != 200:
            times.errors.append(f"{path}: {answer.status}")
        else:
            times.seconds.append(taken)
            times.size = len(body)

    def close(self) -> None:
        """Leave."""
        self.line.close()


def alone(port: int, users: Iterable[User], turns: int = TURNS_ALONE) -> dict[str, Any]:
    """Let one user of each kind look at every page, one after another; the first visit of each is not counted."""
    told: dict[str, Any] = {}
    for user in users:
        visitor = Visitor(port, user)
        for page in user.paths:
            if page in told:
                continue
            times = Times()
            for turn in range(-2, turns):
                visitor.visit(page, turn, times if turn >= 0 else Times())
            told[page] = times.told()
        visitor.close()
    return told


def together(port: int, users: Sequence[User], seconds: float) -> dict[str, Any]:
    """Let all users go around their pages for so long; return figures by page and of all, `rate` a second."""
    taken: list[dict[str, Times]] = [{page: Times() for page in user.paths} for user in users]
    ready = threading.Barrier(len(users) + 1)
    end = [math.inf]

    def go(place: int) -> None:
        user, own = users[place], taken[place]
        visitor, pages = Visitor(port, user), list(user.paths)
        ready.wait()
        turn = place
        # Once around in any case: on a slow machine too every page is seen.
        while turn < place + len(pages) or time.perf_counter() < end[0]:
            page = pages[turn % len(pages)]
            visitor.visit(page, turn // len(pages) + 7 * place, own[page])
            turn += 1
        visitor.close()

    threads = [threading.Thread(target=go, args=(place,), daemon=True) for place in range(len(users))]
    for thread in threads:
        thread.start()
    begun = time.perf_counter()
    end[0] = begun + seconds
    ready.wait()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - begun
    pages = {page: _sum(own[page] for own in taken if page in own) for own in taken for page in own}
    every = _sum(pages.values())
    rate = round(len(every.seconds) / spent, 1)
    return {"rate": rate, "all": every.told(), "pages": {page: times.told() for page, times in pages.items()}}


def _sum(parts: Iterable[Times]) -> Times:
    found = Times()
    for part in parts:
        found.seconds += part.seconds
        found.errors += part.errors
        found.size = part.size or found.size
    return found
