"""A Spark of the tests' own: local mode with two threads, started once a process because it takes long to start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

#: What a test that runs on Spark is marked with.
MARKS = (
    pytest.mark.needs("java"),
    pytest.mark.xdist_group("spark"),
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
)
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    # A short run is over before the second compiler has paid for itself.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.log.level": "ERROR",
}


@contextmanager
def local_session(folder: Path) -> Iterator[Any]:
    """Yield a session; what Spark writes of its own goes below `folder`."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("zhiheng tests")
    for name, value in {**_SETTINGS, "spark.sql.warehouse.dir": f"{folder}/warehouse"}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        yield session
    finally:
        session.stop()
