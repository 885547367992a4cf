"""Reads a rule file of a check, every fault with its line. What a kind's parameters mean, the kind reads."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import get_args

from zhiheng.checks.check import TABLE_OF, Applies, Check, Rule, Severity, Subject, Version
from zhiheng.checks.kinds import KINDS
from zhiheng.checks.moments import Moment
from zhiheng.checks.parameters import Parameters
from zhiheng.domain.refusals import near_miss
from zhiheng.domain.texts import Text
from zhiheng.ledgers import TABLES
from zhiheng.ledgers.columns import Type
from zhiheng.rulefiles import Node, read_node

_MEMBERS = ("id kind title severity subject requirements applies rule_out note parameters versions").split()
_VERSION_MEMBERS = ("from", "until", "citation", "note", "parameters")
#: Tables, and columns of other tables, that the rows of a subject bring along.
_WITHIN: dict[Subject, frozenset[str]] = {
    "case": frozenset({"cases", "events", "officers", "benchmarks", "complaints.received_at", "outcomes.effective_at"}),
    "complaint": frozenset({"complaints"}),
    "outcome": frozenset({"outcomes"}),
}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_check(path: Path) -> Check:
    """Read the check of a rule file.

    Raises Refusal with every fault found, each with its line.
    """
    root, _ = read_node(path)
    root.allow(*_MEMBERS)
    check_id = root.text("id")
    node = root.at(check_id)
    kind = _choice(node, "kind", tuple(KINDS))
    subject: Subject = _choice(node, "subject", get_args(Subject), "case")  # type: ignore[assignment]
    severity: Severity = _choice(node, "severity", get_args(Severity), "ordinary")  # type: ignore[assignment]
    _judge_id(node, check_id, kind)
    for name in ("title", "rule_out"):
        if (wording := node.need(name)) is not None and not (wording.text("zh") and wording.text("en")):
            told = Text(f"“{name}”应有中英文", f"`{name}` is given in both languages")
            wording.faults.add(wording, "half_worded", told, Text("写 {zh: …, en: …}", "write {zh: …, en: …}"))
    title, rule_out = node.get("title"), node.get("rule_out")
    versions = tuple(_version(node, at, kind, subject) for at in node.list_of("versions")) if kind else ()
    if not versions and kind:
        node.need("versions")
    _judge_overlap(node, versions)
    check = Check(
        id=check_id,
        kind=kind,
        title=title.wording() if title else Text(""),
        severity=severity,
        subject=subject,
        requirements=node.texts("requirements"),
        rule_out=rule_out.wording() if rule_out else Text(""),
        applies=_applies(node.get("applies"), subject),
        versions=versions,
        folder=path.parent.name,
        note=found.wording() if (found := node.get("note")) else Text(""),
    )
    root.faults.settle()
    return check


def _choice(node: Node, name: str, allowed: tuple[str, ...], default: str = "") -> str:
    found = node.get(name) if default else node.need(name)
    if found is None:
        return default
    word = found.text()
    if word in allowed:
        return word
    remedy = near_miss(word, allowed) or Text(f"可用：{'、'.join(allowed)}", f"one of: {', '.join(allowed)}")
    found.faults.add(found, "unknown_value", Text(f"“{name}”没有“{word}”", f"`{word}` is no {name}"), remedy)
    return default


def _judge_id(node: Node, check_id: str, kind: str) -> None:
    if _ID.fullmatch(check_id) and kind.replace("_", "-") in check_id:
        return
    told = Text(
        "编号应为小写字母、数字和连字符，并含有种类名", "an id is lower case with hyphens and contains its kind"
    )
    example = f"cn-…-{kind.replace('_', '-') or 'late'}-…"
    node.faults.add(
        node.get("id") or node, "bad_id", told, Text(f"例如 {example}", f"for instance {example}"), value=check_id
    )


def _version(node: Node, at: Node, kind: str, subject: Subject) -> Version:
    at.allow(*_VERSION_MEMBERS)
    at.need("citation")
    own, common = at.get("parameters"), node.get("parameters")
    parameters = Parameters([found for found in (own, common) if found is not None], subject, at)
    rule = KINDS[kind](parameters)
    dated_by = parameters.moment("dated_by") if parameters.get("dated_by") is not None else rule.dated_by()
    parameters.settle()
    _judge_rule(at, rule, dated_by, subject)
    return Version(_day(at, "from"), _day(at, "until"), at.text("citation"), rule, dated_by)


def _judge_rule(node: Node, rule: Rule, dated_by: Moment | None, subject: Subject) -> None:
    """Note a fault where a rule asks for columns that no ledger has, or for what rows of its subject do not have."""
    asked = {*rule.facts(), *([dated_by.fact] if dated_by is not None and dated_by.fact is not None else ())}
    for column in sorted(rule.columns()):
        table, _, name = column.partition(".")
        if table not in TABLES:
            continue  # a moment that could not be read, of which the fault is noted
        known = [each.name for each in TABLES[table].columns]
        if name not in known:
            remedy = near_miss(name, known) or Text(f"可用：{'、'.join(known)}", f"columns: {', '.join(known)}")
            node.faults.add(node, "unknown_column", Text(f"没有列“{name}”", f"there is no column `{name}`"), remedy)
        elif table not in _WITHIN[subject] and column not in _WITHIN[subject]:
            _misplace(node, f"{TABLES[table].label}·{TABLES[table].column(name).label}", column, subject)
    if subject != "case" and asked:
        _misplace(node, "环节", "activities", subject)


def _misplace(node: Node, zh: str, en: str, subject: Subject) -> None:
    labels = {name: TABLES[table].label for name, table in TABLE_OF.items()}
    told = Text(f"检查“{labels[subject]}”时用不到“{zh}”", f"a check of the subject `{subject}` has no {en}")
    remedy = Text(
        f"改写 subject：{'、'.join(f'{name}（{label}）' for name, label in labels.items())}",
        f"write another `subject`: {', '.join(labels)}",
    )
    node.faults.add(node, "wrong_subject", told, remedy)


def _day(node: Node, name: str) -> date | None:
    found = node.get(name)
    if found is None:
        return None
    try:
        return date.fromisoformat(found.text())
    except ValueError:
        told = Text("此处应为日期", "a date is expected here")
        found.faults.add(found, "not_a_date", told, Text("写成 2021-07-15", "write 2021-07-15"), value=found.text())
        return None


def _judge_overlap(node: Node, versions: tuple[Version, ...]) -> None:
    ordered = sorted(versions, key=lambda version: version.from_date or date.min)
    for earlier, later in pairwise(ordered):
        if earlier.until_date is None or earlier.until_date > (later.from_date or date.min):
            told = Text("两个版本的施行期间重叠", "two versions are in force on the same day")
            remedy = Text("前一版本的 until 写后一版本的 from", "let `until` of the earlier be `from` of the later")
            node.faults.add(node.get("versions") or node, "overlapping_versions", told, remedy)


def _applies(node: Node | None, subject: Subject) -> Applies:
    if node is None:
        return Applies()
    spec = TABLES[TABLE_OF[subject]]
    columns = {column.name: column for column in spec.columns}
    fields: list[tuple[str, tuple[str | bool, ...]]] = []
    for name, child in node.entries():
        if name in ("has", "lacks"):
            if subject != "case":
                _misplace(child, "环节", "activities", subject)
            continue
        if name not in columns:
            remedy = near_miss(name, tuple(columns)) or Text(
                f"可用：{'、'.join(columns)}", f"columns: {', '.join(columns)}"
            )
            child.faults.add(child, "unknown_column", Text(f"没有列“{name}”", f"there is no column `{name}`"), remedy)
            continue
        words = tuple(item.text() for item in child.items())
        if columns[name].type is Type.boolean:
            fields.append((name, tuple(word == "true" for word in words)))
        else:
            fields.append((name, words))
            _judge_values(child, words, {str(choice.value) for choice in columns[name].choices})
    return Applies(tuple(fields), node.texts("has"), node.texts("lacks"))


def _judge_values(node: Node, words: tuple[str, ...], allowed: set[str]) -> None:
    for word in words:
        if allowed and word not in allowed:
            listed = Text(f"可用：{'、'.join(sorted(allowed))}", f"one of: {', '.join(sorted(allowed))}")
            remedy = near_miss(word, sorted(allowed)) or listed
            told = Text(f"没有值“{word}”", f"`{word}` is no value of the column")
            node.faults.add(node, "unknown_value", told, remedy)
