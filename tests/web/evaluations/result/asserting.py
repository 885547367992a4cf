"""Saying that something is refused, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from zhiheng.api import Refusal


def refused(code: str, act: Callable[[], Any]) -> Refusal:
    """Do something that must be refused with a fault of this code."""
    with pytest.raises(Refusal) as caught:
        act()
    assert code in {fault.code for fault in caught.value.faults}
    return caught.value
