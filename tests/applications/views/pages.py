"""Reading a page as a person does: its title, its text, the lines of its error summary, what its controls hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

EMPTY = frozenset({"input", "br", "meta", "link", "col", "rect", "path", "circle", "line", "polyline", "img"})


@dataclass
class Node:
    """An element with its attributes and what is in it."""

    tag: str
    given: dict[str, str]
    inside: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words in it, with one space between, also for spaces that do not break."""
        return " ".join(" ".join(part if isinstance(part, str) else part.text for part in self.inside).split())

    @property
    def raw(self) -> str:
        return "".join(part if isinstance(part, str) else part.raw for part in self.inside)

    def all(self, *tags: str, **given: str) -> list[Node]:
        """Every element in it with one of the tags and the attributes."""
        found = []
        for part in self.inside:
            if isinstance(part, Node):
                fits = (not tags or part.tag in tags) and all(part.given.get(name) == given[name] for name in given)
                found += [part] if fits else []
                found += part.all(*tags, **given)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("page", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in EMPTY:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and len(self.open) > 1:
            assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read(response: Any) -> Node:
    """The page as a tree. Fails on an element that is closed by another's end."""
    reader = _Reader()
    reader.feed(response.content.decode())
    return reader.open[0]


def text(response: Any) -> str:
    return read(response).text


def title(response: Any) -> str:
    return read(response).all("title")[0].text


def summary(response: Any) -> list[tuple[str, str]]:
    """(words, address) of each line of the error summary."""
    lines = [line for box in read(response).all("div", role="alert") for line in box.all("li")]
    return [(line.text, next((link.given["href"] for link in line.all("a")), "")) for line in lines]


def controls(response: Any) -> dict[str, Any]:
    """What the page's forms would post if they were sent unchanged: name → value, without buttons and files.

    Several ticked boxes of one name give a list.
    """
    values: dict[str, Any] = {}
    for control in read(response).all("input", "textarea", "select"):
        name, kind = control.given.get("name", ""), control.given.get("type", "")
        ticked = kind not in ("checkbox", "radio") or "checked" in control.given
        if not name or kind in ("submit", "file") or not ticked:
            continue
        if control.tag == "textarea":
            values[name] = control.raw.removeprefix("\n")
        elif control.tag == "select":
            values[name] = next((o.given["value"] for o in control.all("option") if "selected" in o.given), "")
        else:
            value = control.given.get("value", "on" if kind in ("checkbox", "radio") else "")
            there = values.get(name) if kind == "checkbox" else None
            values[name] = value if there is None else [*([there] if isinstance(there, str) else there), value]
    values.pop("csrfmiddlewaretoken", None)
    return values


def field_error(response: Any, control: str) -> str:
    """The error that stands at a control, by the control's id."""
    return " ".join(box.text for box in read(response).all(id=f"{control}_error"))
