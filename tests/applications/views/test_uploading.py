"""Files that a script puts in one at a time: each answered with its row, kept once, and refused by itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application, Attachment
from applications.services import submitting
from portal import clock
from portal.accounts.models import User
from portal.files.models import ScanState, StoredFile
from tests import factories
from tests.portal.files import made

from .pages import read, text

SignIn = Callable[[User], Client]
KINDS = [
    {"key": "medfinansiering", "label": "Intyg om medfinansiering", "required": True},
    {"key": "avsikt", "label": "Avsiktsförklaring", "required": False},
    {"key": "bild", "label": "Bild som visas", "required": False, "figure": True},
    {"key": "rapport", "label": "Slutrapport", "required": False, "published": True},
]


@pytest.fixture(scope="module")
def draft(stage: None) -> Application:
    return factories.filled_application(factories.call(attachment_kinds=KINDS))


@pytest.fixture
def client(draft: Application, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("sokande"))


def png(name: str = "karta.png", data: bytes = made.PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/png")


def put_in(client: Client, draft: Application, upload: Any, kind: str = "avsikt", **form: Any) -> Any:
    url = reverse("applications:attachment_add", args=(draft.pk,))
    return client.post(url, {"slag": kind, "nyckel": uuid4(), "fil": upload} | form, headers=SCRIPT)


SCRIPT = {"X-Requested-With": "autosave"}


def section(client: Client, draft: Application) -> Any:
    return client.get(reverse("applications:section", args=(draft.pk, "bilagor")))


def test_a_file_is_answered_with_its_row_and_what_is_left(client: Client, draft: Application) -> None:
    answer = put_in(client, draft, png("Älven.png"))
    row = draft.attachments.get(kind="avsikt")
    told = answer.json()
    assert (answer.status_code, told["id"]) == (200, f"inlagd-{row.pk}")
    assert f'id="inlagd-{row.pk}"' in told["row"]
    assert "Älven.png" in told["row"]
    assert set(told["parts"]) == {"del-kvar", "del-anmarkningar"}
    assert f'id="inlagd-{row.pk}"' in section(client, draft).content.decode(), "the page has the same row"


def test_what_is_left_to_do_follows(client: Client, draft: Application) -> None:
    draft.attachments.filter(kind="medfinansiering").delete()
    page = reverse("applications:section", args=(draft.pk, "bilagor"))
    client.post(page, {"version": draft.version, "last_saved": "", "go": "stay", "attachments_done": "on"})
    told = put_in(client, draft, png(), "avsikt").json()
    assert "Lägg in bilagan intyg om medfinansiering." in told["parts"]["del-kvar"]
    told = put_in(client, draft, png("intyg.png"), "medfinansiering").json()
    assert told["parts"]["del-kvar"].strip() == ""


def test_a_file_that_is_sent_twice_is_kept_once(client: Client, draft: Application) -> None:
    key = uuid4()
    first, second = (put_in(client, draft, png(), nyckel=key).json() for _ in range(2))
    assert first["id"] == second["id"]
    assert draft.attachments.filter(kind="avsikt").count() == 1
    assert StoredFile.objects.filter(upload_key=key).count() == 1


def test_the_name_of_a_choice_is_not_taken_over_by_another_application(client: Client, draft: Application) -> None:
    key = uuid4()
    put_in(client, draft, png(), nyckel=key)
    other = factories.filled_application(factories.call(attachment_kinds=KINDS))
    answer = put_in(client, other, png(), nyckel=key)
    assert not other.attachments.filter(kind="avsikt").exists()
    assert answer.json()["errors"][0].startswith("Filen är redan inlagd på ett annat ställe.")


def test_a_refused_file_is_told_and_leaves_nothing(client: Client, draft: Application) -> None:
    before = StoredFile.objects.count()
    answer = put_in(client, draft, SimpleUploadedFile("låst.pdf", made.pdf(password="x")))
    assert answer.json()["errors"] == ["Filen är låst med lösenord. Spara den utan lösenord och lägg in den igen."]
    assert StoredFile.objects.count() == before


def test_all_files_of_an_application_have_room_together(client: Client, draft: Application, settings: Any) -> None:
    there = sum(row.file.size for row in draft.attachments.all())
    settings.MAX_APPLICATION_BYTES = there + len(made.PNG)
    assert "row" in put_in(client, draft, png()).json()
    answer = put_in(client, draft, png("en till.png"))
    assert "och inget är kvar. Ta bort någon fil" in answer.json()["errors"][0]


def test_the_same_file_twice_is_said_at_once_also_across_kinds(client: Client, draft: Application) -> None:
    put_in(client, draft, png("karta.png"), "avsikt")
    told = put_in(client, draft, png("karta igen.png"), "bild").json()
    assert "Samma fil ligger redan bland bilagorna, som karta.png. Ta bort den ena." in told["row"]
    assert "innehåller samma sak" in told["parts"]["del-anmarkningar"]


def test_a_picture_that_is_shown_comes_with_its_controls(client: Client, draft: Application) -> None:
    told = put_in(client, draft, png(), "bild").json()
    row = draft.attachments.get(kind="bild")
    assert f'name="bildtext-{row.pk}"' in told["row"]
    assert f'name="beskrivning-{row.pk}"' in told["row"]


def test_what_is_to_be_published_is_looked_at_once_and_stops_nobody(client: Client, draft: Application) -> None:
    scan = SimpleUploadedFile("rapport.pdf", made.told_pdf(font=False))
    told = put_in(client, draft, scan, "rapport").json()
    assert "Filen verkar vara inskannad." in told["row"]
    assert "rapport.pdf ska publiceras." in told["parts"]["del-anmarkningar"]
    assert draft.attachments.get(kind="rapport").remarks == ["scanned"]
    page = section(client, draft)
    assert "Filen verkar vara inskannad." in text(page)
    assert submitting.submit(draft, by=factories.applicant("firmatecknare"))


def test_a_pdf_that_is_not_published_or_has_all_gets_no_remark(client: Client, draft: Application) -> None:
    put_in(client, draft, SimpleUploadedFile("intyg.pdf", made.told_pdf(font=False)), "avsikt")
    put_in(client, draft, SimpleUploadedFile("rapport.pdf", made.told_pdf()), "rapport")
    assert [row.remarks for row in draft.attachments.filter(kind__in=["avsikt", "rapport"])] == [[], []]


def test_a_file_is_taken_away_by_a_script_and_without_one(client: Client, draft: Application) -> None:
    put_in(client, draft, png())
    row = draft.attachments.get(kind="avsikt")
    url = reverse("applications:attachment_remove", args=(draft.pk, row.pk))
    answer = client.post(url, headers=SCRIPT)
    assert (answer.status_code, set(answer.json())) == (200, {"parts", "is_faulty"})
    assert not draft.attachments.filter(kind="avsikt").exists()
    put_in(client, draft, png())
    url = reverse("applications:attachment_remove", args=(draft.pk, draft.attachments.get(kind="avsikt").pk))
    assert "karta.png är borttagen." in text(client.post(url, follow=True))


def test_nothing_is_put_in_or_taken_away_where_it_may_not(client: Client, draft: Application, sign_in: SignIn) -> None:
    row = draft.attachments.get(kind="medfinansiering")
    away = reverse("applications:attachment_remove", args=(draft.pk, row.pk))
    assert put_in(client, draft, png(), "hemligt").status_code == 404
    assert put_in(client, draft, png(), "fraga:finns-inte").status_code == 404
    assert put_in(client, draft, png(), nyckel="inget").status_code == 404
    assert put_in(client, draft, "ingen fil").status_code == 404
    for other in (sign_in(factories.outsider()), sign_in(factories.other_officer())):
        assert put_in(other, draft, png()).status_code == 404
        assert other.post(away).status_code == 404
    submitting.submit(draft, by=factories.applicant("firmatecknare"))
    assert "errors" in put_in(client, draft, png()).json()
    assert "errors" in client.post(away, headers=SCRIPT).json()
    assert Attachment.objects.filter(pk=row.pk).exists()


def test_who_has_been_signed_out_is_told_so_that_the_file_can_wait(draft: Application) -> None:
    answer = put_in(Client(), draft, png())
    assert (answer.status_code, answer.json()) == (401, {"sign_in": "/logga-in/"})


# What the scan says


def scanned(row: Attachment, state: ScanState) -> None:
    is_done = state in (ScanState.CLEAN, ScanState.INFECTED)
    found = "Win.Test" if state == ScanState.INFECTED else ""
    StoredFile.objects.filter(pk=row.file_id).update(
        scan_state=state, found=found, scanned_at=clock.now() if is_done else None
    )


def test_harmful_code_stops_the_sending_until_it_is_taken_away(client: Client, draft: Application) -> None:
    put_in(client, draft, png())
    row = draft.attachments.get(kind="avsikt")
    scanned(row, ScanState.INFECTED)
    page = read(section(client, draft))
    (link,) = [a for a in page.all("a", href="#fil-avsikt") if "skadlig kod" in a.text]
    assert link.text == "karta.png innehåller skadlig kod. Ta bort filen och lägg in en ren kopia."
    assert "Stoppad: filen innehåller skadlig kod. Ta bort den och lägg in en ren kopia." in page.text
    review = client.get(reverse("applications:review", args=(draft.pk,)))
    assert "karta.png innehåller skadlig kod." in text(review)
    assert client.get(reverse("applications:attachment", args=(draft.pk, row.pk))).status_code == 404
    with pytest.raises(Exception, match="skadlig kod"):
        submitting.submit(Application.objects.get(pk=draft.pk), by=factories.applicant("firmatecknare"))
    answer = client.post(reverse("applications:attachment_remove", args=(draft.pk, row.pk)), headers=SCRIPT)
    assert answer.json()["is_faulty"] is False


def test_a_file_that_is_being_scanned_may_be_sent_in_and_the_officer_waits_for_it(
    client: Client, draft: Application, sign_in: SignIn
) -> None:
    row = draft.attachments.get(kind="medfinansiering")
    scanned(row, ScanState.PENDING)
    assert "Kontrolleras" in text(section(client, draft))
    assert client.get(reverse("applications:attachment", args=(draft.pk, row.pk))).status_code == 200
    submitting.submit(draft, by=factories.applicant("firmatecknare"))
    officer = sign_in(factories.story().staff("namndsekreterare"))
    url = reverse("admin:case_attachment", args=(draft.case_id, row.pk))
    answer = officer.get(url)
    assert (answer.status_code, "Filen kontrolleras" in text(answer)) == (404, True)
    dossier = officer.get(reverse("admin:case_application", args=(draft.case_id,)))
    assert "Kontrolleras: går att öppna när det är klart" in text(dossier)
    scanned(row, ScanState.CLEAN)
    assert officer.get(url).status_code == 200
    assert "Kontrollerad för skadlig kod" in text(officer.get(reverse("admin:case_documents", args=(draft.case_id,))))
    scanned(row, ScanState.INFECTED)
    assert "Filen är stoppad" in text(officer.get(url))
    sent = client.get(reverse("applications:sent", args=(draft.pk, 1)))
    assert "Skicka en ren kopia i ett meddelande till oss." in text(sent)


# Answers to a request for completion


def test_a_file_answers_an_item_by_a_script(draft: Application, sign_in: SignIn) -> None:
    tale = factories.assigned_tale()
    tale.ask_completion("mal", "Skriv hur ni mäter", "Vi behöver veta.", clock.today() + timedelta(days=14))
    item = tale.the_case.completions.get().items.get()
    client, key = sign_in(tale.lead), uuid4()
    url = reverse("applications:completion_add", args=(tale.application.pk, item.pk))
    for _ in range(2):
        answer = client.post(url, {"nyckel": key, "fil": png("enkät.png")}, headers=SCRIPT)
        assert answer.status_code == 200
    row = tale.application.attachments.get(kind=f"komplettering-{item.pk}")
    assert "Besvarad" in answer.json()["parts"][f"besvarad-{item.pk}"]
    page = client.get(reverse("applications:completion", args=(tale.application.pk,)))
    assert f'id="inlagd-{row.pk}"' in page.content.decode()
    assert client.post(url, {"nyckel": uuid4(), "fil": png("x.exe")}, headers=SCRIPT).json()["errors"]
    away = reverse("applications:completion_remove", args=(tale.application.pk, row.pk))
    told = client.post(away, headers=SCRIPT).json()
    assert "Inte besvarad" in told["parts"][f"besvarad-{item.pk}"]


# How many questions the database is asked


def lie_there(draft: Application, count: int) -> None:
    """So many files of a kind with controls and one without, as rows alone."""
    by = factories.applicant("sokande")
    for number in range(count):
        file = StoredFile.objects.create(
            key=f"draft/2026/{uuid4()}", original_name=f"{number}.png", content_type="image/png", size=9,
            sha256=f"{number:064x}", uploaded_by=by,
        )  # fmt: skip
        Attachment.objects.create(application=draft, kind=("bild", "avsikt")[number % 2], file=file, added_by=by)


def test_the_page_costs_the_same_with_one_file_and_forty(client: Client, draft: Application) -> None:
    counted = []
    for more in (0, 39):
        lie_there(draft, more)
        section(client, draft)
        with CaptureQueriesContext(connection) as asked:
            assert section(client, draft).status_code == 200
        counted.append(len(asked))
    assert draft.attachments.count() == 40
    assert counted[0] == counted[1] <= 15
