"""The databases of a run: one that is told, and copies of it that are filled; all are gone afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

_opened: dict[str, Any] = {}


def use(name: str) -> None:
    """Everything that asks the database asks this one from now on. Both stay connected, so that turns cost nothing."""
    if name not in _opened:
        wrapper = connections.create_connection("default")
        wrapper.settings_dict = {**wrapper.settings_dict, "NAME": name}
        _opened[name] = wrapper
    connections["default"] = _opened[name]


@contextmanager
def own(base: str, *copies: str) -> Iterator[None]:
    """`base` in use, empty; `copy` makes the others. Raises what the server says."""
    with _server() as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(base)))
        use(base)
        try:
            yield
        finally:
            for name in (base, *copies):
                if name in _opened:
                    _opened.pop(name).close()
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def copy(base: str, name: str) -> None:
    """Make `name` of what `base` holds now."""
    _opened[base].close()
    with _server() as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(base)))


def _server() -> psycopg.Connection[Any]:
    entry = settings.DATABASES["default"]
    address = {
        "host": entry["HOST"],
        "port": entry.get("PORT"),
        "user": entry["USER"],
        "password": entry.get("PASSWORD"),
    }
    return psycopg.connect(**{k: v for k, v in address.items() if v}, dbname="postgres", autocommit=True)
