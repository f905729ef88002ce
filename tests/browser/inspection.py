"""What every page must hold: nothing for axe, one H1, Swedish, ids that lead somewhere, no sideways scroll.

Axe takes longer than all else in these tests together. It, and the search for English words, look at a page again only
when something stands there that has not been looked at on that kind of page, in that width and colour: a fault, a
notice, another part of a form. The words of every page are read over HTTP too (tests/portal/look/test_html.py).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import ConsoleMessage, Page, Response

from tests.english import english

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """async () => {
  const found = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    resultTypes: ["violations"],
  });
  return found.violations.map((rule) => ({
    rule: rule.id,
    help: rule.help,
    nodes: rule.nodes.map((node) => node.html.slice(0, 300) + "\\n      " + node.failureSummary.replace(/\\s+/g, " ")),
  }));
}"""
MEASURE = """() => ({
  headings: Array.from(document.querySelectorAll("h1"), (heading) => heading.innerText.trim()),
  language: document.documentElement.lang,
  title: document.title,
  lost: Array.from(document.querySelectorAll("[aria-describedby], [aria-labelledby], [aria-controls], label[for]"))
    .flatMap((element) => ["aria-describedby", "aria-labelledby", "aria-controls", "for"].flatMap((name) =>
      (element.getAttribute(name) ?? "").split(/\\s+/).filter((id) => id && !document.getElementById(id))
        .map((id) => `${name}="${id}" of ${element.outerHTML.slice(0, 120)}`))),
  places: Array.from(document.querySelectorAll('a[href^="#"]'), (link) => link.getAttribute("href").slice(1))
    .filter((id) => id && !document.getElementById(id)),
  doubled: Array.from(document.querySelectorAll("[id]"), (element) => element.id)
    .filter((id, place, all) => all.indexOf(id) !== place),
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  widest: Array.from(document.querySelectorAll("body *"))
    .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 5)
    .map((element) => element.outerHTML.slice(0, 160)),
})"""
# What a page is put together from: each kind of element in its kind of place, whatever the words in it are.
PARTS = """() => {
  const kind = (element) => [
    element.localName, element.className?.baseVal ?? element.className, element.getAttribute("role"),
    element.getAttribute("type"), element.getAttribute("aria-invalid"), element.getAttribute("aria-expanded"),
    element.hasAttribute("open"), element.hasAttribute("disabled"), element.hasAttribute("hidden"),
    element.getAttribute("aria-label") !== null, element.getAttribute("alt") !== null,
  ].join(" ");
  const kinds = new Set();
  for (const element of document.querySelectorAll("body *")) {
    if (!element.closest("svg") || element.localName === "svg") {
      kinds.add(`${kind(element.parentElement)} > ${kind(element)}`);
    }
  }
  return [window.innerWidth, matchMedia("(prefers-color-scheme: dark)").matches, Array.from(kinds)];
}"""
_looked_at: dict[tuple[str, int, bool, bool], set[str]] = {}
ANSWERED_BUT_NOT_WELL = "Failed to load resource"  # Chromium logs an answer of 404 or 409 as an error of its own
# htmx logs as errors what gives way to a newer request or to the next page; a request that fails logs more than these.
GAVE_WAY = ("htmx:afterRequest,", "htmx:sendAbort,")


class Guard:
    """Listens to a page: errors in the console (a breach of the content policy is one), in scripts, of the server."""

    def __init__(self, page: Page) -> None:
        self.faults: list[str] = []
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith((ANSWERED_BUT_NOT_WELL, *GAVE_WAY)):
            self.faults.append(f"console: {message.text}")

    def _on_response(self, response: Response) -> None:
        # What a page itself answers is for the test to judge; whatever it loads must be there.
        is_page = response.request.is_navigation_request()
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.faults.append(f"{response.status} from {response.url}")


def inspect(page: Page, guard: Guard, *, axe: bool = True) -> None:
    """Raises AssertionError with every fault of the page. Without scripts axe cannot run."""
    faults = [*guard.faults, *_measured(page)]
    guard.faults.clear()
    if _stands_something_new(page, axe):
        faults += [f"the English word {word}: {where}" for word, where in english(page.content()).items()]
        if axe:
            faults += _found_by_axe(page)
    assert not faults, "\n".join([f"{page.url} ({page.title()}):", *(f"  - {fault}" for fault in faults)])


def _measured(page: Page) -> list[str]:
    found: dict[str, Any] = page.evaluate(MEASURE)
    faults = []
    if len(found["headings"]) != 1 or not found["headings"][0]:
        faults.append(f"one H1 with words in it, not {found['headings']}")
    if found["language"] != "sv":
        faults.append(f'html lang is "{found["language"]}"')
    if not found["title"].strip(" –"):
        faults.append("the window has no title")
    faults += [f"nothing has the id in {place}" for place in found["lost"]]
    faults += [f"the link #{place} leads nowhere" for place in found["places"]]
    faults += [f"the id {name} stands twice" for name in found["doubled"]]
    if found["wide"] > 0:
        faults.append(f"{found['wide']} px wider than the window: {found['widest']}")
    return faults


def _stands_something_new(page: Page, with_scripts: bool) -> bool:
    """Something not looked at in this run on a page of this kind; from now on it counts as looked at."""
    width, is_dark, parts = page.evaluate(PARTS)
    known = _looked_at.setdefault((kind_of(urlsplit(page.url).path), width, is_dark, with_scripts), set())
    new = set(parts) - known
    known |= new
    return bool(new)


def kind_of(path: str) -> str:
    """The page type: its route, and which section, queue, machine or move it is about; 404 for what is no route."""
    try:
        found = resolve(path.partition("?")[0])
    except Resolver404:
        return "404"
    about = [str(value) for key, value in found.kwargs.items() if key in {"section", "key", "machine", "move"}]
    return ":".join([found.view_name or path, *about])


def _found_by_axe(page: Page) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    violations = page.evaluate(RUN_AXE)
    return [f"axe {item['rule']}: {item['help']}\n    " + "\n    ".join(item["nodes"]) for item in violations]
