"""The database of an installation: SQLite with the settings that measurement proved necessary, or PostgreSQL."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

#: Versions with the WAL-reset fault corrupt a database that several processes write (3.7.0 to 3.51.2, two backports).
_SOUND = ((3, 51, 3),)
_BACKPORTS = ((3, 44, 6), (3, 50, 7))


def is_wal_sound(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Return whether this SQLite is free of the WAL-reset fault."""
    return version >= _SOUND[0] or any(version[:2] == fixed[:2] and version >= fixed for fixed in _BACKPORTS)


def database_of(url: str, home: Path) -> dict[str, Any]:
    """Return Django's setting for `postgresql://…`, or for SQLite in `home` where no address is given."""
    if not url:
        return sqlite_at(home / "zhiheng.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite_at(Path(unquote(parts.path)))
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"ZHIHENG_DATABASE_URL: {parts.scheme}:// is not known; write postgresql://user@host/name")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or unquote(query.get("host", "")),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite_at(file: Path) -> dict[str, Any]:
    """Return the setting of a SQLite file.

    IMMEDIATE transactions and a busy timeout: without them most of concurrent writes are lost. FULL: an acknowledged
    deed survives loss of power.
    """
    journal = "WAL" if is_wal_sound() else "TRUNCATE"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                f"PRAGMA journal_mode={journal};PRAGMA synchronous=FULL;"
                "PRAGMA foreign_keys=ON;PRAGMA busy_timeout=20000;"
            ),
        },
        "TEST": {"NAME": None},
    }
