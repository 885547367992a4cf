#!/usr/bin/env bash
# Make a virtual environment with exact, hashed versions and this project in it.
# Use: scripts/install.sh VENV CONSTRAINTS STAMP    (PYTHON= names the interpreter to try first)
set -euo pipefail
cd "$(dirname "$0")/.."

venv=$1 constraints=$2 stamp=$3

say() { printf '%s\n' "$@" >&2; }

# Python 3.11 to 3.13 with the modules venv and ensurepip: the same bounds as in pyproject.toml.
fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null
}

has_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

find_python() {
    local candidate
    for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if fits "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    say "需要 Python 3.11、3.12 或 3.13；${PYTHON:-python3} 是：$("${PYTHON:-python3}" --version 2>&1 || true)" \
        "改法：安装合适的 Python 后再试，或指明它：make run PYTHON=/路径/python3.12" \
        "Python 3.11, 3.12 or 3.13 is needed. To mend: install one, or name it: make run PYTHON=/path/to/python3.12"
    return 2
}

make_venv() {
    local python
    python=$(find_python)
    if ! has_venv "$python"; then
        say "$python 缺少 venv 或 pip 模块。改法（Debian、Ubuntu）：apt-get install python3-venv python3-pip" \
            "$python lacks the modules venv or ensurepip. To mend (Debian, Ubuntu): apt-get install python3-venv python3-pip"
        return 2
    fi
    "$python" -m venv --clear "$venv"
    echo '*' >"$venv/.gitignore"
}

install() {
    # The build backend is pinned as well, so nothing is fetched that is not named with its hash.
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$constraints" &&
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
}

if ! { [ -x "$venv/bin/python" ] && fits "$venv/bin/python"; }; then
    make_venv
fi
say "正在安装 ${constraints} 所列的包，首次约需一至三分钟…… / Installing what ${constraints} lists, one to three minutes the first time…"
if ! install; then
    say "" "安装未完成，原因见上。改法：检查网络；内网可用 pip config set global.index-url 指向单位的镜像，再试一次。" \
        "The installation did not finish; the reason stands above. To mend: check the network; inside a closed network point" \
        "pip at your mirror with 'pip config set global.index-url', then try again."
    exit 2
fi
touch "$stamp"
