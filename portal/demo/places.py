"""Where the demo and the tests keep what they make: paths are computed here, nothing is created or started."""

import hashlib
import os
from pathlib import Path
from typing import Any, Literal

from portal import planning

Purpose = Literal["demo", "test"]
PURPOSES: tuple[Purpose, ...] = ("demo", "test")

BASE_DIR = Path(__file__).resolve().parent.parent.parent
SYSTEM_DIR = Path("/var/lib/investeringsportalen-demo")
DATABASE = "portal"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 107  # bytes that fit in sockaddr_un.sun_path beside its closing zero


def _project_hash() -> str:
    return hashlib.sha256(os.fsencode(BASE_DIR)).hexdigest()[:16]


def data_dir(purpose: Purpose) -> Path:
    """The folder of uploaded files, the broker's messages, the scheduler's memory and the server's log."""
    return BASE_DIR / "var" / purpose


def lock_file(purpose: Purpose) -> Path:
    """What the owner of the server holds; it lies outside `data_dir`, which a reset removes."""
    return BASE_DIR / "var" / f"{purpose}.lock"


def server_home() -> Path:
    """The folder above every server of this project; for root it is nobody's, since PostgreSQL refuses to be root."""
    return SYSTEM_DIR / _project_hash() if os.geteuid() == 0 else BASE_DIR / "var"


def server_dir(purpose: Purpose) -> Path:
    """The folder of one server: its data and, when the path is short enough, its socket."""
    return server_home() / purpose if os.geteuid() == 0 else data_dir(purpose) / "postgres"


def socket_dir(purpose: Purpose) -> Path:
    """The folder of the socket; a path too long for the kernel gives a private one in the temp folder.

    A comma goes there too, for libpq reads it as a list of servers. The temp folder is not taken from TMPDIR: owner
    and joiner must come to the same answer.
    """
    near = server_dir(purpose)
    if len(os.fsencode(near / SOCKET_NAME)) <= LONGEST_SOCKET_PATH and "," not in str(near):
        return near
    return Path("/tmp") / f"investeringsportalen-{os.geteuid()}-{_project_hash()}-{purpose}"  # noqa: S108 (0700, owner checked)


def database_settings(purpose: Purpose) -> dict[str, Any]:
    """Django's DATABASES entry for the embedded server."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": DATABASE,
        "HOST": str(socket_dir(purpose)),
        "PORT": SOCKET_NAME.rpartition(".")[2],
        "OPTIONS": dict(planning.OPTIONS),
    }


def broker_settings(purpose: Purpose) -> dict[str, Any]:
    """Celery's transport options for the broker of files; web, worker and beat share its folders."""
    queue = str(data_dir(purpose) / "broker" / "queue")
    return {
        "data_folder_in": queue,
        "data_folder_out": queue,
        "control_folder": str(data_dir(purpose) / "broker" / "control"),
    }
