"""Run a command with ZHIHENG_TEST_WEB_DATABASE_URL naming a private PostgreSQL that is gone afterwards.

Use: python scripts/with_postgres.py COMMAND [ARGUMENT …]
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from adapters.postgres_cluster import running_cluster

if __name__ == "__main__":
    with running_cluster() as url:
        environment = {**os.environ, "ZHIHENG_TEST_WEB_DATABASE_URL": url}
        sys.exit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)
