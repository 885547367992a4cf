"""Scheme files for tests: a small lawful scheme, altered by replacing words, and the faults that reading it finds."""

from __future__ import annotations

from pathlib import Path

from zhiheng.domain.refusals import Fault, Refusal
from zhiheng.domain.scheme import Scheme
from zhiheng.schemes import read_completion, read_scheme

SMALL = """\
scheme:
  id: small
  version: "1"
  name: {zh: 小方案, en: small scheme}
options:
- {id: boundary_policy, default: default, choices: [default, favour_evaluated, strict], basis: 第九条, zh: 边界}
unit_kinds:
  city: {zh: 设区的市, en: city}
parts:
- id: D
  kind: deduction
  points: 10
  items:
  - id: D01
    points: 10
    sub_items:
    - id: D01-1
      points: 4
      zh_text: 未建立扣4分，未落实扣2分。
      rules:
      - {id: D01-1-a, type: absence, amount: 4, zh: 未建立}
      - {id: D01-1-b, type: not_implemented, amount: 2, zh: 未落实, skipped_if: [D01-1-a]}
    - id: D01-2
      points: 6
      zh_text: 每起扣0.5分，扣完6分为止。
      rules:
      - {id: D01-2-a, type: per_unit, amount: 0.5, cap: 6, unit_zh: 起, zh: 每发现一起}
"""


def written(folder: Path, text: str, name: str = "scheme.yaml") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def altered(text: str, *changes: tuple[str, str]) -> str:
    """Return the text with every change made exactly once."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        text = text.replace(old, new)
    return text


def read_text(folder: Path, text: str, completion: str = "") -> Scheme:
    """Read a scheme from its text, with the text of a completion."""
    completed = read_completion(written(folder, completion, "completion.yaml")) if completion else None
    return read_scheme(written(folder, text), completed)


def faults_in(folder: Path, text: str, completion: str = "") -> list[Fault]:
    """Return the faults that reading finds, none where there are none."""
    try:
        read_text(folder, text, completion)
    except Refusal as refusal:
        return list(refusal.faults)
    return []
