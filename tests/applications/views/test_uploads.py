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
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f0005000"
    "1ff56c72fef0000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def draft(stage: None) -> Application:
    return factories.filled_application(factories.call())


@pytest.fixture
def client(draft: Application, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("sokande"))


def picture(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG, content_type="image/png")


def send(client: Client, draft: Application, **form: Any) -> Any:
    draft.refresh_from_db()
    url = reverse("applications:section", args=(draft.pk, "bilagor"))
    return client.post(url, {"version": draft.version, "last_saved": "", **form}, follow=True)


def put_in(client: Client, draft: Application, *files: Any, kind: str = "avsikt") -> Any:
    return send(client, draft, **{"lagg_in": kind, f"fil-{kind}": list(files)})


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
    put_in(client, draft, picture("karta.png"), kind="hemligt")
    assert not draft.attachments.filter(kind="hemligt").exists()


@pytest.mark.parametrize("go", ["next", "list", "stay"])
def test_any_save_takes_the_chosen_files_of_every_kind(client: Client, draft: Application, go: str) -> None:
    before = draft.attachments.filter(kind="medfinansiering").count()
    files = {"fil-avsikt": [picture("karta.png")], "fil-medfinansiering": [picture("intyg.png"), picture("tva.png")]}
    response = send(client, draft, go=go, attachments_done="on", **files)
    assert "Tre filer är inlagda." in text(response)
    assert names(draft) == ["karta.png"]
    assert draft.attachments.filter(kind="medfinansiering").count() == before + 2


def test_a_faulty_file_stops_at_the_page_and_the_tick_and_the_other_kinds_are_kept(
    client: Client, draft: Application
) -> None:
    files = {"fil-avsikt": [picture("karta.png")], "fil-medfinansiering": [SimpleUploadedFile("tom.pdf", b"")]}
    response = send(client, draft, go="next", **files)
    assert [address for _, address in summary(response)] == ["#fil-medfinansiering"]
    assert names(draft) == ["karta.png"]
    draft.refresh_from_db()
    assert not draft.attachments_done


def test_the_chosen_files_are_kept_also_when_a_colleague_saved_first(client: Client, draft: Application) -> None:
    send(client, draft, go="stay", attachments_done="on")
    url = reverse("applications:section", args=(draft.pk, "bilagor"))
    form = {"version": 0, "last_saved": "", "go": "next", "fil-avsikt": [picture("karta.png")]}
    response = client.post(url, form)
    assert "En fil är inlagd." in text(response)
    assert names(draft) == ["karta.png"]


def test_all_is_one_form_so_that_saving_never_asks_whether_to_leave(client: Client, draft: Application) -> None:
    page = client.get(reverse("applications:section", args=(draft.pk, "bilagor"))).content.decode()
    assert page.count("data-warn-unsaved") == 1
    assert page.count('enctype="multipart/form-data"') == 1


def test_a_file_is_handed_out_as_it_was_put_in(client: Client, draft: Application) -> None:
    put_in(client, draft, certificate("Föreningen"))
    row = draft.attachments.get(kind="avsikt")
    response = client.get(reverse("applications:attachment", args=(draft.pk, row.pk)))
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response).startswith(b"%PDF")


def test_a_file_of_another_application_is_not_found(client: Client, draft: Application) -> None:
    other = factories.filled_application(factories.call())
    url = reverse("applications:attachment", args=(draft.pk, other.attachments.get().pk))
    assert client.get(url).status_code == 404


def test_a_file_is_taken_away_but_not_from_what_was_sent_in(client: Client, draft: Application) -> None:
    put_in(client, draft, picture("karta.png"))
    row = draft.attachments.get(kind="avsikt")
    assert "karta.png är borttagen." in text(send(client, draft, ta_bort_fil=row.pk, attachments_done="on"))
    assert names(draft) == []
    sent = draft.attachments.get(kind="medfinansiering")
    submitting.submit(draft, by=factories.applicant("firmatecknare"))
    assert "Det går inte att göra detta nu" in text(send(client, draft, ta_bort_fil=sent.pk))
    assert draft.attachments.filter(pk=sent.pk).exists()


def test_a_file_of_another_section_or_application_is_not_taken_away(client: Client, draft: Application) -> None:
    other = factories.filled_application(factories.call()).attachments.get()
    assert send(client, draft, ta_bort_fil=other.pk).status_code == 404
    own = draft.attachments.get(kind="medfinansiering")
    url = reverse("applications:section", args=(draft.pk, "villkor"))
    draft.refresh_from_db()
    form = {"version": draft.version, "last_saved": "", "ta_bort_fil": own.pk}
    assert client.post(url, form, follow=True).status_code == 404


def test_nothing_is_taken_away_by_reading(client: Client, draft: Application) -> None:
    row = draft.attachments.get(kind="medfinansiering")
    client.get(reverse("applications:section", args=(draft.pk, "bilagor")), {"ta_bort_fil": row.pk})
    assert draft.attachments.filter(pk=row.pk).exists()
