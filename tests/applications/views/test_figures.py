"""Pictures in an application: put in, described, shown as figures on every page and in the receipt (O-06)."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from applications.documents import making, receipt
from applications.models import Application, Attachment
from applications.sections import SECTIONS
from portal.accounts.models import User
from portal.demo.stories.script import Story
from tests import factories, pdf_text

from .pages import controls, field_error, read, summary, text

SignIn = Callable[[User], Client]
KINDS = [
    {"key": "medfinansiering", "label": "Intyg om medfinansiering", "required": True},
    {"key": "bild", "label": "Bild som visas", "required": False, "figure": True},
]
ALT = "En cirkel med fyra rutor runt."


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return factories.filled_tale(factories.call(attachment_kinds=KINDS))


@pytest.fixture
def client(tale: Story, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("sokande"))


def drawn(name: str = "plattform.png", size: tuple[int, int] = (60, 40)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, (20, 83, 74)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


def draft_of(tale: Story) -> Application:
    return Application.objects.get(pk=tale.application.pk)


def address(tale: Story) -> str:
    return reverse("applications:section", args=(tale.application.pk, "bilagor"))


def send(client: Client, tale: Story, **form: Any) -> Any:
    page = controls(client.get(address(tale)))
    return client.post(address(tale), page | form, follow=True)


def put_in(client: Client, tale: Story, *files: SimpleUploadedFile) -> Any:
    return send(client, tale, **{"lagg_in": "bild", "fil-bild": list(files)})


def pictures(tale: Story) -> list[Attachment]:
    return list(tale.application.attachments.filter(kind="bild"))


def described(row: Attachment, caption: str = "Plattformen", alt: str = ALT) -> dict[str, str]:
    return {f"bildtext-{row.pk}": caption, f"beskrivning-{row.pk}": alt}


def test_only_pictures_are_taken_and_each_gets_its_controls(client: Client, tale: Story) -> None:
    wrong = SimpleUploadedFile("karta.png", b"\x89PNG\r\n\x1a\nno more", content_type="image/png")
    answer = put_in(client, tale, drawn(), wrong)
    assert "karta.png: Bilden går inte att läsa." in text(answer)
    assert any(href == "#fil-bild" for _, href in summary(answer))
    (row,) = pictures(tale)
    page = read(client.get(address(tale)))
    shown = reverse("applications:attachment", args=(tale.application.pk, row.pk))
    assert [image.given["alt"] for image in page.all("img", src=shown)] == ["plattform.png"]
    labels = page.text
    assert "Bildtext till plattform.png" in labels and "Beskrivning av plattform.png" in labels
    assert client.get(shown)["Content-Type"] == "image/png"


def test_both_texts_are_needed_kept_and_can_be_changed(client: Client, tale: Story) -> None:
    put_in(client, tale, drawn())
    (row,) = pictures(tale)
    needed = ["Skriv en bildtext till plattform.png.", "Beskriv plattform.png för den som inte ser bilden."]
    assert [line for line in SECTIONS["bilagor"].missing(draft_of(tale)) if "plattform" in line] == needed
    send(client, tale, **described(row, alt=""))
    assert [line for line in SECTIONS["bilagor"].missing(draft_of(tale)) if "plattform" in line] == needed[1:]
    send(client, tale, **described(row))
    row.refresh_from_db()
    assert (row.caption, row.alt_text) == ("Plattformen", ALT)
    assert SECTIONS["bilagor"].missing(draft_of(tale)) == []
    send(client, tale, **{f"bildtext-{row.pk}": "Nya plattformen"})
    row.refresh_from_db()
    assert (row.caption, row.alt_text) == ("Nya plattformen", ALT)


def test_a_text_that_is_too_long_is_kept_as_typed(client: Client, tale: Story) -> None:
    put_in(client, tale, drawn())
    (row,) = pictures(tale)
    long = "å" * 201
    answer = send(client, tale, **described(row, caption=long))
    control = f"id_bildtext-{row.pk}"
    assert "201" in field_error(answer, control)
    assert controls(client.get(address(tale)))[f"bildtext-{row.pk}"] == long
    row.refresh_from_db()
    assert (row.caption, row.alt_text) == ("", ALT)


def test_figures_stand_on_every_page_and_in_the_receipt(client: Client, tale: Story, sign_in: SignIn) -> None:
    put_in(client, tale, drawn("ett.png"), drawn("stor.png", size=(3000, 1200)))
    first, second = pictures(tale)
    send(client, tale, **described(first), **described(second, "Kartan", "Tolv kommuner på en karta."))
    pages = [client.get(reverse("applications:review", args=(tale.application.pk,)))]
    tale.submit()
    version = tale.application.latest_version()
    told = [row for row in version.data["attachments"] if row.get("figure")]
    assert [(row["figure"], row["caption"], row["alt_text"]) for row in told] == [
        (1, "Plattformen", ALT),
        (2, "Kartan", "Tolv kommuner på en karta."),
    ]
    pages.append(client.get(reverse("applications:sent", args=(tale.application.pk, version.number))))
    tale.assign()
    pages.append(
        sign_in(factories.staff("handlaggare")).get(reverse("admin:case_application", args=(tale.the_case.pk,)))
    )
    Attachment.objects.filter(pk=first.pk).update(caption="Ändrad sedan")
    for page in pages:
        shown = read(page)
        assert [figure.text for figure in shown.all("figcaption")] == ["Figur 1: Plattformen", "Figur 2: Kartan"]
        assert [image.given["alt"] for image in shown.all("img") if "bilagor" in image.given["src"]] == [
            ALT,
            "Tolv kommuner på en karta.",
        ]
    desk = read(pages[-1]).all("figure")[0].all("img")[0].given["src"]
    assert sign_in(factories.staff("handlaggare")).get(desk).status_code == 200
    assert [row["caption"] for row in receipt.view(version)["figures"]] == ["Plattformen", "Kartan"]
    making.make(version.document.pk)
    version.document.refresh_from_db()
    assert version.document.file is not None
    data = default_storage.open(version.document.file.key).read()
    assert "Figur 1: Plattformen" in pdf_text.text(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        told_to_readers = [str(obj["/Alt"]) for obj in pdf.objects if _is_figure(obj)]
        images = [obj for obj in pdf.objects if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == "/Image"]
        assert all(not image.get("/Interpolate", False) for image in images)
        assert max(int(image.Width) for image in images) == 2000
    assert {ALT, "Tolv kommuner på en karta."} <= set(told_to_readers)


def _is_figure(obj: pikepdf.Object) -> bool:
    return isinstance(obj, pikepdf.Dictionary) and obj.get("/S") == "/Figure" and "/Alt" in obj
