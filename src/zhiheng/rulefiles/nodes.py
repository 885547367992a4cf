"""A YAML file as nodes that know their line, so that every fault of a scheme says where it stands.

Scalars stay the text of the file: `0.2` becomes a `Decimal` without ever being a float.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from zhiheng.domain.numbers import read_number
from zhiheng.domain.refusals import Fault, Place, Refusal, near_miss
from zhiheng.domain.texts import Text

_YES = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


@dataclass
class Faults:
    """The faults found so far in one file; reading goes on so that all are told at once."""

    file: str
    found: list[Fault] = field(default_factory=list)

    def add(self, node: Node, code: str, reason: Text, remedy: Text, *, value: str = "") -> None:
        """Note a fault at `node`."""
        place = Place(file=self.file, line=node.line, clause=node.clause)
        self.found.append(Fault(code, place, reason, remedy, value))

    def settle(self) -> None:
        """Raise Refusal with all faults, if there are any."""
        if self.found:
            raise Refusal(self.found)


@dataclass(frozen=True)
class Node:
    """A value of the file with its line. Reading methods note a fault and return an empty value rather than raise."""

    raw: Any
    faults: Faults
    clause: str = ""

    @property
    def line(self) -> int:
        """The line as an editor shows it, counted from 1."""
        return int(self.raw.start_mark.line) + 1

    @property
    def is_mapping(self) -> bool:
        """Whether the value is a mapping."""
        return isinstance(self.raw, MappingNode)

    @property
    def is_list(self) -> bool:
        """Whether the value is a list."""
        return isinstance(self.raw, SequenceNode)

    def at(self, clause: str) -> Node:
        """Return the same value, its faults told with `clause`."""
        return Node(self.raw, self.faults, clause)

    def entries(self) -> Iterator[tuple[str, Node]]:
        """Yield the members of a mapping; a name given twice is a fault."""
        if not self.is_mapping:
            self._wrong("not_a_mapping", Text("此处应为“名称: 值”的映射", "a mapping `name: value` is expected here"))
            return
        seen: set[str] = set()
        for key, value in self.raw.value:
            name = str(key.value)
            child = Node(value, self.faults, self.clause)
            if name in seen:
                remedy = Text("保留一处，删去另一处", "keep one and delete the other")
                told = Text(f"“{name}”写了两次", f"`{name}` is given twice")
                self.faults.add(Node(key, self.faults, self.clause), "duplicate_key", told, remedy)
                continue
            seen.add(name)
            yield name, child

    def get(self, name: str) -> Node | None:
        """Return the member `name`, None where it is absent or null."""
        if not self.is_mapping:
            return None
        for key, value in self.raw.value:
            if key.value == name and not _is_null(value):
                return Node(value, self.faults, self.clause)
        return None

    def need(self, name: str) -> Node | None:
        """Return the member `name`; its absence is a fault."""
        found = self.get(name)
        if found is None:
            told = Text(f"缺少“{name}”", f"`{name}` is missing")
            remedy = Text(f"在此处补写 {name}: …", f"add `{name}: …` here")
            self.faults.add(self, "missing_key", told, remedy)
        return found

    def items(self) -> list[Node]:
        """Return the members of a list; a single value counts as a list of one."""
        if self.is_list:
            return [Node(value, self.faults, self.clause) for value in self.raw.value]
        return [self]

    def list_of(self, name: str) -> list[Node]:
        """Return the members of the list `name`, an empty list where it is absent."""
        found = self.get(name)
        return [] if found is None else found.items()

    def text(self, name: str = "") -> str:
        """Return the text of this value, or of its member `name` ("" where absent)."""
        node = self.get(name) if name else self
        if node is None:
            return ""
        if not isinstance(node.raw, ScalarNode):
            node._wrong("not_a_text", Text("此处应为一个文字或数字", "a single text or number is expected here"))
            return ""
        return str(node.raw.value)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of the list `name`."""
        return tuple(node.text() for node in self.list_of(name))

    def wording(self, zh: str = "zh", en: str = "en") -> Text:
        """Return the two members `zh` and `en` of a mapping as one wording; a plain text is its own Chinese."""
        if isinstance(self.raw, ScalarNode):
            return Text(self.text())
        return Text(self.text(zh), self.text(en))

    def decimal(self, name: str = "") -> Decimal | None:
        """Return an exact number, None where it is absent; anything else is a fault."""
        node = self.get(name) if name else self
        if node is None:
            return None
        number = read_number(node.text())
        if number is None:
            remedy = Text("写成普通数字，例如 0.5", "write a plain number such as 0.5")
            node._wrong("not_a_number", Text("此处应为数字", "a number is expected here"), remedy, node.text())
        return number

    def flag(self, name: str, default: bool) -> bool:
        """Return a yes or no."""
        node = self.get(name)
        if node is None:
            return default
        told = _YES.get(node.text().lower())
        if told is None:
            remedy = Text("写 true 或 false", "write true or false")
            node._wrong("not_a_flag", Text("此处应为是或否", "yes or no is expected here"), remedy, node.text())
        return default if told is None else told

    def allow(self, *names: str) -> None:
        """Note a fault for every member that is none of `names`, with the nearest name that exists."""
        for name, child in self.entries():
            if name in names:
                continue
            remedy = near_miss(name, names) or Text(
                f"可用的名称：{'、'.join(names)}", f"names that exist here: {', '.join(names)}"
            )
            child.faults.add(child, "unknown_key", Text(f"不认识“{name}”", f"`{name}` is not known here"), remedy)

    def _wrong(self, code: str, told: Text, remedy: Text | None = None, value: str = "") -> None:
        self.faults.add(
            self, code, told, remedy or Text("参照 docs/howtos/schemes.md", "see docs/howtos/schemes.md"), value=value
        )


def _is_null(value: Any) -> bool:
    return isinstance(value, ScalarNode) and value.style is None and value.value in ("", "~", "null")


def read_node(path: Path) -> tuple[Node, bytes]:
    """Read a YAML file into its root node and its bytes.

    Raises Refusal where the file is missing, is no UTF-8 or no YAML; a YAML fault carries its line.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError:
        raise Refusal(_fault(path, "no_file", Text("文件打不开", "the file cannot be opened"), _CHECK_PATH)) from None
    except UnicodeDecodeError:
        remedy = Text("用 UTF-8 编码另存", "save it as UTF-8")
        raise Refusal(_fault(path, "not_utf8", Text("文件不是 UTF-8", "the file is not UTF-8"), remedy)) from None
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else None
        raise Refusal(_fault(path, "not_yaml", _yaml_told(wrong.problem), _CHECK_YAML, line=line)) from None
    except YAMLError as wrong:
        raise Refusal(_fault(path, "not_yaml", _yaml_told(str(wrong)), _CHECK_YAML)) from None
    if not isinstance(root, MappingNode):
        told = Text("文件内容不是“名称: 值”的映射", "the file does not hold a mapping `name: value`")
        raise Refusal(_fault(path, "not_a_mapping", told, _CHECK_YAML))
    return Node(root, Faults(str(path))), data


_CHECK_PATH = Text("核对文件名和所在文件夹", "check the name and the folder")
_CHECK_YAML = Text("核对该行的缩进、冒号和引号", "check indentation, colons and quotes of that line")


def _yaml_told(problem: str | None) -> Text:
    short = (problem or "").splitlines()[0] if problem else ""
    return Text(f"不是有效的 YAML：{short}", f"this is not valid YAML: {short}")


def _fault(path: Path, code: str, told: Text, remedy: Text, *, line: int | None = None) -> Fault:
    return Fault(code, Place(file=str(path), line=line), told, remedy)
