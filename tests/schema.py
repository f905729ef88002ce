"""A database with every migration applied, that the workers' own are copied from: migrating twice at once is dear."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from portal.demo import places

ROOT = places.BASE_DIR
PREFIX = "test_schema_"
LOCK = 4_817  # one run makes it, the others wait

FILL = """
import sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
"""


def name() -> str:
    """Told by what the migrations are and what reads them; another name means that they have changed."""
    known = hashlib.sha256()
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/*/migrations/*.py"), ROOT / "requirements.lock"]
    for path in sorted(files):
        known.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return PREFIX + known.hexdigest()[:16]


def _connect(purpose: places.Purpose) -> psycopg.Connection[Any]:
    entry = places.database_settings(purpose)
    return psycopg.connect(
        host=entry["HOST"], port=entry["PORT"], user=entry["USER"], dbname="postgres", autocommit=True
    )


def ready(purpose: places.Purpose) -> str:
    """The name of the database, made when it is not there. Half-made ones have another name until they are whole.

    Raises subprocess.CalledProcessError when a migration fails; what it says has been printed.
    """
    whole, half = name(), f"{PREFIX}half_{os.getpid()}"
    with _connect(purpose) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        there = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        names = {row[0] for row in connection.execute(there, [PREFIX])}
        if whole in names:
            return whole
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(half)))
        try:
            _fill(half)
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(half), sql.Identifier(whole))
            )
        finally:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(half)))
    return whole


def _fill(database: str) -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", FILL, database], cwd=Path(ROOT), env=environment, check=True)
