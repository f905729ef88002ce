"""What make says before there is a .venv: one sentence and an exit code."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "ops" / "prepare.py"


@pytest.fixture
def prepare(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("prepare", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "٣"])
def test_a_port_that_is_none_is_told_in_one_sentence(port: str) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "demo"],
        env=os.environ | {"PORT": port},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "PORT ska vara ett tal" in done.stderr


def test_an_old_python_is_told_when_there_is_no_newer(prepare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "OLDEST", (99, 0))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(prepare.Fault, match=r"behöver Python 3\.11"):
        prepare.check_python("demo")


def test_a_missing_library_gives_a_plain_user_the_command(prepare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "LIBRARIES", {"libfinnsinte.so.0": "libfinnsinte0"})
    monkeypatch.setattr(prepare.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(prepare.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(prepare.Fault, match="sudo apt-get install -y --no-install-recommends libfinnsinte0"):
        prepare.check_libraries()


def test_a_command_that_fails_gives_its_own_reason(prepare: ModuleType) -> None:
    with pytest.raises(prepare.Fault, match="Det gick inte: ERROR: för att"):
        prepare.run(["/bin/sh", "-c", "echo först; echo 'ERROR: för att'; exit 3"], "Det gick inte")
    with pytest.raises(prepare.Fault, match="Disken är full"):
        prepare.run(["/bin/sh", "-c", "echo 'No space left on device'; exit 1"], "Det gick inte")


def test_what_is_installed_is_installed_again_only_when_the_lock_changes(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    monkeypatch.setattr(prepare, "VENV", tmp_path)
    monkeypatch.setattr(prepare, "PYTHON", Path("/bin/false"))
    (tmp_path / "a.lock").write_text("django==5.2\n")
    prepare.stamp("a.lock").write_text(prepare.digest("a.lock"))
    prepare.install(("a.lock",))
    (tmp_path / "a.lock").write_text("django==5.3\n")
    with pytest.raises(prepare.Fault, match="Paketen gick inte att installera"):
        prepare.install(("a.lock",))
