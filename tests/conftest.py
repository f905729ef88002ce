"""What every test stands on: the demo's region is built once per worker, outside the tests' transactions."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import factories


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        factories.world()
    yield
