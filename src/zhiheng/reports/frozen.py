"""Office files with constant bytes: the same content gives the same file, whatever the hour and the machine's umask."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: The earliest time a zip entry can carry; it says "no time", as the library has no clock.
NO_TIME = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16


def moment_of(as_of: str) -> datetime:
    """Return the moment for document properties: midnight of the as-of date, 2000-01-01 where there is none."""
    try:
        return datetime.fromisoformat(as_of[:10])
    except ValueError:
        return datetime(2000, 1, 1)


@contextmanager
def frozen_archive(path: Path) -> Iterator[Path]:
    """Yield a draft path; when the block ends well, the draft's zip entries stand in `path` with fixed times and modes.

    A block that fails leaves `path` as it was: a half-written document is never found by anybody.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".draft-") as folder:
        draft, frozen = Path(folder) / "draft.zip", Path(folder) / "frozen.zip"
        yield draft
        with ZipFile(draft) as source, ZipFile(frozen, "w", ZIP_DEFLATED) as target:
            for name in source.namelist():
                entry = ZipInfo(name, NO_TIME)
                entry.compress_type = ZIP_DEFLATED
                entry.create_system = 3
                entry.external_attr = _PLAIN_FILE
                with source.open(name) as reading, target.open(entry, "w", force_zip64=True) as writing:
                    shutil.copyfileobj(reading, writing)
        frozen.replace(path)
