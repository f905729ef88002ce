"""A document is made once, whatever happens on the way: twice, late, by two, after a crash, with a fault in it."""

from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from applications.documents import making
from applications.enums import DocumentKind
from applications.models import Document
from applications.selectors import owed
from portal import clock
from portal.accounts.models import Authority
from portal.files import storing
from portal.files.models import StoredFile
from tests import factories, printing


def stored(folder: Path) -> list[Path]:
    return [path for path in (folder / "record").rglob("*") if path.is_file()]


def receipt_owed() -> Document:
    """An application has come in; its receipt is owed."""
    return factories.submitted_application().case.documents.get()


@pytest.mark.django_db
def test_documents_of_a_case_are_numbered_in_order() -> None:
    case = factories.delegated_tale().the_case
    assert list(case.documents.values_list("number", "kind")) == [(1, "receipt"), (2, "memo"), (3, "decision")]
    assert case.documents.get(number=3).title == "Beslut: Läsa högt hemma"


@pytest.mark.django_db
def test_document_is_made_once(files_folder: Path) -> None:
    document = receipt_owed()
    assert making.make(document.pk) is True
    assert making.make(document.pk) is False
    document.refresh_from_db()
    assert document.file is not None
    assert document.file.key == f"record/2026/{document.pk}"
    assert document.file.content_type == "application/pdf"
    assert document.file.original_name == f"{document.case.dnr} Kvittens på ansökan.pdf"
    assert document.made_at == clock.now()
    assert document.pages and document.attempts == 1
    assert StoredFile.objects.filter(key=document.file.key).count() == 1
    assert files_folder / document.file.key in stored(files_folder)


@pytest.mark.django_db
def test_rendering_again_gives_the_same_bytes(files_folder: Path) -> None:
    document = receipt_owed()
    making.make(document.pk)
    first = storing.read(Document.objects.get(pk=document.pk).file)
    Document.objects.filter(pk=document.pk).update(file=None, made_at=None, pages=None)
    StoredFile.objects.filter(key__endswith=str(document.pk)).delete()
    with clock.at(clock.now() + timedelta(days=9)), printing.set_anew():
        assert making.make(document.pk)
    assert storing.read(Document.objects.get(pk=document.pk).file) == first


@pytest.mark.django_db
def test_bytes_left_by_a_killed_process_are_written_over(files_folder: Path) -> None:
    """Killed after the bytes and before the commit: no row names them, and the next attempt leaves no orphan."""
    document = receipt_owed()
    default_storage.save(f"record/2026/{document.pk}", ContentFile(b"%PDF half a file"))
    before = len(stored(files_folder))
    assert making.make(document.pk)
    assert len(stored(files_folder)) == before
    file = Document.objects.get(pk=document.pk).file
    assert file is not None and storing.read(file).startswith(b"%PDF-1.7") and len(storing.read(file)) == file.size


@pytest.mark.django_db
def test_fault_is_counted_and_the_document_stays_owed(files_folder: Path) -> None:
    document = receipt_owed()
    before = len(stored(files_folder))
    Authority.objects.update(logo_svg='<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
    with pytest.raises(ValueError):
        making.make(document.pk)
    document.refresh_from_db()
    assert (document.attempts, document.file, document.made_at) == (1, None, None)
    assert document.last_error.startswith("ValueError: ")
    assert len(stored(files_folder)) == before
    Authority.objects.update(logo_svg="")
    assert making.make(document.pk)
    document.refresh_from_db()
    assert document.last_error == ""


@pytest.mark.django_db
def test_unfrozen_decision_is_not_printed(files_folder: Path) -> None:
    tale = factories.proposed_tale()
    tale.put_on_agenda(clock.today() + timedelta(days=7))
    with clock.at(clock.now() + timedelta(days=7)):
        tale.decide_in_board("12")
        document = making.owe(tale.the_case, DocumentKind.DECISION, title="Beslut", decision=tale.decision)
        with pytest.raises(ValueError, match="not frozen"):
            making.make(document.pk)


@pytest.mark.django_db
def test_owed_documents_are_counted_with_the_age_of_the_oldest() -> None:
    assert owed.documents() == (0, 0)
    receipt_owed()
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert owed.documents() == (1, 180)


@pytest.mark.django_db
def test_document_that_keeps_failing_waits_for_the_morning() -> None:
    document = receipt_owed()
    Document.objects.update(attempts=owed.PATIENCE)
    assert owed.document_ids() == []
    assert owed.document_ids(stubborn=True) == [document.pk]


@pytest.mark.django_db(transaction=True)
def test_document_that_another_process_is_making_is_left_to_it() -> None:
    document = receipt_owed()
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT 1 FROM applications_document WHERE id = %s FOR UPDATE", [document.pk])
        assert making.make(document.pk) is False
        other.rollback()
    assert making.make(document.pk) is True
