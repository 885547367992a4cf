"""Reads one rule of a scheme file into the domain; the kind's own members are read by the kind."""

from __future__ import annotations

from decimal import Decimal

from zhiheng.domain.refusals import near_miss
from zhiheng.domain.scheme import UNSPECIFIED, OpenPath, Rule
from zhiheng.domain.texts import Text
from zhiheng.rulefiles.nodes import Node
from zhiheng.schemes.bindings import read_binding
from zhiheng.schemes.kinds import KINDS
from zhiheng.schemes.scoring import Scoring

_NAMES = (
    "id type kind zh en zh_text en_text amount cap unit_zh unit_en exclusive_group skipped_if elements bands metric_zh "
    "metric_en formula operator threshold levels level_zh level_en kinds check note note_en counting ambiguity "
    "data_source_zh data_source_en evidence measure category target points reads_outcomes open_ended_by zh_status "
    "per overlap_points gaps overlap_points_if_以下_inclusive checks checks_count checks_by"
).split()


class OpenValues:
    """What the source leaves open, gathered while a scheme is read; a completion closes it by id or path."""

    def __init__(self, given: dict[str, Node] | None = None) -> None:
        self.given = given or {}
        self.used: set[str] = set()
        self.open: list[OpenPath] = []

    def closed(self, node: Node, paths: tuple[str, ...]) -> Node | None:
        """Return the completion's value for the first of `paths` that it names."""
        for path in paths:
            if path in self.given:
                self.used.add(path)
                return self.given[path]
        return None

    def leave_open(self, node: Node, path: str, told: Text) -> None:
        """Note an open path; a path that is open in several places is told once."""
        if all(known.path != path for known in self.open):
            self.open.append(OpenPath(path, told, node.line))


#: What the members that a source may leave open are called in Chinese.
OPEN_WORDS = {"cap": "上限", "points": "分值", "target": "目标值", "formula": "计算口径", "amount": "每次分值"}


def is_unspecified(node: Node | None) -> bool:
    """Return whether the file says that the source leaves the value open."""
    return node is not None and not node.is_mapping and not node.is_list and node.text().strip() == UNSPECIFIED


def read_rule(node: Node, clause: Text, open_values: OpenValues, *, group: str = "") -> Rule | None:
    """Read a rule; None where it cannot be read (a fault is noted) or is left open by the source."""
    rule_id = node.text("id")
    node = node.at(rule_id)
    node.allow(*_NAMES)
    if not rule_id:
        node.need("id")
        return None
    clause = Text(node.text("zh_text") or clause.zh, node.text("en_text") or clause.en)
    kind = node.text("type") or node.text("kind")
    scoring = _scoring(node, kind, rule_id, open_values)
    if scoring is None:
        return None
    measure = node.get("measure")
    by_option = measure is not None and measure.is_mapping
    return Rule(
        id=rule_id,
        kind=scoring.name,
        text=_wording(node, clause),
        clause=clause,
        scoring=scoring,
        group=group,
        exclusive_group=node.text("exclusive_group"),
        skipped_if=node.texts("skipped_if"),
        measure="" if measure is None or by_option else measure.text(),
        measures={name: child.text() for name, child in measure.entries()} if measure is not None and by_option else {},
        checks=read_binding(node, scoring),
        unit=Text(node.text("unit_zh"), node.text("unit_en")),
        per_case=_is_per_case(node),
        evidence=tuple(child.wording() for child in node.list_of("evidence")),
        data_source=Text(node.text("data_source_zh"), node.text("data_source_en")),
        note=Text(node.text("note"), node.text("note_en")),
        ambiguity=node.texts("ambiguity"),
        line=node.line,
    )


def _is_per_case(node: Node) -> bool:
    per = node.text("per")
    if per not in ("", "case"):
        reason = Text("per 只能写 case", "`per` takes only `case`")
        node.faults.add(
            node,
            "unknown_counting",
            reason,
            Text("改为 per: case，或删去", "write `per: case`, or delete it"),
            value=per,
        )
    return per == "case"


def _wording(node: Node, clause: Text) -> Text:
    """Return the rule's short words: its own, else its level (国家级), else the clause."""
    zh = node.text("zh") or " ".join(part for part in (node.text("level_zh"), node.text("unit_zh")) if part)
    return Text(zh or node.text("metric_zh") or clause.zh, node.text("en") or node.text("level_en"))


def _scoring(node: Node, kind: str, rule_id: str, open_values: OpenValues) -> Scoring | None:
    if kind == "base":
        return None
    if kind == "deduction_per_unit":  # the Chongqing draft's word for it
        kind = "per_unit"
    if kind not in KINDS:
        known = Text(f"可用的种类：{'、'.join(KINDS)}", f"kinds that exist: {', '.join(KINDS)}")
        remedy = near_miss(kind, KINDS) or known
        node.faults.add(node, "unknown_kind", Text("不认识的评分种类", "unknown kind of scoring"), remedy, value=kind)
        return None
    faults_before = len(node.faults.found)
    completed = _completed(node, rule_id, open_values)
    if completed is None:
        return None
    scoring = KINDS[kind].read(completed)
    negative = next((amount for amount in scoring.amounts() if amount < 0), None)
    if negative is not None:
        reason = Text("分值写成了负数", "points are written as a negative number")
        remedy = Text(
            "写正数；扣分还是加分由所在部分决定", "write it positive; the part says whether it is taken or given"
        )
        node.faults.add(node, "negative_points", reason, remedy, value=str(negative))
    return scoring if len(node.faults.found) == faults_before else None


def _completed(node: Node, rule_id: str, open_values: OpenValues) -> Node | None:
    """Return the rule with its open values closed by the completion; what stays open is noted.

    A rule whose cap alone is open can still be read; with anything else open there is no rule yet (None).
    """
    members = []
    readable = True
    only_one = sum(is_unspecified(child) for _, child in node.entries()) == 1
    for key, value in node.raw.value:
        child = Node(value, node.faults, node.clause)
        if is_unspecified(child):
            path = f"{rule_id}.{key.value}"
            # Where a rule has a single open value, its id alone says which is meant.
            closing = open_values.closed(child, (path, f"indicators.{path}", *([rule_id] if only_one else [])))
            if closing is None:
                what = OPEN_WORDS.get(key.value, key.value)
                zh = f"“{node.text('zh')}”的{what}未作规定"
                told = Text(zh, f"`{key.value}` of {rule_id} is not specified")
                open_values.leave_open(child, path, told)
                readable = readable and key.value == "cap"
                continue
            if closing.text() in ("none", "无"):
                continue
            value = closing.raw
        members.append((key, value))
    copy = type(node.raw)(tag=node.raw.tag, value=members, start_mark=node.raw.start_mark, end_mark=node.raw.end_mark)
    return Node(copy, node.faults, node.clause) if readable else None


def number_or_open(node: Node, name: str, paths: tuple[str, ...], open_values: OpenValues) -> Decimal | None:
    """Read a number that the source may leave open: from the file, else from the completion, else noted as open."""
    child = node.get(name)
    if child is None:
        return None
    if not is_unspecified(child):
        return child.decimal()
    closing = open_values.closed(child, paths)
    if closing is not None:
        return closing.decimal()
    title = node.get("name")
    called = node.text("zh") or (title.wording().zh if title else "") or node.text("id")
    told = Text(f"“{called}”的分值未作规定", f"the points of {node.text('id')} are not specified")
    open_values.leave_open(child, paths[0], told)
    return Decimal(0)
