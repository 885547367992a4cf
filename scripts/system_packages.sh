#!/usr/bin/env bash
# Install what scripts/needs.txt lists where it is missing and where we may. Never fails: what stays missing is told
# by the test run itself, which lists what was not run and how to mend it (tests/conftest.py).
set -uo pipefail
cd "$(dirname "$0")/.."

missing=()
while IFS='|' read -r name packages probe; do
    case "$name" in '#'* | '') continue ;; esac
    if ! bash -c "$probe" >/dev/null 2>&1; then
        read -ra wanted <<<"$packages"
        missing+=("${wanted[@]}")
    fi
done <scripts/needs.txt

if [ ${#missing[@]} -eq 0 ]; then
    exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
        exit 0
    fi
    as_root=(sudo -n)
fi
if ! command -v apt-get >/dev/null; then
    exit 0
fi

echo "== 安装测试所需的系统包 / installing system packages for the tests: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
    echo "系统包未能装上，有关测试将列为未运行。 / The packages could not be installed; their tests will be listed as not run."
exit 0
