"""Reads which checks answer a rule. Their ids are known from the rulebook's files; the checks are not loaded here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal, get_args

from zhiheng.domain.refusals import Fault, Place, near_miss
from zhiheng.domain.scheme import CheckBinding, CheckCount, Scheme
from zhiheng.domain.texts import Text
from zhiheng.rulefiles.nodes import Node, read_node
from zhiheng.schemes.scoring import Scoring

Subject = Literal["case", "complaint", "outcome"]

#: What may be counted, by what a rule is told; the first holds where a rule says nothing.
_COUNTS: Mapping[str, tuple[CheckCount, ...]] = {
    "flag": ("findings", "cases"),
    "count": ("findings", "cases"),
    "rate": ("cases", "closed_cases"),
}


@cache
def check_files() -> Mapping[str, Path]:
    """Return the rule files of the rulebook's checks by id; a file is called by the id of its check."""
    root = Path(str(resources.files("zhiheng").joinpath("rulebook/checks")))
    return {file.stem: file for file in sorted(root.glob("*/*.yaml"))}


@cache
def subject_of(check_id: str) -> Subject:
    """Return what a check of the rulebook is about. Raises KeyError for an unknown id."""
    word = read_node(check_files()[check_id])[0].text("subject")
    return next((subject for subject in get_args(Subject) if subject == word), "case")


def read_binding(node: Node, scoring: Scoring) -> CheckBinding | None:
    """Read the members `checks`, `checks_count` and `checks_by` of a rule; None where it names no check.

    Faults are noted on the node: unknown checks with the nearest id, a rule that cannot be answered by checks.
    """
    listed = node.get("checks")
    if listed is None:
        for name in ("checks_count", "checks_by"):
            if (child := node.get(name)) is not None:
                reason = Text(f"写了 {name} 而没有写 checks", f"`{name}` is given without `checks`")
                remedy = Text("补写 checks，或删去", "add `checks`, or delete it")
                child.faults.add(child, "missing_key", reason, remedy)
        return None
    _judge_rule(node, listed, scoring)
    ids = tuple(dict.fromkeys(_known_id(child) for child in listed.items()))
    option, choice = _read_choice(node)
    return CheckBinding(ids, _read_count(node, scoring), option, choice)


def _judge_rule(node: Node, listed: Node, scoring: Scoring) -> None:
    countable = scoring.answers in _COUNTS and scoring.gives != "bonus" and getattr(scoring, "amount", 0) is not None
    if not countable:
        reason = Text(
            "检查发现只能回答扣分的是否、件数和比率，不能回答本条",
            "findings of checks answer a yes or no, a count or a rate of a deduction, not this rule",
        )
        remedy = Text("删去 checks", "delete `checks`")
        listed.faults.add(listed, "checks_not_countable", reason, remedy)
    if node.get("measure") is not None:
        reason = Text("同一规则既写了 measure 又写了 checks", "one rule has both `measure` and `checks`")
        listed.faults.add(listed, "two_measures", reason, Text("只保留一个", "keep one of them"))
    if not listed.items():
        reason = Text("checks 没有列出检查", "`checks` lists no check")
        remedy = Text("写成 checks: [检查编号]", "write `checks: [check id]`")
        listed.faults.add(listed, "missing_key", reason, remedy)


def _known_id(child: Node) -> str:
    name = child.text()
    if name not in check_files():
        remedy = near_miss(name, check_files()) or Text(
            "用 zhiheng checks 列出全部检查", "`zhiheng checks` lists every check"
        )
        child.faults.add(child, "unknown_check", Text("没有这项检查", "there is no such check"), remedy, value=name)
    return name


def _read_count(node: Node, scoring: Scoring) -> CheckCount:
    allowed = _COUNTS.get(scoring.answers, ("findings",))
    child = node.get("checks_count")
    if child is None:
        return allowed[0]
    word = child.text()
    for count in allowed:
        if word == count:
            return count
    known = Text(f"可用：{'、'.join(allowed)}", f"one of: {', '.join(allowed)}")
    reason = Text("本条不能这样计数", "this rule does not count so")
    child.faults.add(child, "unknown_counting", reason, near_miss(word, allowed) or known, value=word)
    return allowed[0]


def _read_choice(node: Node) -> tuple[str, str]:
    child = node.get("checks_by")
    if child is None:
        return "", ""
    child.allow("option", "choice")
    child.need("option")
    child.need("choice")
    return child.text("option"), child.text("choice")


def binding_faults(scheme: Scheme) -> Iterator[Fault]:
    """Yield what only the whole scheme tells: choices that its options do not have, rates of what are no cases."""
    choices = {option.id: option.choices for option in scheme.options}
    for rule in scheme.every_rule():
        bound = rule.checks
        if bound is None:
            continue
        place = Place(file=scheme.file, line=rule.line, clause=rule.id)
        if scheme.subject == "case":
            reason = Text("一案一评的方案不能写 checks", "a scheme that scores cases one by one takes no `checks`")
            yield Fault("checks_for_units", place, reason, Text("删去 checks", "delete `checks`"))
        if bound.option and choices.get(bound.option) and bound.choice not in choices[bound.option]:
            told = "、".join(choices[bound.option])
            reason = Text(f"选项“{bound.option}”没有这个值", f"option `{bound.option}` has no such value")
            remedy = near_miss(bound.choice, choices[bound.option]) or Text(f"可用：{told}", f"one of: {told}")
            yield Fault("unknown_choice", place, reason, remedy, bound.choice)
        others = [name for name in bound.checks if name in check_files() and subject_of(name) != "case"]
        if rule.scoring.answers == "rate" and others:
            reason = Text(
                "比率以案件为分母，这项检查查的不是案件", "a rate is one of cases, and this check is about no cases"
            )
            remedy = Text("只列查案件的检查", "list checks about cases only")
            yield Fault("checks_without_cases", place, reason, remedy, "、".join(others))
