"""Notes in the file: written by the authority, never changed, never empty, never the applicant's to read."""

import pytest
from django.db import DatabaseError, transaction

from applications.lifecycle.engine import NotYours
from reviews.models import FileNote
from reviews.services import notes
from tests import factories
from tests.factories.refusals import faults


@pytest.fixture(scope="module")
def tale(stage):
    return factories.submitted_tale()


def test_the_authority_writes_and_the_applicant_does_not(tale):
    for person in (tale.lead, tale.staff("arkivarie"), tale.staff("ledamot"), factories.other_officer()):
        with pytest.raises(NotYours):
            notes.write(tale.the_case, text="Samtal om tidplanen.", by=person)
    for name in ("handlaggare", "enhetschef", "ekonom"):
        notes.write(tale.the_case, text="  Samtal om tidplanen.  ", by=tale.staff(name))
    assert set(FileNote.objects.values_list("text", "written_at")) == {("Samtal om tidplanen.", factories.NOW)}
    assert FileNote.objects.count() == 3


def test_an_empty_note_is_refused(tale):
    assert faults(lambda: notes.write(tale.the_case, text=" \n", by=tale.officer)) == {
        "text": ["Skriv något i anteckningen."]
    }


def test_a_note_is_never_changed(tale):
    note = notes.write(tale.the_case, text="Samtal.", by=tale.officer)
    rows = FileNote.objects.filter(pk=note.pk)
    for change in (lambda: rows.update(text="Inget samtal."), rows.delete):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()
    assert rows.get().text == "Samtal."


def test_an_unshared_draft_has_no_file():
    tale = factories.story()
    tale.begin_application(factories.call())
    with pytest.raises(NotYours):
        notes.write(tale.the_case, text="Jag såg ert utkast.", by=tale.officer)
