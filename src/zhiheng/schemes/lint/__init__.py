"""Finds what does not add up in a scheme: sums, caps, bands, grades, words, doubts. It reads no ledger."""

from __future__ import annotations

from pathlib import Path

from zhiheng.domain.refusals import Fault
from zhiheng.schemes.lint.bands import examine_bands
from zhiheng.schemes.lint.grades import examine_grades
from zhiheng.schemes.lint.remarks import Remark
from zhiheng.schemes.lint.sums import examine_sums
from zhiheng.schemes.lint.words import examine_words
from zhiheng.schemes.reading import read_scheme

__all__ = ["Remark", "lint_file"]


def lint_file(path: Path) -> list[Remark]:
    """Return the remarks on a scheme file, in the order of its lines.

    Raises Refusal where the file cannot be read as a scheme. Money that is scored is a remark here (`money_input`);
    every other use of such a scheme is refused.
    """
    money: list[Fault] = []
    scheme = read_scheme(path, money=money)
    remarks = [
        *examine_sums(scheme),
        *examine_bands(scheme),
        *examine_grades(scheme),
        *examine_words(scheme),
        *(Remark("money_input", f.place.clause, f.place.line or 0, f.reason, clause=f.value) for f in money),
    ]
    named = [remark.in_file(path.name) for remark in remarks]
    return sorted(named, key=lambda remark: (remark.line, remark.code, remark.rule_id, remark.text.zh))
