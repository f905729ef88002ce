"""A process that is killed while it makes documents: what it owed is still owed, and nothing lies astray."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from applications import jobs
from applications.models import ApplicationVersion, Document
from portal import clock
from portal.files import storing
from portal.files.models import StoredFile
from tests import factories

pytestmark = [pytest.mark.hard, pytest.mark.django_db(transaction=True)]
SWEEP = """
import sys, django
django.setup()
from django.conf import settings
from django.db import connection
settings.MEDIA_ROOT, connection.settings_dict["NAME"] = sys.argv[1:]
from applications import jobs
jobs.run_sweep()
"""
NUMBER = 10


def owe_ten() -> None:
    """One application, and receipts of ten versions of it."""
    application = factories.submitted_application()
    first = application.latest_version()
    for number in range(2, NUMBER + 1):
        later = clock.now() + timedelta(days=number)
        version = ApplicationVersion.objects.create(
            application=application,
            number=number,
            data=first.data,
            schema=first.schema,
            sha256=first.sha256,
            received_at=later,
            submitted_by=first.submitted_by,
        )
        Document.objects.create(
            case=application.case,
            number=number,
            kind="receipt",
            title=f"Kvittens {number}",
            application_version=version,
        )


def is_rendering(folder: Path) -> bool:
    with transaction.atomic():
        free = Document.objects.select_for_update(skip_locked=True).filter(file=None)
        return len(free) < NUMBER


def has_stored(folder: Path) -> bool:
    return any(Document.objects.filter(pk=path.name).exists() for path in files(folder))


def files(folder: Path) -> list[Path]:
    return [path for path in (folder / "record").rglob("*") if path.is_file()]


@pytest.mark.parametrize("moment", [is_rendering, has_stored])
def test_killed_sweep_leaves_no_orphan_and_the_next_one_makes_the_rest(
    moment: Callable[[Path], bool], files_folder: Path
) -> None:
    owe_ten()
    words = [sys.executable, "-c", SWEEP, str(files_folder), str(connection.settings_dict["NAME"])]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as sweep:
        deadline = time.monotonic() + 60
        while not moment(files_folder) and time.monotonic() < deadline:
            assert sweep.poll() is None, "it ended before it was killed"
            time.sleep(0.005)
        sweep.kill()
    assert Document.objects.filter(file=None).exists()
    jobs.run_sweep()
    rows = Document.objects.select_related("file")
    assert [row.file is not None for row in rows] == [True] * NUMBER
    keys = {path.relative_to(files_folder).as_posix() for path in files(files_folder)}
    assert keys == set(StoredFile.objects.values_list("key", flat=True))
    for row in rows:
        assert row.file is not None and len(storing.read(row.file)) == row.file.size
