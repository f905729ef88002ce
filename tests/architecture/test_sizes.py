"""No file grows beyond what one reads in a sitting: 400 lines of source, 500 of tests."""

from pathlib import Path

from .tree import ROOT, Breach, files, plant, told

SOURCE, TESTS = 400, 500


def too_long(root: Path) -> list[Breach]:
    """Files over the ceiling. Migrations are written by Django; vendored files are others' work."""
    breaches = []
    for suffix in (".py", ".html", ".css", ".js"):
        for path in files(root, suffix=suffix):
            name = path.relative_to(root).as_posix()
            if "migrations" in path.parts or name.startswith("static/vendor/"):
                continue
            ceiling = TESTS if name.startswith("tests/") else SOURCE
            lines = len(path.read_text("utf-8").splitlines())
            if lines > ceiling:
                breaches.append(Breach(name, lines, f"{lines} lines, at most {ceiling}"))
    return breaches


def test_no_file_is_longer_than_its_ceiling() -> None:
    assert not too_long(ROOT), told(too_long(ROOT))


def test_a_planted_giant_is_caught_and_a_migration_is_let_be(tmp_path: Path) -> None:
    plant(tmp_path, "applications/services/everything.py", "x = 1\n" * 401)
    plant(tmp_path, "applications/services/enough.py", "x = 1\n" * 400)
    plant(tmp_path, "applications/migrations/0001_initial.py", "x = 1\n" * 900)
    plant(tmp_path, "tests/test_everything.py", "x = 1\n" * 501)
    plant(tmp_path, "templates/everything.html", "<p>\n" * 401)
    assert {breach.path for breach in too_long(tmp_path)} == {
        "applications/services/everything.py",
        "tests/test_everything.py",
        "templates/everything.html",
    }
