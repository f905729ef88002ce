"""Files lie under keys without names, draft or record, and are handed out as their row says, never sniffed."""

import hashlib
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from portal import clock
from portal.accounts.models import User
from portal.demo.world import moment
from portal.files import storing
from portal.files.models import ScanState, StoredFile
from portal.files.streaming import respond
from tests import factories

from .made import PNG, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("ny.person@example.se", name="Ny Person")


@pytest.fixture
def kept(person: User) -> StoredFile:
    with clock.at(factories.NOW):
        return storing.store_upload(SimpleUploadedFile("Intyg från Örebro.pdf", pdf()), by=person)


def test_an_upload_lies_under_a_key_without_its_name(kept: StoredFile, person: User) -> None:
    assert re.fullmatch(r"draft/2026/[0-9a-f-]{36}", kept.key)
    data = storing.read(kept)
    assert (kept.original_name, kept.content_type, kept.uploaded_by) == (
        "Intyg från Örebro.pdf",
        "application/pdf",
        person,
    )
    assert (kept.size, kept.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert (kept.scan_state, kept.created_at) == (ScanState.NOT_SCANNED, factories.NOW)


def test_a_refused_upload_leaves_nothing(person: User) -> None:
    with pytest.raises(ValidationError):
        storing.store_upload(SimpleUploadedFile("x.exe", b"MZ"), by=person)
    assert not StoredFile.objects.exists()


def test_files_are_readable_by_the_server_only(kept: StoredFile) -> None:
    assert Path(default_storage.path(kept.key)).stat().st_mode & 0o777 == 0o600


def test_sharing_moves_a_file_to_the_record(
    kept: StoredFile, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    old, data, sha256 = kept.key, storing.read(kept), kept.sha256
    with clock.at(moment(factories.NOW.date().replace(year=2027))), django_capture_on_commit_callbacks(execute=True):
        storing.move_to_record(kept)
        assert default_storage.exists(old), "the old bytes go when the move has committed, not before"
    assert re.fullmatch(r"record/2027/[0-9a-f-]{36}", StoredFile.objects.get(pk=kept.pk).key)
    assert storing.read(kept) == data
    assert (kept.sha256, default_storage.exists(old)) == (sha256, False)


def test_a_file_of_the_record_stays_where_it_is(kept: StoredFile) -> None:
    storing.move_to_record(kept)
    key = kept.key
    storing.move_to_record(kept)
    assert kept.key == key


def test_a_move_that_is_undone_leaves_the_draft(kept: StoredFile) -> None:
    old = kept.key
    with transaction.atomic():
        storing.move_to_record(kept)
        transaction.set_rollback(True)
    kept.refresh_from_db()
    assert (kept.key, default_storage.exists(old)) == (old, True)


def test_a_deleted_draft_is_really_gone(
    kept: StoredFile, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    key = kept.key
    with django_capture_on_commit_callbacks(execute=True):
        storing.delete(kept)
        assert default_storage.exists(key)
    assert not default_storage.exists(key)
    assert not StoredFile.objects.exists()


def test_lost_bytes_are_told(kept: StoredFile) -> None:
    default_storage.delete(kept.key)
    with pytest.raises(FileNotFoundError):
        storing.read(kept)


def test_a_given_key_is_written_anew() -> None:
    """A document that was made again after a crash: bytes that no row names are replaced."""
    key = storing.new_key("record")
    default_storage.save(key, SimpleUploadedFile("x", b"half a docu"))
    file = storing.store(b"whole", name="Beslut.pdf", content_type="application/pdf", shelf="record", key=key)
    assert (file.key, storing.read(file)) == (key, b"whole")


def test_a_file_is_handed_out_as_an_attachment(kept: StoredFile) -> None:
    answer = respond(kept)
    assert b"".join(answer.streaming_content) == storing.read(kept)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Intyg%20fr%C3%A5n%20%C3%96rebro.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert int(answer["Content-Length"]) == kept.size


def test_only_a_pdf_is_shown_in_the_window(kept: StoredFile, person: User) -> None:
    picture = storing.store_upload(SimpleUploadedFile("bild.png", PNG), by=person)
    shown, saved = respond(kept, show=True), respond(picture, show=True)
    assert shown["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"].startswith("attachment")
    for answer in (shown, saved):
        answer.close()


def test_handing_out_lost_bytes_is_told(kept: StoredFile) -> None:
    default_storage.delete(kept.key)
    with pytest.raises(FileNotFoundError):
        respond(kept)
