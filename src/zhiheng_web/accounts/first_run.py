"""The first start: no account is there by default, so one address with a token, printed once, makes the first one."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from zhiheng_web.accounts.models import Account


def token_file() -> Path:
    """Return the file that holds the token until the first account is there."""
    return Path(settings.HOME) / "first-run-token"


def is_first_run() -> bool:
    """Return whether there is no account yet."""
    return not Account.objects.exists()


def make_token() -> str:
    """Return the token of the first start; made now unless it is there, readable for its owner only."""
    file = token_file()
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return file.read_text(encoding="ascii").strip()


def is_token(given: str) -> bool:
    """Return whether this is the token of the first start; never where none was made."""
    file = token_file()
    return bool(given) and file.exists() and constant_time_compare(given, file.read_text(encoding="ascii").strip())


def drop_token() -> None:
    """Take the token away: the address works once."""
    token_file().unlink(missing_ok=True)


def setup_address() -> str | None:
    """Return the path with token that makes the first account, None where there are accounts."""
    return f"{reverse('accounts:first')}?token={make_token()}" if is_first_run() else None
