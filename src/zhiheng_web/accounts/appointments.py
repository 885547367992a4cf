"""The port by which `bodies`, which stands above, gives the very first post to the very first account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zhiheng_web.accounts.models import Account


@dataclass(frozen=True, slots=True)
class FirstBody:
    """The body at the root of the tree: the organisation that runs this installation."""

    code: str
    name: str


Appoint = Callable[[Account, FirstBody], None]

_appoint: list[Appoint] = []


def appoint_first_with(appoint: Appoint) -> None:
    """Say what makes the root body and the system administrator's post there."""
    _appoint[:] = [appoint]


def appoint_first(account: Account, body: FirstBody) -> None:
    """Make the root body and the first post. Must run inside the act that makes the account."""
    _appoint[0](account, body)
