"""A page as a person meets it, read with lxml: texts, links, and forms with labelled controls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import lxml.html

SILENT = frozenset({"button", "submit", "image", "reset", "file"})


@dataclass(eq=False)
class Node:
    """An element with its attributes and what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Node | str] = field(default_factory=list)
    parent: Node | None = None

    def walk(self) -> Iterator[Node]:
        for child in self.inside:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def all(self, *tags: str) -> list[Node]:
        return [node for node in self.walk() if node.tag in tags]

    def raw(self) -> str:
        return "".join(child if isinstance(child, str) else child.raw() for child in self.inside)

    def text(self) -> str:
        """As read aloud: what is inside with single spaces, no-break spaces as plain ones."""
        return " ".join(self.raw().split())

    def within(self, tag: str) -> Node | None:
        node = self.parent
        while node is not None and node.tag != tag:
            node = node.parent
        return node


def read(html: str) -> Node:
    """As a browser does, but that a NUL which a refused field gives back does not become a sign: nobody types one."""
    root = Node("page")
    if not html.strip():  # what leads on to another page has nothing in it
        return root
    tree = lxml.html.document_fromstring(
        html.replace("\x00", "").encode(), parser=lxml.html.HTMLParser(encoding="utf-8")
    )
    _take_in(tree, root)
    return root


def _take_in(element: Any, parent: Node) -> None:
    if isinstance(element.tag, str):  # a comment's is none
        node = Node(element.tag, dict(element.attrib), parent=parent)
        parent.inside.append(node)
        if element.text:
            node.inside.append(element.text)
        for child in element:
            _take_in(child, node)
    if element.tail:
        parent.inside.append(element.tail)


@dataclass
class Form:
    """A form of a page: what each control holds, and the words by which a person finds it."""

    node: Node
    page: Node

    def controls(self) -> list[Node]:
        mine = self.node.attributes.get("id", "")
        others = [node for node in self.page.walk() if mine and node.attributes.get("form") == mine]
        inside = self.node.all("input", "textarea", "select")
        return [node for node in (*inside, *others) if node.attributes.get("name")]

    def held(self) -> dict[str, list[str]]:
        """What the browser would send if nothing were touched, by the controls' names."""
        data: dict[str, list[str]] = {}
        for node in self.controls():
            kind = node.attributes.get("type", "text")
            if "disabled" in node.attributes or (node.tag == "input" and kind in SILENT):
                continue
            if kind in ("checkbox", "radio") and "checked" not in node.attributes:
                continue
            data.setdefault(node.attributes["name"], []).extend(value_of(node))
        return data

    def buttons(self) -> list[Node]:
        return [
            node
            for node in self.node.all("button", "input")
            if node.attributes.get("type", "submit" if node.tag == "button" else "") == "submit"
        ]

    def label(self, node: Node) -> str:
        """The words at a control: its label's, else the accessible name that the grid gives."""
        own = node.attributes.get("id", "")
        for label in self.page.all("label"):
            if (own and label.attributes.get("for") == own) or node in label.walk():
                return label.text()
        return node.attributes.get("aria-label", "")

    def group(self, node: Node) -> str:
        """The question above a group of boxes or radio buttons."""
        fieldset = node.within("fieldset")
        legends = fieldset.all("legend") if fieldset else []
        return legends[0].text() if legends else ""


def value_of(node: Node) -> list[str]:
    if node.tag == "textarea":
        return [node.raw().removeprefix("\n")]  # a parser drops the first new line of a textarea
    if node.tag == "select":
        options = node.all("option")
        chosen = [option for option in options if "selected" in option.attributes] or options[:1]
        return [option.attributes.get("value", option.text()) for option in chosen]
    return [node.attributes.get("value", "on" if node.attributes.get("type") in ("checkbox", "radio") else "")]
