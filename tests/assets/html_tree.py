"""A page read back as a tree, strictly: an element that is not closed in order is an error. For tests of pages only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

BARE = frozenset({"meta", "input", "br", "link", "col"})


@dataclass(eq=False, slots=True)
class Node:
    """An element with its attributes, its children and the text directly in it."""

    name: str
    attributes: dict[str, str]
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    own_text: str = ""

    @property
    def classes(self) -> set[str]:
        """Return the names in its class attribute."""
        return set(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        """Return all text in it, in no particular order between own text and children."""
        return self.own_text + "".join(child.text for child in self.children)

    def walk(self) -> Iterator[Node]:
        """Yield it and everything beneath."""
        yield self
        for child in self.children:
            yield from child.walk()

    def above(self) -> Iterator[Node]:
        """Yield what it stands in, nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def all(self, name: str = "", class_: str = "") -> list[Node]:
        """Return the elements beneath with this name and this class."""
        return [n for n in self.walk() if (not name or n.name == name) and (not class_ or class_ in n.classes)]

    def at(self, anchor: str) -> Node:
        """Return the element with this id."""
        return next(node for node in self.walk() if node.attributes.get("id") == anchor)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> repeats an attribute: {names}"
        node = Node(tag, {name: value or "" for name, value in attrs}, self.open)
        self.open.children.append(node)
        if tag not in BARE:
            self.open = node

    def handle_endtag(self, tag: str) -> None:
        assert self.open.name == tag, f"</{tag}> closes <{self.open.name}> at {self.getpos()}"
        assert self.open.parent is not None
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.own_text += data


def read_page(page: str) -> Node:
    """Return the page's root; AssertionError where elements do not nest."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.open is reader.root, f"<{reader.open.name}> is never closed"
    return reader.root
