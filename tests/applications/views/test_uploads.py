"""Attachments: several at once, each checked by itself; the failed one named, the others kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from applications.models import Application
from applications.services import submitting
from portal.accounts.models import User
from portal.demo.stories.script import certificate
from tests import factories

from .pages import summary, text, title

SignIn = Callable[[User], Client]
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")


@pytest.fixture(scope="module")
def draft(stage: None) -> Application:
    return factories.filled_application(factories.call())


@pytest.fixture
def client(draft: Application, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("sokande"))


def picture(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG, content_type="image/png")


def put_in(client: Client, draft: Application, *files: Any, kind: str = "avsikt") -> Any:
    url = reverse("applications:attachment_add", args=(draft.pk,))
    return client.post(url, {"slag": kind, "filer": list(files)}, follow=True)


def names(draft: Application, kind: str = "avsikt") -> list[str]:
    return sorted(row.file.original_name for row in draft.attachments.filter(kind=kind))


def test_several_files_are_kept_at_once(client: Client, draft: Application) -> None:
    response = put_in(client, draft, picture("karta.png"), picture("Älven.png"))
    assert "Två filer är inlagda." in text(response)
    assert names(draft) == ["karta.png", "Älven.png"]


def test_the_failed_file_is_named_and_the_others_stay(client: Client, draft: Application) -> None:
    wrong = SimpleUploadedFile("program.exe", b"MZ", content_type="application/octet-stream")
    response = put_in(client, draft, picture("karta.png"), wrong, SimpleUploadedFile("tom.pdf", b""))
    assert title(response).startswith("Fel: Bilagor")
    assert [words.split(":")[0] for words, _ in summary(response)] == ["program.exe", "tom.pdf"]
    assert {address for _, address in summary(response)} == {"#fil-avsikt"}
    assert "Spara filen som PDF, Word" in summary(response)[0][0]
    assert names(draft) == ["karta.png"]


def test_a_file_that_is_not_what_its_name_says(client: Client, draft: Application) -> None:
    response = put_in(client, draft, SimpleUploadedFile("beslut.pdf", b"Det h\xc3\xa4r \xc3\xa4r ingen PDF."))
    assert summary(response)[0][0].startswith("beslut.pdf: Filen ser inte ut att vara av det slag som namnet säger.")


def test_a_file_that_is_too_large(client: Client, draft: Application, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    big = SimpleUploadedFile("stor.png", PNG + b"0" * 1024 * 1024, content_type="image/png")
    assert "stor.png: Filen är 1,1 MB. Högst 1 MB får plats." in summary(put_in(client, draft, big))[0][0]
    assert names(draft) == []


def test_no_file_chosen(client: Client, draft: Application) -> None:
    assert summary(put_in(client, draft)) == [("Välj en fil att lägga in.", "#fil-avsikt")]


def test_a_kind_that_the_call_does_not_name(client: Client, draft: Application) -> None:
    assert put_in(client, draft, picture("karta.png"), kind="hemligt").status_code == 404


def test_a_file_is_handed_out_as_it_was_put_in(client: Client, draft: Application) -> None:
    put_in(client, draft, certificate("Föreningen"))
    row = draft.attachments.get(kind="avsikt")
    response = client.get(reverse("applications:attachment", args=(draft.pk, row.pk)))
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response).startswith(b"%PDF")  # type: ignore[arg-type]


def test_a_file_of_another_application_is_not_found(client: Client, draft: Application) -> None:
    other = factories.filled_application(factories.call())
    url = reverse("applications:attachment", args=(draft.pk, other.attachments.get().pk))
    assert client.get(url).status_code == 404


def test_a_file_is_taken_away_but_not_from_what_was_sent_in(client: Client, draft: Application) -> None:
    put_in(client, draft, picture("karta.png"))
    row = draft.attachments.get(kind="avsikt")
    url = reverse("applications:attachment_remove", args=(draft.pk, row.pk))
    assert "karta.png är borttagen." in text(client.post(url, follow=True))
    assert names(draft) == []
    sent = draft.attachments.get(kind="medfinansiering")
    submitting.submit(draft, by=factories.applicant("firmatecknare"))
    url = reverse("applications:attachment_remove", args=(draft.pk, sent.pk))
    assert "Det går inte att göra detta nu" in text(client.post(url, follow=True))
    assert draft.attachments.filter(pk=sent.pk).exists()


def test_nothing_is_taken_away_by_reading(client: Client, draft: Application) -> None:
    row = draft.attachments.get(kind="medfinansiering")
    assert client.get(reverse("applications:attachment_remove", args=(draft.pk, row.pk))).status_code == 405
