"""The embedded server: started by one, joined by others, gone with its owner."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from portal.demo import cluster, embedded, places

OWNER = """
import sys, time
from pathlib import Path
from portal.demo import embedded, places
places.BASE_DIR = Path(sys.argv[1])
with embedded.running("demo"):
    print("uppe", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project folder that only its owner may enter, with a space and an å in its name."""
    folder = tmp_path / "projekt på svenska"
    folder.mkdir(mode=0o700)
    monkeypatch.setattr(places, "BASE_DIR", folder)
    yield folder
    embedded.reset()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def ask(question: str, *, answer: bool = True) -> tuple[object, ...] | None:
    entry = places.database_settings("demo")
    with psycopg.connect(
        host=entry["HOST"], port=entry["PORT"], user=entry["USER"], dbname=entry["NAME"], connect_timeout=5
    ) as connection:
        cursor = connection.execute(question)
        return cursor.fetchone() if answer else None


def test_owner_starts_what_others_join_and_nothing_is_left(elsewhere: Path) -> None:
    with embedded.running("demo") as owner:
        assert owner
        assert ask("SELECT datcollate, datlocprovider, datlocale FROM pg_database WHERE datname = 'portal'") == (
            "C",
            "b",
            "C.UTF-8",
        )
        assert ask("SELECT lower('ÅÄÖ')") == ("åäö",)
        with embedded.running("demo") as second:
            assert not second
        assert ask("SELECT 1") == (1,)
        with pytest.raises(embedded.ServerError, match="Demon körs"):
            embedded.reset()
    with pytest.raises(psycopg.OperationalError):
        ask("SELECT 1")


def test_data_stays_between_starts_but_not_when_the_project_folder_is_made_anew(elsewhere: Path) -> None:
    with embedded.running("demo"):
        ask("CREATE TABLE kvar (id int)", answer=False)
        ask("INSERT INTO kvar VALUES (7)", answer=False)
    with embedded.running("demo"):
        assert ask("SELECT id FROM kvar") == (7,)
    (places.data_dir("demo") / "cluster").unlink()
    with embedded.running("demo"), pytest.raises(psycopg.errors.UndefinedTable):
        ask("SELECT id FROM kvar")


def test_a_folder_that_somebody_else_has_put_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mål").mkdir()
    (tmp_path / "länk").symlink_to(tmp_path / "mål")
    with pytest.raises(cluster.ServerError, match="tillhör någon annan"):
        cluster.private_folder(tmp_path / "länk")


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("initdb: error: could not write: No space left on device", "Disken är full"),
        ("LOG:  starting\n2026 FATAL:  lock file exists\nHINT: x", "startade inte: lock file exists"),
        ("", "den sade inget om varför"),
    ],
)
def test_what_the_server_said_becomes_one_sentence(output: str, said: str) -> None:
    assert said in cluster.sentence(output)


@pytest.mark.hard
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_owner_takes_the_server_with_it_and_the_next_one_starts_at_once(elsewhere: Path, number: int) -> None:
    project = Path(embedded.__file__).parents[2]
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(elsewhere)],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert owner.stdout is not None
    assert owner.stdout.readline() == b"uppe\n"
    pid = ask("SELECT pg_backend_pid()")
    owner.send_signal(number)
    owner.communicate()
    with embedded.running("demo") as owns:
        assert owns
    deadline = time.monotonic() + 5
    while Path(f"/proc/{pid[0] if pid else 0}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not os.path.exists(f"/proc/{pid[0] if pid else 0}")
