#!/usr/bin/env bash
# Format, lint, types and import contracts. All four run even where one fails, so that one look shows everything.
set -uo pipefail
cd "$(dirname "$0")/.."

failed=()
step() {
    local name=$1
    shift
    echo "== $name"
    "$@" || failed+=("$name")
}

bin=.venv/bin
step "ruff format --check" "$bin/ruff" format --check .
step "ruff check" "$bin/ruff" check .
step "mypy --strict" "$bin/mypy"
step "lint-imports" "$bin/lint-imports" --no-logo

if [ ${#failed[@]} -gt 0 ]; then
    printf '未通过 / failed: %s\n' "${failed[@]}" >&2
    exit 1
fi
