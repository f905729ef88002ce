"""What belongs in rows is not in code, names are English and stand in the glossary, and the text is our own."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from portal.accounts import enums as accounts_enums

from .tree import APPS, ROOT, Breach, files, parse, plant, sources, told, without_comments

GLOSSARY = ROOT / "docs" / "glossary.md"

# Facts of one programme, region or decision: they are rows (docs/architecture.md §6), or the demo's (portal/demo).
FACT_NUMBERS = {"800609", "2900757", "2100148", "428130", "0.2139", "0.276", "0.2760", "188880", "386827", "224902"}
FACT_WORDS = re.compile(
    r"Kraftsamling|1:1-medel|Örebro|Västra Götaland|Norrbotten|Fyrbodal|Framtidsrusta|Rusta barn och unga"
    r"|tillväxtnämnd|miljö- och regionutveckling|\bVGR\b|\bMRU\b|\bRUN\b|800.609 kr|2.900.757 kr",
    re.IGNORECASE,
)
# Swedish words of the business, in the ASCII form that would slip into an identifier.
SWEDISH = {
    "ansokan", "ansokningar", "arende", "arenden", "attest", "avslag", "belopp", "beredning", "beslut", "bifall",
    "bilaga", "bilagor", "diarium", "forslag", "handlaggare", "komplettering", "kostnad",
    "kostnader", "medel", "namnd", "namnden", "organisationsnummer", "projekt", "rapport", "rekvisition", "satsning",
    "sammantrade", "skal", "sokande", "summa", "tjansteutlatande", "utbetalning", "utlysning", "villkor",
}  # fmt: skip
# Words that tell of how the text came to be, or of a machine that it was written on.
FOREIGN = re.compile(
    r"\.\./shared|/work/|/tmp/brief|\bClaude\b|\bAnthropic\b|\bOpenAI\b|ChatGPT|\bCopilot\b"
    r"|\bsub-?agents?\b|\bAI assistant|\blanguage model\b|\bthis session\b|\banother helper\b"
    r"|\bthe lead (?:says|commits|asks)\b",
    re.IGNORECASE,
)
LOCK_ADDRESS = re.compile(r"https?://|--index-url|--extra-index-url|--find-links|--trusted-host|\bfile:|@\s*git\+")


def facts_in_code(root: Path) -> list[Breach]:
    """Numbers and names of one programme in code or templates outside the demo. Docstrings may tell; code may not."""
    paths = [path for path in sources(root) if not path.relative_to(root).as_posix().startswith("portal/demo/")]
    breaches = []
    for path in paths:
        tree = parse(path)
        told_of = _docstrings(tree) | _examples(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in told_of and (what := _fact(node.value)):
                breaches.append(Breach(path.relative_to(root).as_posix(), node.lineno, what))
    for path in [*files(root, "templates", suffix=".html"), *files(root, "templates", suffix=".txt")]:
        for number, line in enumerate(without_comments(path.read_text("utf-8")).splitlines(), start=1):
            if found := FACT_WORDS.search(line):
                breaches.append(Breach(path.relative_to(root).as_posix(), number, found[0]))
    return breaches


def _fact(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value) if str(value) in FACT_NUMBERS else ""
    text = str(value)
    found = FACT_WORDS.search(text)
    return found[0] if found else text if text in FACT_NUMBERS else ""


def _docstrings(tree: ast.Module) -> set[int]:
    """Ids of the constants that are docstrings."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def _examples(tree: ast.Module) -> set[int]:
    """Ids of the constants in a help text, which may say "Till exempel: …" to whoever writes a row."""
    given = (node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "help_text")
    return {id(part) for value in given for part in ast.walk(value)}


def swedish_identifiers(root: Path) -> list[Breach]:
    """Names of variables, functions, classes, parameters and attributes that are not English.

    Tests may speak of bifall and avslag in their names, and name the fields of a form as the page does.
    """
    breaches = []
    for path in sources(root, *APPS, "tests"):
        for line, name in _identifiers(parse(path)):
            parts = {part.lower() for part in re.findall(r"[A-ZÅÄÖ]?[^\W\dA-ZÅÄÖ_]+|[A-ZÅÄÖ]+", name)}
            if not name.isascii() or (parts & SWEDISH and "tests" not in path.parts):
                breaches.append(Breach(path.relative_to(root).as_posix(), line, name))
    return breaches


def _identifiers(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.value.lineno, node.arg


def not_in_glossary(named: Iterable[str], glossary: str) -> list[str]:
    """Names that stand in no back-quoted place of the glossary."""
    known = set(re.findall(r"`([^`]+)`", glossary))
    return sorted(name for name in named if name not in known)


def named_things() -> set[str]:
    """The models and the enums of the business."""
    ours = {app for app in apps.app_configs.values() if app.name.split(".")[0] in APPS and "demo" not in app.name}
    found = {model.__name__ for app in ours for model in app.get_models()}
    for app in ours:
        enums = [accounts_enums] if app.label == "accounts" else [getattr(app.module, "enums", None)]
        for module in filter(None, enums):
            found |= {
                name
                for name, value in vars(module).items()
                if isinstance(value, type) and issubclass(value, models.TextChoices) and value is not models.TextChoices
            }
    return found


def foreign_words(root: Path, *skip: str) -> list[Breach]:
    """Text that speaks of where it was written, in any file that people read."""
    breaches = []
    for suffix in (".py", ".md", ".html", ".txt", ".css", ".js", ".toml", ".yml", "Makefile", "Dockerfile", "run"):
        for path in files(root, suffix=suffix):
            name = path.relative_to(root).as_posix()
            if name in skip or name.startswith("static/vendor/"):
                continue
            for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
                if found := FOREIGN.search(line):
                    breaches.append(Breach(name, number, found[0]))
    return breaches


def addresses_in_locks(root: Path) -> list[Breach]:
    """Download addresses in lock files."""
    return [
        Breach(path.name, number, line.strip())
        for path in sorted(root.glob("*.lock"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if LOCK_ADDRESS.search(line)
    ]


def test_facts_of_a_programme_are_rows() -> None:
    assert not facts_in_code(ROOT), told(facts_in_code(ROOT))


@pytest.mark.parametrize(
    "line",
    [
        "CAP = 800609",
        "CAP = 800_609",
        'RATE = Decimal("0.2139")',
        "RATE = 0.276",
        'name = "Kraftsamling barn och unga"',
        'label = "1:1-medel"',
        'if board.name == "Region Örebro län": pass',
    ],
)
def test_a_planted_fact_is_caught(tmp_path: Path, line: str) -> None:
    plant(tmp_path, "applications/services/fixed.py", f'"""Of Örebro one may tell here."""\n{line}\n')
    plant(tmp_path, "portal/demo/world.py", line)
    assert [(breach.path, breach.line) for breach in facts_in_code(tmp_path)] == [("applications/services/fixed.py", 2)]


def test_a_planted_fact_in_a_template_is_caught(tmp_path: Path) -> None:
    plant(tmp_path, "templates/portal/start.html", "<h1>Sök pengar</h1>\n<p>Region Örebro län</p>")
    assert [breach.line for breach in facts_in_code(tmp_path)] == [2]


def test_identifiers_are_english() -> None:
    assert not swedish_identifiers(ROOT), told(swedish_identifiers(ROOT))


@pytest.mark.parametrize("line", ["ärende = 1", "def sok_arende(): ...", "class AnsokanForm: ...", "f(belopp=1)"])
def test_a_planted_swedish_name_is_caught(tmp_path: Path, line: str) -> None:
    plant(tmp_path, "reviews/services/naming.py", line)
    assert len(swedish_identifiers(tmp_path)) == 1


def test_every_model_and_enum_stands_in_the_glossary() -> None:
    assert not not_in_glossary(named_things(), GLOSSARY.read_text("utf-8"))


def test_a_planted_name_without_a_place_in_the_glossary_is_caught() -> None:
    assert not_in_glossary({"Case", "Gadget"}, "| ärende | `Case` | the root |") == ["Gadget"]


def test_nothing_speaks_of_where_it_was_written() -> None:
    own = Path(__file__).relative_to(ROOT).as_posix()
    assert not foreign_words(ROOT, own), told(foreign_words(ROOT, own))


@pytest.mark.parametrize("text", ["See ../shared/domain.md", "Written by Claude", "open('/work/x')", "the lead says"])
def test_planted_foreign_words_are_caught(tmp_path: Path, text: str) -> None:
    plant(tmp_path, "docs/notes.md", text)
    assert len(foreign_words(tmp_path)) == 1


def test_lock_files_hold_no_addresses() -> None:
    assert list(ROOT.glob("*.lock"))
    assert not addresses_in_locks(ROOT), told(addresses_in_locks(ROOT))


@pytest.mark.parametrize("line", ["--index-url x", "# from https://example.se/simple", "rules @ git+x"])
def test_a_planted_address_in_a_lock_is_caught(tmp_path: Path, line: str) -> None:
    plant(tmp_path, "requirements.lock", f"django==5.2 --hash=sha256:0\n{line}\n")
    assert [breach.line for breach in addresses_in_locks(tmp_path)] == [2]


def test_what_the_requirements_name_is_there() -> None:
    """docs/requirements.md names each requirement once, and only tests and data files that exist."""
    lines = (ROOT / "docs/requirements.md").read_text("utf-8").splitlines()
    text = "\n".join(lines)
    tests = set(re.findall(r"`([a-z_/]+/test_[a-z_]+\.py)`", text))
    data = set(re.findall(r"`((?:programmes|checklists)/[a-z]+\.toml)`", text))
    assert len(tests) > 40
    assert not {path for path in tests if not (ROOT / "tests" / path).is_file()}
    assert not {path for path in data if not (ROOT / "portal/demo/data" / path).is_file()}
    ids = [one for line in lines if line.startswith("| ") for one in _ids(line.split("|")[1])]
    wanted = {"G": 29, "O": 24, "F": 19, "V": 7, "N": 11}
    assert sorted(ids) == sorted(
        f"{kind}-{number:02d}" for kind, most in wanted.items() for number in range(1, most + 1)
    )


def _ids(cell: str) -> list[str]:
    """G-15–G-17, G-19: all four of them."""
    found = []
    for kind, first, last in re.findall(r"([GOFVN])-(\d\d)(?:–[GOFVN]-(\d\d))?", cell):
        found += [f"{kind}-{number:02d}" for number in range(int(first), int(last or first) + 1)]
    return found
