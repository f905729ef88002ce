"""What the settings say when the environment is wrong."""

import subprocess
import sys

import pytest

from portal.settings.base import BASE_DIR


@pytest.mark.parametrize("address", ["databas", "postgres://x:y@:port/db", "mysql://a/b", "postgres://värd"])
def test_a_database_address_that_cannot_be_read_gives_one_sentence(address: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import portal.settings.demo"],
        cwd=BASE_DIR,
        env={"DATABASE_URL": address, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert done.stderr.splitlines() == [
        "DATABASE_URL går inte att läsa. Skriv den så här: postgres://namn:lösenord@värd:5432/databas"
    ]
