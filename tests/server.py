"""The tests' PostgreSQL and files, as a pytest plugin: the first run here owns the server, workers and others join."""

import os
import shutil
from contextlib import ExitStack, suppress

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from portal.demo import embedded, places
from tests import schema

RUN = "PORTAL_TEST_RUN"  # set by the controller, inherited by its workers
SCHEMA = "PORTAL_TEST_SCHEMA"  # the same; absent where DATABASE_URL names the server
FILES = places.data_dir("test") / "files"
_open = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """Before xdist starts its workers: start or join the server, unless DATABASE_URL names another.

    Each run has databases of its own, so that two can go on at once; --reuse-db keeps Django's one name instead.
    """
    if config.option.collectonly or config.option.help:
        return
    worker = getattr(config, "workerinput", None)
    purpose = embedded.purpose_of(settings.DATABASES["default"])
    if worker is None:
        os.environ[RUN] = str(os.getpid())
        config.stash[_open] = _begin(purpose)
    if purpose is not None and not config.option.reuse_db:
        test = settings.DATABASES["default"].setdefault("TEST", {})
        test["NAME"] = f"test_run_{os.environ[RUN]}"
        test["TEMPLATE"] = os.environ[SCHEMA]
    settings.MEDIA_ROOT = FILES / os.environ[RUN] / (worker["workerid"] if worker else "main")


def pytest_unconfigure(config: pytest.Config) -> None:
    """After the workers have ended: remove the run's files and stop the server, if it is ours."""
    stack = config.stash.get(_open, None)
    if stack is not None:
        stack.close()
        shutil.rmtree(FILES / os.environ[RUN], ignore_errors=True)


def _begin(purpose: places.Purpose | None) -> ExitStack:
    stack = ExitStack()
    if purpose is None:
        return stack
    try:
        owner = stack.enter_context(embedded.running(purpose))
    except embedded.ServerError as fault:
        raise pytest.UsageError(str(fault)) from fault
    if owner:  # nobody else can be using what a killed run has left
        shutil.rmtree(FILES, ignore_errors=True)
        _drop_leftovers(purpose)
    os.environ[SCHEMA] = schema.ready(purpose)
    return stack


def _drop_leftovers(purpose: places.Purpose) -> None:
    entry = places.database_settings(purpose)
    address = {"host": entry["HOST"], "port": entry["PORT"], "user": entry["USER"], "dbname": "postgres"}
    with psycopg.connect(**address, autocommit=True) as connection:
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, 'test_run_') OR starts_with(datname, %s)"
        left = {row[0] for row in connection.execute(query, [schema.PREFIX])} - {schema.name()}
        for name in sorted(left):
            with suppress(psycopg.errors.ObjectInUse):  # a run that has outlived the server's first owner
                connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
