"""Reads a scheme file into the domain. Every fault carries file, line, clause and remedy; all are told at once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from importlib import resources
from pathlib import Path

from zhiheng.domain.canonical import digest_of_bytes
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.scheme import (
    Consequence,
    Grade,
    OpenQuestion,
    Option,
    Part,
    Rule,
    Scheme,
    Source,
    Tolerance,
)
from zhiheng.domain.texts import Text
from zhiheng.rulefiles.nodes import Node, read_node
from zhiheng.schemes.completion import Completion, refuse_other_scheme
from zhiheng.schemes.consistency import inconsistencies
from zhiheng.schemes.money import money_faults
from zhiheng.schemes.parts import Reading, read_part
from zhiheng.schemes.rules import OpenValues, is_unspecified, read_rule

_TOP = (
    "scheme parts options unit_kinds kind_required grades vetoes fault_tolerance open_questions indicators terms "
    "county_use test_vectors aliases workflow bodies"
).split()
_HEAD = (
    "id version name short_name subject status source period evaluated_units submission methods result_use grades "
    "totals rounding boundary_policy cycle full_score principles purpose"
).split()


def built_in_schemes() -> dict[str, Path]:
    """Return the schemes that come with the product, by id, with their files."""
    root = Path(str(resources.files("zhiheng") / "rulebook" / "schemes"))
    return {file.parent.name: file for file in sorted(root.glob("*/*/scheme.yaml"))}


def find_scheme(name: str) -> Path:
    """Return the file of a built-in scheme's id, or `name` itself where it is a file.

    Raises Refusal where it is neither.
    """
    built_in = built_in_schemes()
    if name in built_in:
        return built_in[name]
    path = Path(name)
    if path.is_file():
        return path
    reason = Text(f"没有叫“{name}”的方案，也没有这个文件", f"there is no scheme and no file called `{name}`")
    remedy = Text(
        f"内置方案：{'、'.join(built_in)}；或给出 YAML 文件", f"built in: {', '.join(built_in)}; or give a YAML file"
    )
    raise Refusal(Fault("no_scheme", Place(file=name), reason, remedy))


def read_scheme(path: Path, completion: Completion | None = None, *, money: list[Fault] | None = None) -> Scheme:
    """Read a scheme file, with the completion that closes what its source leaves open.

    Raises Refusal with every fault of the file: unknown words, missing numbers, a completion that overrides what the
    source states, a scheme that reads money from fines (Administrative Penalty Law art. 74). Where `money` is given,
    faults of that last kind are put there instead.
    """
    root, data = read_node(path)
    root.allow(*_TOP)
    head = root.need("scheme")
    root.need("parts")
    if head is None:
        root.faults.settle()
        raise AssertionError("settle raises when a fault was noted")
    head.allow(*_HEAD)
    head.need("id")
    scheme = _assemble(root, head, data, completion)
    (root.faults.found if money is None else money).extend(money_faults(root))
    if completion is not None:
        completion.root.faults.found.extend(money_faults(completion.root))
    root.faults.found.extend(inconsistencies(scheme))
    root.faults.settle()
    if completion is not None:
        completion.root.faults.settle()
    return scheme


def _assemble(root: Node, head: Node, data: bytes, completion: Completion | None) -> Scheme:
    kinds_node = root.get("unit_kinds")
    unit_kinds = {name: child.wording() for name, child in kinds_node.entries()} if kinds_node else {}
    reading = _reading(tuple(unit_kinds), completion)
    scheme_id = head.text("id")
    if completion is not None:
        refuse_other_scheme(completion, scheme_id)
    parts = tuple(read_part(child, reading) for child in root.list_of("parts"))
    vetoes, veto_consequences = _vetoes(root, reading)
    _remaining(root, reading, completion)
    name = head.get("name")
    purpose = head.get("purpose")
    scheme = Scheme(
        id=scheme_id,
        version=head.text("version") or "0",
        name=name.wording() if name else Text(scheme_id),
        subject="case" if head.text("subject") == "case" else "unit",
        digest=digest_of_bytes(data),
        source=_source(head.get("source")),
        parts=parts,
        vetoes=vetoes,
        options=tuple(_option(child) for child in root.list_of("options")),
        unit_kinds=unit_kinds,
        kind_required=root.flag("kind_required", False),
        grades=_grades(root.get("grades")),
        tolerances=_tolerances(root.get("fault_tolerance")),
        veto_consequences=veto_consequences,
        open_paths=tuple(reading.open_values.open),
        open_questions=tuple(_question(child) for child in root.list_of("open_questions")),
        terms=_terms(root, parts),
        file=str(root.faults.file),
        purpose=purpose.wording() if purpose else Text(""),
        principles=tuple(child.wording() for child in head.list_of("principles")),
        completion_digest=completion.digest if completion else "",
        completion_label=completion.label if completion else Text(""),
        completion_fictional=completion.fictional if completion else False,
        aliases=_aliases(root.get("aliases")),
        kind_words=_kind_words(kinds_node),
    )
    if completion is not None:
        _refuse_leftovers(completion, reading, scheme)
        _refuse_wrong_sums(completion, scheme)
    return scheme


def _reading(unit_kinds: tuple[str, ...], completion: Completion | None) -> Reading:
    if completion is None:
        return Reading(OpenValues(), unit_kinds)
    further: dict[str, list[Node]] = {}
    replaced: dict[str, Node] = {}
    for rule_id, node in completion.rules.items():
        category = node.text("category")
        if category:
            further.setdefault(category, []).append(node)
        else:
            replaced[rule_id] = node
    return Reading(OpenValues(completion.values), unit_kinds, further, replaced)


def _refuse_leftovers(completion: Completion, reading: Reading, scheme: Scheme) -> None:
    """A value that closed nothing overrides what the source states, or names nothing at all."""
    known = {rule.id for rule in scheme.every_rule()} | {item.id for part in scheme.parts for item in part.items}
    for path, node in completion.values.items():
        if path in reading.open_values.used:
            continue
        if any(part in known for part in path.split(".")):
            reason = Text(
                f"“{path}”在原文中已有规定，不能改写", f"`{path}` is stated by the source and cannot be overridden"
            )
            remedy = Text(
                "删去这一行；只补原文未作规定的值", "delete it; a completion only supplies what the source leaves open"
            )
            completion.root.faults.add(node, "overrides_source", reason, remedy)
        else:
            reason = Text(f"方案里没有“{path}”", f"the scheme has no `{path}`")
            open_now = "、".join(open_path.path for open_path in reading.open_values.open[:8])
            remedy = (
                Text(f"仍待补充的是：{open_now}", f"still open: {open_now}")
                if open_now
                else Text("该补的都已补齐，删去这一行", "nothing is open any more; delete this line")
            )
            completion.root.faults.add(node, "unknown_path", reason, remedy)
    for rule_id, node in reading.replaced.items():
        stated = rule_id in known
        reason = (
            Text(f"规则 {rule_id} 原文已有规定，不能改写", f"rule {rule_id} is stated by the source")
            if stated
            else Text(f"规则 {rule_id} 没有写明 category（所属评价类别）", f"rule {rule_id} names no category")
        )
        remedy = Text("补写 category，或删去该规则", "add `category`, or delete the rule")
        completion.root.faults.add(node, "overrides_source" if stated else "missing_key", reason, remedy)
    for category, nodes in reading.further.items():
        reason = Text(f"没有评价类别“{category}”", f"there is no category `{category}`")
        items = "、".join(item.id for part in scheme.parts for item in part.items)
        for node in nodes:
            completion.root.faults.add(node, "unknown_category", reason, Text(f"可用：{items}", f"known: {items}"))


def _refuse_wrong_sums(completion: Completion, scheme: Scheme) -> None:
    """The categories of each kind of detachment must add up to the full mark (CQ-19)."""
    if scheme.open_paths:
        return
    for part in scheme.parts:
        if part.kind != "deduction" or part.points is None:
            continue
        for kind in scheme.unit_kinds or {"": Text("")}:
            total = sum(
                (
                    item.points_for(kind)
                    for item in part.items
                    if not item.from_total and applies(item.applies_to, kind)
                ),
                Decimal(0),
            )
            if total != part.points:
                reason = Text(
                    f"{scheme.unit_kinds[kind].zh}各类别分值合计 {total}，应为 {part.points}",
                    f"the categories of {kind} add up to {total}, not {part.points}",
                )
                remedy = Text("调整各类别分值", "change the points of the categories")
                completion.root.faults.add(completion.root, "sum_mismatch", reason, remedy)


def applies(applies_to: tuple[str, ...], kind: str) -> bool:
    """Return whether something limited to `applies_to` applies to a unit of `kind`; without kind everything does."""
    return not applies_to or not kind or kind in applies_to


def _vetoes(root: Node, reading: Reading) -> tuple[tuple[Rule, ...], tuple[Consequence, ...]]:
    node = root.get("vetoes")
    if node is None:
        return (), ()
    node.allow("items", "effect", "consequences", "zh_text", "en_text")
    clause = Text(node.text("zh_text"), node.text("en_text"))
    rules = tuple(
        rule for child in node.list_of("items") if (rule := read_rule(child, clause, reading.open_values)) is not None
    )
    return rules, tuple(_consequence(child) for child in node.list_of("consequences"))


def _remaining(root: Node, reading: Reading, completion: Completion | None) -> None:
    """The indicators that the source counts but does not name (CQ-22) are one open path until rules are supplied."""
    node = root.get("indicators")
    if node is None or not is_unspecified(node.get("remaining")):
        return
    closing = reading.open_values.closed(node, ("indicators.remaining", "remaining"))
    if closing is None and not (completion is not None and completion.rules):
        told = Text(
            "其余指标未作规定（补充 rules，或写明停用）", "the remaining indicators are not specified (add `rules`)"
        )
        reading.open_values.leave_open(node, "indicators.remaining", told)


def _source(node: Node | None) -> Source:
    if node is None:
        return Source(Text(""))
    document, issuer = node.get("document"), node.get("issuer")
    return Source(
        document=document.wording() if document else Text(""),
        number=node.text("document_number"),
        issuer=issuer.wording() if issuer else Text(""),
        signed_on=node.text("signed_on"),
        published_on=node.text("published_on"),
    )


def _option(node: Node) -> Option:
    node.allow("id", "zh", "en", "default", "choices", "ambiguity", "basis")
    node.need("id")
    node.need("default")
    ambiguity = " ".join(node.texts("ambiguity")) or node.text("basis")
    return Option(node.text("id"), node.wording(), node.text("default"), node.texts("choices"), ambiguity, node.line)


def _question(node: Node) -> OpenQuestion:
    node.allow("ambiguity", "at", "zh", "en", "handled_by")
    node.need("ambiguity")
    return OpenQuestion(node.text("ambiguity"), node.text("at"), node.wording(), node.text("handled_by"), node.line)


def _consequence(node: Node) -> Consequence:
    return Consequence(node.wording(), node.text("when") if node.is_mapping else "")


def _grades(node: Node | None) -> tuple[Grade, ...]:
    if node is None or node.text("status"):
        return ()
    return tuple(_grade(child) for child in node.list_of("items"))


def _grade(node: Node) -> Grade:
    node.allow(
        *"id zh en min min_inclusive max max_inclusive literal_min_inclusive literal_max_inclusive consequences".split()
    )

    def literal(name: str) -> bool | None:
        return None if node.get(name) is None else node.flag(name, False)

    return Grade(
        id=node.text("id"),
        name=node.wording(),
        minimum=node.decimal("min"),
        minimum_inclusive=node.flag("min_inclusive", True),
        maximum=node.decimal("max"),
        maximum_inclusive=node.flag("max_inclusive", False),
        literal_minimum_inclusive=literal("literal_min_inclusive"),
        literal_maximum_inclusive=literal("literal_max_inclusive"),
        consequences=tuple(_consequence(child) for child in node.list_of("consequences")),
        line=node.line,
    )


def _tolerances(node: Node | None) -> tuple[Tolerance, ...]:
    if node is None:
        return ()
    return tuple(Tolerance(child.text("id"), child.wording(), child.line) for child in node.list_of("items"))


def _terms(root: Node, parts: tuple[Part, ...]) -> tuple[tuple[str, int], ...]:
    """Return the terms a scheme uses that the vocabulary must define, each with its line."""
    terms = [(child.text(), child.line) for child in root.list_of("terms")]
    kinds = root.get("unit_kinds")
    if kinds is not None:
        terms += [(name, child.line) for name, child in kinds.entries()]
    for part in parts:
        for item in part.items:
            for sub_item in item.sub_items:
                for rule in sub_item.every_rule():
                    names = [rule.measure] if rule.measure else []
                    names += [value for key, value in rule.measures.items() if key != "option"]
                    terms += [(name, rule.line) for name in names]
    return tuple(terms)


def _aliases(node: Node | None) -> Mapping[str, str]:
    if node is None:
        return {}
    return {word.text(): rule_id for rule_id, child in node.entries() for word in child.items()}


def _kind_words(node: Node | None) -> dict[str, str]:
    """Return every word that names a kind of unit: its key, its labels, and what else the scheme accepts (`also`)."""
    words: dict[str, str] = {}
    for key, child in node.entries() if node else ():
        child.allow("zh", "en", "also")
        words |= {word: key for word in (key, child.text("zh"), child.text("en"), *child.texts("also")) if word}
    return words
