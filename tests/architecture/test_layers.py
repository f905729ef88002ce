"""Imports and foreign keys point one way: reviews → applications → portal, and down the ladder inside an app."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from .tree import APPS, ROOT

FLOORS = {"portal": 0, "applications": 1, "reviews": 2}
# What must not know what, though both lie on one floor (docs/architecture.md §3).
SIDEWAYS = {("accounts", "files"), ("files", "demo"), ("accounts", "demo")}

# Contract of pyproject.toml → (file, line that breaks it).
PLANTED = {
    "The authority imports the case, the case imports the ground floor": (
        "applications/services/ideas.py",
        "import reviews.models",
    ),
    "Inside an app imports go down the ladder, never up or sideways": (
        "applications/models/idea.py",
        "from applications.services import ideas",
    ),
    "Nobody imports the composition roots": ("reviews/selectors/board.py", "import portal.demo.accounts"),
    "Only portal.pdf knows the PDF renderer": ("applications/documents/decision.py", "import weasyprint"),
    "The budget is pure: no ORM, no settings, no clock": ("applications/budget/lines.py", "from portal import clock"),
    "Nothing imports what stands outside the ladder": ("reviews/rules.py", "import applications.apps"),
}


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    """import-linter with the contracts of the tree's own pyproject.toml, without its cache."""
    code = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)


def upward_keys(registered: list[type[models.Model]]) -> list[str]:
    """Foreign keys, by class or by string, from a model to one of a higher floor or of an app it must not know."""
    breaches = []
    for model in registered:
        if _floor(model) < 0:
            continue
        for field in model._meta.get_fields():
            if field.auto_created or not isinstance(field.related_model, type):
                continue
            if _floor(field.related_model) > _floor(model) or _labels(model, field.related_model) in SIDEWAYS:
                breaches.append(f"{model._meta.label}.{field.name} → {field.related_model._meta.label}")
    return breaches


def _floor(model: type[models.Model]) -> int:
    """A library's model lies below the ground floor."""
    label = model._meta.app_label
    module = apps.get_app_config(label).name if label in apps.app_configs else label
    return FLOORS.get(module.split(".")[0], -1)


def _labels(model: type[models.Model], other: type[models.Model]) -> tuple[str, str]:
    return model._meta.app_label, other._meta.app_label


def test_imports_keep_the_contracts() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_planted_import_breaks_each_contract(tmp_path: Path) -> None:
    for app in APPS:
        shutil.copytree(ROOT / app, tmp_path / app, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, line in PLANTED.values():
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    done = lint(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    kept = [contract for contract in PLANTED if f"{contract} BROKEN" not in done.stdout]
    assert not kept, done.stdout


def test_no_foreign_key_points_up() -> None:
    assert not upward_keys(apps.get_models())


@pytest.mark.parametrize("by_string", [True, False])
def test_a_planted_foreign_key_is_caught(by_string: bool) -> None:
    with isolate_apps("portal.accounts", "applications", "reviews") as registry:

        class Memo(models.Model):
            class Meta:
                app_label = "reviews"

        class Paper(models.Model):
            memo = models.ForeignKey("reviews.Memo" if by_string else Memo, models.PROTECT)

            class Meta:
                app_label = "applications"

        class Note(models.Model):
            paper = models.OneToOneField("applications.Paper", models.PROTECT)

            class Meta:
                app_label = "reviews"

        registry.clear_cache()
        assert upward_keys([Memo, Paper, Note]) == ["applications.Paper.memo → reviews.Memo"]


def test_a_planted_logo_file_is_caught() -> None:
    """accounts never points at files: a letterhead's mark is checked SVG text."""
    with isolate_apps("portal.accounts", "portal.files"):

        class Stored(models.Model):
            class Meta:
                app_label = "files"

        class Sign(models.Model):
            logo = models.ForeignKey(Stored, models.PROTECT)

            class Meta:
                app_label = "accounts"

        assert upward_keys([Sign]) == ["accounts.Sign.logo → files.Stored"]
