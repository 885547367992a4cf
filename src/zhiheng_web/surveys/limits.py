"""How often answers may come from one place: counters in memory alone, of one process, gone when it ends.

An address is never stored: what is kept is its digest with a key that this process has drawn for itself.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from hashlib import blake2b
from secrets import token_bytes
from threading import Lock

from zhiheng_web.lib import clock

#: So many answers from one address about one body in so long: enough for a family or an office behind one address.
MOST_FROM_ONE_PLACE = 10
WINDOW = timedelta(minutes=10)
#: So many about one body in the same time, from wherever they come.
MOST_ABOUT_ONE_BODY = 600
_MOST_PLACES = 50_000

_key = token_bytes(32)
_lock = Lock()
_seen: dict[bytes, deque[datetime]] = {}


def may_answer(token: str, address: str) -> bool:
    """Return whether an answer may still come from an address, and count it where it may."""
    now = clock.now()
    with _lock:
        if len(_seen) > _MOST_PLACES:
            _forget(now)
        place, whole = _times(f"{token} {address}", now), _times(token, now)
        if len(place) >= MOST_FROM_ONE_PLACE or len(whole) >= MOST_ABOUT_ONE_BODY:
            return False
        place.append(now)
        whole.append(now)
        return True


def _times(what: str, now: datetime) -> deque[datetime]:
    times = _seen.setdefault(blake2b(what.encode(), key=_key, digest_size=16).digest(), deque())
    while times and now - times[0] > WINDOW:
        times.popleft()
    return times


def _forget(now: datetime) -> None:
    for place in [place for place, times in _seen.items() if not times or now - times[-1] > WINDOW]:
        del _seen[place]


def forget_everything() -> None:
    """Empty the counters."""
    with _lock:
        _seen.clear()
