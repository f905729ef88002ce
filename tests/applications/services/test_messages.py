"""Messages in a case: who writes, once each, never changed, read by the other side, with files."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from applications.lifecycle.engine import MovedOn, NotYours
from applications.models import CaseMessage, MessageFile, Notice
from applications.selectors import messages as reading
from applications.services import handling, messages
from portal.demo.stories.script import certificate
from reviews.selectors import waiting
from tests import factories
from tests.factories import scenes
from tests.factories.refusals import faults

stage, take = scenes.stage, scenes.take


@pytest.fixture(scope="module")
def tale(stage):
    return factories.assigned_tale()


def write(tale, text="Hej", **given):
    values = {"key": uuid4(), "by": tale.lead} | given
    return messages.from_applicant(tale.the_case, text=text, **values)


def test_both_sides_write_and_the_other_is_told(tale):
    first = write(tale, "Kan vi flytta starten?", files=[certificate("Bilaga")])
    assert (first.number, first.from_applicant) == (1, True)
    assert first.files.get().file.key.startswith("record/")
    told = Notice.objects.get(kind="message_to_read")
    assert told.recipient == tale.officer and "flytta" not in told.email.message
    assert [message.case_id for message in waiting.messages(tale.officer)] == [tale.the_case.pk]

    second = messages.to_applicant(tale.the_case, text="Ja.", key=uuid4(), by=tale.officer)
    first.refresh_from_db()
    assert (second.number, first.read_by) == (2, tale.officer)  # an answer says that it was read
    assert Notice.objects.filter(kind="message_received").count() == 4
    assert reading.unread_by(tale.the_case, applicant=True) == 1
    assert messages.read(tale.the_case, by=tale.lead) == 1 and messages.read(tale.the_case, by=tale.lead) == 0
    assert not list(waiting.messages(tale.officer))


def test_a_double_click_sends_one(tale):
    key = uuid4()
    assert write(tale, key=key) == write(tale, key=key)
    assert CaseMessage.objects.count() == 1 and Notice.objects.filter(kind="message_to_read").count() == 1


def test_empty_too_long_and_refused_files_send_nothing(tale):
    assert "text" in faults(lambda: write(tale, "  \r\n "))
    assert "4001" in faults(lambda: write(tale, "a" * 4001))["text"][0]
    bad = SimpleUploadedFile("virus.exe", b"MZ" + b"\0" * 40)
    assert "virus.exe" in faults(lambda: write(tale, files=[bad]))["files"][0]
    assert "files" in faults(lambda: write(tale, files=[certificate(str(n)) for n in range(6)]))
    assert not CaseMessage.objects.exists()


def test_nobody_else_writes_and_nothing_before_it_has_come_in(tale):
    with pytest.raises(NotYours):
        write(tale, by=factories.outsider())
    with pytest.raises(NotYours):
        write(tale, by=tale.officer)
    with pytest.raises(NotYours):
        messages.to_applicant(tale.the_case, text="x", key=uuid4(), by=factories.other_officer())
    other = tale.staff("medhandlaggare")
    handling.declare_conflict(tale.the_case, is_conflicted=True, ground="other", note="", by=other)
    with pytest.raises(NotYours):
        messages.to_applicant(tale.the_case, text="x", key=uuid4(), by=other)
    draft = factories.draft_idea()
    with pytest.raises(MovedOn):
        messages.from_applicant(draft.case, text="x", key=uuid4(), by=tale.lead)


def test_a_message_and_its_files_are_never_changed(tale):
    row = write(tale, files=[certificate("Bilaga")])
    file = row.files.get()
    for change in (
        lambda: CaseMessage.objects.filter(pk=row.pk).update(text="Annat"),
        lambda: CaseMessage.objects.filter(pk=row.pk).delete(),
        lambda: MessageFile.objects.filter(pk=file.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
