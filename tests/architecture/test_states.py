"""Only the engine writes a state. Read from the syntax trees; the database's trigger guards the same at run time."""

import ast
from pathlib import Path

import pytest

from applications.lifecycle.registry import MACHINES

from .tree import APPS, ROOT, Breach, dotted, plant, sources, told, walk

ENGINE = "applications/lifecycle/engine.py"
WRITING_CALLS = {
    "update",
    "create",
    "get_or_create",
    "update_or_create",
    "aupdate",
    "acreate",
    "aget_or_create",
    "aupdate_or_create",
}
# The models with a machine. A page's own dataclass may well have a field called state.
MOVED_MODELS = {"Idea", "Application", "Decision", "Project", "Report", "Claim", "Memo", "Meeting", "EarlyClose"}


def state_writes(root: Path, *folders: str) -> list[Breach]:
    """Every place outside the engine that gives an attribute or a column called `state` a value."""
    paths = [path for path in sources(root, *folders) if path.relative_to(root).as_posix() != ENGINE]
    return [Breach(name, node.lineno, what) for name, node in walk(root, paths) if (what := _writes(node))]


def _writes(node: ast.AST) -> str:
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        # `state: str` in a class body is a declaration; an annotated attribute without a value writes nothing.
        if any(_is_state(target) for target in _flat(targets)) and getattr(node, "value", None) is not None:
            return "assigns .state"
    if not isinstance(node, ast.Call):
        return ""
    name = dotted(node.func).rpartition(".")[2]
    if name in WRITING_CALLS and any(keyword.arg == "state" for keyword in node.keywords):
        return f"{name}(state=…)"
    if name in WRITING_CALLS and _defaults_hold_state(node):
        return f"{name}(defaults={{'state': …}})"
    if name in MOVED_MODELS and any(keyword.arg == "state" for keyword in node.keywords):
        return f"{name}(state=…)"
    if name == "setattr" and len(node.args) > 1 and _is_text(node.args[1], "state"):
        return "setattr(…, 'state', …)"
    if name in {"bulk_update", "abulk_update"} and any(_holds_text(part, "state") for part in _values(node)):
        return "bulk_update of state"
    if name == "save" and any(k.arg == "update_fields" and _holds_text(k.value, "state") for k in node.keywords):
        return "saves state"
    if name in {"execute", "executemany"} and any(_is_sql(part) for part in _values(node)):
        return "SQL that sets state"
    return ""


def _flat(targets: list[ast.expr]) -> list[ast.expr]:
    flat: list[ast.expr] = []
    for target in targets:
        flat += _flat(list(target.elts)) if isinstance(target, ast.Tuple | ast.List) else [target]
    return flat


def _is_state(node: ast.expr) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == "state"
    return isinstance(node, ast.Subscript) and dotted(node.value).endswith("__dict__") and _is_text(node.slice, "state")


def _values(node: ast.Call) -> list[ast.expr]:
    return [*node.args, *(keyword.value for keyword in node.keywords)]


def _is_text(node: ast.AST, text: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == text


def _holds_text(node: ast.AST, text: str) -> bool:
    return any(_is_text(part, text) for part in ast.walk(node))


def _defaults_hold_state(node: ast.Call) -> bool:
    given = [keyword.value for keyword in node.keywords if keyword.arg in {"defaults", "create_defaults"}]
    keys = [key for value in given if isinstance(value, ast.Dict) for key in value.keys if key is not None]
    return any(_is_text(key, "state") for key in keys)


def _is_sql(node: ast.expr) -> bool:
    texts = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    text = " ".join(texts).lower()
    words = text.split()
    return ("update" in words and "state" in words) or "portal.move" in text or "portal.seed_states" in text


def test_only_the_engine_writes_states() -> None:
    assert not state_writes(ROOT, *APPS), told(state_writes(ROOT, *APPS))


@pytest.mark.parametrize(
    "line",
    [
        "row.state = 'submitted'",
        "row.state, row.version = 'submitted', 2",
        "row.state: str = 'submitted'",
        "row.__dict__['state'] = 'submitted'",
        "Application.objects.update(state='submitted')",
        "Application.objects.filter(pk=1).update(title='x', state='submitted')",
        "Application.objects.create(state='submitted')",
        "Application.objects.update_or_create(pk=1, defaults={'state': 'submitted'})",
        "Application(title='x', state='submitted').save()",
        "setattr(row, 'state', 'submitted')",
        "Application.objects.bulk_update(rows, ['title', 'state'])",
        "Application.objects.bulk_update(rows, fields=['state'])",
        "row.save(update_fields=['state'])",
        "cursor.execute('UPDATE applications_application SET state = %s', ['submitted'])",
        "cursor.execute(\"SELECT set_config('portal.move', 'x', true)\")",
    ],
)
def test_a_planted_write_is_caught(tmp_path: Path, line: str) -> None:
    plant(tmp_path, "applications/services/sneaking.py", f"def sneak(row, rows, cursor):\n    {line}\n")
    assert [(breach.path, breach.line) for breach in state_writes(tmp_path, *APPS)] == [
        ("applications/services/sneaking.py", 2)
    ]


def test_every_model_with_a_machine_is_watched() -> None:
    assert {table.model.__name__ for table in MACHINES.values()} == MOVED_MODELS


def test_reading_and_declaring_a_state_is_no_write(tmp_path: Path) -> None:
    plant(
        tmp_path,
        "applications/models/thing.py",
        "class Thing:\n    state: str = 'draft'\n\ndef read(row):\n    state = row.state\n"
        "    return Thing.objects.filter(state='draft').exclude(state=state)\n",
    )
    plant(tmp_path, ENGINE, "def perform(obj):\n    obj.state = 'submitted'\n")
    assert not state_writes(tmp_path, *APPS)
