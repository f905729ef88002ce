"""The project's source as the rules of architecture see it: files, their syntax trees, and where a rule is broken."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("portal", "applications", "reviews")
SKIPPED = {".venv", "var", "node_modules", "__pycache__", "staticfiles", ".git"}


@dataclass(frozen=True, order=True)
class Breach:
    """A rule broken at a place. Printed as path:line: what."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


def files(root: Path, *folders: str, suffix: str = ".py") -> list[Path]:
    """All files of a kind below the folders of a tree (the whole tree when none is named), in order."""
    starts = [root / folder for folder in folders] or [root]
    found = (path for start in starts for path in start.rglob(f"*{suffix}"))
    return sorted(path for path in found if not SKIPPED & set(path.relative_to(root).parts))


def sources(root: Path, *folders: str) -> list[Path]:
    """The apps' own Python files, without migrations."""
    return [path for path in files(root, *(folders or APPS)) if "migrations" not in path.parts]


@cache
def _parsed(path: Path, changed: float) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def parse(path: Path) -> ast.Module:
    """The syntax tree of a file, read once."""
    return _parsed(path, path.stat().st_mtime)


def walk(root: Path, paths: Iterable[Path]) -> Iterator[tuple[str, ast.AST]]:
    """Every node of every file, with the file's path in the tree."""
    for path in paths:
        name = path.relative_to(root).as_posix()
        for node in ast.walk(parse(path)):
            yield name, node


def dotted(node: ast.AST) -> str:
    """`a.b.c` of names and attributes; an unnamed beginning (a call, an index) is left out."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def imports(tree: ast.Module, package: str) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything that a module imports at run time; relative names are made whole.

    `package` is the dotted package of the module. What stands under `if TYPE_CHECKING:` does not count.
    """
    for node in _at_run_time(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base]).rstrip(".")
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"


def _at_run_time(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and dotted(child.test).endswith("TYPE_CHECKING"):
            continue
        yield child
        yield from _at_run_time(child)


def package_of(root: Path, path: Path) -> str:
    """The dotted package that a module's relative imports start from."""
    return ".".join(path.relative_to(root).parent.parts)


def without_comments(template: str) -> str:
    """A template without what Django leaves out, on the same lines as before."""
    return re.sub(
        r"{#.*?#}|{%\s*comment.*?%}.*?{%\s*endcomment\s*%}",
        lambda found: "\n" * found[0].count("\n"),
        template,
        flags=re.DOTALL,
    )


def plant(root: Path, path: str, text: str) -> Path:
    """Write a file into a made-up tree, to see whether a rule catches what stands in it."""
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")
    return place


def told(breaches: Iterable[Breach]) -> str:
    """The breaches one per line, for the message of a failed assertion."""
    return "\n" + "\n".join(map(str, sorted(breaches)))
