"""Time and storage for the tests of documents."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal import clock
from tests import factories


@pytest.fixture(autouse=True)
def files_folder(settings: Any, tmp_path: Path) -> Path:
    """Stored files in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    """A Monday in November 2026, ten o'clock."""
    with clock.at(factories.NOW):
        yield
