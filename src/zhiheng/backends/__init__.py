"""Engines that run checks: DuckDB in this process, PostgreSQL, Spark. They differ in connecting and loading alone."""

from zhiheng.backends.choosing import ENGINES, open_backend
from zhiheng.backends.embedded import Embedded

__all__ = ["ENGINES", "Embedded", "open_backend"]
