"""Idékollen's data files: loaded once, again when they change, and refused when they say something unknown."""

from pathlib import Path

import pytest

from applications.models import Checklist
from applications.selectors import checklists as reading
from portal.demo import checklists
from portal.demo.facts import DataFault
from tests import factories
from tests.factories import scenes

stage, take = scenes.stage, scenes.take
FILES = sorted(checklists.FOLDER.glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_loads_and_is_published_once(path: Path) -> None:
    programme = factories.world().early
    before = Checklist.objects.filter(programme=programme).count()
    made = checklists.load(programme, path)
    assert checklists.load(programme, path) == made
    assert Checklist.objects.filter(programme=programme).count() == before + 1
    assert reading.edition(programme.slug) == made
    assert all(row.question.advice for row in reading.asked(made))


def test_a_changed_file_is_a_new_edition(tmp_path: Path) -> None:
    programme, file = factories.world().early, tmp_path / "egen.toml"
    text = FILES[0].read_text("utf-8")
    file.write_text(text, "utf-8")
    first = checklists.load(programme, file)
    file.write_text(text.replace("Det tar ungefär fem minuter.", "Det tar tio minuter."), "utf-8")
    second = checklists.load(programme, file)
    assert second.number == first.number + 1 and second.intro.endswith("Det tar tio minuter.")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('key = "q1"\n', 'key = "q1"\ncolour = "red"\n', "questions[0].colour"),
        ("yes_needed", "ja_needed", "ja_needed"),
        ('parent = "q3"', 'parent = "q33"', "står inte under någon huvudfråga"),
        ('name = "', "name = ", "kan inte läsas"),
    ],
)
def test_a_faulty_file_is_refused_with_the_place(tmp_path: Path, before: str, after: str, told: str) -> None:
    file = tmp_path / "fel.toml"
    file.write_text(FILES[0].read_text("utf-8").replace(before, after), "utf-8")
    with pytest.raises(DataFault) as refused:
        checklists.load(factories.world().early, file)
    assert told in str(refused.value)
