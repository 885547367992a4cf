"""The one place where the application reads the clock; dates of deeds are dates in Shanghai."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return _pretended.get() or timezone.now()


def today() -> date:
    """Return today's date in Shanghai: the day that legal periods are counted in."""
    return now().astimezone(SHANGHAI).date()


def day_of(instant: datetime) -> date:
    """Return the Shanghai date of an instant."""
    return instant.astimezone(SHANGHAI).date()


@contextmanager
def pretending(instant: datetime) -> Iterator[None]:
    """Let it be another instant inside the block: the demonstration's past years need dates of their own.

    Raises RuntimeError in any installation that is not a demonstration: nobody else may date a deed.
    """
    if not settings.DEMONSTRATION:
        raise RuntimeError("only a demonstration may pretend that it is another day")
    token = _pretended.set(instant)
    try:
        yield
    finally:
        _pretended.reset(token)
