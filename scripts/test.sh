#!/usr/bin/env bash
# The checks of scripts/lint.sh and all of pytest; the tests run even where a check fails. Arguments go to pytest.
set -uo pipefail
cd "$(dirname "$0")/.."

checks=0 tests=0
scripts/system_packages.sh
scripts/lint.sh || checks=$?
echo "== pytest"
# Tests of one xdist_group keep to one worker: an engine that takes long to start starts once.
.venv/bin/python -m pytest --dist loadgroup "$@" || tests=$?

if [ "$checks" -ne 0 ]; then
    echo "检查未通过，见上文；运行 make check 重看。 / The checks failed, see above; make check shows them again." >&2
fi
[ "$checks" -eq 0 ] && [ "$tests" -eq 0 ]
