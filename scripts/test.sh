#!/usr/bin/env bash
# The checks of scripts/lint.sh and all of pytest; the tests run even where a check fails. Arguments go to pytest.
set -uo pipefail
cd "$(dirname "$0")/.."

checks=0 tests=0
scripts/system_packages.sh
scripts/lint.sh || checks=$?
echo "== pytest"
# Tests of one xdist_group keep to one worker: an engine that takes long to start starts once.
.venv/bin/python -m pytest --dist loadgroup --durations=25 --durations-min=5 "$@" || tests=$?
# What concerns the database runs a second time, on PostgreSQL; a run of chosen tests alone is left as it was chosen.
if [[ " $* " != *" tests/"* ]] && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    echo "== pytest (PostgreSQL)"
    .venv/bin/python scripts/with_postgres.py .venv/bin/python -m pytest tests/web -m both_databases -n 0 || tests=$?
fi

if [ "$checks" -ne 0 ]; then
    echo "检查未通过，见上文；运行 make check 重看。 / The checks failed, see above; make check shows them again." >&2
fi
[ "$checks" -eq 0 ] && [ "$tests" -eq 0 ]
