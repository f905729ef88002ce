"""A transaction per module and a savepoint per test: a scene is set once, and each test starts where it was set.

A folder's conftest imports the fixtures. A scene is a module's own fixture, `scope="module"`, that asks for `stage`;
what a test does is taken back by pytest-django's `db`, which nests in it.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from portal import clock

from . import NOW


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The module's transaction; the clock stands at NOW."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(NOW):
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def take(stage: None, db: None) -> Iterator[None]:
    """One test, at NOW whatever the scene's last moment was."""
    with clock.at(NOW):
        yield
