"""Files are scanned by a real conversation with clamd's protocol; what cannot be scanned now is owed."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from portal import clock
from portal.accounts.models import User
from portal.files import scanning, storing, tasks
from portal.files.models import ScanState, StoredFile
from portal.files.scanning import Clamd, NotScanned, ScannerDown, Verdict, scanner_of
from portal.files.streaming import NotOpened, respond
from tests import factories

from .clamd import EICAR, FOUND, scanner
from .made import PNG


@pytest.fixture
def clamd() -> Iterator[Any]:
    with scanner() as server:
        yield server


@pytest.fixture
def line(clamd: Any) -> scanning.Scanner:
    found = scanner_of(clamd.address)
    assert found is not None
    return found


# The conversation


def test_a_clean_file_comes_through_whole(clamd: Any, line: scanning.Scanner) -> None:
    data = bytes(range(256)) * 1000
    assert line.scan(io.BytesIO(data)) == Verdict()
    assert clamd.got == [data]


def test_harmful_code_is_named(line: scanning.Scanner) -> None:
    assert line.scan(io.BytesIO(b"text " + EICAR)) == Verdict(FOUND)


def test_a_unix_socket_does_as_well() -> None:
    with tempfile.TemporaryDirectory(prefix="s") as room, scanner(Path(room) / "clamd") as server:
        found = scanner_of(server.address)
        assert found is not None
        assert found.scan(io.BytesIO(EICAR)) == Verdict(FOUND)


def test_a_file_over_the_scanners_own_limit_is_not_scanned(clamd: Any, line: scanning.Scanner) -> None:
    clamd.most = 1000
    with pytest.raises((NotScanned, ScannerDown)):
        line.scan(io.BytesIO(bytes(2000)))


@pytest.mark.parametrize("answer", [b"lstat() failed. ERROR\0", b"stream: broken ERROR\0", b"hello\0"])
def test_an_answer_that_is_no_verdict_clears_nothing(clamd: Any, line: scanning.Scanner, answer: bytes) -> None:
    clamd.answer = answer
    with pytest.raises(NotScanned):
        line.scan(io.BytesIO(b"x"))


def test_a_scanner_that_never_answers_is_given_up(clamd: Any) -> None:
    clamd.is_silent = True
    with pytest.raises(ScannerDown):
        Clamd(clamd.server_address, seconds=0.3).scan(io.BytesIO(b"x"))


def test_a_scanner_that_is_not_there() -> None:
    with pytest.raises(ScannerDown):
        Clamd(("127.0.0.1", 1)).scan(io.BytesIO(b"x"))
    with pytest.raises(ScannerDown):
        Clamd("/nonexistent/clamd.ctl").scan(io.BytesIO(b"x"))


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("", None),
        ("clamd://scanner", Clamd(("scanner", 3310))),
        ("clamd://scanner:3311", Clamd(("scanner", 3311))),
        ("clamd:///run/clamav/clamd.ctl", Clamd("/run/clamav/clamd.ctl")),
    ],
)
def test_the_address_of_settings(address: str, found: Clamd | None) -> None:
    assert scanner_of(address) == found


@pytest.mark.parametrize("address", ["scanner:3310", "http://scanner", "clamd://", "clamd://scanner:port"])
def test_an_address_that_cannot_be_read_stops_the_start(address: str, settings: Any) -> None:
    with pytest.raises(ImproperlyConfigured):
        scanner_of(address)
    settings.FILE_SCANNER = address
    assert "files.E001" in [found.id for found in checks.run_checks(tags=None)]


def test_a_production_without_a_scanner_is_told(settings: Any) -> None:
    def told() -> list[str | None]:
        return [found.id for found in checks.run_checks(tags=["security"], include_deployment_checks=True)]

    assert "files.W001" in told()
    settings.FILE_SCANNER = "clamd://scanner"
    assert "files.W001" not in told()


# What is owed


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("ny.person@example.se", name="Ny Person")


@pytest.fixture
def settings_with(clamd: Any, settings: Any) -> Any:
    settings.FILE_SCANNER = clamd.address
    return settings


def put_in(person: User, data: bytes = PNG, name: str = "bild.png") -> StoredFile:
    with clock.at(factories.NOW):
        return storing.store_upload(SimpleUploadedFile(name, data), by=person)


def state(file: StoredFile) -> str:
    file.refresh_from_db()
    return file.scan_state


def test_without_a_scanner_nobody_has_looked_and_nothing_is_owed(person: User) -> None:
    file = put_in(person)
    assert (state(file), scanning.owed(), scanning.sweep()) == (ScanState.NOT_SCANNED, (0, 0), 0)
    assert b"".join(respond(file).streaming_content) == PNG


def test_what_is_put_in_is_scanned_after_the_commit(
    person: User, settings_with: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as asked:
        file = put_in(person)
    assert (state(file), len(asked)) == (ScanState.PENDING, 1)
    with clock.at(factories.NOW):
        assert scanning.owed() == (1, 0)
        tasks.scan(str(file.pk))
        tasks.scan(str(file.pk))
    assert (state(file), file.scanned_at, scanning.owed()) == (ScanState.CLEAN, factories.NOW, (0, 0))


def test_the_sweep_finds_what_was_lost_and_stops_what_is_harmful(person: User, settings_with: Any) -> None:
    clean, harmful = put_in(person), put_in(person, PNG + EICAR, "smitta.png")
    assert tasks.sweep() == {"scans": 2}
    assert (state(clean), state(harmful), harmful.found) == (ScanState.CLEAN, ScanState.INFECTED, FOUND)
    assert tasks.sweep() == {"scans": 0}


def test_a_scanner_that_is_down_leaves_it_owed_and_is_asked_once(person: User, settings: Any) -> None:
    settings.FILE_SCANNER = "clamd://127.0.0.1:1"
    files = [put_in(person), put_in(person)]
    assert scanning.sweep() == 0
    tasks.scan(str(files[0].pk))
    assert {state(file) for file in files} == {ScanState.PENDING}
    assert scanning.owed()[0] == 2


def test_a_file_that_cannot_be_scanned_holds_up_no_other(person: User, settings_with: Any) -> None:
    lost, sound = put_in(person), put_in(person)
    default_storage.delete(lost.key)
    assert scanning.sweep() == 1
    assert (state(lost), state(sound)) == (ScanState.PENDING, ScanState.CLEAN)


def test_a_file_that_has_moved_to_the_record_is_scanned_there(person: User, settings_with: Any) -> None:
    file = put_in(person)
    storing.move_to_record(file)
    assert scanning.sweep() == 1
    assert state(file) == ScanState.CLEAN


def test_a_scanner_that_is_taken_away_leaves_nothing_waiting(person: User, settings_with: Any) -> None:
    file = put_in(person)
    settings_with.FILE_SCANNER = ""
    assert scanning.sweep() == 0
    assert state(file) == ScanState.NOT_SCANNED


def test_what_came_in_before_there_was_a_scanner_can_be_scanned_too(person: User, settings: Any, clamd: Any) -> None:
    early = put_in(person)
    ours = storing.store(b"x", name="Beslut.pdf", content_type="application/pdf", shelf="record")
    settings.FILE_SCANNER = clamd.address
    assert scanning.scan_earlier() == 1
    scanning.sweep()
    assert (state(early), state(ours)) == (ScanState.CLEAN, ScanState.NOT_SCANNED)


def test_what_waits_is_opened_by_its_own_and_what_is_stopped_by_nobody(person: User, settings_with: Any) -> None:
    file = put_in(person, PNG + EICAR)
    with pytest.raises(NotOpened) as waits:
        respond(file)
    assert waits.value.title == "Filen kontrolleras"
    assert b"".join(respond(file, is_own=True).streaming_content) == PNG + EICAR
    scanning.sweep()
    file.refresh_from_db()
    with pytest.raises(NotOpened) as stopped:
        respond(file, is_own=True)
    assert stopped.value.title == "Filen är stoppad"
