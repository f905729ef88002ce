"""Pages: each URL stands on a sheet, each template is used and there, and no template needs what the CSP forbids."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import rules
from django.apps import apps
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver, path

from portal.access import PUBLIC, Sheet, sheet

from .tree import APPS, ROOT, Breach, files, parse, plant, sources, told, without_comments

# A name of a template as Python or a tag writes it.
NAME = re.compile(r"^[\w/.-]+\.(?:html|txt)$")
TAG = re.compile(r"""{%-?\s*(?:include|extends)\s+["']([^"']+)["']""")
# Django finds these by rule, not by name.
BY_CONVENTION = re.compile(r"^admin/(?:\w+/){1,2}(?:change_form|change_list|delete_confirmation|object_history)\.html$")
FORBIDDEN = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "an inline event": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "an address elsewhere": re.compile(r"""<(?:script|link|img)[^>]*(?:src|href)\s*=\s*["'](?:https?:)?//""", re.I),
    "|safe": re.compile(r"\|\s*safe\b"),
    "autoescape off": re.compile(r"{%\s*autoescape\s+off"),
}
# Why it is safe, said in a comment of the template.
REASON = re.compile(r"{#[^#]*\bsafe\b[^#]*#}")


def names(patterns: list[URLPattern | URLResolver], within: str = "") -> Iterator[tuple[str, str]]:
    """(name with its namespaces, route) of every URL; an unnamed one has an empty name."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{within}{entry.namespace}:" if entry.namespace else within
            yield from names(entry.url_patterns, inner)
        else:
            yield (f"{within}{entry.name}" if entry.name else ""), str(entry.pattern)


def off_the_sheet(patterns: list[URLPattern | URLResolver], listed: Sheet) -> set[str]:
    """Names that no sheet has, and routes without a name outside the admin's own."""
    found = dict.fromkeys(names(patterns))
    named = {name for name, _ in found if name and name not in listed}
    unnamed = {route for name, route in found if not name and route not in {"<path:object_id>/", "(?P<url>.*)$"}}
    return named | unnamed


def stale(patterns: list[URLPattern | URLResolver], listed: Sheet) -> set[str]:
    """Names on a sheet that lead nowhere."""
    return set(listed) - {name for name, _ in names(patterns)}


def named_in_python(root: Path) -> Iterator[tuple[str, int, str]]:
    """(file, line, name or pattern) of each template that Python names; an f-string gives a pattern with `*`."""
    for file in sources(root):
        for node in ast.walk(parse(file)):
            text = _text(node)
            if text and NAME.match(text.replace("*", "x")):
                yield file.relative_to(root).as_posix(), node.lineno, text


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) if isinstance(part, ast.Constant) else "*" for part in node.values)
    return ""


def named_in_templates(root: Path) -> Iterator[tuple[str, int, str]]:
    """(file, line, name) of each include and extends."""
    for file in _templates(root):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            for found in TAG.finditer(line):
                yield file.relative_to(root).as_posix(), number, found[1]


def _templates(root: Path) -> list[Path]:
    return [*files(root, "templates", suffix=".html"), *files(root, "templates", suffix=".txt")]


def unused(root: Path, theirs: set[str]) -> list[str]:
    """Our templates that nobody names and that replace none of a library's (`theirs`)."""
    named = {name for *_, name in named_in_python(root)} | {name for *_, name in named_in_templates(root)}
    patterns = [re.compile(re.escape(name).replace(r"\*", "[^/]+")) for name in named]
    ours = [file.relative_to(root / "templates").as_posix() for file in _templates(root)]
    return [
        name
        for name in ours
        if name not in theirs and not BY_CONVENTION.match(name) and not any(p.fullmatch(name) for p in patterns)
    ]


def libraries_templates() -> set[str]:
    """Names of the templates that installed libraries bring, which a template of ours may replace."""
    folders = [Path(config.path) / "templates" for config in apps.get_app_configs()]
    return {
        file.relative_to(folder).as_posix()
        for folder in folders
        if not folder.is_relative_to(ROOT / "portal") and folder.is_dir()
        for suffix in (".html", ".txt")
        for file in folder.rglob(f"*{suffix}")
    }


def forbidden_markup(root: Path) -> list[Breach]:
    """What a strict CSP would block, or what lets text be read as markup. The PDF's templates obey too."""
    breaches = []
    for file in files(root, "templates", suffix=".html"):
        whole = file.read_text("utf-8")
        text = without_comments(whole)
        for what, pattern in FORBIDDEN.items():
            if what == "|safe" and REASON.search(whole):
                continue
            for found in pattern.finditer(text):
                line = text.count("\n", 0, found.start()) + 1
                breaches.append(Breach(file.relative_to(root).as_posix(), line, what))
    return breaches


def test_every_url_stands_on_a_sheet() -> None:
    assert not off_the_sheet(get_resolver().url_patterns, sheet)


def test_no_name_on_a_sheet_is_stale() -> None:
    assert not stale(get_resolver().url_patterns, sheet)


def test_every_permission_on_a_sheet_exists() -> None:
    assert not {needed for needed in sheet.values() if needed != PUBLIC and not rules.perm_exists(needed)}


def test_a_planted_url_off_the_sheet_is_caught() -> None:
    patterns = [path("hemligt/", print, name="secret"), path("oppet/", print, name="open"), path("utan/", print)]
    assert off_the_sheet(patterns, {"open": PUBLIC, "gone": PUBLIC}) == {"secret", "utan/"}
    assert stale(patterns, {"open": PUBLIC, "gone": PUBLIC}) == {"gone"}


def test_every_template_is_used() -> None:
    assert not unused(ROOT, libraries_templates())


def test_no_template_is_missing() -> None:
    missing = []
    for file, line, name in [*named_in_python(ROOT), *named_in_templates(ROOT)]:
        if "*" in name:
            continue
        try:
            get_template(name)
        except TemplateDoesNotExist:
            missing.append(Breach(file, line, f"names {name}, which is nowhere"))
    assert not missing, told(missing)


def test_a_planted_template_that_nobody_names_is_caught(tmp_path: Path) -> None:
    plant(tmp_path, "applications/views/page.py", "render(request, 'applications/page.html')\nf'mail/{kind}/body.txt'")
    plant(tmp_path, "templates/applications/page.html", "{% include 'applications/part.html' %}")
    for name in ("applications/part.html", "applications/left.html", "mail/paid/body.txt", "mail/paid/other.txt"):
        plant(tmp_path, f"templates/{name}", "")
    plant(tmp_path, "templates/admin/login.html", "")
    assert unused(tmp_path, {"admin/login.html"}) == ["applications/left.html", "mail/paid/other.txt"]


def test_templates_need_nothing_that_the_csp_forbids() -> None:
    assert not forbidden_markup(ROOT), told(forbidden_markup(ROOT))


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color: red">',
        '<p class="a"\n   style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        "<button onclick='go()'>",
        '<a href="javascript:go()">',
        '<link rel="stylesheet" href="https://cdn.example.se/x.css">',
        "{{ text|safe }}",
        "{% autoescape off %}",
    ],
)
def test_planted_markup_is_caught(tmp_path: Path, markup: str) -> None:
    plant(tmp_path, "templates/page.html", f"{{% load static %}}\n<h1>Rubrik</h1>\n{markup}\n")
    plant(tmp_path, "templates/reasoned.html", "{# Our own drawing, so it is safe. #}{{ drawing|safe }}")
    plant(tmp_path, "templates/fine.html", '<script src="/static/x.js" defer></script><a href="https://example.se">')
    assert {breach.path for breach in forbidden_markup(tmp_path)} == {"templates/page.html"}


def test_the_apps_have_no_template_folders() -> None:
    assert not [folder for app in APPS for folder in (ROOT / app).rglob("templates") if folder.is_dir()]
