"""Write docs/glossary.md from the vocabulary of the rulebook; with --check only say whether it differs.

Use: python scripts/make_glossary.py [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]
VOCABULARY = ROOT / "src" / "zhiheng" / "rulebook" / "vocabulary.yaml"
PAGE = ROOT / "docs" / "glossary.md"

HEAD = """# 词汇表 / Glossary

由 `scripts/make_glossary.py` 从 `src/zhiheng/rulebook/vocabulary.yaml` 生成，勿手改。
Generated from the vocabulary of the rulebook; do not edit by hand. The name in the first column is the same in schemes,
results and documents.
"""

SORTS = {
    "kind_of_scoring": "计分方式 / Kinds of scoring",
    "unit_kind": "单位类型 / Kinds of unit",
    "measure": "台账指标 / Measures of the ledger",
    "term": "其他术语 / Other terms",
    "kind_of_check": "检查种类 / Kinds of check",
    "check_parameter": "检查参数 / Parameters of checks",
    "severity": "严重程度 / Severity of findings",
    "activity": "约定之外的办案环节 / Activities beyond those of the ledger format",
}


def render(terms: Mapping[str, Any]) -> str:
    """Return the page: one table for each sort that has terms, in the order of the vocabulary."""
    blocks = [HEAD]
    for sort, title in SORTS.items():
        rows = [_row(entry.get("name", name), entry) for name, entry in terms.items() if entry["sort"] == sort]
        if rows:
            blocks.append(
                "\n".join(
                    [
                        f"## {title}",
                        "",
                        "| 名称 name | 中文 | English | 含义 meaning | 出处 source |",
                        "|---|---|---|---|---|",
                        *rows,
                    ]
                )
            )
    return "\n\n".join(block.rstrip("\n") for block in blocks) + "\n"


def _row(name: str, entry: Mapping[str, Any]) -> str:
    meaning = entry["meaning"]
    return f"| `{name}` | {entry['zh']} | {entry['en']} | {meaning['zh']}<br>{meaning['en']} | {entry['source']} |"


def main() -> int:
    """Write the page, or compare it; returns 1 where it differs under --check."""
    page = render(YAML(typ="safe").load(VOCABULARY.read_text(encoding="utf-8"))["terms"])
    if "--check" in sys.argv[1:]:
        return int(not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page)
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
