"""No name, age, amount, share or month of a programme stands in code or templates: they are rows, from data files."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from .test_data_and_words import _docstrings, _examples
from .tree import ROOT, Breach, dotted, files, parse, plant, sources, told, without_comments

WORDS = Path(__file__).with_name("programme_words.txt")
ALLOWED = frozenset(map(Decimal, (0, 1, 2, 12, 100)))
SETTING = re.compile(r"([a-z_]+): ([0-9.]+)")
EXAMPLE = re.compile(r"[Tt]ill exempel")


@dataclass
class Facts:
    """What the list of words forbids."""

    phrases: list[re.Pattern[str]] = field(default_factory=list)
    numbers: set[Decimal] = field(default_factory=set)
    settings: set[tuple[str, Decimal]] = field(default_factory=set)

    def in_text(self, text: str) -> str:
        """The first of the phrases that stands in a text, or a number that is the whole text."""
        found = next((match[0] for phrase in self.phrases if (match := phrase.search(text))), "")
        return found or (text if _number(text) in self.numbers else "")


def facts(lines: list[str]) -> Facts:
    """Read the list. Raises ValueError for a number that may stand anywhere: listing it would forbid nothing."""
    known = Facts()
    for line in lines:
        if not line or line.startswith("#"):
            continue
        setting = SETTING.fullmatch(line)
        number = _number(setting[2] if setting else line)
        if number is not None and number in ALLOWED:
            raise ValueError(f"{line} may stand anywhere")
        if setting:
            assert number is not None
            known.settings.add((setting[1], number))
        elif number is not None:
            known.numbers.add(number)
        elif line.isupper():  # letters alone: VGR, but not RUNNING
            known.phrases.append(re.compile(rf"(?<!\w){re.escape(line)}(?!\w)"))
        else:
            known.phrases.append(re.compile(rf"(?<!\w){re.escape(line)}", re.IGNORECASE))
    return known


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return Decimal(str(value))
    if isinstance(value, str) and re.fullmatch(r"[0-9][0-9_]*(\.[0-9]+)?", value):
        try:
            return Decimal(value)
        except InvalidOperation:
            return None
    return None


def words_in_code(root: Path, known: Facts) -> list[Breach]:
    """Facts in the code of the apps, docstrings and examples in help texts apart, and in all templates."""
    breaches = []
    for path in sources(root):
        tree = parse(path)
        let_be = _docstrings(tree) | _examples(tree)
        name = path.relative_to(root).as_posix()
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in let_be and (what := _fact(node.value, known)):
                breaches.append(Breach(name, node.lineno, what))
        breaches += [Breach(name, line, what) for line, what in _settings(tree, known)]
    for path in [*files(root, "templates", suffix=".html"), *files(root, "templates", suffix=".txt")]:
        for number, line in enumerate(without_comments(path.read_text("utf-8")).splitlines(), start=1):
            if (found := known.in_text(line)) and not EXAMPLE.search(line):
                breaches.append(Breach(path.relative_to(root).as_posix(), number, found))
    return breaches


def _fact(value: object, known: Facts) -> str:
    if isinstance(value, str):
        return "" if EXAMPLE.search(value) else known.in_text(value)
    return str(value) if _number(value) in known.numbers else ""


def _settings(tree: ast.Module, known: Facts) -> Iterator[tuple[int, str]]:
    """(line, what) where a number stands beside the name of its setting: given, compared or as a default."""
    for name, value in _beside(tree):
        number = _literal(value)
        for setting, forbidden in known.settings:
            if number == forbidden and set(setting.split("_")) <= _parts(name):
                yield value.lineno, f"{name}: {number}"


def _beside(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            yield from ((dotted(target), node.value) for target in node.targets)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield dotted(node.target), node.value
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg, node.value
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, value
        elif isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            for first, second in itertools.pairwise(sides):
                yield from ((dotted(first), second), (dotted(second), first))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            given = node.args
            both = [*given.posonlyargs, *given.args][-len(given.defaults) :] if given.defaults else []
            yield from zip((one.arg for one in both), given.defaults, strict=True)
            yield from (
                (one.arg, value) for one, value in zip(given.kwonlyargs, given.kw_defaults, strict=True) if value
            )


def _literal(node: ast.expr) -> Decimal | None:
    """The number that a literal is, or a call like Decimal("0.5")."""
    if isinstance(node, ast.Call) and dotted(node.func).endswith("Decimal") and len(node.args) == 1:
        return _literal(node.args[0])
    return _number(node.value) if isinstance(node, ast.Constant) else None


def _parts(name: str) -> set[str]:
    """The words of the last part of a name, with and without a plural s: rules.max_ages has max and age."""
    words = set(name.lower().rpartition(".")[2].split("_"))
    return words | {word.removesuffix("s") for word in words} | {f"{word}s" for word in words}


def known_facts() -> Facts:
    return facts(WORDS.read_text("utf-8").splitlines())


def test_facts_of_programmes_are_in_data_files() -> None:
    found = words_in_code(ROOT, known_facts())
    assert not found, told(found)


def test_the_data_files_hold_what_the_list_forbids() -> None:
    """A word that stands in no data file is misspelt, or no longer a fact."""
    told_there = "\n".join(path.read_text("utf-8") for path in (ROOT / "portal" / "demo" / "data").rglob("*.toml"))
    names = [line for line in WORDS.read_text("utf-8").split("# ages")[0].splitlines() if line and line[0] != "#"]
    assert [name for name in names if name.lower() not in told_there.lower()] == []


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('NAME = "Framtidsrusta barn och unga"', "Framtidsrusta"),
        ('board = find("MRU")', "MRU"),
        ("CAP = 500_000", "500000"),
        ('CAP = Decimal("10000000")', "10000000"),
        ("if application.age_to > 15: pass", "application.age_to: 15"),
        ("rules = dict(max_share=0.5)", "max_share: 0.5"),
        ('rules = {"months_per_report": 6}', "months_per_report: 6"),
        ("def f(max_years: int = 3): ...", "max_years: 3"),
        ('TEXT = "Högst 28 procent av kostnaderna"', "28 procent"),
    ],
)
def test_a_planted_fact_is_caught(tmp_path: Path, line: str, what: str) -> None:
    plant(tmp_path, "applications/services/fixed.py", f'"""Of Vinnova one may tell here."""\n\n{line}\n')
    assert words_in_code(tmp_path, known_facts()) == [Breach("applications/services/fixed.py", 3, what)]


def test_a_planted_fact_in_the_demo_or_in_a_template_is_caught(tmp_path: Path) -> None:
    plant(tmp_path, "portal/demo/stories/sim.py", 'TITLE = "Partnerskap i Fyrbodal"')
    plant(tmp_path, "portal/demo/data/programmes/sim.toml", 'name = "Sociala investeringar i Fyrbodal"')
    plant(tmp_path, "templates/portal/start.html", "<p>Barn 0–15 år</p>")
    assert {breach.path for breach in words_in_code(tmp_path, known_facts())} == {
        "portal/demo/stories/sim.py",
        "templates/portal/start.html",
    }


@pytest.mark.parametrize(
    "line",
    ["DAYS = [0, 1, 2, 12, 100]", "RUNNING = 15", 'STATE = "RUNNING"', 'help_text = "Till exempel: 1:1-medel"'],
)
def test_what_says_nothing_of_a_programme_is_let_be(tmp_path: Path, line: str) -> None:
    plant(tmp_path, "applications/services/fine.py", line)
    assert not words_in_code(tmp_path, known_facts())


def test_a_number_that_may_stand_anywhere_cannot_be_listed() -> None:
    with pytest.raises(ValueError, match="may stand anywhere"):
        facts(["age: 12"])
