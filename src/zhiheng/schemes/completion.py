"""A completion: the values that a source leaves open, supplied by the evaluating body and named in the result."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from zhiheng.domain.canonical import digest_of_bytes
from zhiheng.domain.refusals import Refusal
from zhiheng.domain.texts import Text
from zhiheng.rulefiles.nodes import Node, read_node


@dataclass(frozen=True)
class Completion:
    """A completion file: the scheme it completes, its label, whether it is fictional, values by path, further rules."""

    scheme: str
    label: Text
    fictional: bool
    digest: str
    file: str
    data: bytes
    root: Node
    values: dict[str, Node] = field(default_factory=dict)
    rules: dict[str, Node] = field(default_factory=dict)


def read_completion(path: Path) -> Completion:
    """Read a completion file.

    Raises Refusal where it is no YAML, names no scheme, or gives a rule without id.
    """
    root, data = read_node(path)
    root.allow("scheme", "label", "fictional", "values", "rules")
    root.need("scheme")
    label = root.get("label")
    values = root.get("values")
    rules: dict[str, Node] = {}
    for child in root.list_of("rules"):
        child.need("id")
        if child.text("id") in rules:
            reason = Text(f"编号 {child.text('id')} 用了两次", f"id {child.text('id')} is used twice")
            remedy = Text("换一个编号", "choose another id")
            child.faults.add(child.at(child.text("id")), "duplicate_id", reason, remedy)
        rules[child.text("id")] = child
    completion = Completion(
        scheme=root.text("scheme"),
        label=label.wording() if label else Text(""),
        fictional=root.flag("fictional", False),
        digest=digest_of_bytes(data),
        file=str(path),
        data=data,
        root=root,
        values=_flat(values) if values else {},
        rules=rules,
    )
    root.faults.settle()
    return completion


def _flat(values: Node, head: str = "") -> dict[str, Node]:
    """Return nested values as dotted paths, so that `IND-CASES: {points: 5}` and `IND-CASES.points: 5` say the same."""
    flat: dict[str, Node] = {}
    for name, child in values.entries():
        path = f"{head}{name}"
        if child.is_mapping:
            flat.update(_flat(child, f"{path}."))
        else:
            flat[path] = child
    return flat


def refuse_other_scheme(completion: Completion, scheme_id: str) -> None:
    """Raise Refusal when a completion is meant for another scheme."""
    if completion.scheme == scheme_id:
        return
    reason = Text(
        f"这份补充是给 {completion.scheme} 的，不是 {scheme_id}", f"this completes {completion.scheme}, not {scheme_id}"
    )
    remedy = Text("换用对应的补充文件", "use the completion that belongs to the scheme")
    completion.root.faults.add(completion.root, "other_scheme", reason, remedy)
    raise Refusal(completion.root.faults.found)
