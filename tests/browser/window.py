"""One person's window: what a person does on a page, by the names that stand there; each page visited is inspected."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, Self

from playwright.sync_api import Browser, FilePayload, Locator, Page, Response, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from portal.demo.accounts import PASSWORD

from .inspection import Guard, inspect

SIZE = {"width": 1280, "height": 900}
STILL = {"reduced_motion": "reduce"}  # a colour that is on its way is none that axe can judge
Role = Literal[
    "link", "button", "heading", "textbox", "radio", "checkbox", "combobox", "group", "region", "row", "alert"
]


class Window:
    """A window of its own, with its own cookies. `scripts` false is a browser without JavaScript."""

    def __init__(self, browser: Browser, address: str, *, scripts: bool = True, **look: Any) -> None:
        self.scripts = scripts
        self.context = browser.new_context(
            base_url=address, locale="sv-SE", java_script_enabled=scripts, **({"viewport": SIZE} | STILL | look)
        )
        self.page: Page = self.context.new_page()
        # The browser's own choice of files is caught from the start: a catch set up as the key is pressed may be late.
        self.page.on("filechooser", lambda _: None)
        self.guard = Guard(self.page)
        self.status = 0

    # Going somewhere

    def open(self, path: str, *, status: int = 200) -> Self:
        """Go to an address. Raises AssertionError when it answers another status."""
        response = self.page.goto(path)
        return self._arrived(response, status)

    def reload(self) -> Self:
        return self._arrived(self.page.reload(), 200)

    def follow(self, name: str | re.Pattern[str], *, within: Locator | None = None, exact: bool = True) -> Self:
        """Click a link and wait for the page it leads to."""
        return self._go(self._named("link", name, within, exact))

    def press(
        self, name: str | re.Pattern[str], *, within: Locator | None = None, exact: bool = True, status: int = 200
    ) -> Self:
        """Click a button that sends a form and wait for the page it leads to."""
        return self._go(self._named("button", name, within, exact), status)

    def sign_in(self, person: str) -> Self:
        """Through the page where everybody signs in; `person` is the first part of the demo address."""
        self.open("/logga-in/")
        self.fill("E-postadress", f"{person}@example.se")
        self.fill("Lösenord", PASSWORD)
        return self.press("Logga in")

    def do(self, act: Callable[[], Any], *, status: int = 200) -> Self:
        """Do what leads to another page in some other way, such as by a key."""
        try:
            with self.page.expect_navigation() as going:
                act()
        except PlaywrightTimeout as fault:
            raise AssertionError(f"{fault}\nThe page is {self.page.url}:\n{self.text()[:3000]}") from None
        return self._arrived(going.value, status)

    def _go(self, target: Locator, status: int = 200) -> Self:
        return self.do(target.click, status=status)

    def _arrived(self, response: Response | None, status: int) -> Self:
        if response is not None:  # None for a place in the same page
            self.status = response.status
            assert self.status == status, f"{response.url} answered {self.status}, not {status}:\n{self.text()[:600]}"
        self.inspect()
        return self

    def inspect(self) -> None:
        """Raises AssertionError with every fault of the page as it stands now."""
        inspect(self.page, self.guard, axe=self.scripts)

    # Filling in

    def fill(self, label: str, value: str, *, within: Locator | None = None) -> None:
        """Type in the field with this label; "(obligatoriskt)" may stand after it."""
        self.write(self.field(label, within=within), value)

    def field(self, label: str, *, within: Locator | None = None) -> Locator:
        named = (within or self.page.locator("main")).get_by_label(_label(label))
        return named.and_(self.page.locator("input, select, textarea"))  # a part of the page may have the same name

    def pick(self, question: str, answer: str | re.Pattern[str]) -> None:
        """Choose a radio button, or tick a box, of the group with this question."""
        self.check(self.page.get_by_role("group", name=_label(question)).get_by_label(answer, exact=True))

    def tick(self, label: str) -> None:
        self.check(self.field(label))

    def choose(self, label: str, choice: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Choose in a list."""
        self.select(self.field(label, within=within), choice)

    # The hand: what another kind of window does in another way

    def write(self, control: Locator, value: str) -> None:
        control.fill(value)

    def check(self, box: Locator) -> None:
        """A radio button or a box."""
        box.check()

    def select(self, box: Locator, choice: str | re.Pattern[str]) -> None:
        if isinstance(choice, str):
            box.select_option(label=choice)
        else:
            wanted = box.locator("option").filter(has_text=choice).first
            box.select_option(value=wanted.get_attribute("value"))

    def give(self, control: Locator, file: str | Path | FilePayload) -> None:
        """Choose a file."""
        control.set_input_files(file)

    # Looking

    def text(self) -> str:
        """All that can be read in the page's main part."""
        return self.page.locator("main").inner_text()

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text().strip()

    @property
    def path(self) -> str:
        return re.sub(r"^https?://[^/]+", "", self.page.url)

    def sees(self, *texts: str) -> None:
        """Raises AssertionError for a text that cannot be read on the page."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def has(self, role: Role, name: str | re.Pattern[str], *, exact: bool = True) -> bool:
        return self._named(role, name, None, exact).count() > 0

    def region(self, heading: str | re.Pattern[str]) -> Locator:
        """The smallest part of the page under this heading."""
        titled = self.page.get_by_role("heading", name=heading)
        return self.page.locator("section, li, article, form, fieldset, details").filter(has=titled).last

    def summary(self) -> Locator:
        """The error summary."""
        return self.page.locator(".error-summary")

    def told(self, control: Locator, sentence: str | re.Pattern[str]) -> None:
        """Raises AssertionError unless the sentence stands at the control, tied to it, and in the error summary,
        where the link leads to the control."""
        expect(control).to_have_attribute("aria-invalid", "true")
        described = (control.get_attribute("aria-describedby") or "").split()
        beside = " ".join(self.page.locator(f'[id="{name}"]').inner_text() for name in described)
        assert re.search(_pattern(sentence), _one_line(beside)), f"at the control stands: {beside}"
        link = self.summary().get_by_role("link", name=sentence).first
        expect(link).to_have_attribute("href", f"#{control.get_attribute('id')}")

    def pdf(self, name: str | re.Pattern[str]) -> bytes:
        """Fetch what a link to a PDF leads to. Raises AssertionError when it is something else."""
        return self.fetch(name, "application/pdf")

    def fetch(self, name: str | re.Pattern[str], kind: str) -> bytes:
        href = self._named("link", name, None, exact=False).first.get_attribute("href")
        assert href, f"no address at the link {name}"
        answer = self.context.request.get(href)
        assert answer.status == 200, f"{href} answered {answer.status}"
        assert answer.headers["content-type"].startswith(kind), f"{href} is {answer.headers['content-type']}"
        return answer.body()

    def shot(self, file: Path) -> None:
        """Keep a picture of the whole page, to be looked at."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=file, full_page=True)

    def close(self) -> None:
        self.context.close()

    def _named(self, role: Role, name: str | re.Pattern[str], within: Locator | None, exact: bool) -> Locator:
        root = within or self.page.locator("body")
        return root.get_by_role(role, name=name, exact=exact)


def _pattern(text: str | re.Pattern[str]) -> str:
    return re.escape(text) if isinstance(text, str) else text.pattern


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _label(text: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(text)}\s*(\(obligatoriskt\))?\s*$")
