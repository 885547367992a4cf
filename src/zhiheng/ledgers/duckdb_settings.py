"""How DuckDB is opened everywhere: nothing is loaded from the network, memory is bounded. No data is touched here."""

from __future__ import annotations

from pathlib import Path

Settings = dict[str, str | bool | int | float | list[str]]


def duckdb_settings(memory_limit: str, *, threads: int | None = None, spill: Path | None = None) -> Settings:
    """Return the settings of a connection; `spill` is the folder for what does not fit into memory.

    Without `threads` DuckDB takes every core.
    """
    settings: Settings = {
        # An extension would be fetched from the network, which an office does not have and must not need.
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": memory_limit,
    }
    if threads is not None:
        settings["threads"] = threads
    if spill is not None:
        settings["temp_directory"] = str(spill)
    return settings
