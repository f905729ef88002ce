"""A story from its data file, told as `manage.py play` tells it but with fewer mornings, and what came of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from portal.demo import outcome
from portal.demo.stories.casting import cast
from portal.demo.stories.telling import tell
from portal.demo.world import build

REPORT = ["planned", "open", "draft", "submitted", "approved"]
CLAIM = ["planned", "open", "draft", "submitted", "under_review", "approved", "payment_decided", "paid"]
APPLICATION = [
    "draft",
    "submitted",
    "registered",
    "formal_check",
    "preparation",
    "proposed",
    "on_agenda",
    "decided",
    "closed",
]
PROJECT = ["granted", "accepted", "start_up", "implementation", "closing", "final_reported", "settled"]
CANCELLED = ["planned", "cancelled"]


def told(name: str, blocker: Any, folder: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """The outcome and the folder with its papers; what was made is gone when the tests of the module are over."""
    with blocker.unblock(), transaction.atomic():
        roles = cast(name, build())
        tell(roles.values(), every=20, sweep=False)
        yield outcome.of_story(roles, folder), folder
        transaction.set_rollback(True)


def outcome_of(name: str) -> Any:
    """A fixture of the module: the story told once."""

    @pytest.fixture(scope="module", name="outcome")
    def fixture(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Any:
        yield from told(name, django_db_blocker, tmp_path_factory.mktemp(name))

    return fixture
