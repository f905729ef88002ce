"""A call with questions of its own, over HTTP: the head writes them, the applicant answers, the officer reads."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import Application, Call
from portal import clock
from portal.demo.stories.script import certificate
from tests import factories
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.at(factories.NOW):
        yield


def write_questions(call: Call) -> None:
    """As the enhetschef does it at the desk, before anybody has met the call."""
    Call.objects.filter(pk=call.pk).update(published_at=None)
    head = Visitor.signed_in("enhetschef")
    for label, kind, more in (
        ("Behöver ni en lokal?", "Val: ett av flera svar som du skriver", {"Svar att välja bland": "Ja\nNej"}),
        ("Hur stor?", "Tal", {"När frågan ställs": "Om svaret är ”Ja”"}),
        ("Ritning", "Fil", {"När frågan ställs": "Om svaret är ”Ja”"}),
        ("Vad vill ni lära er?", "Text", {"Högsta antal tecken": "200"}),
    ):
        head.open(f"/admin/utlysningar/{call.pk}/fragor/").follow("Lägg till en fråga")
        head.fill("Fråga", label)
        head.tick(kind, "Typ av svar")
        head.fill("Del av ansökan", "Annat offentligt stöd")
        for name, value in more.items():
            head.fill(name, value)
        head.press("Spara frågan")
    assert "När svaret på ”Behöver ni en lokal?” är ”Ja”" in head.text
    Call.objects.filter(pk=call.pk).update(published_at=factories.NOW)


def begun() -> tuple[Application, Visitor]:
    """All is written but the questions."""
    call = factories.call()
    write_questions(call)
    row = factories.filled_application(call)
    return row, Visitor.known("sokande").open(f"/ansokningar/{row.pk}/granska/")


def send_in(row: Application) -> Visitor:
    signatory = Visitor.known("firmatecknare")
    signatory.open(f"/ansokningar/{row.pk}/granska/")
    return signatory.press("Skicka in ansökan")


def officer_reads(row: Application) -> str:
    tale = factories.story()
    tale.case = row.case
    tale.assign()
    tale.prepare()
    return Visitor.known("handlaggare").open(f"/admin/arenden/{row.case_id}/forslag/").text


def test_with_the_condition_what_hangs_on_it_must_be_answered() -> None:
    row, lead = begun()
    assert "Svara på frågan ”Behöver ni en lokal?”." in lead.text and "Hur stor?" not in lead.text
    lead.follow("Svara på frågan ”Behöver ni en lokal?”.")
    assert "Svara bara om ni svarade ”Ja” på ”Behöver ni en lokal?”." in lead.text
    lead.tick("Ja", "Behöver ni en lokal?")
    lead.fill("Hur stor?", "ganska stor")
    lead.fill("Vad vill ni lära er?", "Hur barn läser.")
    lead.press("Spara och fortsätt")
    assert "Skriv ett tal med siffror, till exempel 12 eller 12,5." in lead.text
    lead.fill("Hur stor?", "62,5")
    lead.attach("Ritning", SimpleUploadedFile("ritning.exe", b"MZ"))
    lead.press("Spara och fortsätt")
    assert "ritning.exe: Vi kan inte ta emot filer av det slaget." in lead.text
    lead.open(f"/ansokningar/{row.pk}/granska/")
    assert "Lägg in en fil till frågan ”Ritning”." in lead.text
    lead.follow("Lägg in en fil till frågan ”Ritning”.")
    lead.attach("Ritning", certificate("Lokalen"))
    lead.press("Spara och fortsätt")

    receipt = send_in(row)
    assert "har kommit in" in receipt.text.lower() or "tagit emot" in receipt.text.lower()
    read = officer_reads(row)
    for words in ("Behöver ni en lokal? Ja", "Hur stor? 62,5", "Vad vill ni lära er? Hur barn läser."):
        assert words in read


def test_without_the_condition_nothing_more_is_asked_or_printed() -> None:
    row, lead = begun()
    lead.follow("Svara på frågan ”Behöver ni en lokal?”.")
    lead.tick("Nej", "Behöver ni en lokal?")
    lead.fill("Hur stor?", "ganska stor")
    lead.fill("Vad vill ni lära er?", "Hur barn läser.")
    lead.press("Spara och fortsätt")
    assert "Skriv ett tal" not in lead.text

    signatory = Visitor.known("firmatecknare").open(f"/ansokningar/{row.pk}/granska/")
    assert "Behöver ni en lokal? Nej" in signatory.text and "Hur stor?" not in signatory.text
    send_in(row)
    assert Application.objects.get(pk=row.pk).versions.exists()
    read = officer_reads(row)
    assert "Behöver ni en lokal? Nej" in read and "Hur stor?" not in read and "Ritning" not in read
