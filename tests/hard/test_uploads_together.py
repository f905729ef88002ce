"""A hundred applications, each with its file and its button sent twice at the same moment: a hundred of everything."""

import random
from functools import partial
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from applications.documents import making
from applications.enums import ApplicationState, DocumentKind
from applications.models import Application, ApplicationVersion, Attachment, Case, DnrCounter, Document, Notice
from applications.selectors import owed
from portal import clock
from portal.files import storing
from portal.files.models import StoredFile
from tests import factories
from tests.hard.parallel import faults, together
from tests.portal.files import made

pytestmark = [pytest.mark.hard, pytest.mark.django_db(transaction=True)]
DRAFTS, AT_ONCE, TWICE = 100, 10, 2
MEGABYTE = 1024 * 1024
RENDERED = 3  # receipts that are set as well: each is a second of work, and the rows are what is counted
KIND = "medfinansiering"


@pytest.fixture(autouse=True)
def now():
    with clock.at(factories.NOW):
        yield


def megabyte(number: int) -> bytes:
    """A sound PDF of a megabyte, another for each number."""
    document = made.pikepdf.new()
    document.add_blank_page()
    document.Root.Filler = document.make_stream(random.Random(number).randbytes(MEGABYTE))
    return made.saved(document)


def empty_draft() -> Application:
    """Filled in but for the file that the call demands."""
    application = factories.filled_application(factories.call())
    for attachment in application.attachments.select_related("file"):
        file = attachment.file
        attachment.delete()
        storing.delete(file)
    return application


def window() -> Client:
    browser = Client()
    browser.force_login(factories.applicant("firmatecknare"))
    return browser


def put_in(browser: Client, application: Application, key: str, data: bytes):
    upload = SimpleUploadedFile("Intyg från kommunen.pdf", data, content_type="application/pdf")
    return browser.post(f"/ansokningar/{application.pk}/bilagor/lagg-in/", {"slag": KIND, "nyckel": key, "fil": upload})


def batches(rows):
    return [rows[first : first + AT_ONCE] for first in range(0, len(rows), AT_ONCE)]


def test_a_hundred_drafts_with_everything_sent_twice():
    drafts = [empty_draft() for _ in range(DRAFTS)]
    browsers = [window() for _ in range(AT_ONCE * TWICE)]
    for first, batch in enumerate(batches(drafts)):
        sends = [
            partial(put_in, application=row, key=key, data=data)
            for number, row in enumerate(batch)
            for key, data in [(str(uuid4()), megabyte(first * AT_ONCE + number))]
            for _ in range(TWICE)
        ]
        answers = together(partial(send, browser) for send, browser in zip(sends, browsers, strict=True))
        assert not faults(answers)
        assert {answer.status_code for answer in answers} == {200}
        ids = [answer.json()["id"] for answer in answers]
        assert ids[::TWICE] == ids[1::TWICE], "the second is answered with the file of the first"
        addresses = [f"/ansokningar/{row.pk}/skicka-in/" for row in batch for _ in range(TWICE)]
        answers = together(partial(browser.post, address) for browser, address in zip(browsers, addresses, strict=True))
        assert not faults(answers)
        assert [(answer.status_code, answer["Location"]) for answer in answers] == [
            (302, f"/ansokningar/{row.pk}/kvitto/") for row in batch for _ in range(TWICE)
        ]

    assert Application.objects.filter(state=ApplicationState.REGISTERED).count() == DRAFTS
    assert ApplicationVersion.objects.count() == DRAFTS
    dnr = sorted(Case.objects.values_list("dnr", flat=True))
    assert dnr == [f"26RS{number:05d}" for number in range(1, DRAFTS + 1)]
    assert DnrCounter.objects.get().last == DRAFTS

    files = list(StoredFile.objects.all())
    assert len(files) == len({file.sha256 for file in files}) == Attachment.objects.count() == DRAFTS
    assert all(file.key.startswith("record/") and default_storage.size(file.key) > MEGABYTE for file in files)
    frozen = {row["sha256"] for version in ApplicationVersion.objects.all() for row in version.data["attachments"]}
    assert frozen == {file.sha256 for file in files}

    receipts = Document.objects.filter(kind=DocumentKind.RECEIPT)
    assert (receipts.count(), owed.documents()[0]) == (DRAFTS, DRAFTS)
    assert receipts.values("case").distinct().count() == DRAFTS
    assert Notice.objects.filter(kind="received", recipient=factories.applicant("firmatecknare")).count() == DRAFTS
    for id in owed.document_ids()[:RENDERED]:
        assert making.make(id)
    assert owed.documents()[0] == DRAFTS - RENDERED
