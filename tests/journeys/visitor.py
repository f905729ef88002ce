"""A person at the portal over HTTP: signs in, reads, follows links, fills in by label, presses buttons. No script."""

from __future__ import annotations

from html import unescape
from typing import Any
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.accounts.models import User
from portal.demo.accounts import PASSWORD

from .html import Form, Node, read


class Visitor:
    """Every answer is asserted to be a page that can be read: no 404, no 500."""

    def __init__(self, name: str) -> None:
        self.client = Client(headers={"accept": "text/html"})
        self.address = "/"
        self.page = Node("page")
        self.changes: dict[str, list[Any]] = {}
        self.name = name

    @classmethod
    def signed_in(cls, name: str) -> Visitor:
        """Through the door, with address and password."""
        visitor = cls(name)
        visitor.open("/logga-in/")
        visitor.fill("E-postadress", f"{name}@example.se")
        visitor.fill("Lösenord", PASSWORD)
        visitor.press("Logga in")
        assert visitor.client.session.get("_auth_user_id"), f"{name} did not get in: {visitor.text}"
        return visitor

    @classmethod
    def known(cls, name: str) -> Visitor:
        """Signed in already, where the story is about something else."""
        visitor = cls(name)
        visitor.client.force_login(User.objects.get(email=f"{name}@example.se"))
        return visitor

    @property
    def text(self) -> str:
        main = self.page.all("main")
        return (main[0] if main else self.page).text()

    def open(self, address: str) -> Visitor:
        return self._read(self.client.get(address, follow=True), address)

    def follow(self, words: str) -> Visitor:
        """Follow the link that says exactly so, else the first whose words hold it; not one to a place on this page."""
        here = self.address.partition("#")[0]
        links = [
            (link.text() != words, urljoin(self.address, link.attributes["href"]))
            for link in self.page.all("a")
            if words in link.text() and link.attributes.get("href")
        ]
        found = sorted(link for link in links if link[1].partition("#")[0] != here)
        assert found, f"no link says ”{words}” on {self.address}: {[link.text() for link in self.page.all('a')]}"
        return self.open(found[0][1])

    # Forms

    def fill(self, label: str, value: str) -> None:
        """Type into the control with this label, or choose the option that reads so."""
        node, _ = self._control(label)
        if node.tag == "select":
            options = {option.text(): option.attributes.get("value", option.text()) for option in node.all("option")}
            value = options[value]
        self.changes[node.attributes["name"]] = [value]

    def attach(self, label: str, upload: SimpleUploadedFile) -> None:
        node, _ = self._control(label)
        self.changes[node.attributes["name"]] = [upload]

    def tick(self, label: str, question: str = "") -> None:
        """Tick a box, or choose a radio button; `question` is the text above the group."""
        node, form = self._control(label, question)
        name, value = node.attributes["name"], node.attributes.get("value", "on")
        if node.attributes.get("type") == "radio":
            self.changes[name] = [value]
        else:
            held = self.changes.get(name, form.held().get(name, []))
            self.changes[name] = [*held, value]

    def press(self, words: str) -> Visitor:
        """Press the first button that says so and land where it leads."""
        form, button = self._button(words)
        data: dict[str, Any] = form.held() | self.changes
        if name := button.attributes.get("name"):
            data[name] = [button.attributes.get("value", "")]
        method = form.node.attributes.get("method", "get").lower()
        address = urljoin(
            self.address, button.attributes.get("formaction") or form.node.attributes.get("action") or self.address
        )
        send = self.client.post if method == "post" else self.client.get
        return self._read(send(address, data, follow=True), address)

    def can_press(self, words: str) -> bool:
        return any(words in button.text() for form in self.forms() for button in form.buttons())

    def forms(self) -> list[Form]:
        return [Form(node, self.page) for node in self.page.all("form")]

    def held(self) -> dict[str, list[str]]:
        """What the last form of the page's own content holds; not one of its frame, such as signing in anew."""
        return [form for form in self.forms() if form.node.within("main")][-1].held()

    def _control(self, label: str, question: str = "") -> tuple[Node, Form]:
        seen = []
        for form in self.forms():
            for node in form.controls():
                words = form.label(node)
                seen.append(words)
                if _says(words, label) and (not question or _says(form.group(node), question)):
                    return node, form
        raise AssertionError(f"nothing is labelled ”{label}” on {self.address}: {seen}")

    def _button(self, words: str) -> tuple[Form, Node]:
        said = []
        for form in self.forms():
            for button in form.buttons():
                said.append(button.text() or button.attributes.get("value", ""))
                if said[-1] == words or (
                    words in said[-1] and "hidden" not in button.attributes.get("aria-hidden", "")
                ):
                    return form, button
        raise AssertionError(f"no button says ”{words}” on {self.address}: {said}")

    def _read(self, response: Any, address: str) -> Visitor:
        self.address = response.redirect_chain[-1][0] if response.redirect_chain else address
        body = response.content.decode() if not response.streaming else ""
        assert response.status_code == 200, f"{response.status_code} at {self.address}: {unescape(body)[:800]}"
        self.page, self.changes = read(body), {}
        return self


def _says(words: str, label: str) -> bool:
    """Whether a control's words are the label, perhaps with something after it, such as (frivilligt)."""
    return words == label or words.startswith((f"{label} ", f"{label}:", f"{label},", f"{label}("))
